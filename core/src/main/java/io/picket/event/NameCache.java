package io.picket.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings for names that come again and again as bytes (index names, mostly), so that each is made once. Forgets
 * everything when it is full: a stranger who sends ever new names costs a little time and no memory.
 */
final class NameCache {

    /** How many names it holds at most. */
    static final int NAMES_MAX = 1024;

    private static final int PLACES = 4 * NAMES_MAX;

    private final byte[][] keys = new byte[PLACES][];
    private final String[] names = new String[PLACES];
    private int count;
    private int last;

    /** The UTF-8 text in {@code bytes[from, to)}. */
    String of(byte[] bytes, int from, int to) {
        if (isAt(last, bytes, from, to)) {
            return names[last];
        }
        int i = hash(bytes, from, to) & PLACES - 1;
        while (keys[i] != null && !isAt(i, bytes, from, to)) {
            i = i + 1 & PLACES - 1;
        }
        last = i;
        return keys[i] != null ? names[i] : add(i, bytes, from, to);
    }

    private String add(int place, byte[] bytes, int from, int to) {
        String name = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        int i = place;
        if (count == NAMES_MAX) {
            Arrays.fill(keys, null);
            count = 0;
            i = hash(bytes, from, to) & PLACES - 1;
        }
        keys[i] = Arrays.copyOfRange(bytes, from, to);
        names[i] = name;
        last = i;
        count++;
        return name;
    }

    private boolean isAt(int i, byte[] bytes, int from, int to) {
        byte @Nullable [] key = keys[i];
        return key != null && Arrays.equals(key, 0, key.length, bytes, from, to);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int h = 0;
        for (int i = from; i < to; i++) {
            h = 31 * h + bytes[i];
        }
        return h ^ h >>> 15;
    }
}
