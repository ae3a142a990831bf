package io.picket.cli;

import io.picket.text.Level;
import io.picket.text.Place;
import io.picket.text.Problem;
import java.io.IOException;
import java.util.Locale;

/**
 * For people: each problem with its place, the line it stands in, the words pointed at, and how to mend it. Signs that
 * steer a terminal are shown as dots, since files come from strangers.
 */
public final class FindingsTable {

    /** Longer lines are shown around the place. */
    private static final int LINE_CHARS_MAX = 120;

    private static final int BEFORE_PLACE_CHARS = 40;

    private static final String BOLD = "\u001B[1m";
    private static final String PLAIN = "\u001B[0m";

    private final Appendable out;
    private final boolean colour;

    private FindingsTable(Appendable out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** @param colour whether the output is a terminal that wants colour */
    public static void write(Findings findings, boolean colour, Appendable out) throws IOException {
        FindingsTable table = new FindingsTable(out, colour);
        for (Problem problem : findings.problems()) {
            table.problem(problem);
        }
        out.append("%s, %s, %s in %s%n"
                .formatted(
                        many(findings.count(Level.ERROR), "error"),
                        many(findings.count(Level.WARNING), "warning"),
                        many(findings.count(Level.NOTE), "note"),
                        many(findings.files().size(), "file")));
    }

    private static String many(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void problem(Problem problem) throws IOException {
        String level = problem.level().name().toLowerCase(Locale.ROOT);
        line(BOLD, Shown.line(problem.place().toString()) + ": ", tint(problem.level()), level + " " + problem.code());
        out.append(": ").append(Shown.line(problem.message())).append(System.lineSeparator());
        excerpt(problem.place(), tint(problem.level()));
        if (!problem.mend().isEmpty()) {
            out.append("    ").append(Shown.line(problem.mend())).append(System.lineSeparator());
        }
        out.append(System.lineSeparator());
    }

    private void excerpt(Place place, String tint) throws IOException {
        int start = place.column() - 1 - place.excerptStart();
        if (place.line() == 0
                || place.excerpt().isBlank()
                || start > place.excerpt().length()) {
            return;
        }
        int from = place.excerpt().length() <= LINE_CHARS_MAX ? 0 : Math.max(0, start - BEFORE_PLACE_CHARS);
        int to = Math.min(place.excerpt().length(), from + LINE_CHARS_MAX);
        boolean isCut = from + place.excerptStart() > 0;
        String shown = (isCut ? "…" : "") + Shown.line(place.excerpt().substring(from, to));
        String number = "%5d".formatted(place.line());
        out.append(number).append(" | ").append(shown.stripTrailing()).append(System.lineSeparator());
        int indent = start - from + (isCut ? 1 : 0);
        int length = Math.max(1, Math.min(place.length(), to - start));
        line("", " ".repeat(number.length()) + " | " + " ".repeat(indent), tint, "^".repeat(length));
        out.append(System.lineSeparator());
    }

    private void line(String firstTint, String first, String secondTint, String second) throws IOException {
        out.append(colour ? firstTint + first + PLAIN : first);
        out.append(colour ? secondTint + second + PLAIN : second);
    }

    private static String tint(Level level) {
        return switch (level) {
            case ERROR -> "\u001B[1;31m";
            case WARNING -> "\u001B[1;33m";
            case NOTE -> "\u001B[1;36m";
        };
    }
}
