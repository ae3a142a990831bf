package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real events of many sources: the counts that were counted by other means, and law 5 on each document. */
class SharedEventsTest {

    private static final FieldTable FIELDS = fields();

    private static FieldTable fields() {
        FieldTable.Builder builder = FieldTable.builder();
        for (String name : List.of(
                "@timestamp",
                "event.action",
                "event.category",
                "event.type",
                "event.ingested",
                "host",
                "host.ip",
                "host.name",
                "host.os.type",
                "source.ip",
                "source.port",
                "destination.ip",
                "destination.port",
                "process.name",
                "process.args",
                "process.parent",
                "process.parent.name",
                "process.Ext.ancestry",
                "process.Ext.code_signature.subject_name",
                "dns.Ext.options",
                "user.name",
                "message",
                "related.ip",
                "file.path",
                "endgame.timestamp_utc",
                "log.file.path",
                "fileset.name",
                "tags",
                "auditd.data.a0")) {
            builder.add(name, name.equals("message") ? Integer.MAX_VALUE : 1024);
        }
        Provenance.FIELDS.forEach(name -> builder.add(name, 1024));
        return builder.build();
    }

    /** Documents of a file; none of the files has a rejection. */
    private static List<byte[]> documents(Path file, Map<Shape, Integer> shapes) {
        List<byte[]> documents = new ArrayList<>();
        DocumentSplitter splitter = new DocumentSplitter(new DocumentSplitter.Sink() {
            @Override
            public void document(byte[] b, int from, int to, long line, @Nullable String index, @Nullable String id) {
                documents.add(Arrays.copyOfRange(b, from, to));
            }

            @Override
            public void rejected(long line, int column, String reason, byte[] b, int from, int to) {
                throw new AssertionError(file + ":" + line + ":" + column + " " + reason);
            }
        });
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            byte[] chunk = new byte[65_536];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                splitter.push(chunk, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        splitter.finish();
        shapes.merge(splitter.shape(), 1, Integer::sum);
        return documents;
    }

    private static List<Path> files(String folder, String glob) throws IOException {
        try (Stream<Path> all = Files.walk(Shared.path(folder))) {
            return all.filter(path -> path.getFileName().toString().matches(glob))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void splitterFindsEveryDocumentOfTheEventFiles() throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        Map<Shape, Integer> shapes = new TreeMap<>();
        for (Path file : files("data/events", ".*\\.ndjson")) {
            counts.put(file.getFileName().toString(), documents(file, shapes).size());
        }
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(7_847);
        assertThat(counts).containsEntry("packetbeat.ndjson", 1_726).containsEntry("auditbeat.ndjson", 1_811);
        assertThat(shapes).containsOnlyKeys(Shape.BULK);
    }

    static List<Path> everything() throws IOException {
        List<Path> all = new ArrayList<>(files("data/events", ".*\\.ndjson"));
        all.addAll(files("data/scans", ".*\\.ndjson\\.gz"));
        all.addAll(files("suites", ".*(data|multi|events|sample[123])\\.json|.*\\.ndjson"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("everything")
    void readerAgreesWithItsReference(Path file) {
        Readers readers = new Readers(FIELDS);
        List<byte[]> documents = documents(file, new TreeMap<>());
        assertThat(documents).isNotEmpty();
        for (byte[] document : documents) {
            assertThat(readers.agree(document)).isTrue();
        }
    }

    @Test
    void provenanceTellsTheIndexOfRecordedFlows() throws IOException {
        EventReader reader = new EventReader(FIELDS);
        Event event = new Event(FIELDS);
        Provenance provenance = new Provenance(FIELDS);
        for (Path file : files("data/scans", "packetbeat\\.ndjson\\.gz")) {
            for (byte[] document : documents(file, new TreeMap<>())) {
                assertThat(reader.readHit(document, 0, document.length, event)).isTrue();
                assertThat(provenance.indexOf(event)).isEqualTo("packetbeat-7.8.2");
            }
        }
    }
}
