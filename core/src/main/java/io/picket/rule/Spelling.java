package io.picket.rule;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a string is written in a file: which quotes stand around it and what a backslash means. Knows the way from the
 * text to where each of its characters stands, which a query's parser needs to point into the file.
 */
enum Spelling {
    JSON(1, true, false),
    /** {@code "…"} in TOML. */
    BASIC(1, true, false),
    /** {@code """…"""} in TOML. */
    BASIC_LINES(3, true, true),
    /** {@code '…'} in TOML. */
    LITERAL(1, false, false),
    /** {@code '''…'''} in TOML. */
    LITERAL_LINES(3, false, true);

    static final int NO_FAULT = -1;

    private final int quotes;
    private final boolean escapes;
    private final boolean lines;

    Spelling(int quotes, boolean escapes, boolean lines) {
        this.quotes = quotes;
        this.escapes = escapes;
        this.lines = lines;
    }

    boolean escapes() {
        return escapes;
    }

    /** Where the text between the quotes begins: a line break right after three quotes is not part of it. */
    int contentStart(String file, int start) {
        int at = start + quotes;
        if (lines && file.startsWith("\r\n", at)) {
            return at + 2;
        }
        return lines && file.startsWith("\n", at) ? at + 1 : at;
    }

    /** From an offset in the string's value to the offset in the file; found by reading the literal once more. */
    IntUnaryOperator offsets(String file, Node.Text text) {
        int length = text.value().length();
        int from = Math.min(contentStart(file, text.span().start()), text.span().end());
        int to = text.span().end() - quotes;
        if (to - from == length) {
            return offset -> from + offset;
        }
        int[] offsets = new int[length + 1];
        decode(file, from, to, new StringBuilder(length), offsets);
        offsets[length] = Math.max(from, to);
        return offset -> offsets[Math.max(0, Math.min(offset, length))];
    }

    /**
     * Undoes the escapes of what stands between the quotes.
     *
     * @param offsets if given, receives for each character where it stands
     * @return where a backslash means nothing, or {@link #NO_FAULT}
     */
    int decode(String file, int from, int to, StringBuilder out, int @Nullable [] offsets) {
        int at = from;
        while (at < to) {
            int before = out.length();
            int next = at + 1;
            char c = file.charAt(at);
            if (c == '\r' && lines && at + 1 < to && file.charAt(at + 1) == '\n') {
                // A text has the same line breaks wherever the file was checked out.
                out.append('\n');
                next = at + 2;
            } else if (c != '\\' || !escapes) {
                out.append(c);
            } else {
                next = escape(file, at, to, out);
                if (next < 0) {
                    return at;
                }
            }
            if (offsets != null) {
                for (int i = before; i < out.length() && i < offsets.length; i++) {
                    offsets[i] = at;
                }
            }
            at = next;
        }
        return NO_FAULT;
    }

    /** Reads one escape at {@code at}; answers where the text goes on, or -1. */
    private int escape(String file, int at, int to, StringBuilder out) {
        if (at + 1 >= to) {
            return -1;
        }
        char letter = file.charAt(at + 1);
        int plain = "\"\\bfnrt".indexOf(letter);
        if (plain >= 0) {
            out.append("\"\\\b\f\n\r\t".charAt(plain));
            return at + 2;
        }
        if (letter == 'u' || letter == 'U' && this != JSON) {
            return codePoint(file, at + 2, letter == 'u' ? 4 : 8, to, out);
        }
        if (letter == '/' && this == JSON) {
            out.append('/');
            return at + 2;
        }
        return lines ? lineJoin(file, at + 1, to) : -1;
    }

    private int codePoint(String file, int at, int digits, int to, StringBuilder out) {
        if (at + digits > to) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(file.charAt(i), 16);
            if (digit < 0 || file.charAt(i) > 'f') {
                return -1;
            }
            value = value << 4 | digit;
        }
        if (this == JSON) {
            out.append((char) value);
            return at + digits;
        }
        if (!Character.isValidCodePoint(value)
                || value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
            return -1;
        }
        out.appendCodePoint(value);
        return at + digits;
    }

    /** A backslash at the end of a line takes away all white space up to the next character. */
    private static int lineJoin(String file, int from, int to) {
        int at = from;
        boolean line = false;
        while (at < to && " \t\r\n".indexOf(file.charAt(at)) >= 0) {
            line |= file.charAt(at) == '\n';
            at++;
        }
        return line ? at : -1;
    }
}
