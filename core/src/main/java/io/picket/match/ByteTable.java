package io.picket.match;

import java.util.Arrays;
import java.util.function.IntSupplier;

/** From texts to their keys: open addressing over one blob. Filled while a plan is made, only read afterwards. */
@HotPath("one look-up for every value of an indexed field: MatchBenchmark")
final class ByteTable {

    private byte[] blob = new byte[256];
    private int[] start = new int[17];
    private int[] hashes = new int[16];
    private int[] keys = new int[16];
    private int[] table = new int[64];
    private int count;

    /** The key of a text; a new one is taken from the supply if the text is new. */
    int put(byte[] text, IntSupplier supply) {
        int known = find(text, 0, text.length);
        if (known >= 0) {
            return known;
        }
        if (count == keys.length) {
            start = Arrays.copyOf(start, count * 2 + 1);
            hashes = Arrays.copyOf(hashes, count * 2);
            keys = Arrays.copyOf(keys, count * 2);
        }
        int end = start[count] + text.length;
        if (end > blob.length) {
            blob = Arrays.copyOf(blob, Math.max(end, blob.length * 2));
        }
        System.arraycopy(text, 0, blob, start[count], text.length);
        hashes[count] = Bytes.hash(text, 0, text.length);
        keys[count] = supply.getAsInt();
        start[++count] = end;
        if (count * 2 > table.length) {
            table = new int[table.length * 2];
            for (int entry = 0; entry < count; entry++) {
                place(entry);
            }
        } else {
            place(count - 1);
        }
        return keys[count - 1];
    }

    private void place(int entry) {
        int mask = table.length - 1;
        int at = hashes[entry] & mask;
        while (table[at] != 0) {
            at = at + 1 & mask;
        }
        table[at] = entry + 1;
    }

    /** The key of a text, or -1. */
    int find(byte[] b, int from, int length) {
        int hash = Bytes.hash(b, from, length);
        int mask = table.length - 1;
        for (int at = hash & mask; ; at = at + 1 & mask) {
            int entry = table[at] - 1;
            if (entry < 0) {
                return -1;
            }
            if (hashes[entry] == hash
                    && start[entry + 1] - start[entry] == length
                    && Arrays.equals(blob, start[entry], start[entry + 1], b, from, from + length)) {
                return keys[entry];
            }
        }
    }
}
