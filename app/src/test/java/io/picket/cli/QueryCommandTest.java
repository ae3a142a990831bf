package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandTest {

    @TempDir
    private Path folder;

    private Path events() throws IOException {
        return Files.writeString(folder.resolve("events.ndjson"), """
                {"@timestamp":"2020-05-01T10:00:00Z","n":1}
                {"@timestamp":"2020-05-01T12:00:00Z","n":2}
                """);
    }

    @Test
    void aFileOfAQueryIsToldFromAQueryThatBeginsWithAnAt() throws IOException {
        Path events = events();
        Path query = Files.writeString(folder.resolve("query.kql"), "n: 2");
        assertThat(Ran.picket("query", "@" + query, events).out())
                .contains("\"n\":2")
                .doesNotContain("\"n\":1");
        assertThat(Ran.picket("query", "@timestamp: \"2020-05-01T10:00:00Z\"", events)
                        .out())
                .contains("\"n\":1")
                .doesNotContain("\"n\":2");
        Ran missing = Ran.picket("query", "@" + folder.resolve("none.kql"), events);
        assertThat(missing.exit()).isEqualTo(Exit.USAGE);
        assertThat(missing.err()).contains("none.kql");
    }

    @Test
    void nowIsThePresentOrWhatIsSaid() throws IOException {
        assertThat(Ran.picket("query", "@timestamp >= now-1h", events()).out()).isEmpty();
        assertThat(Ran.picket("query", "--now", "2020-05-01T12:30:00Z", "@timestamp >= now-1h", events())
                        .out())
                .contains("\"n\":2")
                .doesNotContain("\"n\":1");
        Ran refused = Ran.picket("query", "--now", "soon", "@timestamp >= now-1h", events());
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("--now").contains("soon");
    }

    @Test
    void aKeyHasOneSample_orAsManyAsAreAskedFor() throws IOException {
        Path events = Files.writeString(folder.resolve("samples.ndjson"), """
                {"n":1,"k":"a","c":"x"}
                {"n":2,"k":"a","c":"x"}
                {"n":3,"k":"a","c":"y"}
                """);
        String query = "sample by k [any where c == \"x\"] [any where c == \"y\"]";
        assertThat(Ran.picket("query", "-l", "eql", "-o", "ndjson", query, events)
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(Ran.picket("query", "-l", "eql", "-o", "ndjson", "--max-samples-per-key", "5", query, events)
                        .out()
                        .lines())
                .hasSize(4);
        Ran refused = Ran.picket("query", "-l", "eql", "--max-samples-per-key", "0", query, events);
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("--max-samples-per-key");
    }
}
