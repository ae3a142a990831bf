package io.picket.cli;

import io.picket.explain.Explanation;
import io.picket.explain.Explanation.Kind;
import io.picket.explain.Explanation.Note;
import io.picket.explain.Explanation.Section;
import io.picket.explain.FieldSeen;
import io.picket.explain.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An explanation for a person: a line with the verdict and its reason, then the rule's own words, each with whether it
 * holds and what the event has. What does not decide is counted, not shown, unless all is asked for.
 */
final class ExplainText {

    private static final int WORDS_CHARS_MAX = 64;
    private static final int SEEN_CHARS_MAX = 100;
    private static final int VALUES_TOLD = 4;
    private static final int ALIKE_TOLD = 8;
    private static final String HOLDS = "✓";
    private static final String FAILS = "✗";

    /** One row: where the words stand in the rule, what they say, what the event has. */
    private record Row(int line, String mark, int depth, String words, String seen) {}

    private final List<String> patterns;
    private final boolean all;
    private final boolean colours;
    private List<Row> rows = new ArrayList<>();

    /**
     * For explanations of one rule.
     *
     * @param patterns of the indices the rule reads
     * @param all whether to show every part, however little it matters
     */
    ExplainText(List<String> patterns, boolean all, boolean colours) {
        this.patterns = patterns;
        this.all = all;
        this.colours = colours;
    }

    /** @param place where the event stands: {@code events.ndjson:3} */
    String of(Explanation explanation, String place) {
        rows = new ArrayList<>();
        index(explanation);
        if (explanation.offered() || all) {
            explanation.sections().forEach(this::section);
            others(explanation);
        }
        StringBuilder out = new StringBuilder();
        out.append(mark(explanation.matches() ? HOLDS : FAILS))
                .append(' ')
                .append(Shown.line(place))
                .append("  ");
        out.append(bold(Shown.line(verdict(explanation)))).append('\n');
        out.append(rows());
        explanation
                .after()
                .forEach(note -> out.append("       → ")
                        .append(Shown.line(note.sentence()))
                        .append('\n'));
        return out.append('\n').toString();
    }

    /** What one section says of the event, and each filter and exception that takes it out, as indented rows. */
    String of(Explanation explanation, Section section) {
        rows = new ArrayList<>();
        if (!section.passes()) {
            tree(section.judgement(), 1, true);
        }
        explanation.removing().forEach(this::section);
        return rows();
    }

    // ---- the verdict ----

    /** One sentence. */
    static String verdict(Explanation explanation) {
        if (!explanation.offered()) {
            return "no match: the rule does not read its index";
        }
        if (!explanation.meetsQuery()) {
            List<Section> asked = explanation.sections().stream()
                    .filter(section -> section.kind() != Kind.FILTER && section.kind() != Kind.EXCEPTION)
                    .toList();
            return asked.size() == 1 ? "no match: " + reason(asked.getFirst().judgement()) : "no match with any step";
        }
        List<Section> removing = explanation.removing();
        if (!removing.isEmpty()) {
            String exceptions = removing.stream()
                    .filter(section -> section.kind() == Kind.EXCEPTION)
                    .map(section -> "\"" + section.name() + "\"")
                    .collect(Collectors.joining(", "));
            return exceptions.isEmpty()
                    ? "no match: meets the query, but not a filter"
                    : "no match: meets the query, and is taken out by the exception " + exceptions;
        }
        return explanation.after().stream().anyMatch(Note::stops) ? "match, without effect" : "match";
    }

    /** The parts of the outermost conjunction that fail, or the one test there is. */
    private static String reason(Judgement query) {
        List<Judgement> failing = query.kind() == Judgement.Kind.ALL ? query.deciding() : List.of(query);
        if (failing.size() > 1) {
            return failing.size() + " of " + query.parts().size() + " parts fail";
        }
        Judgement only = failing.getFirst();
        String seen = seen(only);
        return shortened(words(only), WORDS_CHARS_MAX) + (seen.isEmpty() ? "" : " … " + seen);
    }

    // ---- rows ----

    private void index(Explanation explanation) {
        String name =
                explanation.index() + (explanation.offered() ? "" : "; the rule reads " + String.join(", ", patterns));
        rows.add(new Row(
                0,
                explanation.offered() ? HOLDS : FAILS,
                0,
                "index",
                explanation.index().isEmpty() ? "unknown, so every rule is offered it (--index NAME says it)" : name));
    }

    private void section(Section section) {
        boolean quiet = !all
                && switch (section.kind()) {
                    case QUERY, STEP, UNTIL -> false;
                    case FILTER, EXCEPTION -> section.passes();
                };
        if (quiet) {
            return;
        }
        String name = switch (section.kind()) {
            case QUERY -> "query";
            case STEP -> "step " + section.name();
            case UNTIL -> "until";
            case FILTER -> "filter" + (section.name().isEmpty() ? "" : " \"" + section.name() + "\"");
            case EXCEPTION -> "exception \"" + section.name() + "\"";
        };
        rows.add(new Row(0, section.passes() ? HOLDS : FAILS, 0, name, ""));
        tree(section.judgement(), 1, true);
    }

    /** Filters and exceptions that change nothing. */
    private void others(Explanation explanation) {
        if (all) {
            return;
        }
        long filters = passing(explanation, Kind.FILTER);
        long exceptions = passing(explanation, Kind.EXCEPTION);
        if (filters > 0) {
            rows.add(new Row(0, HOLDS, 0, Words.counted(filters, "filter"), "met"));
        }
        if (exceptions > 0) {
            rows.add(new Row(0, HOLDS, 0, Words.counted(exceptions, "exception"), "not applying"));
        }
    }

    private static long passing(Explanation explanation, Kind kind) {
        return explanation.sections().stream()
                .filter(section -> section.kind() == kind && section.passes())
                .count();
    }

    private void tree(Judgement judgement, int depth, boolean outermost) {
        Judgement only = judgement.parts().size() == 1 ? judgement.parts().getFirst() : null;
        boolean plain = judgement.parts().isEmpty()
                || judgement.kind() == Judgement.Kind.NOT
                        && only != null
                        && only.parts().isEmpty();
        if (plain) {
            rows.add(row(judgement, depth, shortened(words(judgement), WORDS_CHARS_MAX), seen(judgement)));
            return;
        }
        if (!(outermost && judgement.kind() == Judgement.Kind.ALL)) {
            rows.add(row(judgement, depth, title(judgement), judgement.hint()));
            depth++;
        }
        parts(group(judgement), depth, outermost);
    }

    /** The group itself, also where it stands behind a not or in an object. */
    private static Judgement group(Judgement judgement) {
        return switch (judgement.kind()) {
            case NOT, OBJECT -> {
                Judgement inner = judgement.parts().getFirst();
                yield inner.parts().isEmpty()
                                || inner.kind() == Judgement.Kind.NOT
                                || inner.kind() == Judgement.Kind.OBJECT
                        ? judgement
                        : inner;
            }
            case ALL, ANY, TEST -> judgement;
        };
    }

    private static String title(Judgement judgement) {
        String prefix = switch (judgement.kind()) {
            case NOT -> "not ";
            case OBJECT -> "one object: ";
            case ALL, ANY, TEST -> "";
        };
        Judgement group = group(judgement);
        int count = group.parts().size();
        String counted = switch (group.kind()) {
            case ALL -> "all of " + count;
            case ANY -> "any of " + count;
            case NOT, OBJECT, TEST -> shortened(words(group), WORDS_CHARS_MAX - prefix.length());
        };
        return prefix + counted;
    }

    private void parts(Judgement group, int depth, boolean outermost) {
        boolean rejected = !all && !outermost && group.kind() == Judgement.Kind.ANY && !group.holds();
        List<Judgement> deciding = all ? group.parts() : rejected ? nearest(group) : group.deciding();
        int told = all || outermost ? Integer.MAX_VALUE : ALIKE_TOLD;
        if (outermost && group.kind() == Judgement.Kind.ALL) {
            for (Judgement part : group.parts()) {
                if (all || part.holds() == group.holds()) {
                    tree(part, depth, false);
                } else {
                    rows.add(row(part, depth, shortened(words(part), WORDS_CHARS_MAX), seen(part)));
                }
            }
            return;
        }
        deciding.stream().limit(told).forEach(part -> tree(part, depth, false));
        int more = deciding.size() - Math.min(told, deciding.size());
        if (more > 0) {
            rows.add(new Row(
                    0,
                    " ",
                    depth,
                    "… and " + more + " more that " + (group.holds() ? "hold" : "fail") + (more == 1 ? "s" : ""),
                    ""));
        }
        int others = group.parts().size() - deciding.size();
        if (others > 0) {
            String how = group.holds() ? "fail" : "hold";
            rows.add(new Row(0, " ", depth, "… and " + others + " that " + how + (others == 1 ? "s" : ""), ""));
        }
    }

    /** Alternatives that all fail: those about fields the event has come first. */
    private static List<Judgement> nearest(Judgement group) {
        List<Judgement> parts = new ArrayList<>(group.parts());
        parts.sort((a, b) -> Boolean.compare(isAllMissing(a), isAllMissing(b)));
        return parts;
    }

    private static boolean isAllMissing(Judgement judgement) {
        return judgement.parts().isEmpty()
                ? judgement.seen().stream().allMatch(FieldSeen::isMissing)
                : judgement.parts().stream().allMatch(ExplainText::isAllMissing);
    }

    private static Row row(Judgement judgement, int depth, String words, String seen) {
        return new Row(judgement.words().place().line(), judgement.holds() ? HOLDS : FAILS, depth, words, seen);
    }

    // ---- words and values ----

    private static String words(Judgement judgement) {
        return judgement.words().text();
    }

    private static String seen(Judgement judgement) {
        Judgement test = judgement;
        while (test.parts().size() == 1) {
            test = test.parts().getFirst();
        }
        if (!test.parts().isEmpty()) {
            return "";
        }
        String words = words(judgement);
        String told = test.seen().stream()
                .limit(VALUES_TOLD)
                .map(field -> {
                    boolean named =
                            words.contains(field.name()) && judgement.seen().size() < 2;
                    return named ? values(field) : field.name() + " " + values(field);
                })
                .collect(Collectors.joining("; "));
        int more = test.seen().size() - VALUES_TOLD;
        return shortened(told, SEEN_CHARS_MAX)
                + (more > 0 ? " and " + more + " more fields" : "")
                + (test.hint().isEmpty() ? "" : "  (" + test.hint() + ")");
    }

    private static String values(FieldSeen field) {
        if (field.values().isEmpty()) {
            return "missing";
        }
        int count = field.values().size() + field.more();
        String told = field.values().stream()
                .limit(VALUES_TOLD)
                .map(value -> value(field, value))
                .collect(Collectors.joining(", "));
        return told + (count > VALUES_TOLD ? " … " + count + " values" : "");
    }

    private static String value(FieldSeen field, FieldSeen.Value value) {
        String text = value.text().isEmpty() ? "\"\"" : shortened(value.text(), SEEN_CHARS_MAX / 2);
        return value.counts()
                ? text
                : text + " (no " + field.type().name().toLowerCase(java.util.Locale.ROOT) + ", so missing)";
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    // ---- laid out ----

    private String rows() {
        StringBuilder out = new StringBuilder();
        int width = rows.stream()
                .mapToInt(row -> 2 * row.depth() + row.words().length())
                .max()
                .orElse(0);
        rows.forEach(row -> line(out, row, width));
        return out.toString();
    }

    private void line(StringBuilder out, Row row, int width) {
        String number = row.line() == 0 ? "" : String.valueOf(row.line());
        out.append(dim(" ".repeat(Math.max(0, 5 - number.length())) + number)).append(' ');
        out.append(mark(row.mark()))
                .append(' ')
                .append("  ".repeat(row.depth()))
                .append(Shown.line(row.words()));
        if (!row.seen().isEmpty()) {
            out.append(" ".repeat(width - 2 * row.depth() - row.words().length() + 2))
                    .append(dim(Shown.line(row.seen())));
        }
        out.append('\n');
    }

    String mark(boolean holds) {
        return mark(holds ? HOLDS : FAILS);
    }

    private String mark(String mark) {
        return !colours ? mark : (mark.equals(HOLDS) ? "\u001b[32m" : "\u001b[31m") + mark + "\u001b[0m";
    }

    private String bold(String text) {
        return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String dim(String text) {
        return colours ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}
