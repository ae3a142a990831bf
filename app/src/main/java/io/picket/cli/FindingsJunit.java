package io.picket.cli;

import io.picket.text.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * For build servers: JUnit's XML as they all read it, one suite, a test case a rule file. A file with an error or a
 * warning has failed; notes are its output.
 */
public final class FindingsJunit {

    private FindingsJunit() {}

    public static void write(Findings findings, Appendable out) throws IOException {
        Map<String, List<Problem>> byFile = findings.problems().stream()
                .collect(Collectors.groupingBy(
                        problem -> problem.place().file(), LinkedHashMap::new, Collectors.toList()));
        Set<String> files = new LinkedHashSet<>(findings.files());
        files.addAll(byFile.keySet());
        long failed = byFile.values().stream()
                .filter(problems -> problems.stream().anyMatch(Findings::isFault))
                .count();
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append(
                "<testsuites>\n  <testsuite name=\"picket rules check\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\">\n"
                        .formatted(files.size(), failed));
        for (String file : files) {
            testCase(file, byFile.getOrDefault(file, List.of()), out);
        }
        out.append("  </testsuite>\n</testsuites>\n");
    }

    private static void testCase(String file, List<Problem> problems, Appendable out) throws IOException {
        String name = escaped(file);
        out.append("    <testcase classname=\"picket.rules\" name=\"%s\" file=\"%s\"".formatted(name, name));
        if (problems.isEmpty()) {
            out.append("/>\n");
            return;
        }
        out.append(">\n");
        List<Problem> faults = problems.stream().filter(Findings::isFault).toList();
        if (!faults.isEmpty()) {
            Problem gravest = faults.stream()
                    .min((one, other) -> one.level().compareTo(other.level()))
                    .get();
            out.append("      <failure type=\"%s\" message=\"%s\">%s</failure>\n"
                    .formatted(escaped(gravest.code()), escaped(gravest.message()), escaped(lines(faults))));
        }
        List<Problem> notes =
                problems.stream().filter(problem -> !Findings.isFault(problem)).toList();
        if (!notes.isEmpty()) {
            out.append("      <system-out>%s</system-out>\n".formatted(escaped(lines(notes))));
        }
        out.append("    </testcase>\n");
    }

    private static String lines(List<Problem> problems) {
        return problems.stream()
                .map(problem -> "%s: %s %s: %s"
                        .formatted(
                                problem.place(),
                                problem.level().name().toLowerCase(Locale.ROOT),
                                problem.code(),
                                Findings.words(problem)))
                .collect(Collectors.joining("\n"));
    }

    /** For text and attributes; characters that XML 1.0 cannot hold at all become question marks. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                case '\r' -> out.append("&#13;");
                default -> out.appendCodePoint(isXml(c) ? c : '?');
            }
        });
        return out.toString();
    }

    private static boolean isXml(int c) {
        return c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }
}
