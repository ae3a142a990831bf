package io.picket.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where to look for candidates among events of one kind: those that come in indices which offer them to the same
 * conditions, and that show the same common keys.
 *
 * <p>From a key that an event shows to the conditions that may be met because of it.
 */
@HotPath("asked for every key of every event: MatchBenchmark")
final class Partition {

    /** By slot: in which ways ({@link Keys}) its values are looked up here. */
    final byte[] ways;

    /** Conditions that are always candidates. */
    final int[] always;

    /** What its events show, until that is enough to make a better one; null from then on. Nothing else changes. */
    @Nullable Sample sample;

    private final int[] keys;
    private final int[] starts;
    private final int[] conditions;

    /** @param pairs a key in the upper half, a condition that it finds in the lower */
    Partition(int slots, int[] always, long[] pairs, Keys all) {
        this.always = always;
        this.ways = new byte[slots];
        Arrays.sort(pairs);
        int distinct = 0;
        for (int i = 0; i < pairs.length; i++) {
            distinct += i == 0 || key(pairs[i]) != key(pairs[i - 1]) ? 1 : 0;
        }
        int size = Integer.highestOneBit(Math.max(distinct, 1)) * 4;
        this.keys = new int[size];
        this.starts = new int[size];
        this.conditions = new int[pairs.length];
        Arrays.fill(keys, Column.NO_KEY);
        for (int i = 0; i < pairs.length; i++) {
            int key = key(pairs[i]);
            if (i == 0 || key != key(pairs[i - 1])) {
                int at = slot(key);
                while (keys[at] >= 0) {
                    at = at + 1 & size - 1;
                }
                keys[at] = key;
                starts[at] = i;
                ways[all.slot(key)] |= all.way(key);
            }
            boolean last = i + 1 == pairs.length || key(pairs[i + 1]) != key;
            conditions[i] = last ? ~(int) pairs[i] : (int) pairs[i];
        }
    }

    private static int key(long pair) {
        return (int) (pair >> 32);
    }

    private int slot(int key) {
        return (key * 0x9E3779B1 >>> 7) & keys.length - 1;
    }

    /** Where the conditions stand that this key finds, for {@link #condition}; -1 if it finds none. */
    int find(int key) {
        for (int at = slot(key); keys[at] >= 0; at = at + 1 & keys.length - 1) {
            if (keys[at] == key) {
                return starts[at];
            }
        }
        return -1;
    }

    /** A condition; {@code ~condition} for the last one of its key. */
    int condition(int at) {
        return conditions[at];
    }

    /** About how much memory it takes. */
    int bytes() {
        return (sample == null ? 0 : Sample.BYTES_MAX)
                + 200
                + ways.length
                + 4 * (always.length + 2 * keys.length + conditions.length);
    }
}
