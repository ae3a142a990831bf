package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesExampleCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void printsEventsThatOtherCommandsRead() throws Exception {
        assertThat(run(new RulesExampleCommand(), "Network Scanner Started", "--at", "2026-01-15T12:00:00Z"))
                .isEqualTo(Exit.DONE);
        List<JsonNode> hits =
                out.toString().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(hits).hasSizeGreaterThan(2);
        assertThat(hits.getFirst().path("_id").asString()).isEqualTo("match");
        assertThat(hits.getFirst().at("/_source/@timestamp").asString()).isEqualTo("2026-01-15T12:00:00Z");
        assertThat(err.toString())
                .startsWith("match: 1 event, alert: as the rule asks")
                .contains("miss-1: 1 event, no alert: no match: event.action");
        Path file = Files.writeString(folder.resolve("events.ndjson"), out.toString());
        out.getBuffer().setLength(0);
        run(new HuntCommand(), "-o", "ndjson", file.toString());
        assertThat(out.toString().lines().toList()).singleElement().asString().contains("\"id\":\"match\"");
    }

    @Test
    void saysWhyNothingIsMadeUp() throws Exception {
        Path rule = Files.writeString(folder.resolve("never.toml"), """
                [rule]
                rule_id = "never"
                name = "Never"
                description = "Never."
                risk_score = 1
                severity = "low"
                type = "query"
                language = "kuery"
                query = "process.name: a and not process.name: *"
                """);
        assertThat(run(new RulesExampleCommand(), rule.toString())).isNotEqualTo(Exit.DONE);
        assertThat(err.toString()).contains("No event was found that meets the rule's condition.");
    }
}
