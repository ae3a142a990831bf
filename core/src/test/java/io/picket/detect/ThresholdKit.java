package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.ThresholdResult;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import io.picket.rule.Overrides;
import io.picket.rule.Query;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody;
import io.picket.rule.RuleType;
import io.picket.rule.Schedule;
import io.picket.rule.Severity;
import io.picket.rule.Threshold;
import io.picket.text.Place;
import io.picket.text.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules, events and a sink for tests of threshold detectors. */
final class ThresholdKit {

    static final long MINUTE = 60_000;
    static final long SECOND = 1_000;
    /** A multiple of every interval used in tests. */
    static final long DAY0 = 20_000L * 24 * 60 * MINUTE;

    static final FieldTypes TYPES = new FieldTypes() {
        @Override
        public FieldType typeOf(String name) {
            return switch (name) {
                case "source.ip", "destination.ip" -> FieldType.IP;
                case "source.port", "destination.port", "source.packets", "destination.packets", "destination.bytes" ->
                    FieldType.LONG;
                case "flow.final", "flag" -> FieldType.BOOLEAN;
                case "ratio" -> FieldType.DOUBLE;
                case "message" -> FieldType.TEXT;
                case "unknown" -> FieldType.UNKNOWN;
                default -> FieldType.KEYWORD;
            };
        }

        @Override
        public Collection<String> names() {
            return Set.of();
        }
    };

    /** One event: when it happened, when it arrived, what it holds (a List is an array), and its id. */
    record Happening(long primary, long arrival, String id, Map<String, Object> fields) {
        static Happening at(long time, Map<String, Object> fields) {
            return new Happening(time, time, "e-" + time + "-" + fields.hashCode(), fields);
        }
    }

    /** A rule in short. */
    record Counting(
            List<String> fields,
            long value,
            Optional<Threshold.Cardinality> cardinality,
            long interval,
            long fromBack,
            long toBack,
            int maxSignals) {

        static Counting by(String... fields) {
            return new Counting(List.of(fields), 1, Optional.empty(), 5 * MINUTE, 9 * MINUTE, 0, 100);
        }

        Counting atLeast(long events) {
            return new Counting(fields, events, cardinality, interval, fromBack, toBack, maxSignals);
        }

        Counting distinct(String field, long least) {
            return new Counting(
                    fields,
                    value,
                    Optional.of(new Threshold.Cardinality(field, least)),
                    interval,
                    fromBack,
                    toBack,
                    maxSignals);
        }

        Counting every(long interval, long fromBack, long toBack) {
            return new Counting(fields, value, cardinality, interval, fromBack, toBack, maxSignals);
        }

        Counting maxSignals(int most) {
            return new Counting(fields, value, cardinality, interval, fromBack, toBack, most);
        }

        Rule rule() {
            Threshold threshold = new Threshold(fields, value, cardinality);
            Query query = new Query("kuery", SourceText.of("rule.toml", "*"));
            return new Rule(
                    RuleType.THRESHOLD,
                    "rule-1",
                    "Rule",
                    "",
                    Severity.LOW,
                    21,
                    new Schedule(
                            Duration.ofMillis(interval),
                            "now-" + fromBack / SECOND + "s",
                            "now-" + toBack / SECOND + "s",
                            Duration.ofMillis(fromBack),
                            Duration.ofMillis(toBack)),
                    maxSignals,
                    new IndexPatterns(List.of("logs-*")),
                    Optional.empty(),
                    true,
                    List.of(),
                    Overrides.NONE,
                    Optional.empty(),
                    false,
                    List.of(),
                    new RuleBody.ThresholdBody(query, threshold),
                    Map.of(),
                    Place.file("rule.toml"));
        }
    }

    /** What a detector said. */
    static final class Heard implements AlertSink {
        final List<Alert> alerts = new ArrayList<>();
        final List<Overflow> overflows = new ArrayList<>();
        final List<Alert> ongoing = new ArrayList<>();

        @Override
        public void alert(Alert alert) {
            alerts.add(alert);
        }

        @Override
        public void ongoing(java.util.function.Supplier<Alert> alert) {
            ongoing.add(alert.get());
        }

        @Override
        public void overflow(Overflow overflow) {
            overflows.add(overflow);
        }

        List<ThresholdResult> results() {
            return alerts.stream().map(ThresholdKit::result).toList();
        }

        List<List<Object>> groups() {
            return results().stream().map(ThresholdResult::values).toList();
        }
    }

    private ThresholdKit() {}

    static Alert write(ThresholdResult result) {
        return new Alert(
                "rule-1 " + result.fields() + result.values() + result.start(),
                "rule-1",
                result.raised(),
                Map.of("result", result));
    }

    static ThresholdResult result(Alert alert) {
        return (ThresholdResult) java.util.Objects.requireNonNull(alert.fields().get("result"));
    }

    static FieldTable table(Rule rule) {
        FieldTable.Builder builder = FieldTable.builder();
        ThresholdDetectors.fields(rule).forEach(field -> builder.add(field, 1024));
        return builder.build();
    }

    static Detector detector(Rule rule, Clock clock, AlertSink sink, StateBudget budget) {
        return ThresholdDetectors.of(rule, clock, table(rule), TYPES, sink, ThresholdKit::write, budget);
    }

    /** Runs all happenings through a fresh detector, in the order its clock asks for. */
    static Heard run(Counting counting, Clock clock, List<Happening> happenings) {
        Heard heard = new Heard();
        Detector detector = detector(counting.rule(), clock, heard, StateBudget.DEFAULT);
        feed(detector, counting.rule(), clock, happenings);
        detector.finish();
        return heard;
    }

    static void feed(Detector detector, Rule rule, Clock clock, List<Happening> happenings) {
        Event event = new Event(table(rule));
        List<Happening> ordered = new ArrayList<>(happenings);
        ordered.sort(
                clock == Clock.STREAM
                        ? Comparator.comparingLong(Happening::primary)
                        : Comparator.comparingLong(Happening::arrival));
        for (Happening happening : ordered) {
            fill(event, happening);
            detector.add(event, happening.primary(), happening.arrival());
        }
    }

    static void fill(Event event, Happening happening) {
        event.reset(new byte[0], 0, 0);
        event.origin("logs-test", happening.id());
        happening.fields().forEach((name, value) -> {
            int slot = event.fields().slot(name);
            if (slot != FieldTable.NONE) {
                for (Object one : value instanceof List<?> many ? many : List.of(value)) {
                    byte[] bytes = String.valueOf(one).getBytes(StandardCharsets.UTF_8);
                    event.add(slot, kind(one), bytes, 0, bytes.length);
                }
            }
        });
    }

    private static byte kind(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? Kind.TRUE : Kind.FALSE;
            case Number number -> Kind.NUMBER;
            default -> Kind.STRING;
        };
    }

    static Map<String, Object> flow(String source, String destination, Object port) {
        return Map.of("source.ip", source, "destination.ip", destination, "destination.port", port);
    }
}
