package io.picket.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180). Text that a spreadsheet would take for a formula gets a quote before it. */
final class Csv {

    private Csv() {}

    /** The first line: names of our own, which programs look for as they are. */
    static String header(List<String> names) {
        return String.join(",", names) + "\r\n";
    }

    static String line(List<?> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(Object value) {
        String text = String.valueOf(value);
        if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && !(value instanceof Number)) {
            text = "'" + text;
        }
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
