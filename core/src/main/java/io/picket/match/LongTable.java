package io.picket.match;

import java.util.Arrays;
import java.util.function.IntSupplier;

/** From numbers to their keys: open addressing. Filled while a plan is made, only read afterwards. */
@HotPath("one look-up for every value of an indexed number field: MatchBenchmark")
final class LongTable {

    private long[] numbers = new long[16];
    private int[] keys = filled(16);
    private int count;

    /** The key of a number; a new one is taken from the supply if the number is new. */
    int put(long number, IntSupplier supply) {
        int known = find(number);
        if (known >= 0) {
            return known;
        }
        if (++count * 2 > keys.length) {
            long[] oldNumbers = numbers;
            int[] oldKeys = keys;
            numbers = new long[oldKeys.length * 2];
            keys = filled(oldKeys.length * 2);
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] >= 0) {
                    place(oldNumbers[i], oldKeys[i]);
                }
            }
        }
        int key = supply.getAsInt();
        place(number, key);
        return key;
    }

    private void place(long number, int key) {
        int at = slot(number);
        while (keys[at] >= 0) {
            at = at + 1 & keys.length - 1;
        }
        numbers[at] = number;
        keys[at] = key;
    }

    /** The key of a number, or -1. */
    int find(long number) {
        for (int at = slot(number); keys[at] >= 0; at = at + 1 & keys.length - 1) {
            if (numbers[at] == number) {
                return keys[at];
            }
        }
        return -1;
    }

    private int slot(long number) {
        return (int) (number * 0x9E3779B97F4A7C15L >>> 32) & keys.length - 1;
    }

    private static int[] filled(int length) {
        int[] keys = new int[length];
        Arrays.fill(keys, -1);
        return keys;
    }
}
