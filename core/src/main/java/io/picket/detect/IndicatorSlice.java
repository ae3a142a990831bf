package io.picket.detect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an object and a string out of a JSON document by their paths, without parsing it. The document is known to be
 * well-formed. It must have the usual shape, objects in objects; one with a dotted or escaped name on the way, an array,
 * anything twice or an object too deep is left to the parser.
 */
final class IndicatorSlice {

    private static final byte[] BEFORE = "{\"indicator\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BETWEEN = ",\"feed\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int ODD = -1;

    private final byte[][] objectPath;
    private final byte[][] textPath;
    private byte[] b = NOTHING;
    private int end;
    private int objectFrom;
    private int objectTo;
    private int textFrom;
    private int textTo;
    private int deepest;

    IndicatorSlice(String objectPath, String textPath) {
        this.objectPath = segments(objectPath);
        this.textPath = segments(textPath);
    }

    private static byte[][] segments(String path) {
        return Arrays.stream(path.split("\\.", -1))
                .map(segment -> segment.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Both as one JSON object, or null if the document is not of the usual shape. */
    byte @Nullable [] of(byte[] source, int from, int to) {
        b = source;
        end = to;
        objectFrom = ODD;
        textFrom = ODD;
        int open = blank(from);
        if (open == end || b[open] != '{' || members(open, 0, true, true) == ODD) {
            return null;
        }
        byte[] object = objectFrom == ODD ? NOTHING : b;
        int start = objectFrom == ODD ? 0 : objectFrom;
        int length = objectFrom == ODD ? NOTHING.length : objectTo - objectFrom;
        int textLength = textFrom == ODD ? 0 : BETWEEN.length + textTo - textFrom;
        byte[] out = Arrays.copyOf(BEFORE, BEFORE.length + length + textLength + 1);
        System.arraycopy(object, start, out, BEFORE.length, length);
        if (textFrom != ODD) {
            System.arraycopy(BETWEEN, 0, out, BEFORE.length + length, BETWEEN.length);
            System.arraycopy(b, textFrom, out, BEFORE.length + length + BETWEEN.length, textTo - textFrom);
        }
        out[out.length - 1] = '}';
        return out;
    }

    /**
     * Goes through the object that begins here and returns the place after it, or {@link #ODD}.
     *
     * @param depth how many segments of the paths lead to it
     * @param toObject whether the object's path does
     * @param toText whether the text's path does
     */
    private int members(int open, int depth, boolean toObject, boolean toText) {
        int p = blank(open + 1);
        while (p < end && b[p] == '"') {
            int nameEnd = p + 1;
            while (b[nameEnd] != '"') {
                if (b[nameEnd] == '.' || b[nameEnd] == '\\') {
                    return ODD;
                }
                nameEnd++;
            }
            boolean object = toObject && is(p + 1, nameEnd, objectPath, depth);
            boolean text = toText && is(p + 1, nameEnd, textPath, depth);
            int value = blank(blank(nameEnd + 1) + 1);
            p = object || text ? wanted(value, depth + 1, object, text) : skip(value);
            if (p == ODD) {
                return ODD;
            }
            p = blank(p);
            if (b[p] == '}') {
                return p + 1;
            }
            p = blank(p + 1);
        }
        return p < end && b[p] == '}' ? p + 1 : ODD;
    }

    private boolean is(int from, int to, byte[][] path, int depth) {
        return depth < path.length && Arrays.equals(b, from, to, path[depth], 0, path[depth].length);
    }

    private int wanted(int value, int depth, boolean object, boolean text) {
        boolean objectHere = object && depth == objectPath.length;
        boolean textHere = text && depth == textPath.length;
        if (objectHere && textHere) {
            return ODD;
        }
        if (objectHere) {
            if (b[value] != '{' || objectFrom != ODD || text) {
                return ODD;
            }
            deepest = 0;
            objectFrom = value;
            objectTo = skip(value);
            return deepest > IndicatorObject.DEPTH_MAX ? ODD : objectTo;
        }
        if (textHere) {
            if (b[value] != '"' || textFrom != ODD || object) {
                return ODD;
            }
            textFrom = value;
            textTo = skip(value);
            return textTo;
        }
        return b[value] == '{' ? members(value, depth, object, text) : ODD;
    }

    private int blank(int from) {
        int p = from;
        while (p < end && b[p] <= ' ') {
            p++;
        }
        return p;
    }

    /** The place after a value. */
    private int skip(int from) {
        int depth = 0;
        int p = from;
        while (p < end) {
            byte c = b[p];
            if (c == '"') {
                p = string(p);
            } else if (c == '{' || c == '[') {
                deepest = Math.max(deepest, ++depth);
                p++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return p;
                }
                depth--;
                p++;
            } else if (depth == 0 && c == ',') {
                return p;
            } else {
                p++;
                continue;
            }
            if (depth == 0) {
                return p;
            }
        }
        return end;
    }

    private int string(int from) {
        int p = from + 1;
        while (b[p] != '"') {
            p += b[p] == '\\' ? 2 : 1;
        }
        return p + 1;
    }
}
