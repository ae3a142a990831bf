package io.picket.kql;

import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a query that does not parse, what was expected, and how to mend it. */
final class Mistakes {

    /** What the parser was waiting for when it met something else. */
    enum Awaited {
        /** A field with its value, or a value alone. */
        CONDITION,
        /** What a field is to be, behind its colon or in its list. */
        VALUE,
        /** What a field is compared with. */
        BOUND,
        /** {@code and}, {@code or} or the end of the query. */
        END,
        /** {@code and}, {@code or} or the closing parenthesis. */
        PARENTHESIS,
        /** {@code and}, {@code or} or the closing brace. */
        BRACE
    }

    private static final Pattern OTHER_LANGUAGE = Pattern.compile(
            "\\s*(?:(?:any|process|file|network|registry|dns|library|driver|iam|authentication|api|configuration)\\s+where\\b"
                    + "|(?:sequence|sample)\\s+(?:by\\b|with\\b|\\[)|from\\s+[\\w.*:,\\s-]+\\|).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final int LANGUAGE_CHARS_LOOKED_AT = 400;

    private Mistakes() {}

    /** The name of the language a text is written in, if it is plainly another one. */
    static @Nullable String otherLanguage(String text) {
        String start = text.substring(0, Math.min(text.length(), LANGUAGE_CHARS_LOOKED_AT));
        if (!OTHER_LANGUAGE.matcher(start).matches()) {
            return start.stripLeading().startsWith("{\"") ? "Elasticsearch's query DSL" : null;
        }
        return start.stripLeading().regionMatches(true, 0, "from", 0, 4) ? "ES|QL" : "EQL";
    }

    static Problem tooLong(SourceText source) {
        return Problem.error(
                "KQL-014",
                "The query is longer than " + Kql.QUERY_CHARS_MAX + " characters.",
                "Put long lists of values into a value list.",
                source.place(Span.at(0)));
    }

    static Problem tooDeep(SourceText source, int at) {
        return Problem.error(
                "KQL-013",
                "Parentheses and braces stand in each other more than " + Kql.DEPTH_MAX + " deep.",
                "Take away those that change nothing.",
                source.place(new Span(at, at + 1)));
    }

    /**
     * @param at where the parser stands
     * @param since where the thing began that waits for something: a keyword, a colon, an operator, an open parenthesis
     */
    static Problem found(SourceText source, int at, Awaited awaited, int since) {
        return new Finding(source, at, since).problem(awaited);
    }

    private record Finding(SourceText source, int at, int since) {

        Problem problem(Awaited awaited) {
            String language = otherLanguage(source.text());
            if (language != null) {
                return error(
                        "KQL-012",
                        span(at),
                        "This reads as " + language + ", not as KQL.",
                        "Set the language to match the query.");
            }
            Problem anywhere = wherever();
            if (anywhere != null) {
                return anywhere;
            }
            return switch (awaited) {
                case CONDITION -> noCondition();
                case VALUE -> noValue();
                case BOUND -> noBound();
                case END, PARENTHESIS, BRACE -> unexpected(awaited);
            };
        }

        /** What is wrong whatever was awaited. */
        private @Nullable Problem wherever() {
            if (next() == '\\') {
                return error(
                        "KQL-007",
                        new Span(at, Math.min(at + 2, text().length())),
                        "A backslash here escapes nothing: expected one of \\ ( ) : < > \" * { } t r n uXXXX or, and, not after it.",
                        "Write \\\\ for a backslash, or put the value in quotes.");
            }
            if (next() == '"' && unclosed()) {
                return error(
                        "KQL-005",
                        span(at),
                        "This quote is not closed: expected a second \" at the end of the text.",
                        "Close it; a quote inside the text is written \\\", a backslash at its end \\\\.");
            }
            return null;
        }

        private Problem noCondition() {
            if (next() == ':' || next() == '<' || next() == '>') {
                return error(
                        "KQL-015",
                        span(at),
                        "A field name is missing: expected it before '" + next() + "'.",
                        "Write field" + (next() == ':' ? ": value." : " " + next() + " value."));
            }
            if (next() == '{') {
                return error(
                        "KQL-006",
                        span(at),
                        "A brace can only follow a nested field and its colon.",
                        "Write path: { field: value }, or escape it as \\{.");
            }
            return nothing();
        }

        /** A keyword or an open parenthesis, and then nothing it could apply to. */
        private Problem nothing() {
            String word = wordAt(since);
            if (startsWithNot(at)) {
                return error(
                        "KQL-008",
                        new Span(at, at + 3),
                        "'not' cannot follow 'not': expected what is denied.",
                        "Write not (not …), or leave both out.");
            }
            if (word.isEmpty()) {
                return char0(since) == '(' || char0(since) == '{'
                        ? error(
                                "KQL-002",
                                new Span(since, at),
                                "Nothing stands between these: expected a condition or a value.",
                                "Fill them, or take them away.")
                        : unexpected(Awaited.END);
            }
            return error(
                    "KQL-002",
                    new Span(since, since + word.length()),
                    "Nothing follows '" + word + "': expected a condition or a value on its right side.",
                    "Finish it, or take '" + word + "' away; as a word of a value it stands in quotes.");
        }

        private Problem noValue() {
            if (char0(since) != ':') {
                return nothing();
            }
            String field = wordBefore(since);
            if (next() == '<' || next() == '>') {
                return error(
                        "KQL-010",
                        new Span(since, at + 1),
                        "A comparison takes no colon: expected a value after ':'.",
                        "Write " + field + " " + next() + (char0(at + 1) == '=' ? "=" : "") + " value.");
            }
            if (startsWithNot(at)) {
                return error(
                        "KQL-008",
                        new Span(at, at + 3),
                        "'not' cannot stand between a colon and its value.",
                        "Write not " + field + ": value, or " + field + ": (not value).");
            }
            if (next() == ':') {
                return error(
                        "KQL-009",
                        span(at),
                        "A second colon: expected a value after ':'.",
                        "Put a value with colons in quotes, or write \\: for each.");
            }
            return error(
                    "KQL-001",
                    new Span(since, Math.min(since + 1, text().length())),
                    "A value is missing: expected it after ':'.",
                    "Write " + field + ": value, or " + field + ": * for any.");
        }

        private Problem noBound() {
            if (next() == '(') {
                return error(
                        "KQL-006",
                        span(at),
                        "A comparison takes one value, no list.",
                        "Write the comparison once for each value.");
            }
            return error(
                    "KQL-001",
                    span(since),
                    "A value is missing: expected it after '" + char0(since) + "'.",
                    "Write " + wordBefore(since) + " " + char0(since) + " value.");
        }

        private Problem unexpected(Awaited awaited) {
            if (at >= text().length()) {
                return error(
                        "KQL-003",
                        new Span(since, since + 1),
                        "'" + char0(since) + "' is not closed: expected '" + (awaited == Awaited.BRACE ? '}' : ')')
                                + "'.",
                        "Close it where the group ends.");
            }
            String before = wordBefore(at);
            return switch (next()) {
                case ')', '}' ->
                    error(
                            "KQL-004",
                            span(at),
                            "Nothing is open that '" + next() + "' could close.",
                            "Take it away, or escape it as \\" + next() + " if it belongs to the value.");
                case ':' ->
                    error(
                            "KQL-009",
                            span(at),
                            "A second colon: expected 'and', 'or' or the end.",
                            "Put 'and' or 'or' between two conditions; a value with colons stands in quotes, or each is written \\:.");
                case '(' -> parenthesis(before);
                case '"' -> quote(before);
                case '<', '>' ->
                    error(
                            "KQL-006",
                            span(at),
                            "'" + next() + "' cannot stand here: expected 'and', 'or' or the end.",
                            "Put 'and' or 'or' between two conditions, or escape it as \\" + next()
                                    + " if it belongs to the value.");
                case '{' ->
                    error(
                            "KQL-006",
                            span(at),
                            "A brace can only follow a nested field and its colon.",
                            "Put the value in quotes, or write \\{ and \\}.");
                default -> word();
            };
        }

        private Problem parenthesis(String before) {
            String keyword = before.substring(lastBlank(before) + 1);
            if (keyword.equalsIgnoreCase("not") || keyword.equalsIgnoreCase("and") || keyword.equalsIgnoreCase("or")) {
                return error(
                        "KQL-017",
                        new Span(at - keyword.length(), at + 1),
                        "'" + keyword + "' is taken for a value here: expected a space between it and '('.",
                        "Write " + keyword + " (…).");
            }
            return equals(
                    before,
                    error(
                            "KQL-016",
                            span(at),
                            "A parenthesis inside a value: expected 'and', 'or' or the end.",
                            "Put the value in quotes, or write \\( and \\)."));
        }

        private Problem quote(String before) {
            return equals(
                    before,
                    error(
                            "KQL-006",
                            span(at),
                            "A quoted text cannot follow a value: expected 'and', 'or' or the end.",
                            "Put 'and' or 'or' between the two, or one pair of quotes around both; a quote inside is written \\\"."));
        }

        private Problem word() {
            if (startsWithNot(at)) {
                return error(
                        "KQL-008",
                        new Span(at, at + 3),
                        "'not' ends the value before it: expected 'and', 'or' or the end.",
                        "Write and not …; a value with the letters 'not' before a space stands in quotes.");
            }
            int end = at;
            while (end < text().length() && !WordReader.isBlank(char0(end)) && !WordReader.isSpecial(char0(end))) {
                end++;
            }
            return error(
                    "KQL-006",
                    new Span(at, Math.max(end, Math.min(at + 1, text().length()))),
                    "Expected 'and', 'or' or the end, found more text.",
                    "Put 'and' or 'or', with a space on both sides, between two conditions.");
        }

        /** {@code field = "v"} and its kin are read as a bare text that ends in a sign. */
        private Problem equals(String before, Problem otherwise) {
            int sign = before.length();
            while (sign > 0 && "=!~".indexOf(before.charAt(sign - 1)) >= 0) {
                sign--;
            }
            String operator = before.substring(sign);
            String left = before.substring(0, sign).strip();
            String field = left.substring(lastBlank(left) + 1);
            if (operator.isEmpty() || field.isEmpty()) {
                return otherwise;
            }
            boolean denied = operator.indexOf('!') >= 0;
            return error(
                    "KQL-011",
                    span(at - 1),
                    "KQL has no '" + operator + "': expected ':' between a field and its value.",
                    "Write " + (denied ? "not " : "") + field + ": value.");
        }

        private static int lastBlank(String text) {
            int at = text.length() - 1;
            while (at >= 0 && !WordReader.isBlank(text.charAt(at))) {
                at--;
            }
            return at;
        }

        private String text() {
            return source.text();
        }

        private char next() {
            return char0(at);
        }

        private char char0(int index) {
            return index < text().length() ? text().charAt(index) : '\0';
        }

        private boolean unclosed() {
            for (int i = at + 1; i < text().length(); i++) {
                if (char0(i) == '"') {
                    return false;
                }
                if (char0(i) == '\\' && (char0(i + 1) == '"' || char0(i + 1) == '\\')) {
                    i++;
                }
            }
            return true;
        }

        private boolean startsWithNot(int index) {
            return text().regionMatches(true, index, "not", 0, 3) && WordReader.isBlank(char0(index + 3));
        }

        /** The letters at a place: the keyword that waits. */
        private String wordAt(int index) {
            int end = index;
            while (end < text().length() && Character.isLetter(char0(end))) {
                end++;
            }
            String word = text().substring(index, end);
            return word.equalsIgnoreCase("and") || word.equalsIgnoreCase("or") || word.equalsIgnoreCase("not")
                    ? word
                    : "";
        }

        private static final int CHARS_BACK_MAX = 120;

        /** What stands before a place, back to the last special character. */
        private String wordBefore(int index) {
            int start = index;
            while (start > 0 && index - start < CHARS_BACK_MAX && !WordReader.isSpecial(char0(start - 1))) {
                start--;
            }
            return text().substring(start, index).strip();
        }

        private Span span(int index) {
            int start = Math.min(index, text().length());
            return new Span(start, Math.min(start + 1, text().length()));
        }

        private Problem error(String code, Span span, String message, String mend) {
            return Problem.error(code, message, mend, source.place(span));
        }
    }
}
