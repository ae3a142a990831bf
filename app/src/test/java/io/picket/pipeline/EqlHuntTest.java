package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.detect.Clock;
import io.picket.testkit.Seeds;
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

/** EQL rules over whole hunts: exceptions and filters, several clocks in one hunt, any order of lines. */
class EqlHuntTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path folder;

    private static String rule(String id, String query, String more) {
        return """
                {"type": "eql", "language": "eql", "rule_id": "%s", "name": "%s", "risk_score": 21, "severity": "low",
                 "description": "d", "index": ["logs-*"], "from": "now-9m", "interval": "5m", "query": %s%s}
                """.formatted(id, id, quoted(query), more).replaceAll("\\R", " ");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }

    private static String event(int number, long millis, String action, String host, String more) {
        Instant time = START.plusMillis(millis);
        return "{\"_index\":\"logs-a\",\"_id\":\"e" + number + "\",\"_source\":{\"@timestamp\":\"" + time
                + "\",\"event\":{\"ingested\":\"" + time.plusMillis(700) + "\",\"category\":\"process\",\"action\":\""
                + action + "\"},\"host\":{\"id\":\"" + host + "\"},\"process\":{\"name\":\"p" + number + "\"}" + more
                + "}}";
    }

    private Path file(String name, List<String> lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static List<Alert> wholes(Hunting.Outcome outcome) {
        return outcome.alerts().stream()
                .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                .toList();
    }

    private static final String PAIR = "sequence by host.id with maxspan=10s"
            + " [process where event.action == \"a\"] [process where event.action == \"b\"]";

    @ParameterizedTest
    @EnumSource(Clock.class)
    void exceptionsAndFiltersHideEventsFromSequences(Clock clock) throws IOException {
        Path events = file(
                "events.ndjson",
                List.of(
                        event(1, 0, "a", "h1", ""),
                        event(2, 1000, "b", "h1", ""),
                        event(3, 2000, "a", "h2", ""),
                        event(4, 3000, "b", "h2", ",\"user\":{\"name\":\"fine\"}"),
                        event(5, 4000, "b", "h2", "")));
        String filter =
                ", \"filters\": [{\"meta\": {\"negate\": true}, \"query\": {\"match_phrase\": {\"user.name\": \"fine\"}}}]";
        Hunting.Outcome outcome = new Hunting()
                .clock(clock)
                .ruleText("r.json", rule("r", PAIR, filter))
                .over(events);
        assertThat(wholes(outcome).stream().map(alert -> alert.fields().get("host.id")))
                .containsExactlyInAnyOrder("h1", "h2");
        assertThat(outcome.alerts()).hasSize(6);
        assertThat(outcome.alerts().stream().map(alert -> alert.fields().get("process.name")))
                .contains("p1", "p2", "p3", "p5")
                .doesNotContain("p4");
    }

    /** The engine's range goes by ingest, the order of a sequence by the event's own time. */
    @Test
    void rulesOfDifferentClocksInOneHunt() throws IOException {
        Path events = file(
                "events.ndjson",
                List.of(event(1, 0, "a", "h1", ""), event(2, 1000, "b", "h1", ""), event(3, 2000, "c", "h1", "")));
        String ingested = ", \"timestamp_override\": \"event.ingested\"";
        String rules = String.join(
                "\n",
                rule("pair", PAIR, ingested),
                rule("any", "any where event.action == \"c\"", ingested),
                rule(
                        "all",
                        "sample by host.id [any where event.action == \"c\"] [any where event.action == \"a\"]",
                        ""));
        for (Clock clock : Clock.values()) {
            Hunting.Outcome outcome =
                    new Hunting().clock(clock).ruleText("r.ndjson", rules).over(events);
            assertThat(wholes(outcome).stream().map(Alert::ruleId)).containsExactlyInAnyOrder("all", "any", "pair");
        }
    }

    @ParameterizedTest
    @Seeds(6)
    void shuffledLines_spreadOverFiles_giveTheSameAlerts(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String action = List.of("a", "b", "c").get(random.nextInt(3));
            lines.add(event(i, 200L * random.nextInt(4_000), action, "h" + random.nextInt(7), ""));
        }
        String until = "sequence by host.id with maxspan=1m [process where event.action == \"a\"] with runs=2"
                + " ![process where event.action == \"c\"] until [any where event.action == \"b\"]";
        String sample = "sample by host.id [any where event.action == \"a\"] [any where event.action == \"b\"]";
        String rules = String.join("\n", rule("pair", PAIR, ""), rule("until", until, ""), rule("sample", sample, ""));
        for (Clock clock : Clock.values()) {
            Map<String, String> once = documents(
                    new Hunting().clock(clock).ruleText("r.ndjson", rules).over(file("all.ndjson", lines)));
            assertThat(once).isNotEmpty();
            List<String> twice = new ArrayList<>(lines);
            twice.addAll(lines.subList(0, 100));
            Collections.shuffle(twice, random);
            Path first = file("b.ndjson", twice.subList(0, 150));
            Path second = file("a.ndjson", twice.subList(150, twice.size()));
            assertThat(documents(new Hunting()
                            .clock(clock)
                            .ruleText("r.ndjson", rules)
                            .over(first, second)))
                    .isEqualTo(once);
        }
    }

    private static Map<String, String> documents(Hunting.Outcome outcome) {
        Map<String, String> documents = new TreeMap<>();
        outcome.byId().forEach((id, alert) -> documents.put(id, AlertJson.text(alert)));
        return documents;
    }

    /** A sequence goes by its own timestamp field; an event without it has no place in the order. */
    @ParameterizedTest
    @EnumSource(Clock.class)
    void eventsWithoutTheSequencesOwnTimeAreCounted(Clock clock) throws IOException {
        String created = ",\"file\":{\"created\":\"2026-03-01T09:00:0%d.000Z\"}";
        Path events = file(
                "events.ndjson",
                List.of(
                        event(1, 0, "a", "h1", created.formatted(1)),
                        event(2, 1000, "b", "h1", ""),
                        event(3, 2000, "a", "h1", ""),
                        event(4, 3000, "c", "h1", ""),
                        event(5, 4000, "b", "h1", created.formatted(2))));
        Hunting.Outcome outcome = new Hunting()
                .clock(clock)
                .ruleText("r.json", rule("r", PAIR, ", \"timestamp_field\": \"file.created\""))
                .over(events);
        assertThat(wholes(outcome)).hasSize(1);
        assertThat(outcome.summary().notes())
                .singleElement()
                .asString()
                .startsWith("r: Events without a")
                .endsWith("left out: 2.");
    }
}
