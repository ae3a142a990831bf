package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.detect.Clock;
import io.picket.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Laws 3, 6 and 7 over whole hunts: the same events give the same alerts, whatever way they come. */
class HuntLawTest {

    private static final Path SCAN = Path.of("..", "samples", "port-scan-of-1000-ports.packetbeat.ndjson.gz");
    private static final Path LOOP = Path.of("..", "samples", "ping-loop-over-254-hosts.auditbeat.ndjson.gz");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @Seeds(4)
    void shuffledLines_spreadOverFiles_giveTheSameAlerts(long seed) throws IOException {
        for (Clock clock : Clock.values()) {
            List<String> lines = lines(SCAN);
            lines.addAll(lines(LOOP));
            Map<String, String> ordered = documents(new Hunting().clock(clock).over(SCAN, LOOP));
            Collections.shuffle(lines, new Random(seed));
            Path first = write("b.ndjson", lines.subList(0, lines.size() / 3));
            Path second = write("a.ndjson", lines.subList(lines.size() / 3, lines.size()));
            assertThat(documents(new Hunting().clock(clock).over(first, second)))
                    .isEqualTo(ordered);
        }
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void everyShapeAndCompression_givesTheSameAlerts(Clock clock) throws IOException {
        List<String> lines = lines(SCAN);
        Map<String, String> expected = documents(new Hunting().clock(clock).over(SCAN));
        assertThat(expected).isNotEmpty();
        StringBuilder body = new StringBuilder();
        StringBuilder hits = new StringBuilder();
        for (String line : lines) {
            body.append("{\"create\":{\"_index\":\"packetbeat-7.8.2\"}}\n")
                    .append(line)
                    .append("\n\n");
            hits.append("{\"_index\":\"packetbeat-7.8.2\",\"_source\":")
                    .append(line)
                    .append("}\n");
        }
        Map<String, String> shapes = Map.of(
                "array.json", "[" + String.join(",\n", lines) + "]",
                "lines.ndjson", String.join("\r\n", lines),
                "body.bulk", body.toString(),
                "hits.ndjson", hits.toString(),
                "answer.json",
                        "{\"took\":1,\"hits\":{\"total\":{\"value\":3},\"hits\":["
                                + String.join(",", hits.toString().split("\n")) + "]}}");
        for (Map.Entry<String, String> shape : shapes.entrySet()) {
            Path file = Files.writeString(folder.resolve(shape.getKey()), shape.getValue());
            assertThat(documents(new Hunting().clock(clock).over(file)))
                    .as(shape.getKey())
                    .isEqualTo(expected);
        }
        Path packed = folder.resolve("two-members.ndjson.gz");
        try (OutputStream out = Files.newOutputStream(packed)) {
            out.write(gzip(lines.subList(0, 100)));
            out.write(gzip(lines.subList(100, lines.size())));
        }
        assertThat(documents(new Hunting().clock(clock).over(packed))).isEqualTo(expected);
        Path zst = folder.resolve("lines.ndjson.zst");
        Files.write(
                zst,
                com.github.luben.zstd.Zstd.compress(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        assertThat(documents(new Hunting().clock(clock).over(zst))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void aRulesAlerts_areTheSameAloneAndInCompany(Clock clock) throws IOException {
        Map<String, String> together = documents(new Hunting().clock(clock).over(SCAN, LOOP));
        Map<String, String> alone = new TreeMap<>();
        try (Stream<Path> rules = Files.list(Path.of("..", "rules"))) {
            for (Path rule : rules.toList()) {
                alone.putAll(documents(
                        new Hunting().rules(rule.toString()).clock(clock).over(SCAN, LOOP)));
            }
        }
        assertThat(alone).isNotEmpty().isEqualTo(together);
    }

    @Test
    void everyGroupThatAlertsOnTheSchedule_alertsOnTheStream() throws IOException {
        List<String> schedule = groups(new Hunting().clock(Clock.SCHEDULE).over(SCAN, LOOP));
        List<String> stream = groups(new Hunting().clock(Clock.STREAM).over(SCAN, LOOP));
        assertThat(schedule).isNotEmpty();
        assertThat(stream).containsAll(schedule);
    }

    @Test
    void truncatedGzip_isSaid_andWhatCouldBeReadCounts() throws IOException {
        byte[] whole = Files.readAllBytes(SCAN);
        Path cut = folder.resolve("cut.ndjson.gz");
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length * 3 / 4));
        Hunting.Outcome outcome = new Hunting().over(cut);
        assertThat(outcome.summary().events()).isBetween(500L, 1489L);
        assertThat(outcome.summary().faults())
                .anyMatch(note -> note.contains("cut.ndjson.gz") && note.contains("cut off"));
    }

    @Test
    void whatIsNoEvent_isCountedTold_andKept() throws IOException {
        List<String> lines = lines(SCAN);
        lines.add(7, "this is no event");
        lines.add(9, "{\"@timestamp\":\"2026-11-21T22:35:10Z\",");
        lines.add("[1,2]");
        Path file = write("mixed.ndjson", lines);
        Path kept = folder.resolve("rejected.txt");
        Hunting.Outcome outcome = new Hunting().rejected(kept).over(file);
        assertThat(outcome.summary().rejected()).isEqualTo(3);
        assertThat(outcome.summary().rejections().getFirst()).startsWith(file + ":8: ");
        assertThat(Files.readAllLines(kept)).contains("this is no event", "[1,2]");
        assertThat(documents(outcome)).isEqualTo(documents(new Hunting().over(SCAN)));
    }

    /** Flat documents by id, without what tells when and by whom the alert was made. */
    private static Map<String, String> documents(Hunting.Outcome outcome) {
        Map<String, String> documents = new TreeMap<>();
        outcome.byId().forEach((id, alert) -> documents.put(id, AlertJson.text(alert)));
        return documents;
    }

    private static List<String> groups(Hunting.Outcome outcome) {
        List<String> groups = new ArrayList<>();
        for (Alert alert : outcome.alerts()) {
            groups.add(alert.ruleId() + " " + Hunting.Counted.of(alert).group());
        }
        return groups;
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static List<String> lines(Path gz) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(gz)))) {
            return new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    private static byte[] gzip(List<String> lines) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
