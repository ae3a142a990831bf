package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export brings connectors along and says what it could not bring; neither keeps its rules from being used. */
class KibanaExportCommandsTest {

    private static final String EXPORT = """
            {"type":"query","rule_id":"1","name":"Door","description":"d","risk_score":21,"severity":"low","index":["a-*"],\
            "query":"event.action: knock","language":"kuery","timestamp_override":"event.ingested"}
            {"id":"s","type":"action","attributes":{"actionTypeId":".slack","name":"n"},"references":[]}
            {"exported_count":2,"exported_rules_count":1,"missing_rules":[],"missing_rules_count":0,\
            "missing_exception_lists":[{"list_id":"gone"}],"missing_exception_lists_count":1}
            """;

    @TempDir
    private Path folder;

    private Path rules = Path.of("");
    private Path events = Path.of("");

    @BeforeEach
    void write() throws IOException {
        rules = Files.writeString(folder.resolve("export.ndjson"), EXPORT);
        events = Files.writeString(
                folder.resolve("events.ndjson"),
                "{\"@timestamp\":\"2026-01-31T10:00:00Z\",\"event\":{\"action\":\"knock\"}}\n");
    }

    @Test
    void theRuleIsShownExplainedAndHuntedWith() {
        assertThat(Ran.picket("rules", "show", "Door", rules).exit()).isZero();
        assertThat(Ran.picket("rules", "example", rules).exit()).isZero();
        assertThat(Ran.picket("explain", rules, "--event", events).exit()).isZero();
        Ran strict = Ran.picket("hunt", "--strict", "-r", rules, "--index", "a-1", events);
        assertThat(strict.exit()).isZero();
        assertThat(strict.out()).contains("knock");
        assertThat(strict.err()).containsOnlyOnce("gone").containsOnlyOnce("RULE-034");
    }
}
