package io.picket.rule;

import static io.picket.rule.CheckKind.BARE_QUESTION_MARK;
import static io.picket.rule.CheckKind.BARE_SPACES;
import static io.picket.rule.CheckKind.CONTROL_ESCAPE;
import static io.picket.rule.CheckKind.NO_FIELD;
import static io.picket.rule.CheckKind.QUOTED_WILDCARD;
import static io.picket.rule.CheckKind.TEXT_ORDER;
import static io.picket.rule.CheckKind.UPPER_KEYWORD;

import io.picket.condition.FieldType;
import io.picket.kql.KqlTree;
import io.picket.kql.KqlTree.And;
import io.picket.kql.KqlTree.Compare;
import io.picket.kql.KqlTree.Everything;
import io.picket.kql.KqlTree.Is;
import io.picket.kql.KqlTree.Nested;
import io.picket.kql.KqlTree.Not;
import io.picket.kql.KqlTree.Or;
import io.picket.kql.KqlTree.Word;
import io.picket.text.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slips of writing in a KQL query: each word by itself, then each list ({@link CheckKqlList}). */
final class CheckKql {

    private static final List<String> UPPER_KEYWORDS = List.of("AND", "OR", "NOT");

    private static final String OTHER_LANGUAGE = "KQL-208";
    private static final String QUESTION_MARK = "KQL-205";

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}(?:\\.\\d{1,20})?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private final CheckSubject subject;
    private final CheckFindings out;
    private final String query;

    /** The value that stands last; a keyword at its end is a part of it. */
    private Span last = Span.at(0);

    private CheckKql(CheckSubject subject, CheckFindings out) {
        this.subject = subject;
        this.out = out;
        this.query = subject.query().orElseThrow().text().text();
    }

    static void look(CheckSubject subject, CheckFindings out) {
        subject.tree().ifPresent(tree -> {
            CheckKql check = new CheckKql(subject, out);
            if (!subject.isDoubted(tree.span(), OTHER_LANGUAGE)) {
                check.walk(tree, true);
                check.upperKeywords();
            }
        });
    }

    /** Depth is bounded by the parser. */
    private void walk(KqlTree tree, boolean everyEvent) {
        switch (tree) {
            case Everything everything -> {}
            case And and -> {
                CheckKqlList.allOf(and, everyEvent, subject, out);
                and.parts().forEach(part -> walk(part, everyEvent));
            }
            case Or or -> {
                CheckKqlList.anyOf(or, subject, out);
                or.parts().forEach(part -> walk(part, false));
            }
            case Not not -> {
                CheckKqlList.negated(not, subject, out);
                walk(not.part(), false);
            }
            case Is is -> {
                value(is.value());
                if (is.field() == null && !subject.isDoubted(is.value().span())) {
                    noField(is.value());
                }
            }
            case Compare compare -> {
                value(compare.value());
                order(compare);
            }
            case Nested nested -> walk(nested.part(), everyEvent);
        }
    }

    private void value(Word value) {
        last = value.span().start() >= last.start() ? value.span() : last;
        if (value.quoted()) {
            quoted(value);
            return;
        }
        boolean doubted = subject.isDoubted(value.span());
        String raw = raw(value.span());
        int mark = raw.indexOf('?');
        if (mark >= 0 && !doubted) {
            out.add(
                    BARE_QUESTION_MARK,
                    subject.inQuery(inside(value, mark, 1)),
                    "The question mark stands for itself; KQL has no wildcard for one character.",
                    "Write * if a wildcard is meant, or put the value in quotes if the mark is.");
        }
        boolean told = doubted && !subject.isDoubted(value.span(), QUESTION_MARK);
        if (!told && value.text().strip().chars().anyMatch(Character::isWhitespace)) {
            String both = value.text().strip();
            out.add(
                    BARE_SPACES,
                    subject.inQuery(value.span()),
                    "\"%s\" is one value with spaces in it.".formatted(both),
                    "Put it in quotes if that is meant, or write or between the words, in parentheses.");
        }
    }

    private void quoted(Word value) {
        String raw = raw(value.span());
        int star = value.text().indexOf('*');
        if (star >= 0) {
            int at = Math.max(0, raw.indexOf('*'));
            out.add(
                    QUOTED_WILDCARD,
                    subject.inQuery(inside(value, at, 1)),
                    "In quotes the star is the character itself, not a wildcard.",
                    value.text().equals("*")
                            ? "Take the quotes off to ask whether the field exists; write \\* to keep the character."
                            : "Take the quotes off (spaces and special characters then need a backslash) if a wildcard is meant.");
        }
        Matcher escape = ESCAPE.matcher(raw);
        while (!subject.isDoubted(value.span()) && escape.find()) {
            char letter = escape.group(1).charAt(0);
            if (letter == 't' || letter == 'r' || letter == 'n') {
                out.add(
                        CONTROL_ESCAPE,
                        subject.inQuery(inside(value, escape.start(), 2)),
                        "\\%s in quotes is a %s, not a backslash and a letter."
                                .formatted(
                                        letter,
                                        letter == 't' ? "tab" : letter == 'r' ? "carriage return" : "line break"),
                        "Double the backslash: \\\\%s.".formatted(letter));
                return;
            }
        }
    }

    private void order(Compare compare) {
        FieldType type = subject.types().typeOf(compare.field().text());
        boolean texts = type != FieldType.UNKNOWN && type.isKeywordLike();
        if (texts && NUMBER.matcher(compare.value().text()).matches()) {
            out.add(
                    TEXT_ORDER,
                    subject.inQuery(compare.span()),
                    "%s holds texts, so the comparison with %s goes by letters."
                            .formatted(compare.field().text(), compare.value().text()),
                    "Compare a field of numbers, or list the values.");
        }
    }

    private void noField(Word value) {
        String word = value.text();
        out.add(
                NO_FIELD,
                subject.inQuery(value.span()),
                "\"%s\" has no field, so it is looked for in every field of the event.".formatted(word),
                isAfterValue(value.span())
                        ? "Put the values in parentheses, field: (a or b), if it belongs to the field before."
                        : "Write field: value.");
    }

    /** Whether a keyword stands before, so that the word may be meant as one more value of a field. */
    private boolean isAfterValue(Span span) {
        int end = span.start();
        while (end > 0 && Character.isWhitespace(query.charAt(end - 1))) {
            end--;
        }
        String before = query.substring(Math.max(0, end - " and".length()), end).toLowerCase(Locale.ROOT);
        return before.endsWith(" or") || before.endsWith(" and");
    }

    /** The first keyword in upper case outside quotes that stands by itself. */
    private void upperKeywords() {
        boolean quoted = false;
        for (int at = 0; at < query.length(); at++) {
            char c = query.charAt(at);
            if (c == '\\') {
                at = at + 1;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (at == 0 || isKeywordEdge(query.charAt(at - 1)))) {
                int start = at;
                Optional<String> keyword = UPPER_KEYWORDS.stream()
                        .filter(word -> query.startsWith(word, start) && isKeywordEdge(charAt(start + word.length())))
                        .findFirst();
                if (keyword.isPresent() && (start < last.start() || start >= last.end())) {
                    upperKeyword(keyword.get(), at);
                    return;
                }
            }
        }
    }

    private void upperKeyword(String keyword, int at) {
        out.add(
                UPPER_KEYWORD,
                subject.inQuery(new Span(at, at + keyword.length())),
                "%s is written in upper case.".formatted(keyword),
                "Write %s.".formatted(keyword.toLowerCase(Locale.ROOT)));
    }

    private char charAt(int at) {
        return at < query.length() ? query.charAt(at) : ' ';
    }

    private static boolean isKeywordEdge(char c) {
        return Character.isWhitespace(c) || c == '(' || c == ')' || c == '{' || c == '}';
    }

    private String raw(Span span) {
        return query.substring(Math.min(span.start(), query.length()), Math.min(span.end(), query.length()));
    }

    private static Span inside(Word value, int at, int length) {
        int start = value.span().start() + at;
        return new Span(start, start + length);
    }

    /** For tests and messages: the fields a query names. */
    static void fields(KqlTree tree, List<Word> into) {
        switch (tree) {
            case Everything everything -> {}
            case And and -> and.parts().forEach(part -> fields(part, into));
            case Or or -> or.parts().forEach(part -> fields(part, into));
            case Not not -> fields(not.part(), into);
            case Is is -> {
                if (is.field() != null) {
                    into.add(is.field());
                }
            }
            case Compare compare -> into.add(compare.field());
            case Nested nested -> {
                into.add(nested.path());
                fields(nested.part(), into);
            }
        }
    }
}
