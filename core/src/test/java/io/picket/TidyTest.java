package io.picket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of the sources may count on. Looks at lines as the formatter leaves them, not at syntax. */
class TidyTest {

    private static final int FILE_LINES_MAX = 500;
    private static final int HOT_FILE_LINES_MAX = 900;
    private static final int FUNCTION_LINES_MAX = 70;

    /** Fenced code that is fast because it stands together; each opens with an essay. */
    private static final Set<String> HOT_FILES = Set.of("EventReader.java", "Matcher.java");

    /** Tables of cases written as functions, and documents compared as a whole. */
    private static final Set<String> TABLES = Set.of(
            "AlertWriterTest.writesTheDocumentInAFixedOrder",
            "DocumentSplitterTest.streams",
            "ReadBenchmark.table",
            "RuleProblemsTest.broken");

    private static final Pattern EMPTY_NAME = Pattern.compile(
            "\\b(?:class|record|interface|enum) (\\w*(?:Manager|Helper|Utils?|Impl|Context|Info|Base))\\b");
    private static final Pattern LEFT_OVER = Pattern.compile("\\b(?:TODO|FIXME|XXX)\\b|^(?:<{7}|>{7}|={7})(?: |$)");
    /** A type, a name and a parenthesis; control structures and expressions have other shapes. */
    private static final Pattern FUNCTION = Pattern.compile(
            "^ +(?!(?:return|new|else|case|throw|yield) )(?!.*\\brecord )(?:[\\w<>@.?,\\[\\]&]+ )*[\\w<>@.?,\\[\\]]+ \\w+\\(|^ +[A-Z]\\w+\\(");

    private static final Pattern NAME = Pattern.compile("^.*?(\\w+)\\(.*");

    static Stream<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("core", "app")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(300);
        return all.stream().sorted();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code name:lines} of the functions that are too long. */
    private static List<String> longFunctions(List<String> lines) {
        List<String> found = new ArrayList<>();
        for (int brace = 0; brace < lines.size(); brace++) {
            if (!lines.get(brace).endsWith(") {") && !lines.get(brace).matches(".*\\) throws [\\w, .]+ \\{")) {
                continue;
            }
            int start = start(lines, brace);
            int length = end(lines, start) - start + 1;
            if (length > FUNCTION_LINES_MAX
                    && FUNCTION.matcher(lines.get(start)).find()) {
                found.add(NAME.matcher(lines.get(start)).replaceFirst("$1") + ":" + length);
            }
        }
        return found;
    }

    /** The line where what ends on this one begins: parameters may stand on lines of their own. */
    private static int start(List<String> lines, int at) {
        int start = at;
        while (start > 0 && lines.get(start - 1).matches("\\s*[^\\s@].*[(,)]")) {
            start--;
        }
        return start;
    }

    /** The line that closes what a line opens: the next brace that stands as far to the right. */
    private static int end(List<String> lines, int start) {
        String close = " ".repeat(indent(lines.get(start))) + "}";
        for (int at = start + 1; at < lines.size(); at++) {
            if (lines.get(at).equals(close)) {
                return at;
            }
        }
        return start;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void isShortAndNamedForWhatItIs(Path file) {
        List<String> lines = lines(file);
        String name = file.getFileName().toString();
        assertThat(lines.size())
                .as("lines")
                .isLessThanOrEqualTo(HOT_FILES.contains(name) ? HOT_FILE_LINES_MAX : FILE_LINES_MAX);
        assertThat(longFunctions(lines))
                .as("functions of more than %d lines", FUNCTION_LINES_MAX)
                .allMatch(found -> TABLES.contains(name.replace(".java", ".") + found.replaceAll(":.*", "")));
        if (name.equals("TidyTest.java")) {
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            assertThat(EMPTY_NAME.matcher(line).find())
                    .as("line %d: a name that says nothing: %s", i + 1, line)
                    .isFalse();
            assertThat(LEFT_OVER.matcher(line).find())
                    .as("line %d: left over: %s", i + 1, line)
                    .isFalse();
        }
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        Stream<Path> packages = sources()
                .filter(file -> file.toString().contains("main"))
                .map(Path::getParent)
                .distinct();
        assertThat(packages)
                .allSatisfy(each -> assertThat(each.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked")
                        .contains("Front door"));
    }

    @Test
    void theListsNameWhatIsThere() throws IOException {
        List<String> names =
                sources().map(file -> file.getFileName().toString()).toList();
        assertThat(names).containsAll(HOT_FILES);
        assertThat(TABLES).allMatch(table -> names.contains(table.replaceAll("\\..*", ".java")));
    }

    @Test
    void longFunctionsAreSeen() {
        List<String> lines = new ArrayList<>(List.of("class A {", "    void a(", "            int b) {"));
        lines.addAll(Collections.nCopies(FUNCTION_LINES_MAX - 3, "        b();"));
        lines.add("    }");
        assertThat(longFunctions(lines)).isEmpty();
        lines.add(3, "        if (b(1)) {");
        lines.add(4, "        }");
        assertThat(longFunctions(lines)).containsExactly("a:" + (FUNCTION_LINES_MAX + 2));
    }
}
