package io.picket.event;

import java.util.Arrays;

/** Finds its way in JSON that was read before and is known to be well-formed; in other text it ends somewhere. */
final class Brackets {

    private Brackets() {}

    static int blank(byte[] b, int from, int to) {
        int p = from;
        while (p < to && (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t')) {
            p++;
        }
        return p;
    }

    /** From a member of an object (or the blanks before it) to its value. */
    static int memberValue(byte[] b, int from, int to) {
        int key = blank(b, from, to);
        int colon = blank(b, end(b, key, to), to);
        return blank(b, Math.min(colon + 1, to), to);
    }

    /** The value of the first member with this key (in its quotes, unescaped) of the object that starts here, or {@code to}. */
    static int member(byte[] b, int open, int to, byte[] key) {
        int p = blank(b, open + 1, to);
        while (p < to && b[p] == '"') {
            int value = memberValue(b, p, to);
            if (to - p >= key.length && Arrays.equals(b, p, p + key.length, key, 0, key.length)) {
                return value;
            }
            int comma = blank(b, end(b, value, to), to);
            p = blank(b, Math.min(comma + 1, to), to);
        }
        return to;
    }

    /** The position after the value that starts here. */
    static int end(byte[] b, int from, int to) {
        int depth = 0;
        int p = from;
        while (p < to) {
            byte c = b[p];
            if (c == '"') {
                p = textEnd(b, p, to);
                if (depth == 0) {
                    return p;
                }
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}' || c == ']' || c <= ' ')) {
                return p;
            }
            p++;
            if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return p;
            }
        }
        return to;
    }

    private static int textEnd(byte[] b, int from, int to) {
        int p = from + 1;
        while (p < to && b[p] != '"') {
            p += b[p] == '\\' ? 2 : 1;
        }
        return Math.min(p + 1, to);
    }
}
