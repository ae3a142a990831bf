package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesCommandTest {

    private static final String LIST = """
            {"list_id":"scanners","type":"detection","name":"l","description":"d"}
            {"list_id":"scanners","item_id":"i","type":"simple","name":"i","description":"d","entries":[%s]}
            """;

    @TempDir
    private Path folder;

    private Path rules() throws IOException {
        return Files.writeString(folder.resolve("rules.json"), """
                [{"type":"query","rule_id":"1","name":"Door","description":"d","risk_score":21,"severity":"low",
                  "index":["a-*","b-*","c-*"],"query":"event.action: knock","language":"kuery",
                  "exceptions_list":[{"id":"x","list_id":"scanners","type":"detection","namespace_type":"single"}]},
                 {"type":"query","rule_id":"2","name":"Door Left Open","description":"d","risk_score":21,
                  "severity":"low","index":["a-*"],"query":"event.action: open","language":"kuery"}]
                """);
    }

    @Test
    void aWholeNameIsOneRule_aPartMayBeSeveral() throws IOException {
        assertThat(Ran.picket("rules", "show", "door", rules()).out())
                .startsWith("Door\n")
                .doesNotContain("Left");
        assertThat(Ran.picket("rules", "show", "-o", "json", "door", rules()).out())
                .startsWith("{")
                .contains("\"rule_id\" : \"1\"");
        assertThat(Ran.picket("rules", "show", "-o", "json", "oor", rules()).out())
                .startsWith("[")
                .contains("\"rule_id\" : \"1\"", "\"rule_id\" : \"2\"");
        assertThat(Ran.picket("rules", "show", "window", rules()).exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void supportKnowsTheListsThatItIsGiven() throws IOException {
        assertThat(Ran.picket("rules", "support", rules()).out()).contains("\"runs with caveat\"", "scanners");

        Path good = Files.writeString(
                folder.resolve("good.ndjson"),
                LIST.formatted("{\"field\":\"host.id\",\"type\":\"match\",\"operator\":\"included\",\"value\":\"a\"}"));
        assertThat(Ran.picket("rules", "support", "--exceptions", good, rules()).out())
                .doesNotContain("caveat", "refused");

        Path bad = Files.writeString(
                folder.resolve("bad.ndjson"),
                LIST.formatted("{\"field\":\"host.id\",\"type\":\"list\",\"operator\":\"included\","
                        + "\"list\":{\"id\":\"nowhere\",\"type\":\"keyword\"}}"));
        String support =
                Ran.picket("rules", "support", "--exceptions", bad, rules()).out();
        assertThat(support.lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("\"refused\"", "nowhere"));
        assertThat(support.lines().skip(1)).allMatch(line -> line.contains("\"runs\""));
        Path events = Files.writeString(folder.resolve("e.ndjson"), "{\"@timestamp\":\"2026-01-01T00:00:00Z\"}\n");
        assertThat(Ran.picket("hunt", "-r", rules(), "--exceptions", bad, events)
                        .err())
                .contains("not used: Door: ", "nowhere", "rules=1 ");
    }

    @Test
    void indicesThatTheDataDoesNotHaveAreSaidOnceARule() throws IOException {
        Path events = Files.writeString(
                folder.resolve("e.ndjson"),
                "{\"_index\":\"a-1\",\"_source\":{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"event\":{\"action\":\"knock\"}}}\n");
        assertThat(Ran.picket("rules", "check", "--data", events, rules()).out().lines())
                .filteredOn(line -> line.contains("RULE-191"))
                .singleElement()
                .asString()
                .contains("No index of the data meets b-*, c-*.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "explain", "show"})
    void whatIsNoTableIsNoCsv(String command) throws IOException {
        Path events = Files.writeString(folder.resolve("e.ndjson"), "{}\n");
        Ran ran = switch (command) {
            case "query" -> Ran.picket("query", "-o", "csv", "n: 1", events);
            case "explain" -> Ran.picket("explain", "-o", "csv", "-r", rules(), "Door", "-e", events);
            default -> Ran.picket("rules", "show", "-o", "csv", "Door", rules());
        };
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("-o csv").contains("ndjson");
    }
}
