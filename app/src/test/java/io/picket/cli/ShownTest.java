package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownTest {

    /** Clears the screen, sets the window's title, in seven and in eight bits; turns the direction of writing; a new line. */
    private static final String STEERING = "\\u001b[2J\\u001b]0;t\\u0007\\u009b2J\\u202e\\u2028\\n";

    private static final String STEERS = "(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]].*";

    @TempDir
    private Path folder;

    @Test
    void whatSteersIsADot() {
        assertThat(Shown.line("a\tb\nc\u001b[2J\u009b\u202e\u2028ä😀")).isEqualTo("a b c·[2J···ä😀");
        assertThat(Shown.lines("a\nb\r\u007f")).isEqualTo("a\nb ·");
        assertThat(Shown.line(null)).isEmpty();
    }

    @Test
    void nobodySteersTheTerminalOfWhoReadsAboutHim() throws IOException {
        Path rule = Files.writeString(folder.resolve("r.json"), """
                {"type":"threshold","rule_id":"r","name":"Door@","description":"d@","risk_score":21,"severity":"low",
                 "index":["a-*"],"query":"n: 1","language":"kuery","threshold":{"field":["user.name"],"value":1},
                 "note":"# Look@","exceptions_list":[{"id":"x","list_id":"l@","type":"detection","namespace_type":"single"}]}
                """.replace("@", STEERING));
        Path broken = Files.writeString(folder.resolve("broken.toml"), "[rule]\nname = \"a\"\n\u001b[2J = 1\n");
        Path events = Files.writeString(
                folder.resolve("e\u001b[2J.ndjson"),
                """
                {"_index":"a-@","_source":{"@timestamp":"2026-01-01T00:00:00Z","n":1,"message":"m@","user":{"name":"u@"}}}
                """.replace("@", STEERING).replace("\"" + STEERING + "timestamp", "\"@timestamp")
                        + "no \u001b[2J event\n");
        for (Ran ran : List.of(
                Ran.picket("hunt", "-o", "table", "-r", rule, "-r", broken, events),
                Ran.picket("query", "-o", "table", "n: 1", events),
                Ran.picket(
                        "query",
                        "-o",
                        "table",
                        "-l",
                        "eql",
                        "sample by user.name [any where true] [any where true]",
                        events),
                Ran.picket("query", "n: (\u001b[2J", events),
                Ran.picket("explain", "-o", "table", rule, "-e", events),
                Ran.picket("explain", "-o", "table", "--group", rule, "-e", events),
                Ran.picket("rules", "list", "-o", "table", rule, broken),
                Ran.picket("rules", "show", "Door", rule),
                Ran.picket("rules", "support", "-o", "table", rule, broken),
                Ran.picket("rules", "check", "-o", "table", "--data", events, rule, broken),
                Ran.picket("rules", "example", rule))) {
            assertThat(ran.out() + ran.err()).isNotEmpty();
            assertThat(ran.err()).doesNotMatch(STEERS);
            assertThat(ran.out()).doesNotMatch(STEERS);
        }
    }
}
