package io.picket.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns as wide as they need to be; the last column is never padded. */
final class TextTable {

    private static final int COLUMN_CHARS_MAX = 60;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... headings) {
        this.headings = List.of(headings);
    }

    void row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Shown.line(String.valueOf(cell)));
        }
        rows.add(row);
    }

    String print() {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = headings.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(
                        widths[column],
                        Math.min(COLUMN_CHARS_MAX, row.get(column).length()));
            }
        }
        StringBuilder out = new StringBuilder();
        line(out, headings, widths);
        rows.forEach(row -> line(out, row, widths));
        return out.toString();
    }

    private static void line(StringBuilder out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            boolean last = column == widths.length - 1;
            line.append(
                    last || cell.length() <= COLUMN_CHARS_MAX ? cell : cell.substring(0, COLUMN_CHARS_MAX - 1) + "…");
            if (!last) {
                line.append(" ".repeat(Math.max(0, widths[column] - Math.min(cell.length(), COLUMN_CHARS_MAX)) + 2));
            }
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
