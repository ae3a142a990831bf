package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeTest {

    @TempDir
    private Path folder;

    private static final String RULE = """
            [rule]
            rule_id = "5d9cf0d7-3a05-4c7c-b9a4-bb0b8bd9b3a1"
            name = "N"
            description = "D"
            severity = "low"
            risk_score = 21
            type = "query"
            language = "kuery"
            from = "now-9m"
            index = ["logs-acme.x-*"]
            timestamp_override = "event.ingested"
            query = "event.action: knock"
            exceptions_list = [
              {id = "a", list_id = "scanners", type = "detection", namespace_type = "single"}]
            """;

    private static final String LIST = """
            {"list_id":"scanners","type":"detection","name":"l","description":"d"}
            {"list_id":"scanners","item_id":"i","type":"simple","name":"i","description":"d","entries":[{"field":"host.id","type":"match","operator":"included","value":"a"}]}
            """;

    /** A rule that names an exception list runs without it, and says so, until the list is given. */
    @Test
    void anExceptionListThatIsMissingIsSaid() throws IOException {
        Path rule = Files.writeString(folder.resolve("r.toml"), RULE);
        Path list = Files.writeString(folder.resolve("l.ndjson"), LIST);
        Path events = Files.writeString(
                folder.resolve("e.ndjson"),
                "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"event\":{\"action\":\"knock\"},\"host\":{\"id\":\"a\"}}\n");

        Ran without = Ran.picket("hunt", "-r", rule, events);
        assertThat(without.err())
                .contains(rule + ":14:24: EXC-006")
                .contains("'scanners'")
                .contains("alerts=1");
        assertThat(Ran.picket("rules", "check", rule).out()).contains("EXC-006");

        Ran with = Ran.picket("hunt", "-r", rule, "--exceptions", list, events);
        assertThat(with.err()).doesNotContain("EXC-006").contains("alerts=0");
        Ran checked = Ran.picket("rules", "check", "--exceptions", list, rule);
        assertThat(checked.out()).doesNotContain("EXC-006");
        assertThat(checked.exit()).isEqualTo(Exit.DONE);
    }

    /** Ids of alerts derive from those of rules. */
    @Test
    void rulesWithOneIdAreSaid() throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Path first = Files.writeString(rules.resolve("a.toml"), RULE);
        Path copy = Files.writeString(rules.resolve("b.toml"), RULE.replace("\"N\"", "\"Copy\""));
        Path events = Files.writeString(folder.resolve("e.ndjson"), "{\"@timestamp\":\"2026-01-01T00:00:00Z\"}\n");

        assertThat(Ran.picket("hunt", "-r", rules, events).err())
                .contains("RULE-173: \"N\" in " + first)
                .contains("picket: " + copy);
        assertThat(Ran.picket("hunt", "-r", first, events).err()).doesNotContain("RULE-173");
    }

    @Test
    void whatOfAMappingIsNotAppliedIsSaid() throws IOException {
        Path mapping = Files.writeString(folder.resolve("m.json"), """
                {"properties": {
                  "n": {"type": "keyword", "null_value": "none"}}}
                """);
        Path events = Files.writeString(folder.resolve("e.ndjson"), "{\"n\":\"a\"}\n");

        Ran ran = Ran.picket("query", "--mapping", mapping, "n: a", events);

        assertThat(ran.exit()).isEqualTo(Exit.DONE);
        assertThat(ran.out()).contains("\"n\":\"a\"");
        assertThat(ran.err()).contains("picket: " + mapping + ":2:28: MAP-007");
    }
}
