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
