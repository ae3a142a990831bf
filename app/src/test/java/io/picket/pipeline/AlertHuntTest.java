package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.detect.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules over alerts: of every type, on both clocks, whether alerts are raised in the hunt or lie in its files. */
class AlertHuntTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ALERTS = ".alerts-security.*";

    private static final String BASE = rule("base", "query", "logs-*", "event.action: bad", "");
    private static final String OVER =
            rule("over", "query", ALERTS, "kibana.alert.rule.rule_id: base and signal.rule.name: base", "");
    private static final String MANY = rule(
            "many",
            "threshold",
            ALERTS,
            "kibana.alert.rule.rule_id: base",
            ", \"threshold\": {\"field\": [\"host.id\"], \"value\": 2}");
    private static final String FIRST = rule(
            "first",
            "new_terms",
            ALERTS,
            "kibana.alert.rule.rule_id: base",
            ", \"new_terms_fields\": [\"host.id\"], \"history_window_start\": \"now-7d\"");
    private static final String JOINED = """
            {"type": "eql", "language": "eql", "rule_id": "joined", "name": "joined", "risk_score": 21, "severity": "low",
             "description": "d", "index": ["logs-*", ".alerts-security.*"], "from": "now-1h", "interval": "5m",
             "query": "sequence by host.id with maxspan=30m [any where event.action == \\"login\\"]\
             [any where kibana.alert.rule.name == \\"base\\"]"}
            """.replaceAll("\\R", " ");

    @TempDir
    private Path folder;

    private static String rule(String id, String type, String index, String query, String more) {
        return """
                {"type": "%s", "language": "kuery", "rule_id": "%s", "name": "%s", "risk_score": 21, "severity": "low",
                 "description": "d", "index": ["%s"], "from": "now-1h", "interval": "5m", "query": "%s"%s}
                """.formatted(type, id, id, index, query, more).replaceAll("\\R", " ");
    }

    private static String event(int number, long seconds, String action, String host) {
        Instant time = START.plusSeconds(seconds);
        return "{\"_index\":\"logs-a\",\"_id\":\"e" + number + "\",\"_source\":{\"@timestamp\":\"" + time
                + "\",\"event\":{\"category\":\"process\",\"action\":\"" + action + "\"},\"host\":{\"id\":\"" + host
                + "\"}}}";
    }

    private static final List<String> EVENTS = List.of(
            event(1, 10, "login", "h1"),
            event(2, 20, "bad", "h1"),
            event(3, 400, "bad", "h1"),
            event(4, 500, "bad", "h2"),
            event(5, 600, "login", "h2"));

    private Path file(String name, List<String> lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static Hunting hunting(Clock clock, String... rules) {
        return new Hunting().clock(clock).ruleText("r.ndjson", String.join("\n", rules));
    }

    private static Map<String, String> documents(Hunting.Outcome outcome) {
        Map<String, String> documents = new TreeMap<>();
        outcome.byId().forEach((id, alert) -> documents.put(id, AlertJson.text(alert)));
        return documents;
    }

    private static List<Alert> wholes(Hunting.Outcome outcome, String rule) {
        return outcome.of(rule).stream()
                .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void everyRuleTypeTakesTheAlertsOfTheHunt(Clock clock) throws IOException {
        Hunting.Outcome outcome =
                hunting(clock, JOINED, FIRST, MANY, OVER, BASE).over(file("e.ndjson", EVENTS));
        assertThat(outcome.of("base")).hasSize(3);
        assertThat(outcome.of("over")).hasSize(3);
        assertThat(outcome.of("over").getFirst().fields())
                .containsEntry("kibana.alert.depth", 2L)
                .extractingByKey("kibana.alert.ancestors")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(outcome.of("many")).hasSize(1);
        assertThat(outcome.of("many").getFirst().fields()).containsEntry("host.id", "h1");
        assertThat(outcome.of("first").stream().map(alert -> alert.fields().get("host.id")))
                .containsExactlyInAnyOrder("h1", "h2");
        assertThat(wholes(outcome, "joined").stream()
                        .map(alert -> alert.fields().get("host.id"))
                        .distinct())
                .contains("h1");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void orderOfFilesMakesNoDifference(Clock clock) throws IOException {
        String[] rules = {JOINED, FIRST, MANY, OVER, BASE};
        Map<String, String> once = documents(hunting(clock, rules).over(file("e.ndjson", EVENTS)));
        List<String> twice = new ArrayList<>(EVENTS);
        twice.addAll(EVENTS.subList(1, 4));
        Collections.shuffle(twice, new Random(7));
        Path first = file("b.ndjson", twice.subList(0, 3));
        Path second = file("a.ndjson", twice.subList(3, twice.size()));
        assertThat(documents(hunting(clock, rules).over(first, second))).isEqualTo(once);
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void alertsInFilesAreTakenAsThoseRaised(Clock clock) throws IOException {
        Path events = file("e.ndjson", EVENTS);
        Hunting.Outcome raised = hunting(clock, JOINED, FIRST, MANY, OVER, BASE).over(events);
        List<String> lines = new ArrayList<>();
        raised.of("base").forEach(alert -> lines.add(AlertJson.text(alert)));
        Map<String, String> expected = documents(raised);
        raised.of("base").forEach(alert -> expected.remove(alert.id()));
        Path alerts = file("alerts.ndjson", lines);
        assertThat(documents(hunting(clock, JOINED, FIRST, MANY, OVER).over(alerts, events)))
                .isEqualTo(expected);
        assertThat(documents(hunting(clock, JOINED, FIRST, MANY, OVER, BASE).over(alerts, events)))
                .isEqualTo(documents(raised));
    }

    /** Two rules that take each other's alerts, and themselves, end; so do two that count each other's. */
    @ParameterizedTest
    @EnumSource(Clock.class)
    void loopsEnd(Clock clock) throws IOException {
        String one = rule("one", "query", ALERTS, "event.kind: signal", "");
        String two = rule("two", "query", ALERTS, "event.kind: signal", "");
        Path events = file("e.ndjson", List.of(event(1, 20, "bad", "h1")));
        Hunting.Outcome outcome = hunting(clock, one, two, BASE).over(events);
        assertThat(outcome.of("one")).hasSize(2);
        assertThat(outcome.of("two")).hasSize(2);

        String group = ", \"threshold\": {\"field\": [\"host.id\"], \"value\": 1}";
        String ping = rule("ping", "threshold", ALERTS, "not kibana.alert.rule.rule_id: x", group);
        String pong = rule("pong", "threshold", ALERTS, "kibana.alert.rule.rule_id: ping", group);
        Hunting.Outcome counted = hunting(clock, ping, pong, BASE).over(events);
        assertThat(counted.of("ping")).hasSizeBetween(1, AlertStage.DEPTH_MAX);
        assertThat(counted.of("pong")).hasSizeBetween(1, AlertStage.DEPTH_MAX);
        assertThat(counted.summary().notes()).anyMatch(note -> note.contains("too deep"));
    }

    @Test
    void alertsAreRaisedOnAlertsOfAnyDepthButTen() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int depth = 8; depth <= 11; depth++) {
            lines.add("{\"@timestamp\":\"" + START + "\",\"kibana.alert.uuid\":\"u" + depth
                    + "\",\"kibana.alert.rule.rule_id\":\"base\",\"kibana.alert.rule.name\":\"base\","
                    + "\"kibana.alert.depth\":" + depth + "}");
        }
        Hunting.Outcome outcome = hunting(Clock.STREAM, OVER).over(file("a.ndjson", lines));
        assertThat(outcome.of("over").stream().map(alert -> alert.fields().get("kibana.alert.depth")))
                .containsExactlyInAnyOrder(9L, 10L);
        assertThat(outcome.summary().notes()).anyMatch(note -> note.contains("too deep"));
    }

    @Test
    void patternsWithoutADotDoNotReachAlerts() throws IOException {
        String all = rule("all", "query", "*", "host.id: *", "");
        Hunting.Outcome outcome = hunting(Clock.STREAM, all, OVER, BASE).over(file("e.ndjson", EVENTS));
        assertThat(outcome.of("all")).hasSize(EVENTS.size());
        assertThat(outcome.of("over")).hasSize(3);
    }

    /** A threshold alert descends from what it made up, as Elastic's engine has it; what is raised on it from both. */
    @ParameterizedTest
    @EnumSource(Clock.class)
    void depthIsOneMoreThanThatOfWhatIsWrittenOfTheParent(Clock clock) throws IOException {
        String above = rule("above", "query", ALERTS, "kibana.alert.rule.rule_id: many", "");
        String higher = rule("higher", "query", ALERTS, "kibana.alert.rule.rule_id: above", "");
        Hunting.Outcome outcome = hunting(clock, BASE, MANY, above, higher).over(file("e.ndjson", EVENTS));
        Alert many = outcome.of("many").getFirst();
        assertThat(many.fields()).containsEntry("kibana.alert.depth", 1L);
        assertThat(ancestors(many))
                .hasSize(1)
                .allSatisfy(one -> assertThat(one)
                        .containsEntry("type", "event")
                        .containsEntry("depth", 0L)
                        .containsEntry("index", ALERTS)
                        .doesNotContainKey("rule"));

        Alert on = outcome.of("above").getFirst();
        assertThat(on.fields()).containsEntry("kibana.alert.depth", 2L);
        assertThat(ancestors(on)).hasSize(2);
        assertThat(ancestors(on).getFirst()).isEqualTo(ancestors(many).getFirst());
        assertThat(ancestors(on).getLast())
                .containsEntry("id", many.id())
                .containsEntry("type", "signal")
                .containsEntry("rule", "many");
        assertThat(outcome.of("higher").getFirst().fields()).containsEntry("kibana.alert.depth", 3L);
        assertThat(ancestors(outcome.of("higher").getFirst())).hasSize(3);
    }

    @SuppressWarnings("unchecked") // that is how they are written
    private static List<Map<String, Object>> ancestors(Alert alert) {
        return (List<Map<String, Object>>) alert.fields().getOrDefault("kibana.alert.ancestors", List.of());
    }

    /** The range is of events: what they raise is taken whenever it is raised, alerts of files by their own time. */
    @ParameterizedTest
    @EnumSource(Clock.class)
    void whatEventsInsideTheRangeRaiseIsInside(Clock clock) throws IOException {
        Path events = file("e.ndjson", EVENTS);
        Hunting.Outcome all = hunting(clock, BASE).over(events);
        long to = START.plusSeconds(20).toEpochMilli();
        Hunting.Outcome some =
                hunting(clock, OVER, BASE).between(START.toEpochMilli(), to).over(events);
        assertThat(some.of("base")).hasSize(1);
        assertThat(some.of("over")).hasSize(1);

        List<String> lines = all.of("base").stream().map(AlertJson::text).toList();
        Path alerts = file("a.ndjson", lines);
        assertThat(hunting(clock, OVER).over(alerts).of("over")).hasSize(3);
        assertThat(hunting(clock, OVER)
                        .between(START.minusSeconds(60).toEpochMilli(), START.toEpochMilli())
                        .over(alerts)
                        .of("over"))
                .isEmpty();
    }

    @Test
    void rulesThatAreNotThereAreToldOf() throws IOException {
        Path events = file("e.ndjson", EVENTS);
        String asking = rule(
                "asking",
                "query",
                ALERTS,
                "(kibana.alert.rule.rule_id: (base or gone) or signal.rule.name: Absent)"
                        + " and not kibana.alert.rule.rule_id: never",
                "");
        assertThat(hunting(Clock.STREAM, asking, BASE).over(events).summary().notes())
                .singleElement()
                .asString()
                .startsWith("asking: ")
                .endsWith(": gone, Absent.");
        assertThat(hunting(Clock.STREAM, OVER, JOINED, BASE)
                        .over(events)
                        .summary()
                        .notes())
                .isEmpty();
        String many = rule("lots", "query", ALERTS, "kibana.alert.rule.rule_id: (a or b or c or d or e or f or g)", "");
        assertThat(hunting(Clock.STREAM, many, BASE).over(events).summary().notes())
                .singleElement()
                .asString()
                .endsWith(" a, b, c, d, e and 2 more.");
        String named = BASE.replace("\"severity\"", "\"rule_name_override\": \"event.action\", \"severity\"");
        assertThat(hunting(Clock.STREAM, asking.replace("or gone", ""), named)
                        .over(events)
                        .summary()
                        .notes())
                .as("names that events give are not known beforehand")
                .isEmpty();
    }
}
