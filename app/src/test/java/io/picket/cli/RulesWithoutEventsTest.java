package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hunt says which rules no event was for, by its index. */
class RulesWithoutEventsTest {

    private static final String SAID = "had no event from";

    @TempDir
    private Path folder;

    private Path rules;

    @BeforeEach
    void makeRules() throws IOException {
        rules = Files.createDirectory(folder.resolve("rules"));
    }

    @Test
    void areCountedAndTheFirstThreeNamed() throws IOException {
        rule("A", "logs-a-*", "*");
        for (String name : List.of("B", "C", "D", "E")) {
            rule(name, "logs-b-*", "*");
        }

        Ran ran = hunt("logs-a-x");

        assertThat(ran.err()).contains("picket: 4 of 5 rules had no event from their indices: B, C, D and 1 more\n");
        assertThat(ran.err().lines().filter(line -> line.contains(SAID))).hasSize(1);
    }

    @Test
    void oneOfThem() throws IOException {
        rule("A", "logs-a-*", "*");
        rule("B", "logs-*\", \"-logs-a-*", "*");

        assertThat(hunt("logs-a-x").err()).contains("picket: 1 of 2 rules had no event from its indices: B\n");
    }

    /** An event that is offered to a rule and does not match it is there all the same. */
    @Test
    void aRuleThatMatchesNothingHasEvents() throws IOException {
        rule("A", "logs-a-*", "event.action: other");

        assertThat(hunt("logs-a-x").err()).doesNotContain(SAID);
    }

    @Test
    void laterEventsOfOtherIndicesCount() throws IOException {
        rule("A", "logs-a-*", "*");
        rule("B", "logs-b-*", "*");

        assertThat(hunt("logs-a-x", "logs-b-x", "logs-a-x").err()).doesNotContain(SAID);
        assertThat(hunt("logs-a-x", "logs-c-x").err()).contains("1 of 2 rules had no event from its indices: B\n");
    }

    /** What nobody knows the index of is offered to all. */
    @Test
    void eventsWithoutAnIndexAreForEveryRule() throws IOException {
        rule("A", "logs-a-*", "*");

        Path events = Files.writeString(folder.resolve("e.ndjson"), "{\"@timestamp\":\"2026-01-01T00:00:00Z\"}\n");

        assertThat(Ran.picket("hunt", "-r", rules, events).err()).doesNotContain(SAID);
    }

    /** Those raised in the hunt are events of rules over alerts. */
    @Test
    void alertsAreEventsToo() throws IOException {
        rule("A", "logs-a-*", "*");
        rule("Over alerts", ".alerts-security.*", "kibana.alert.rule.name: A");

        assertThat(hunt("logs-a-x").err()).doesNotContain(SAID);
        assertThat(hunt("logs-b-x").err()).contains("2 of 2 rules had no event from their indices: A, Over alerts\n");
    }

    private Ran hunt(String... indices) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String index : indices) {
            lines.append("{\"_index\":\"" + index + "\",\"_source\":{\"@timestamp\":\"2026-01-01T00:00:00Z\"}}\n");
        }
        return Ran.picket("hunt", "-r", rules, Files.writeString(folder.resolve("e.ndjson"), lines));
    }

    private void rule(String name, String index, String query) throws IOException {
        Files.writeString(rules.resolve(name + ".toml"), """
                [rule]
                rule_id = "%s"
                name = "%s"
                description = "D"
                severity = "low"
                risk_score = 21
                type = "query"
                language = "kuery"
                from = "now-9m"
                index = ["%s"]
                query = '%s'
                """.formatted(name, name, index, query));
    }
}
