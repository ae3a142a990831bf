package io.picket.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

    private static final long LATENESS_MILLIS = 60_000;

    @TempDir
    private Path folder;

    /** Remembers the lines of documents and of what is none, and which sources were open with another. */
    private static final class Seen implements Sources.DocumentSink {
        private final Set<Source> open = new HashSet<>();
        private final List<Long> lines = new ArrayList<>();
        private final List<Long> rejected = new ArrayList<>();
        private int openMost;

        @Override
        public void document(Source source, byte[] bytes, int from, int to) {
            lines.add(source.line());
            source.frontier(0).see(source.line() * 1000);
            open.add(source);
            open.removeIf(each -> !each.isOpen());
            openMost = Math.max(openMost, open.size());
        }

        @Override
        public void rejected(Source source, long line, String reason, byte[] bytes, int from, int to) {
            rejected.add(line);
        }
    }

    private static String event(long second) {
        return "{\"@timestamp\":\"" + Instant.ofEpochSecond(second) + "\"}\n";
    }

    /** Many hosts that log at the same time, a large file each: all would be open at once. */
    @Test
    void noMoreFilesAreOpenThanMayBe() throws IOException {
        int count = Sources.OPEN_MAX + 20;
        List<EventFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path file = Files.writeString(folder.resolve(i + ".ndjson"), event(0) + event(1));
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(1 << 20);
            }
            files.add(EventFile.of(file));
        }
        Seen seen = new Seen();
        Sources sources = new Sources(files, List.of("@timestamp"), LATENESS_MILLIS, seen);
        boolean more = true;
        while (more) {
            more = sources.readPiece();
        }
        assertThat(seen.lines).hasSize(3 * count);
        assertThat(seen.openMost).isEqualTo(Sources.OPEN_MAX);
        assertThat(sources.faults()).isEmpty();
        assertThat(sources.bytesRead()).isEqualTo(sources.bytesAll()).isEqualTo((long) count << 20);
    }

    @Test
    void aFileThatIsCutWhileItIsReadEndsWhereItIsCut() throws IOException {
        String line = event(1);
        Path file = Files.writeString(folder.resolve("log.ndjson"), line.repeat(20_000));
        Seen seen = new Seen();
        Source source = new Source(EventFile.of(file), Survey.unordered(1), seen);
        assertThat(source.readPiece()).isTrue();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(line.getBytes(UTF_8).length * 15_000L - 5);
        }
        source.readToEnd();
        assertThat(seen.lines).hasSize(15_000).endsWith(14_999L, 15_000L);
        assertThat(source.fault()).isEmpty();
        assertThat(source.isOpen()).isFalse();
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsReadToItsEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("log.ndjson"), event(1));
        Seen seen = new Seen();
        Source source = new Source(EventFile.of(file), Survey.unordered(1), seen);
        Files.writeString(file, event(1).repeat(20_000), StandardOpenOption.APPEND);
        source.readToEnd();
        assertThat(seen.lines).hasSize(20_001);
    }

    @Test
    void aFileThatIsGoneIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("log.ndjson"), event(1));
        EventFile found = EventFile.of(file);
        Files.delete(file);
        Source source = new Source(found, Survey.unordered(1), new Seen());
        source.readToEnd();
        assertThat(source.fault()).contains(file + ": cannot be read: there is no such file");
    }
}
