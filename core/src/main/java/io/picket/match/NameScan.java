package io.picket.match;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The names of the fields that a document has a value in, as far as conditions over any field care.
 *
 * <p>What: one walk over the bytes of the document that keeps the path it is on, and numbers each path with a value that
 * starts as some pattern over names does. Why not the tree of the document: building it costs ten times as much, for every
 * event, because conditions over names like {@code file.hash.*} have no key to be found by. INVARIANT: it never guesses.
 * Whatever is not plain (an escape in a key, a path that is too long, more names than are remembered, broken JSON) makes
 * {@link #scan} say so, and the document is asked. Cost: two to three nanoseconds a byte. Plain twin: {@link
 * io.picket.event.Document#byPath}.
 */
@HotPath("conditions over field names look at every event: MatchBenchmark")
final class NameScan {

    /** Most names remembered. */
    static final int NAMES_MAX = 20_000;

    /** Longest path, in bytes; also what a document may nest, since each level takes one. */
    private static final int PATH_BYTES_MAX = 500;

    private static final int DEPTH_MAX = 250;
    private static final int BROKEN = -1;

    private final byte[][] prefixes;
    private final ByteTable numbers = new ByteTable();
    private String[] names = new String[64];
    private int nameCount;
    private int[] found = new int[64];
    private int foundCount;
    private int[] lastFound = new int[64];
    private int stamp;

    private final byte[] path = new byte[PATH_BYTES_MAX];
    private int pathLength;

    /** @param prefixes of the paths that matter, in UTF-8; an empty one lets all matter */
    NameScan(List<byte[]> prefixes) {
        this.prefixes = prefixes.toArray(new byte[0][]);
    }

    /** How many of the names that matter the document has; {@link #found} gives their numbers. */
    int foundCount() {
        return foundCount;
    }

    int found(int i) {
        return found[i];
    }

    String name(int number) {
        return names[number];
    }

    /** Finds the names; false if the document is not plain enough, and must be asked itself. */
    boolean scan(byte[] b, int from, int to) {
        foundCount = 0;
        pathLength = 0;
        stamp++;
        int at = blanks(b, from, to);
        return at < to && b[at] == '{' && object(b, at + 1, to, 0, true) != BROKEN;
    }

    /** Reads on behind the opening brace and says where the object ends. */
    private int object(byte[] b, int from, int to, int depth, boolean matters) {
        int base = pathLength;
        int at = blanks(b, from, to);
        if (at < to && b[at] == '}') {
            return at + 1;
        }
        while (at < to && b[at] == '"' && depth < DEPTH_MAX) {
            int end = at + 1;
            while (end < to && b[end] != '"' && b[end] != '\\') {
                end++;
            }
            if (end >= to || b[end] == '\\' || base + end - at > PATH_BYTES_MAX) {
                return BROKEN;
            }
            boolean wanted = matters && extend(b, at + 1, end, base);
            at = blanks(b, end + 1, to);
            if (at >= to || b[at] != ':') {
                return BROKEN;
            }
            at = value(b, blanks(b, at + 1, to), to, depth + 1, wanted);
            pathLength = base;
            if (at == BROKEN) {
                return BROKEN;
            }
            at = blanks(b, at, to);
            if (at < to && b[at] == '}') {
                return at + 1;
            }
            if (at >= to || b[at] != ',') {
                return BROKEN;
            }
            at = blanks(b, at + 1, to);
        }
        return BROKEN;
    }

    /** Lengthens the path by a key; false if nothing that starts like this matters. */
    private boolean extend(byte[] b, int from, int end, int base) {
        int length = base;
        if (length > 0) {
            path[length++] = '.';
        }
        System.arraycopy(b, from, path, length, end - from);
        pathLength = length + end - from;
        for (byte[] prefix : prefixes) {
            int same = Math.min(prefix.length, pathLength);
            if (Arrays.equals(prefix, 0, same, path, 0, same)) {
                return true;
            }
        }
        return false;
    }

    private int value(byte[] b, int at, int to, int depth, boolean matters) {
        if (at >= to || depth >= DEPTH_MAX) {
            return BROKEN;
        }
        return switch (b[at]) {
            case '{' -> object(b, at + 1, to, depth, matters);
            case '[' -> array(b, at + 1, to, depth, matters);
            case '"' -> named(matters) ? string(b, at + 1, to) : BROKEN;
            case 'n' -> word(b, at, to);
            default -> named(matters) ? word(b, at, to) : BROKEN;
        };
    }

    private int array(byte[] b, int from, int to, int depth, boolean matters) {
        int at = blanks(b, from, to);
        if (at < to && b[at] == ']') {
            return at + 1;
        }
        while (true) {
            at = value(b, at, to, depth + 1, matters);
            at = at == BROKEN ? to : blanks(b, at, to);
            if (at >= to || b[at] != ',' && b[at] != ']') {
                return BROKEN;
            }
            if (b[at] == ']') {
                return at + 1;
            }
            at = blanks(b, at + 1, to);
        }
    }

    private static int string(byte[] b, int from, int to) {
        for (int at = from; at < to; at++) {
            if (b[at] == '"') {
                return at + 1;
            }
            if (b[at] == '\\') {
                at++;
            }
        }
        return BROKEN;
    }

    /** The end of a number, true, false or null; whether it is one was seen when the event was read. */
    private static int word(byte[] b, int from, int to) {
        int at = from;
        while (at < to && b[at] > ' ' && b[at] != ',' && b[at] != '}' && b[at] != ']') {
            at++;
        }
        return at == from ? BROKEN : at;
    }

    private static int blanks(byte[] b, int from, int to) {
        int at = from;
        while (at < to && b[at] <= ' ' && b[at] >= 0) {
            at++;
        }
        return at;
    }

    /** Takes down the path; false if there is no room for one more name. */
    private boolean named(boolean matters) {
        if (!matters) {
            return true;
        }
        int number = numbers.find(path, 0, pathLength);
        if (number < 0) {
            if (nameCount == NAMES_MAX) {
                return false;
            }
            number = newName();
        }
        if (lastFound[number] != stamp) {
            lastFound[number] = stamp;
            if (foundCount == found.length) {
                found = Arrays.copyOf(found, foundCount * 2);
            }
            found[foundCount++] = number;
        }
        return true;
    }

    private int newName() {
        byte[] bytes = Arrays.copyOf(path, pathLength);
        int number = numbers.put(bytes, () -> nameCount);
        if (nameCount == names.length) {
            names = Arrays.copyOf(names, nameCount * 2);
            lastFound = Arrays.copyOf(lastFound, nameCount * 2);
        }
        names[nameCount++] = new String(bytes, StandardCharsets.UTF_8);
        return number;
    }
}
