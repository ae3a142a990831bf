package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code picket explain --group} for sequences. */
class SequenceTextTest {

    private static final String RULE = """
            [rule]
            rule_id = "shell"
            name = "Shell, then a connection, then files"
            description = "Three things."
            risk_score = 1
            severity = "low"
            type = "eql"
            language = "eql"
            from = "now-9m"
            index = ["logs-*"]
            query = '''
            sequence by host.id with maxspan=1m
              [process where event.type == "start" and process.name == "sh"]
              [network where destination.port == 4444 and not cidrMatch(destination.ip, "10.0.0.0/8")]
              [file where event.action == "creation"] with runs=2
            until [process where event.type == "end"]
            '''
            """;

    private static final String EVENTS = """
            40:00 h1 process "event.type":"start","process.name":"sh"
            40:05 h1 network "destination.port":443,"destination.ip":"10.1.1.1"
            40:06 h1 network "destination.port":4444,"destination.ip":"10.1.1.1"
            40:10 h2 process "event.type":"start","process.name":"sh"
            40:15 h2 network "destination.port":4444,"destination.ip":"192.0.2.1"
            40:25 h2 file "event.action":"creation"
            41:25 h2 file "event.action":"creation"
            42:00 h3 network "destination.port":4444,"destination.ip":"192.0.2.1"
            42:01 h4 process "event.type":"start","process.name":"sh"
            42:02 h4 network "destination.port":4444,"destination.ip":"192.0.2.1"
            42:03 h4 file "event.action":"creation"
            42:04 h4 file "event.action":"creation"
            42:05 h5 process "event.type":"start","process.name":"sh"
            42:06 h5 process "event.type":"end"
            """;

    @TempDir
    private Path folder;

    private Path rule = Path.of("");
    private Path events = Path.of("");

    @BeforeEach
    void write() throws IOException {
        rule = Files.writeString(folder.resolve("rule.toml"), RULE);
        StringBuilder lines = new StringBuilder();
        for (String line : EVENTS.lines().toList()) {
            String[] parts = line.split(" ", 4);
            lines.append("{\"_index\":\"logs-x\",\"_id\":\"")
                    .append(parts[1] + "-" + parts[0])
                    .append("\",\"_source\":{\"@timestamp\":\"2026-02-02T02:" + parts[0])
                    .append("Z\",\"host.id\":\"" + parts[1])
                    .append("\",\"event.category\":\"" + parts[2] + "\"," + parts[3] + "}}\n");
        }
        events = Files.writeString(folder.resolve("events.ndjson"), lines.toString());
    }

    private String explained(String... more) {
        List<Object> words = new ArrayList<>(List.of("explain", rule, "-e", events, "--group"));
        words.addAll(List.of(more));
        return Ran.picket(words.toArray()).out();
    }

    @Test
    void tellsOfEachKeyHowFarItCameAndWhatBrokeIt() {
        String table = explained("-o", "table");
        assertThat(table)
                .contains("by host.id: 4 events within 1m")
                .contains("14 events read, 12 meet a step")
                .contains("keys     5, of which 1 alerts")
                .contains("✓ h4  alerts: 1 sequence")
                .contains("✗ h2  3 of 4 events, the next too late")
                .contains("✗ step 4 of 4    2026-02-02T02:41:25Z  h2-41:25: 1m 15s after the first, 15.0s more than 1m")
                .contains("✗ h5  1 of 4 events, then until")
                .contains("✗ until          2026-02-02T02:42:06Z  h5-42:06")
                .doesNotContain("nearest to step 2 of 4: 2026-02-02T02:42:06Z")
                .contains("✗ h3  0 of 4 events, not in this order")
                .contains("""
                        ✗ h1  1 of 4 events
                              ✓ step 1 of 4    2026-02-02T02:40:00Z  h1-40:00
                              ✗ step 2 of 4    no such event within 1m
                                nearest to step 2 of 4: 2026-02-02T02:40:06Z  h1-40:06
                        """)
                .contains("✗   not cidrMatch(destination.ip, \"10.0.0.0/8\")  10.1.1.1");
    }

    @Test
    void followsAKeyThatIsAskedForFromItsFirstEventOn() {
        assertThat(explained("-o", "table", "--entity", "h3"))
                .contains("nearest to step 1 of 4: 2026-02-02T02:42:00Z  h3-42:00")
                .contains("✗   process.name == \"sh\"   missing")
                .doesNotContain("✗ h1");
    }

    @Test
    void tellsProgramsTheSame() {
        List<JsonNode> keys = explained("-o", "ndjson")
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
        assertThat(keys)
                .extracting(key -> key.at("/key/host.id").asString())
                .containsExactly("h4", "h2", "h5", "h1", "h3");
        assertThat(keys.get(1).at("/end").toString())
                .isEqualTo("{\"why\":\"maxspan\",\"event\":{\"step\":4,\"index\":\"logs-x\",\"id\":\"h2-41:25\","
                        + "\"time\":\"2026-02-02T02:41:25Z\"},\"after_ms\":75000,\"maxspan_ms\":60000}");
        assertThat(keys.get(3).at("/nearest/asked/asked/parts/2/holds").asBoolean(true))
                .isFalse();
    }
}
