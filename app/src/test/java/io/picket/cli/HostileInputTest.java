package io.picket.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may put in Picket's way: it says what is wrong and what to do, and does the rest. */
class HostileInputTest {

    private static final String EVENT = "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"n\":1}\n";
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private Path rule;
    private Path good;

    @BeforeEach
    void aRuleAndAnEventThatMeetsIt() throws IOException {
        rule = write("rule.toml", rule("n: 1"));
        good = write("good.ndjson", EVENT);
    }

    private static String rule(String query) {
        return """
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
                query = '%s'
                """.formatted(query);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** A hunt in which the good event still raises its alert. */
    private Ran hunt(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("hunt", "-r", rule, good));
        all.addAll(Arrays.asList(arguments));
        Ran ran = Ran.picket(all.toArray());
        assertThat(ran.err()).contains(" alerts=1 ");
        return ran;
    }

    // ---- files that hold no events as they are ----

    @ParameterizedTest
    @CsvSource({"UTF-16,''", "UTF-16LE,''", "UTF-16BE,''", "UTF-16LE,'\uFEFF'"})
    void utf16IsNamed(String charset, String mark) throws IOException {
        Path events = folder.resolve("wide.ndjson");
        Files.write(events, (mark + EVENT + EVENT).getBytes(Charset.forName(charset)));
        Ran ran = hunt(events);
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err())
                .contains(events + ": is text in UTF-16")
                .contains("iconv")
                .contains("rejected=0");
        assertThat(Ran.picket("query", "n: 1", good, events))
                .satisfies(query -> assertThat(query.err()).contains("UTF-16").contains("matched=1"))
                .satisfies(query -> assertThat(query.exit()).isEqualTo(Exit.USAGE));
    }

    @ParameterizedTest
    @CsvSource({"504b0304, ZIP", "425a6839, bzip2", "fd377a58, xz"})
    void archivesAreNamed(String head, String name) throws IOException {
        byte[] bytes = Arrays.copyOf(java.util.HexFormat.of().parseHex(head), 1000);
        Path archive = Files.write(folder.resolve("events.ndjson"), bytes);
        Ran ran = hunt(archive);
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains(archive + ": is ").contains(name).contains("unpack");
    }

    @Test
    void aFileCutOffIsSaidByEveryCommand() throws IOException {
        Path cut = folder.resolve("cut.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
            out.write(EVENT.repeat(1000).getBytes(UTF_8));
        }
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length - 12));
        for (Ran ran : List.of(
                Ran.picket("hunt", "-r", rule, cut),
                Ran.picket("query", "n: 1", cut),
                Ran.picket("query", "-l", "eql", "any where n == 1", cut),
                Ran.picket("explain", "-r", rule, "N", "--event", cut),
                Ran.picket("rules", "check", "--data", cut, rule))) {
            assertThat(ran.exit()).isEqualTo(Exit.USAGE);
            assertThat(ran.err()).contains(cut + ": is damaged or cut off").contains("what could be read was used");
        }
    }

    @Test
    void aLinkThatLeadsNowhereAndALoopDoNotStopTheOthers() throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Files.createDirectory(logs.resolve("deep"));
        Files.createSymbolicLink(logs.resolve("deep/up"), logs);
        Path gone = Files.createSymbolicLink(logs.resolve("gone.ndjson"), folder.resolve("nowhere"));
        Files.createSymbolicLink(logs.resolve("deep/self.ndjson"), Path.of("self.ndjson"));
        Files.copy(good, logs.resolve("here.ndjson"));
        Ran ran = Ran.picket("hunt", "-r", rule, logs);
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err())
                .contains(gone + ": cannot be read: there is no such file")
                .contains("self.ndjson: cannot be read: ")
                .contains("events=1 ")
                .contains("alerts=1");
    }

    @Test
    void tenThousandSmallFiles() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 10_000; i++) {
            Files.createLink(many.resolve(i + ".ndjson"), good);
        }
        Ran ran = Ran.picket("hunt", "-r", rule, many);
        assertThat(ran.err()).contains("events=10000 rejected=0 ").contains("alerts=1 ");
    }

    @Test
    void linesThatAreNoEventsAreNamedUpToSomeNumber() throws IOException {
        Path prose = write("prose.log", "What is this?\n".repeat(100));
        Ran ran = hunt(prose);
        assertThat(ran.exit()).isEqualTo(Exit.DONE);
        assertThat(ran.err())
                .contains("rejected: " + prose + ":10: ")
                .doesNotContain(prose + ":11: ")
                .contains("… and 90 more rejected\n", "--rejected FILE");
        Path kept = folder.resolve("kept");
        assertThat(hunt("--rejected", kept, prose).err()).doesNotContain("--rejected");
        assertThat(kept).hasSameTextualContentAs(prose);
        assertThat(Ran.picket("query", "n: 1", prose).err())
                .contains("… and 90 more rejected\n")
                .doesNotContain("--rejected");
    }

    // ---- pipes ----

    private Path fifo(String name) throws IOException, InterruptedException {
        Path fifo = folder.resolve(name);
        boolean made;
        try {
            made = new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            made = false;
        }
        assumeTrue(made, "no mkfifo here");
        return fifo;
    }

    private static Thread fill(Path fifo, String text) {
        return Thread.ofVirtual().start(() -> {
            try {
                Files.writeString(fifo, text);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    @Timeout(20)
    void aFifoIsReadOnce() throws Exception {
        Path events = fifo("events");
        Thread writer = fill(events, EVENT);
        assertThat(Ran.picket("hunt", "-r", rule, events).err())
                .contains("events=1 ")
                .contains("alerts=1 ");
        writer.join();
        Path rules = fifo("rules");
        writer = fill(rules, rule("n: 1"));
        assertThat(Ran.picket("hunt", "-r", rules, good).err()).contains("alerts=1 ");
        writer.join();
        writer = fill(events, EVENT);
        Ran eql = Ran.picket("query", "-l", "eql", "any where true", events);
        assertThat(eql.exit()).isEqualTo(Exit.DONE);
        assertThat(eql.out().lines()).hasSize(1);
        assertThat(eql.err()).contains("events=1 ");
        writer.join();
    }

    // ---- rules ----

    @Test
    void filesOfRulesThatAreNone() throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.copy(rule, rules.resolve("rule.toml"));
        Files.write(rules.resolve("wide.toml"), rule("n: 2").getBytes(UTF_16LE));
        Files.write(rules.resolve("marked.toml"), ("\uFEFF" + rule("n: 2")).getBytes(UTF_16BE));
        Files.write(rules.resolve("zeros.json"), new byte[1000]);
        byte[] noise = new byte[1000];
        new java.util.Random(1).nextBytes(noise);
        Files.write(rules.resolve("noise.ndjson"), noise);
        Files.write(rules.resolve("picture.png"), noise);
        Ran ran = Ran.picket("hunt", "-r", rules, good);
        assertThat(ran.exit()).isEqualTo(Exit.DONE);
        assertThat(ran.err())
                .contains("alerts=1 ")
                .contains(rules.resolve("wide.toml") + ": FILE-001")
                .contains(rules.resolve("marked.toml") + ": FILE-001")
                .contains(rules.resolve("zeros.json") + ": FILE-001")
                .contains(rules.resolve("noise.ndjson") + ": FILE-001")
                .contains("Save it as UTF-8")
                .doesNotContain("picture");
        assertThat(Ran.picket("hunt", "--strict", "-r", rules, good).exit()).isEqualTo(Exit.RULE_UNUSABLE);
    }

    /** Each condition can be read, but not all that can be read can be asked. */
    @Test
    void aRuleTooDeepToBeAskedIsRefusedAlone() throws IOException {
        String deep = "n: 1";
        for (int i = 0; i < 150; i++) {
            deep = "not (m: " + i + " and " + deep + ")";
        }
        Path rules = write("deep.toml", rule(deep));
        Ran ran = hunt("-r", rules);
        assertThat(ran.exit()).isEqualTo(Exit.DONE);
        assertThat(ran.err())
                .contains("picket: not used: N: " + rules + ":1:1: COND-006: The condition is nested deeper");
        assertThat(Ran.picket("rules", "support", rules).out())
                .contains("refused")
                .contains("nested deeper");
        assertThat(Ran.picket("rules", "check", rules).out()).contains("COND-006");
        Path threat = write(
                "threat.toml",
                rule("n: 1")
                        .replace(
                                "type = \"query\"",
                                "type = \"threat_match\"\nthreat_index = [\"x\"]\nthreat_query = '" + deep + "'\n"
                                        + "threat_mapping = [{entries = [{field = \"a\", type = \"mapping\", value = \"b\"}]}]"));
        assertThat(hunt("-r", threat).err()).contains("not used: N: " + threat + ":1:1: COND-006: ");
        for (Ran asked : List.of(Ran.picket("query", deep, good), Ran.picket("explain", rules, "--event", good))) {
            assertThat(asked.exit()).isEqualTo(Exit.USAGE);
            assertThat(asked.err()).contains("nested deeper").doesNotContain("Exception");
        }
    }

    @Test
    void aRuleOfFiftyMegabytes() throws IOException {
        Path tables = write("tables.toml", rule("n: 2") + "[a]\n".repeat(50 * MIB / 4));
        Path note = write(
                "note.json",
                "[{\"type\":\"query\",\"rule_id\":\"r\",\"name\":\"Long\",\"description\":\"d\",\"risk_score\":21,"
                        + "\"severity\":\"low\",\"query\":\"n: 1\",\"language\":\"kuery\",\"note\":\""
                        + "x".repeat(50 * MIB)
                        + "\"}]");
        Ran ran = hunt("-r", tables, "-r", note);
        assertThat(ran.exit()).isEqualTo(Exit.DONE);
        assertThat(ran.err())
                .contains(tables + ":1:1: RULE-002: The file is longer than ")
                .contains(note + ":1:2: RULE-002: The rule is longer than ")
                .hasSizeLessThan(5000);
    }

    // ---- output ----

    @Test
    void whatWouldBeWrittenOverAnInputIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), good);
        Ran ran = Ran.picket("hunt", "-r", rule, "--rejected", link, good);
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("--rejected").contains("name another");
        assertThat(good).content().isEqualTo(EVENT);
        Ran nowhere = Ran.picket("hunt", "-r", rule, "--rejected", folder.resolve("no/where"), good);
        assertThat(nowhere.exit()).isEqualTo(Exit.USAGE);
        assertThat(nowhere.err()).contains("picket: " + folder.resolve("no/where") + ": there is no such file");
    }

    /** Takes some bytes and then no more. */
    private static final class Narrow extends OutputStream {
        private final String reason;
        private int left;
        private int refusals;

        Narrow(int bytes, String reason) {
            this.left = bytes;
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            if (left == 0) {
                refusals++;
                throw new IOException(reason);
            }
            left--;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "ndjson", "csv"})
    void aReaderThatLeavesEndsTheCommandQuietly(String format) throws IOException {
        write("good.ndjson", EVENT.repeat(5000));
        for (List<String> command : List.of(
                List.of("query", "-o", format.equals("csv") ? "ndjson" : format, "n: 1", good.toString()),
                List.of("hunt", "-o", format, "-r", rule.toString(), good.toString()),
                List.of("rules", "list"),
                List.of("--help"))) {
            Narrow out = new Narrow(20, "Broken pipe");
            StringWriter err = new StringWriter();
            int exit = Main.run(
                    new PrintWriter(new DataStream(out), true, UTF_8),
                    new PrintWriter(err, true),
                    command.toArray(String[]::new));
            assertThat(exit).as("%s", command).isEqualTo(Exit.READER_GONE);
            assertThat(err.toString())
                    .as("%s", command)
                    .doesNotContain("Exception")
                    .doesNotContain("rror");
            assertThat(out.refusals).as("%s", command).isLessThan(3);
        }
    }

    @Test
    void aDiskThatIsFullIsSaid() {
        StringWriter err = new StringWriter();
        int exit = Main.run(
                new PrintWriter(new DataStream(new Narrow(20, "No space left on device")), true, UTF_8),
                new PrintWriter(err, true),
                "query",
                "n: 1",
                good.toString());
        assertThat(exit).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("the standard output cannot be written: No space left on device");
    }

    // ---- in little memory ----

    private Ran apart(String shell, String memory, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                shell + " exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path bomb(String name, String begin, int mib, String end) throws IOException {
        Path file = folder.resolve(name);
        byte[] piece = new byte[MIB];
        Arrays.fill(piece, (byte) 'a');
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : new ZstdOutputStream(raw)) {
            out.write(begin.getBytes(UTF_8));
            for (int i = 0; i < mib; i++) {
                out.write(piece);
            }
            out.write(end.getBytes(UTF_8));
        }
        return file;
    }

    @Test
    @Timeout(60)
    void muchOutOfLittleStaysSmall() throws Exception {
        Path zeros = folder.resolve("zeros.ndjson");
        try (RandomAccessFile sparse = new RandomAccessFile(zeros.toFile(), "rw")) {
            sparse.setLength(40L * MIB);
        }
        Path line = bomb("line.ndjson.zst", "{\"a\":\"", 128, "\"}\n" + EVENT);
        Path noLine = bomb("no-line.ndjson.gz", "", 40, "\n" + EVENT);
        Path many = folder.resolve("many.ndjson.gz");
        byte[] events = EVENT.repeat(10_000).getBytes(UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(many))) {
            for (int i = 0; i < 20; i++) {
                out.write(events);
            }
        }
        Ran ran = apart("", "-Xmx100m", "hunt", "-r", rule, zeros, line, noLine, many, "-o", "csv");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.DONE);
        assertThat(ran.err())
                .contains("zeros.ndjson:1: longer than 32 MiB")
                .contains("line.ndjson.zst:1: longer than 32 MiB")
                .contains("no-line.ndjson.gz:1: longer than 32 MiB")
                .contains("events=200002 rejected=3 ");
    }

    @Test
    @Timeout(60)
    void noRoomToSortIsSaid() throws Exception {
        write("good.ndjson", EVENT.repeat(60_000));
        Ran ran = apart("ulimit -f 1;", "-Xmx64m", "hunt", "-r", rule, good);
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err())
                .contains("picket: " + folder.resolve("tmp")
                        + ": events that wait to be put in order cannot be kept here")
                .contains("-Djava.io.tmpdir=FOLDER")
                .doesNotContain("Exception");
    }

    @Test
    @Timeout(60)
    void outOfMemoryIsSaid() throws Exception {
        Path list = write("list.txt", "value\n".repeat(10 * MIB));
        Ran ran = apart("", "-Xmx24m", "hunt", "-r", rule, "--value-list", "keyword:" + list, good);
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err())
                .contains("picket: out of memory: there are ")
                .contains("-Xmx8g")
                .doesNotContain("Exception");
    }
}
