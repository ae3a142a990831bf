package io.picket.kql;

import io.picket.kql.KqlTree.Word;
import io.picket.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * Cuts field names and values out of a query.
 *
 * <p>A bare word runs, inner blanks and all, until a special character or a keyword. The keywords {@code or} and
 * {@code and} need a blank on both sides, {@code not} needs one after it only, so {@code cannot open} ends before
 * {@code not}. Escapes are tried in Kibana's order, which makes {@code \not} a line break followed by {@code ot}. Blanks
 * around a bare word go, also those that came from an escape. In quotes a backslash that starts no escape is itself.
 */
final class WordReader {

    private static final int HEX_DIGITS = 4;

    private final String text;

    WordReader(String text) {
        this.text = text;
    }

    /** A word and where reading goes on: behind its closing quote, or where a bare word was stopped. */
    record Found(Word word, int next) {}

    /** The word that begins at {@code at}, or null if none does. */
    @Nullable Found at(int at) {
        return at < text.length() && text.charAt(at) == '"' ? quoted(at) : bare(at);
    }

    private @Nullable Found quoted(int at) {
        StringBuilder value = new StringBuilder();
        int i = at + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"') {
                return new Found(new Word(value.toString(), true, false, new Span(at, i + 1)), i + 1);
            }
            int escape = c == '\\' ? escape(i) : NO_ESCAPE;
            if (escape == NO_ESCAPE && c == '\\' && (charAt(i + 1) == '\\' || charAt(i + 1) == '"')) {
                escape = charAt(i + 1);
            }
            value.append(escape == NO_ESCAPE ? c : (char) escape);
            i += escape == NO_ESCAPE ? 1 : escapeLength(i);
        }
        return null;
    }

    private @Nullable Found bare(int at) {
        StringBuilder plain = new StringBuilder();
        StringBuilder pattern = new StringBuilder();
        boolean wildcard = false;
        int i = at;
        int inkEnd = at;
        while (i < text.length()) {
            char c = text.charAt(i);
            int next = i + 1;
            int keyword;
            if (c == '*') {
                wildcard = true;
                plain.append(c);
                pattern.append(c);
            } else if (c == '\\') {
                int escape = escape(i);
                if (escape == NO_ESCAPE && isSpecial(charAt(i + 1))) {
                    escape = charAt(i + 1);
                }
                if (escape != NO_ESCAPE) {
                    next = i + escapeLength(i);
                    append(plain, pattern, (char) escape);
                } else if ((keyword = keywordLength(i + 1)) > 0) {
                    next = i + 1 + keyword;
                    plain.append(text, i + 1, next);
                    pattern.append(text, i + 1, next);
                } else {
                    break;
                }
            } else if (isSpecial(c) || not(i) > 0 || joiner(i, "or") > 0 || joiner(i, "and") > 0) {
                break;
            } else if (isBlank(c)) {
                next = afterBlanks(i);
                plain.append(text, i, next);
                pattern.append(text, i, next);
            } else {
                append(plain, pattern, c);
            }
            inkEnd = c != '\\' && isTrimmed(c) ? inkEnd : next;
            i = next;
        }
        if (i == at) {
            return null;
        }
        String value = trim(wildcard ? pattern : plain);
        return new Found(new Word(value, false, wildcard, new Span(at, inkEnd)), i);
    }

    private static void append(StringBuilder plain, StringBuilder pattern, char c) {
        plain.append(c);
        if (c == '*' || c == '\\') {
            pattern.append('\\');
        }
        pattern.append(c);
    }

    private static final int NO_ESCAPE = -1;

    /** The character that {@code \t}, {@code \r}, {@code \n} or {@code \}{@code uXXXX} at {@code at} stands for. */
    private int escape(int at) {
        return switch (charAt(at + 1)) {
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 'u' -> hex(at + 2);
            default -> NO_ESCAPE;
        };
    }

    private int escapeLength(int at) {
        return charAt(at + 1) == 'u' ? 2 + HEX_DIGITS : 2;
    }

    private int hex(int at) {
        int value = 0;
        for (int i = at; i < at + HEX_DIGITS; i++) {
            char c = charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return NO_ESCAPE;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The character there, or the end mark, which nothing takes for anything. */
    private char charAt(int at) {
        return at < text.length() ? text.charAt(at) : END;
    }

    private static final char END = '\uFFFF';

    /** How long the keyword is that the letters at {@code at} spell, in any case; 0 if they spell none. */
    private int keywordLength(int at) {
        return spells(at, "or") ? 2 : spells(at, "and") || spells(at, "not") ? 3 : 0;
    }

    private boolean spells(int at, String keyword) {
        for (int i = 0; i < keyword.length(); i++) {
            char c = charAt(at + i);
            if (c > 'z' || (c | 0x20) != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where {@code not} and its blanks at {@code at} end, or -1. */
    int not(int at) {
        return spells(at, "not") && isBlank(charAt(at + 3)) ? afterBlanks(at + 3) : -1;
    }

    /** Where {@code and} or {@code or}, with the blanks that must stand on both sides, ends; or -1. */
    int joiner(int at, String keyword) {
        if (!isBlank(charAt(at))) {
            return -1;
        }
        int word = afterBlanks(at);
        int end = word + keyword.length();
        return spells(word, keyword) && isBlank(charAt(end)) ? afterBlanks(end) : -1;
    }

    int afterBlanks(int at) {
        int i = at;
        while (i < text.length() && isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\u00A0';
    }

    static boolean isSpecial(char c) {
        return switch (c) {
            case '\\', '(', ')', ':', '<', '>', '"', '*', '{', '}' -> true;
            default -> false;
        };
    }

    private static String trim(StringBuilder value) {
        int start = 0;
        int end = value.length();
        while (start < end && isTrimmed(value.charAt(start))) {
            start++;
        }
        while (end > start && isTrimmed(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    /** What JavaScript's {@code trim} takes away. */
    private static boolean isTrimmed(char c) {
        return c >= '\t' && c <= '\r'
                || c == '\u00A0'
                || c == '\uFEFF'
                || c == '\u2028'
                || c == '\u2029'
                || Character.getType(c) == Character.SPACE_SEPARATOR;
    }
}
