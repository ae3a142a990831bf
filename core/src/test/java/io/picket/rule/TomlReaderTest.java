package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import io.picket.testkit.Shared;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** The reader against TOML 1.0 as written, and against tomlj as its twin. */
class TomlReaderTest {

    private static Map<String, Object> read(String text) {
        return Node.plainTable(TomlReader.read(SourceText.of("t.toml", text)).orThrow());
    }

    private static Problem problem(String text) {
        Read<Node.Table> read = TomlReader.read(SourceText.of("t.toml", text));
        assertThat(read).as("%s", read).isInstanceOf(Read.Failed.class);
        return read.problems().getFirst();
    }

    @Test
    void readsEveryKindOfValue() {
        Map<String, Object> read = read("""
                # a comment
                whole = 1_000
                negative = -17
                hex = 0xDEAD_beef
                octal = 0o755
                binary = 0b1101
                fraction = 6.626e-34
                infinite = -inf
                yes = true
                day = 1979-05-27
                moment = 1979-05-27T07:32:00.5-08:00
                spaced = 1979-05-27 07:32:00Z
                time = 07:32:00.999
                basic = "a\\tb\\u00e9\\U0001F600\\\\"
                literal = 'C:\\temp'
                list = [ 1, [ "a" ], # two
                  { b = 2 },
                ]
                inline = { a.b = 1, "c d" = 2 }
                """);
        assertThat(read)
                .containsEntry("whole", 1000L)
                .containsEntry("negative", -17L)
                .containsEntry("hex", 0xDEADBEEFL)
                .containsEntry("octal", 0755L)
                .containsEntry("binary", 13L)
                .containsEntry("fraction", 6.626e-34)
                .containsEntry("infinite", Double.NEGATIVE_INFINITY)
                .containsEntry("yes", true)
                .containsEntry("day", "1979-05-27")
                .containsEntry("moment", "1979-05-27T07:32:00.5-08:00")
                .containsEntry("spaced", "1979-05-27 07:32:00Z")
                .containsEntry("time", "07:32:00.999")
                .containsEntry("basic", "a\tb\u00e9\ud83d\ude00\\")
                .containsEntry("literal", "C:\\temp")
                .containsEntry("list", List.of(1L, List.of("a"), Map.of("b", 2L)))
                .containsEntry("inline", Map.of("a", Map.of("b", 1L), "c d", 2L));
    }

    @Test
    void readsTextsOfSeveralLines() {
        Map<String, Object> read = read("""
                a = '''
                first
                 ''second'''
                b = \"""
                one \\
                    two\\ttab
                three\"""
                c = \"""quoted ""\"""
                d = ''''''
                e = ''''x'''''
                """);
        assertThat(read)
                .containsEntry("a", "first\n ''second")
                .containsEntry("b", "one two\ttab\nthree")
                .containsEntry("c", "quoted \"\"")
                .containsEntry("d", "")
                .containsEntry("e", "'x''");
        assertThat(read("a = \"\"\"\"x\"\"\"\"\r\nb = '''1\r\n2'''\r\n"))
                .containsEntry("a", "\"x\"")
                .containsEntry("b", "1\n2");
    }

    @Test
    void keepsKeysWithDotsWhole() {
        Map<String, Object> read = read("""
                [[rule.filters]]
                [rule.filters.query.wildcard."file.path"]
                value = "x"
                [[rule.filters]]
                [rule . 'filters' . "meta"]
                negate = true
                """);
        assertThat(read)
                .isEqualTo(Map.of(
                        "rule",
                        Map.of(
                                "filters",
                                List.of(
                                        Map.of("query", Map.of("wildcard", Map.of("file.path", Map.of("value", "x")))),
                                        Map.of("meta", Map.of("negate", true))))));
    }

    @Test
    void allowsTablesInAnyOrder() {
        assertThat(read("[a.b.c]\nx = 1\n[a]\ny = 2\n[a.b]\nz = 3\n"))
                .isEqualTo(Map.of("a", Map.of("b", Map.of("c", Map.of("x", 1L), "z", 3L), "y", 2L)));
        assertThat(read("[fruit]\napple.color = 1\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true\n"))
                .isEqualTo(Map.of(
                        "fruit",
                        Map.of(
                                "apple",
                                Map.of(
                                        "color",
                                        1L,
                                        "taste",
                                        Map.of("sweet", true),
                                        "texture",
                                        Map.of("smooth", true)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1\na = 2",
                "[a]\n[a]",
                "a.b = 1\na.b.c = 2",
                "[a]\nb.c = 1\n[a.b]",
                "[a.b.c]\nz = 9\n[a]\nb.c.t = 1",
                "a = {b = 1}\na.c = 2",
                "a = {b = 1}\n[a.c]",
                "a = [{}]\n[[a]]",
                "[[a]]\n[a]",
                "[a]\n[[a]]",
                "a = [1]\n[a.b]",
                "a = {b = 1,}",
                "a = {b = 1\n}",
                "a = 01",
                "a = 1__0",
                "a = 1_",
                "a = _1",
                "a = .5",
                "a = 5.",
                "a = 1.e3",
                "a = 0xG",
                "a = -0x1",
                "a = 9223372036854775808",
                "a = 2021-02-30",
                "a = 25:00:00",
                "a = 2021-01-01T1:00:00",
                "a = tru",
                "a = +true",
                "a = \"\\x\"",
                "a = \"\\uD800\"",
                "a = \"\\u12\"",
                "a = \"x\ny\"",
                "a = 'x",
                "a = '''x''",
                "a = \"\"\"x \\ y\"\"\"",
                "a = \"\u0001\"",
                "# \u0001",
                "a = 1 b = 2",
                "a",
                "a =",
                "= 1",
                "a b = 1",
                "[a",
                "[[a]",
                "[]",
                "[a.]",
                "a = [1 2]",
                "a = [",
                "\"\"\"a\"\"\" = 1",
                "a = 1\rb = 2",
            })
    void refusesWhatIsNotToml(String text) {
        Problem problem = problem(text);
        assertThat(problem.code()).isEqualTo("TOML-001");
        assertThat(problem.place().line()).isPositive();
        assertThat(problem.place().column()).isPositive();
    }

    @Test
    void pointsAtTheFault() {
        Problem problem = problem("a = 1\nname = \"C:\\dir\"\n");
        assertThat(problem.place().toString()).isEqualTo("t.toml:2:11");
        assertThat(problem.message()).contains("backslash");
        assertThat(problem.mend()).contains("single quotes");
        assertThat(problem("[rule]\nname 'x'").toString())
                .isEqualTo("t.toml:2:6: TOML-001: Expected '=' after a key, but found '''.");
    }

    @Test
    void nestingIsBounded() {
        int limit = Node.DEPTH_MAX;
        assertThat(TomlReader.read(SourceText.of("t", "a = " + "[".repeat(limit - 1) + "]".repeat(limit - 1))))
                .isInstanceOf(Read.Ok.class);
        assertThat(problem("a = " + "[".repeat(200_000)).message()).contains("nested deeper");
        assertThat(problem("a = " + "{a=".repeat(200_000)).message()).contains("nested deeper");
        assertThat(problem("a." + "a.".repeat(200_000) + "b = 1").message()).contains("nested deeper");
        assertThat(problem("[a." + "a.".repeat(200_000) + "b]").message()).contains("nested deeper");
        assertThat(problem("[[a]]\n[[a.b]]\n".replace("b", "b.b".repeat(1)) + "[" + "a.".repeat(150) + "z]")
                        .message())
                .contains("nested deeper");
    }

    /** From every character of every string's value back to the file: the characters there say the same. */
    @Test
    void knowsWhereEachCharacterStands() {
        String text = """
                a = '''
                host : 1
                  x'''
                b = "q \\"u\\" \\u00e9 z"
                c = \"""
                l1 \\
                   l2 \\\\ end\"""
                """;
        Node.Table table = TomlReader.read(SourceText.of("t", text)).orThrow();
        Node.Text a = (Node.Text) child(table, "a");
        assertThat(standsAt(text, a, "x")).isEqualTo(text.indexOf("x'''"));
        Node.Text b = (Node.Text) child(table, "b");
        assertThat(standsAt(text, b, "\"")).isEqualTo(text.indexOf("\\\"u"));
        assertThat(standsAt(text, b, "\u00e9")).isEqualTo(text.indexOf("\\u00e9"));
        assertThat(standsAt(text, b, "z")).isEqualTo(text.indexOf("z\""));
        Node.Text c = (Node.Text) child(table, "c");
        assertThat(standsAt(text, c, "l2")).isEqualTo(text.indexOf("l2"));
        assertThat(standsAt(text, c, "end")).isEqualTo(text.indexOf("end"));
        assertThat(c.spelling().offsets(text, c).applyAsInt(c.value().length())).isEqualTo(text.lastIndexOf("\"\"\""));
    }

    private static int standsAt(String file, Node.Text text, String part) {
        return text.spelling().offsets(file, text).applyAsInt(text.value().indexOf(part));
    }

    @Test
    void placesCoverKeysAndValues() {
        String text = "[rule.threshold]\nvalue = 0x10 # ten\n";
        Node.Table rule =
                (Node.Table) child(TomlReader.read(SourceText.of("t", text)).orThrow(), "rule");
        Node.Table threshold = (Node.Table) child(rule, "threshold");
        assertThat(cut(text, threshold.span())).isEqualTo("[rule.threshold]");
        assertThat(cut(text, threshold.spanOf("value"))).isEqualTo("value");
        assertThat(cut(text, child(threshold, "value").span())).isEqualTo("0x10");
    }

    private static Node child(Node.Table table, String key) {
        return java.util.Objects.requireNonNull(table.get(key));
    }

    private static String cut(String text, Span span) {
        return text.substring(span.start(), span.end());
    }

    /** The corpus of public rules, key by key. */
    @Test
    void agreesWithItsTwinOnTheCorpus() throws IOException {
        List<Path> files = corpus();
        assertThat(files).hasSizeGreaterThan(1000);
        for (Path file : files.subList(0, files.size() / 4)) {
            String text = Files.readString(file);
            assertThat(read(text)).as("%s", file).isEqualTo(twin(Toml.parse(text)));
        }
    }

    static List<Path> corpus() throws IOException {
        try (Stream<Path> walk = Files.walk(Shared.path("corpus"))) {
            return walk.filter(path -> path.toString().endsWith(".toml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @Seeds(300)
    void agreesWithItsTwinOnMadeUpFiles(long seed) {
        String text = new MadeUpToml(new Random(seed)).file();
        TomlParseResult twin = Toml.parse(text);
        assertThat(twin.errors()).as(text).isEmpty();
        assertThat(read(text)).as(text).isEqualTo(twin(twin));
    }

    private static Map<String, Object> twin(TomlTable table) {
        Map<String, Object> plain = new LinkedHashMap<>();
        table.keySet().forEach(key -> plain.put(key, twin(table.get(List.of(key)))));
        return plain;
    }

    private static Object twin(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof TomlTable table) {
            return twin(table);
        }
        if (value instanceof TomlArray array) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                items.add(twin(array.get(i)));
            }
            return items;
        }
        return value == null ? "" : value;
    }

    /** Writes random TOML whose meaning both readers must agree on. */
    private record MadeUpToml(Random random) {

        String file() {
            StringBuilder out = new StringBuilder();
            values(out, "top", 3);
            for (int t = 0; t < 4; t++) {
                boolean many = random.nextBoolean();
                String name = (many ? "m" : "t") + (many ? t % 2 : t) + (random.nextBoolean() ? ".\"a.b\"" : ".n" + t);
                out.append(many ? "[[" + name + "]]" : "[" + name + "]")
                        .append(random.nextBoolean() ? " # note\n" : "\n");
                values(out, "k", random.nextInt(5));
            }
            return out.toString();
        }

        private void values(StringBuilder out, String prefix, int count) {
            for (int i = 0; i < count; i++) {
                String key = prefix + i;
                out.append(
                                switch (random.nextInt(4)) {
                                    case 0 -> '"' + key + ".é\"";
                                    case 1 -> key + " . x";
                                    case 2 -> '\'' + key + '\'';
                                    default -> key;
                                })
                        .append(" = ")
                        .append(value(3))
                        .append('\n');
            }
        }

        private String value(int depth) {
            return switch (random.nextInt(depth > 0 ? 9 : 6)) {
                case 0 -> String.valueOf(random.nextInt(2000) - 1000);
                case 1 -> String.valueOf(random.nextDouble());
                case 2 -> random.nextBoolean() ? "true" : "false";
                case 3 -> "\"" + letters("ab \\\\ \\\" \\t \\u00e9 ä'") + "\"";
                case 4 -> "'" + letters("ab \\ \" ü C:") + "'";
                case 5 -> "'''\n" + letters("ab ' \n \\ ''x \"") + "x'''";
                case 6 -> "\"\"\"\n" + letters("ab \" \n \\\\ \\\n   z") + "x\"\"\"";
                case 7 ->
                    "[" + value(depth - 1) + ",\n # c\n " + value(depth - 1) + (random.nextBoolean() ? ",]" : "]");
                default -> "{ a = " + value(0) + ", b.c = " + value(0) + " }";
            };
        }

        private String letters(String pieces) {
            String[] choice = pieces.split(" ", -1);
            StringBuilder out = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                out.append(choice[random.nextInt(choice.length)]).append(" ");
            }
            return out.toString();
        }
    }
}
