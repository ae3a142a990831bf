package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.condition.Condition;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.testkit.SketchEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends sketched events through the detector of an EQL rule, as a host does, and keeps what comes out. */
final class EqlReplay implements AlertSink {

    /** When the sketched times begin, so that they are dates. */
    static final long EPOCH = 1_700_000_000_000L;

    static final FieldTypes TYPES = SketchEvents.types(Map.of(
            "@timestamp", FieldType.DATE,
            "k", FieldType.KEYWORD,
            "user", FieldType.KEYWORD,
            "tie", FieldType.LONG,
            "A", FieldType.BOOLEAN,
            "B", FieldType.BOOLEAN,
            "C", FieldType.BOOLEAN,
            "M", FieldType.BOOLEAN,
            "U", FieldType.BOOLEAN));

    /**
     * One event.
     *
     * @param time its timestamp; this, primary and arrival are milliseconds after {@link #EPOCH}
     * @param letters the fields that are true
     * @param keys values of the field {@code k}
     */
    record Sketch(
            String id,
            long time,
            long primary,
            long arrival,
            String letters,
            List<String> keys,
            @Nullable Long tie) {

        String json() {
            StringBuilder json = new StringBuilder("{\"n\":\"" + id + "\",\"@timestamp\":" + (EPOCH + time));
            letters.chars()
                    .forEach(letter -> json.append(",\"").append((char) letter).append("\":true"));
            if (!keys.isEmpty()) {
                json.append(",\"k\":[\"")
                        .append(String.join("\",\"", keys))
                        .append("\"],\"user\":\"")
                        .append(keys.getFirst().charAt(0))
                        .append('"');
            }
            return json.append(tie == null ? "}" : ",\"tie\":" + tie + "}").toString();
        }
    }

    final List<Alert> alerts = new ArrayList<>();
    final List<Overflow> overflows = new ArrayList<>();
    private final Rule rule;
    private final Clock clock;
    private final StateBudget budget;
    private final List<Condition> asked;
    private final SketchEvents events;
    private final Matcher matcher;
    Detector detector;

    EqlReplay(Rule rule, Clock clock) {
        this(rule, clock, StateBudget.DEFAULT);
    }

    EqlReplay(Rule rule, Clock clock, StateBudget budget) {
        this(rule, clock, budget, Condition.ALWAYS);
    }

    /** @param also what every step asks besides, which may depend on what time it is */
    EqlReplay(Rule rule, Clock clock, StateBudget budget, Condition also) {
        this.rule = rule;
        this.clock = clock;
        this.budget = budget;
        List<Condition> conditions =
                RuleConditions.all(rule, List.of(), Map.of(), TYPES, 0).orThrow();
        Set<String> names = new LinkedHashSet<>(Detectors.fields(rule));
        names.add("@timestamp");
        MatchPlan.fields(conditions).forEach(field -> names.add(field.name()));
        this.events = new SketchEvents(names.toArray(new String[0]));
        this.asked = conditions.stream()
                .map(condition -> Condition.and(List.of(condition, also)))
                .toList();
        this.matcher = new Matcher(MatchPlan.of(conditions, TYPES, events.table()));
        this.detector = fresh();
    }

    private Detector fresh() {
        return Detectors.of(rule, asked, clock, events.table(), TYPES, this, budget);
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void overflow(Overflow overflow) {
        overflows.add(overflow);
    }

    EqlReplay add(Sketch sketch) {
        Event event = events.read("logs-x", sketch.id(), sketch.json());
        int count = matcher.match(event);
        int[] met = new int[count];
        for (int i = 0; i < count; i++) {
            met[i] = matcher.matched(i);
        }
        if (count > 0) {
            detector.add(event, met, count, EPOCH + sketch.primary(), EPOCH + sketch.arrival());
        }
        return this;
    }

    /** A host stopped and started again: the state goes over to a new detector. */
    void restart() {
        byte[] snapshot = ((Resumable) detector).snapshot();
        detector = fresh();
        ((Resumable) detector).restore(snapshot);
    }

    /** All events in the clock's order, then the end; time and restarts are thrown in at random. */
    EqlReplay run(List<Sketch> sketches, Random random) {
        for (Sketch sketch : inOrder(clock, sketches)) {
            long time = clock == Clock.STREAM ? sketch.primary() : sketch.arrival();
            if (random.nextInt(3) == 0) {
                detector.advance(EPOCH + time);
            }
            if (random.nextInt(20) == 0) {
                restart();
            }
            add(sketch);
        }
        long end = sketches.stream()
                .mapToLong(clock == Clock.STREAM ? Sketch::primary : Sketch::arrival)
                .max()
                .orElse(0);
        detector.advance(EPOCH + end);
        detector.finish();
        return this;
    }

    /** On the stream clock a sequence's primary time is its timestamp. */
    static List<Sketch> inOrder(Clock clock, List<Sketch> sketches) {
        List<Sketch> sorted = new ArrayList<>(sketches);
        sorted.sort(
                clock == Clock.STREAM
                        ? Comparator.comparingLong(Sketch::primary)
                        : Comparator.comparingLong(Sketch::arrival));
        return sorted;
    }

    /** The alerts that are no building blocks: when, and the ids of their events in order. */
    List<String> raised() {
        return alerts.stream()
                .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                .map(alert -> alert.time() - EPOCH + " " + names(alert))
                .toList();
    }

    /** The ids of an alert's events. */
    static List<String> names(Alert alert) {
        if (!(alert.fields().get("picket.evidence.joined") instanceof List<?> events)) {
            return List.of(String.valueOf(alert.fields().get("n")));
        }
        List<String> names = new ArrayList<>();
        events.forEach(event -> names.add(String.valueOf(((Map<?, ?>) event).get("id"))));
        return names;
    }
}
