package io.picket.eql;

import io.picket.eql.Token.Kind;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts EQL into words: names, strings, numbers, signs. White space and comments, which nest, fall away. */
final class Lexer {

    /** Longest query that is read, in UTF-16 units. The longest public rule has 47,000. */
    static final int QUERY_CHARS_MAX = 1 << 20;

    private static final Set<String> SIGNS_OF_TWO = Set.of("==", "!=", "<=", ">=", "![");
    /** Words that may carry a tilde as part of themselves. */
    private static final Set<String> TILDES = Set.of("in", "like", "regex");

    private final SourceText source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private @Nullable Problem problem;

    Lexer(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /** The tokens, the last of them {@link Kind#END}; they end early when there is a {@link #problem}. */
    List<Token> tokens() {
        if (text.length() > QUERY_CHARS_MAX) {
            fail("EQL-001", 0, 1, "The query is longer than " + QUERY_CHARS_MAX + " characters.", "Split the rule.");
        }
        while (problem == null) {
            skipBlanks();
            if (problem != null || at == text.length()) {
                break;
            }
            next();
        }
        tokens.add(new Token(Kind.END, "", null, Span.at(text.length())));
        return tokens;
    }

    @Nullable Problem problem() {
        return problem;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        int start = at;
        int depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (at < text.length()) {
                at++;
            } else {
                fail("EQL-002", start, start + 2, "This comment does not end.", "Close it with */ (comments nest).");
                return;
            }
        } while (depth > 0);
    }

    private void next() {
        char c = text.charAt(at);
        int start = at;
        if (isWordStart(c)) {
            at++;
            while (at < text.length() && isWordPart(text.charAt(at))) {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '~' && TILDES.contains(text.substring(start, at))) {
                at++;
            }
            add(Kind.WORD, text.substring(start, at), start);
        } else if (c == '`') {
            quotedWord();
        } else if (c == '"') {
            string();
        } else if (c >= '0' && c <= '9' || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            number();
        } else if (c == '\'') {
            fail("EQL-003", start, start + 1, "Strings stand in double quotes.", "Write \"…\" instead of '…'.");
        } else if (at + 1 < text.length() && SIGNS_OF_TWO.contains(text.substring(at, at + 2))) {
            at += 2;
            add(Kind.SIGN, text.substring(start, at), start);
        } else if ("()[],.:<>+-*/%|?~=".indexOf(c) >= 0) {
            at++;
            add(Kind.SIGN, String.valueOf(c), start);
        } else {
            fail("EQL-004", start, start + 1, "\"" + c + "\" has no meaning here.", "");
        }
    }

    private void quotedWord() {
        int start = at++;
        StringBuilder word = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '`') {
                word.append(c);
            } else if (at < text.length() && text.charAt(at) == '`') {
                word.append('`');
                at++;
            } else {
                add(Kind.QUOTED_WORD, word.toString(), start);
                return;
            }
        }
        fail("EQL-005", start, start + 1, "This backtick is not closed.", "Close it with another one.");
    }

    private void string() {
        int start = at;
        if (text.startsWith("\"\"\"", at)) {
            rawString();
            return;
        }
        at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length() && problem == null) {
            char c = text.charAt(at++);
            switch (c) {
                case '"' -> {
                    add(Kind.STRING, content.toString(), start);
                    return;
                }
                case '\\' -> escape(content);
                case '\n', '\r' -> {
                    fail("EQL-006", start, at - 1, "A string ends on its own line.", "Close it with a double quote.");
                    return;
                }
                default -> content.append(c);
            }
        }
        if (problem == null) {
            fail("EQL-006", start, start + 1, "This string is not closed.", "Close it with a double quote.");
        }
    }

    private void escape(StringBuilder content) {
        int start = at - 1;
        char c = at < text.length() ? text.charAt(at++) : ' ';
        switch (c) {
            case 'b' -> content.append('\b');
            case 't' -> content.append('\t');
            case 'n' -> content.append('\n');
            case 'f' -> content.append('\f');
            case 'r' -> content.append('\r');
            // A single quote needs no escape; public rules have it escaped all the same.
            case '"', '\'', '\\' -> content.append(c);
            case 'u' -> unicode(start, content);
            default ->
                fail(
                        "EQL-007",
                        start,
                        at,
                        "\"\\" + c + "\" is no escape; there are \\b \\t \\n \\f \\r \\\" \\\\ and \\u{…}.",
                        "Double the backslash, or write the string raw: \"\"\"…\"\"\".");
        }
    }

    private void unicode(int start, StringBuilder content) {
        int close = at < text.length() && text.charAt(at) == '{' ? text.indexOf('}', at) : -1;
        int digits = close - at - 1;
        boolean hex = close > 0
                && digits >= 2
                && digits <= 8
                && text.substring(at + 1, close).chars().allMatch(d -> Character.digit(d, 16) >= 0 && d < 128);
        long code = hex ? Long.parseLong(text.substring(at + 1, close), 16) : -1;
        if (code < 0 || code > Character.MAX_CODE_POINT || code >= 0xD800 && code <= 0xDFFF) {
            fail(
                    "EQL-008",
                    start,
                    Math.max(at, close + 1),
                    "A character's number stands as \\u{…}: two to eight hexadecimal digits, up to 10FFFF, no surrogate.",
                    "");
            return;
        }
        content.appendCodePoint((int) code);
        at = close + 1;
    }

    /** No escapes; up to two quotes right before the closing three belong to the content. */
    private void rawString() {
        int start = at;
        int end = text.indexOf("\"\"\"", at + 3);
        int line = text.indexOf('\n', at);
        if (end < 0 || line >= 0 && line < end) {
            fail("EQL-006", start, start + 3, "This raw string does not end on its line.", "Close it with \"\"\".");
            return;
        }
        int quotes = 0;
        while (quotes < 2 && end + 3 < text.length() && text.charAt(end + 3) == '"') {
            end++;
            quotes++;
        }
        at = end + 3;
        add(Kind.STRING, text.substring(start + 3, end), start);
    }

    private void number() {
        int start = at;
        boolean whole = true;
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 2 : 1;
            if (at + sign < text.length() && isDigit(text.charAt(at + sign))) {
                whole = false;
                at += sign;
                digits();
            }
        }
        String digits = text.substring(start, at);
        tokens.add(new Token(Kind.NUMBER, digits, value(digits, whole), new Span(start, at)));
    }

    private static Number value(String digits, boolean whole) {
        if (whole && digits.length() <= 19) {
            try {
                return Long.valueOf(digits);
            } catch (NumberFormatException e) {
                return Double.valueOf(digits);
            }
        }
        return Double.valueOf(digits);
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void add(Kind kind, String content, int start) {
        tokens.add(new Token(kind, content, null, new Span(start, at)));
    }

    private void fail(String code, int from, int to, String message, String mend) {
        problem = Problem.error(code, message, mend, source.place(new Span(from, Math.max(from, to))));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '@';
    }

    private static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || isDigit(c);
    }
}
