package io.picket.rule;

import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts an EQL or ES|QL query (their strings and comments are alike) into words, strings and signs, so that slips which
 * need no grammar can be found: wildcards under exact operators, a sequence's time span, names of fields. Comments are left out. Never fails: what is not understood
 * is a sign of one character. One pass over the text.
 */
final class CheckEqlText {

    enum Kind {
        /** A keyword, function or field; a field in backticks without them. */
        WORD,
        STRING,
        SIGN
    }

    /**
     * @param text of a word in its own case; of a string what stands between the quotes, escapes not undone
     * @param span in the query, quotes included
     */
    record Token(Kind kind, String text, Span span) {

        boolean isWord(String word) {
            return kind == Kind.WORD && text.toLowerCase(Locale.ROOT).equals(word);
        }

        boolean isSign(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }
    }

    private static final List<String> LONG_SIGNS = List.of("==", "!=", ">=", "<=");

    private final String query;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private CheckEqlText(String query) {
        this.query = query;
    }

    static List<Token> tokens(String query) {
        CheckEqlText reader = new CheckEqlText(query);
        while (reader.at < query.length()) {
            reader.next();
        }
        return reader.tokens;
    }

    private void next() {
        char c = query.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (query.startsWith("//", at)) {
            at = endAfter("\n", at + 2);
        } else if (query.startsWith("/*", at)) {
            at = endAfter("*/", at + 2);
        } else if (query.startsWith("\"\"\"", at)) {
            quoted("\"\"\"", false, Kind.STRING);
        } else if (c == '"' || c == '\'') {
            quoted(String.valueOf(c), true, Kind.STRING);
        } else if (c == '`') {
            quoted("`", false, Kind.WORD);
        } else if (isWordPart(c)) {
            int start = at;
            while (at < query.length() && (isWordPart(query.charAt(at)) || isInnerDot())) {
                at++;
            }
            add(Kind.WORD, query.substring(start, at), start);
        } else {
            int start = at;
            String sign = LONG_SIGNS.stream()
                    .filter(longSign -> query.startsWith(longSign, start))
                    .findFirst()
                    .orElse(String.valueOf(c));
            at += sign.length();
            add(Kind.SIGN, sign, start);
        }
    }

    private boolean isInnerDot() {
        return query.charAt(at) == '.' && at + 1 < query.length() && isWordPart(query.charAt(at + 1));
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '@';
    }

    private int endAfter(String mark, int from) {
        int found = query.indexOf(mark, from);
        return found < 0 ? query.length() : found + mark.length();
    }

    private void quoted(String mark, boolean escapes, Kind kind) {
        int start = at;
        int end = start + mark.length();
        while (end < query.length() && !query.startsWith(mark, end)) {
            end += escapes && query.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, query.length());
        at = Math.min(end + mark.length(), query.length());
        add(kind, query.substring(Math.min(start + mark.length(), end), end), start);
    }

    private void add(Kind kind, String text, int start) {
        tokens.add(new Token(kind, text, new Span(start, at)));
    }
}
