package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.detect.Clock;
import io.picket.detect.StateBudget;
import io.picket.testkit.Seeds;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Indicator match rules over files: indicators given beside the events, and indicators among them. */
class IndicatorHuntTest {

    private static final String RULE = """
            [metadata]
            creation_date = "2026/01/01"
            updated_date = "2026/01/01"

            [rule]
            type = "threat_match"
            rule_id = "5f6ad0c8-2f0f-4b53-9c8e-1d8e5c1f7a01"
            name = "Known Bad Address"
            description = "A connection from or to an address that a feed tells of."
            author = ["Picket"]
            severity = "high"
            risk_score = 73
            from = "now-65m"
            interval = "1h"
            index = ["logs-*", "packetbeat-*"]
            language = "kuery"
            query = "source.ip: * or destination.ip: *"
            timestamp_override = "event.ingested"
            threat_index = ["logs-ti_*"]
            threat_language = "kuery"
            threat_query = '@timestamp >= "now-30d/d" and event.kind: enrichment'

            [[rule.threat_mapping]]
            [[rule.threat_mapping.entries]]
            field = "source.ip"
            type = "mapping"
            value = "threat.indicator.ip"

            [[rule.threat_mapping]]
            [[rule.threat_mapping.entries]]
            field = "destination.ip"
            type = "mapping"
            value = "threat.indicator.ip"
            """;

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    private Path folder;

    private static String flow(int second, String from, String to) {
        return """
                {"@timestamp":"%s","agent":{"type":"packetbeat","version":"8.17.0"},"source":{"ip":"%s"},\
                "destination":{"ip":"%s","port":443}}""".formatted(START.plusSeconds(second), from, to);
    }

    private static String indicator(String id, int second, String ip) {
        return """
                {"_index":"logs-ti_acme.indicator-default","_id":"%s","_source":{"@timestamp":"%s",\
                "event":{"kind":"enrichment"},"threat":{"feed":{"name":"Acme"},"indicator":{"ip":"%s","type":"ipv4-addr"}}}}""".formatted(id, START.plusSeconds(second), ip);
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static Hunting hunting(Clock clock) {
        return new Hunting().ruleText("rule.toml", RULE).clock(clock);
    }

    private static List<String> flows() {
        List<String> flows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            flows.add(flow(600 * i, "10.0.0." + i % 5, "203.0.113." + i % 7));
        }
        return flows;
    }

    private static Map<String, String> documents(Hunting.Outcome outcome) {
        Map<String, String> documents = new TreeMap<>();
        outcome.byId().forEach((id, alert) -> documents.put(id, AlertJson.text(alert)));
        return documents;
    }

    private static List<String> destinations(Hunting.Outcome outcome) {
        return outcome.alerts().stream()
                .map(alert -> String.valueOf(alert.fields().get("destination.ip")))
                .distinct()
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void eventsThatHaveAnIndicatorsValueAreAlerts(Clock clock) throws IOException {
        Path ti = write(
                "ti.ndjson", List.of(indicator("bad", -86_400, "203.0.113.3"), indicator("other", 0, "192.0.2.1")));
        Hunting.Outcome outcome = hunting(clock).indicators("", ti).over(write("flows.ndjson", flows()));
        assertThat(outcome.alerts()).hasSize(6);
        Alert alert = outcome.alerts().getFirst();
        JsonNode told = JsonMapper.shared().readTree(AlertJson.text(alert)).path("threat.enrichments");
        assertThat(told.toString())
                .isEqualTo(
                        "[{\"indicator\":{\"ip\":\"203.0.113.3\",\"type\":\"ipv4-addr\"},\"feed\":{\"name\":\"Acme\"},"
                                + "\"matched\":{\"atomic\":\"203.0.113.3\",\"field\":\"destination.ip\",\"id\":\"bad\","
                                + "\"index\":\"logs-ti_acme.indicator-default\",\"type\":\"indicator_match_rule\"}}]");
        assertThat(outcome.summary().notes()).isEmpty();
        assertThat(outcome.indicators().documents()).isEqualTo(2);
        assertThat(outcome.indicators().unused()).isZero();
    }

    @ParameterizedTest
    @Seeds(6)
    void neitherTheOrderNorTheShapeOfFilesMatters(long seed) throws IOException {
        Random random = new Random(seed);
        Clock clock = seed % 2 == 0 ? Clock.STREAM : Clock.SCHEDULE;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.add(indicator("t" + i % 150, -100 * i, "203.0.113." + random.nextInt(12)));
        }
        Map<String, String> expected = documents(
                hunting(clock).indicators("", write("a.ndjson", lines)).over(write("f.ndjson", flows())));
        assertThat(expected).isNotEmpty();
        Collections.shuffle(lines, random);
        Path first = write("first.ndjson", lines.subList(0, 70));
        Path second = write("second.json", List.of("[" + String.join(",", lines.subList(60, 130)) + "]"));
        Path third = folder.resolve("third.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(third))) {
            out.write(String.join("\n", lines.subList(130, 200)).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(documents(hunting(clock)
                        .indicators("", third)
                        .indicators("", second)
                        .indicators("ignored-since-hits-say-theirs", first)
                        .over(folder.resolve("f.ndjson"))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void indicatorsAmongTheEvents_countFromWhenTheyCome(Clock clock) throws IOException {
        List<String> lines = new ArrayList<>(flows());
        lines.add(indicator("early", -3600, "203.0.113.1"));
        lines.add(indicator("midway", 600 * 17 + 1, "203.0.113.2"));
        Hunting.Outcome outcome = hunting(clock).over(write("all.ndjson", lines));
        assertThat(destinations(outcome)).containsExactly("203.0.113.1", "203.0.113.2");
        List<String> second = outcome.alerts().stream()
                .filter(alert -> "203.0.113.2".equals(alert.fields().get("destination.ip")))
                .map(alert -> String.valueOf(alert.fields().get("kibana.alert.original_time")))
                .toList();
        // Of the flows every 70 minutes, the one ten minutes before the indicator is in the next run's range.
        assertThat(second)
                .contains(String.valueOf(START.plusSeconds(600 * 16)).replace("Z", ".000Z"))
                .doesNotContain(String.valueOf(START.plusSeconds(600 * 9)).replace("Z", ".000Z"));
        Collections.reverse(lines);
        assertThat(documents(hunting(clock).over(write("reversed.ndjson", lines))))
                .isEqualTo(documents(outcome));
    }

    @Test
    void indicatorsFromBeforeTheTimeAskedFor_countAllTheSame() throws IOException {
        List<String> lines = new ArrayList<>(flows());
        lines.add(indicator("early", -3600, "203.0.113.1"));
        long from = START.plusSeconds(600 * 20).toEpochMilli();
        Hunting.Outcome outcome =
                hunting(Clock.STREAM).between(from, Long.MAX_VALUE).over(write("all.ndjson", lines));
        assertThat(outcome.alerts()).hasSize(3);
        assertThat(outcome.summary().events()).isEqualTo(20);
    }

    @Test
    void whatIsNoDocumentIsSaidByItsPlace_andTheRestGoesOn() throws IOException {
        Path ti = write(
                "ti.ndjson",
                List.of(
                        indicator("bad", 0, "203.0.113.3"),
                        "{\"@timestamp\":",
                        "no document",
                        indicator("nowhere", 0, "nowhere"),
                        "{\"@timestamp\":\"2026-03-01T00:00:00Z\",\"event\":{\"kind\":\"event\"}}",
                        indicator("worse", 0, "203.0.113.4")));
        Hunting.Outcome outcome = hunting(Clock.STREAM).indicators("", ti).over(write("flows.ndjson", flows()));
        assertThat(destinations(outcome)).containsExactly("203.0.113.3", "203.0.113.4");
        assertThat(outcome.indicators().rejections()).hasSize(2);
        assertThat(outcome.indicators().rejections().getFirst()).startsWith(ti + ":2: byte ");
        assertThat(outcome.indicators().rejections().getLast()).startsWith(ti + ":3: ");
        assertThat(outcome.indicators().documents()).isEqualTo(4);
        assertThat(outcome.indicators().unused()).isEqualTo(2);
    }

    @Test
    void theIndexIsWhatIsSaid_andWhereNobodySaysItEveryRuleIsAsked() throws IOException {
        String plain = """
                {"@timestamp":"2026-03-01T00:00:00Z","event":{"kind":"enrichment"},"threat.indicator.ip":"203.0.113.3"}""";
        Path ti = write("ti.ndjson", List.of(plain));
        Path flows = write("flows.ndjson", flows());
        assertThat(hunting(Clock.STREAM).indicators("", ti).over(flows).alerts())
                .hasSize(6);
        assertThat(hunting(Clock.STREAM)
                        .indicators("logs-ti_mine", ti)
                        .over(flows)
                        .alerts())
                .hasSize(6);
        Hunting.Outcome elsewhere =
                hunting(Clock.STREAM).indicators("logs-other", ti).over(flows);
        assertThat(elsewhere.alerts()).isEmpty();
        assertThat(elsewhere.indicators().unused()).isEqualTo(1);
        assertThat(elsewhere.summary().notes()).anyMatch(note -> note.contains("There were no indicators"));
    }

    @Test
    void oldIndicatorsDoNotVanishInSilence() throws IOException {
        Path ti = write("ti.ndjson", List.of(indicator("old", -90 * 86_400, "203.0.113.3")));
        Hunting.Outcome outcome = hunting(Clock.STREAM).indicators("", ti).over(write("flows.ndjson", flows()));
        assertThat(outcome.alerts()).isEmpty();
        assertThat(outcome.summary().notes())
                .anyMatch(note -> note.startsWith("Known Bad Address: ") && note.contains("their age: 1 of 1."));
    }

    @Test
    void moreThanThereIsRoomForIsSaid() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            lines.add(indicator("t" + i, 0, "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256));
        }
        Hunting.Outcome outcome = hunting(Clock.STREAM)
                .budget(StateBudget.DEFAULT.withIndicatorBytes(1 << 20))
                .indicators("", write("ti.ndjson", lines))
                .over(write("flows.ndjson", flows()));
        assertThat(outcome.indicators().refusals())
                .singleElement()
                .asString()
                .startsWith("Known Bad Address: no room for ");
    }
}
