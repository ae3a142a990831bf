package io.picket.detect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings to small whole numbers and back, for as long as somebody refers to them. Equal bytes have one number;
 * different bytes never share one, since a hit compares them. A number whose last reference goes is given out again.
 *
 * <p>HOT. Cost: one hash and about one cache miss a look-up; 24 bytes a word beside the word itself.
 */
final class WindowDictionary {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int NONE = -1;
    private static final int ARRAY_HEADER = 16;
    private static final int SLOTS_MIN = 64;
    /** Reference, hash and count of a word. */
    private static final int COLUMN_BYTES = 12;

    private final long seed;
    /** Word number + 1, or 0 where nothing is. Open addressing, linear probing, at most two thirds full. */
    private int[] slots = new int[SLOTS_MIN];

    private byte[] @Nullable [] words = new byte[SLOTS_MIN][];
    private int[] hashes = new int[SLOTS_MIN];
    /** References; of a free number, the next free one. */
    private int[] references = new int[SLOTS_MIN];

    private int numbers;
    private int firstFree = NONE;
    private int size;
    private long wordBytes;

    WindowDictionary(long seed) {
        this.seed = seed;
    }

    /** The number of these bytes, with one more reference, which the caller gives back by {@link #release}. */
    int acquire(byte[] bytes, int from, int length) {
        int hash = hash(bytes, from, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && same(number, bytes, from, length)) {
                references[number]++;
                return number;
            }
            slot = slot + 1 & mask;
        }
        return add(bytes, from, length, hash, slot);
    }

    /** The number of these bytes, or -1; no reference is taken. */
    int find(byte[] bytes) {
        int hash = hash(bytes, 0, bytes.length);
        int mask = slots.length - 1;
        for (int slot = hash & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && same(number, bytes, 0, bytes.length)) {
                return number;
            }
        }
        return NONE;
    }

    void retain(int number) {
        references[number]++;
    }

    void release(int number) {
        if (--references[number] == 0) {
            forget(number);
        }
    }

    byte[] bytes(int number) {
        byte[] word = words[number];
        if (word == null) {
            throw new IllegalStateException("word " + number + " is gone");
        }
        return word;
    }

    int hash(int number) {
        return hashes[number];
    }

    boolean isLive(int number) {
        return words[number] != null;
    }

    /** How many words there are. */
    int size() {
        return size;
    }

    /** All numbers lie below this. */
    int numbers() {
        return numbers;
    }

    /**
     * Estimated heap bytes. Columns are reckoned at their size when the present words were all there were: they keep
     * the size of the greatest flood until the dictionary is empty once.
     */
    long stateBytes() {
        return 4L * slots.length + COLUMN_BYTES * 3L / 2 * size + wordBytes;
    }

    private int add(byte[] bytes, int from, int length, int hash, int slot) {
        int number = firstFree;
        if (number == NONE) {
            if (numbers == words.length) {
                int more = words.length + (words.length >> 1);
                words = Arrays.copyOf(words, more);
                hashes = Arrays.copyOf(hashes, more);
                references = Arrays.copyOf(references, more);
            }
            number = numbers++;
        } else {
            firstFree = references[number];
        }
        words[number] = Arrays.copyOfRange(bytes, from, from + length);
        hashes[number] = hash;
        references[number] = 1;
        wordBytes += footprint(length);
        slots[slot] = number + 1;
        if (++size * 3L > slots.length * 2L) {
            resize(slots.length * 2);
        }
        return number;
    }

    private void forget(int number) {
        int mask = slots.length - 1;
        int slot = hashes[number] & mask;
        while (slots[slot] != number + 1) {
            slot = slot + 1 & mask;
        }
        int hole = slot;
        for (int at = slot + 1 & mask; slots[at] != 0; at = at + 1 & mask) {
            int home = hashes[slots[at] - 1] & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = 0;
        wordBytes -= footprint(bytes(number).length);
        words[number] = null;
        references[number] = firstFree;
        firstFree = number;
        size--;
        if (slots.length > SLOTS_MIN && size < slots.length / 8) {
            resize(slots.length / 2);
        }
        if (size == 0) {
            numbers = 0;
            firstFree = NONE;
            if (words.length > SLOTS_MIN) {
                words = new byte[SLOTS_MIN][];
                hashes = new int[SLOTS_MIN];
                references = new int[SLOTS_MIN];
            }
        }
    }

    private void resize(int length) {
        int[] larger = new int[length];
        int mask = length - 1;
        for (int entry : slots) {
            if (entry != 0) {
                int slot = hashes[entry - 1] & mask;
                while (larger[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                larger[slot] = entry;
            }
        }
        slots = larger;
    }

    private boolean same(int number, byte[] bytes, int from, int length) {
        byte[] word = bytes(number);
        return word.length == length && Arrays.equals(word, 0, length, bytes, from, from + length);
    }

    private int hash(byte[] bytes, int from, int length) {
        long h = seed ^ length * MULTIPLIER;
        int i = from;
        int end = from + length;
        for (; i + 8 <= end; i += 8) {
            h = Long.rotateLeft((h ^ (long) LONGS.get(bytes, i)) * MULTIPLIER, 29);
        }
        long tail = 0;
        for (; i < end; i++) {
            tail = tail << 8 | bytes[i] & 0xFF;
        }
        h = (h ^ tail) * MULTIPLIER;
        h = (h ^ h >>> 32) * MULTIPLIER;
        return (int) (h >>> 32);
    }

    private static long footprint(int length) {
        return (long) ARRAY_HEADER + (length + 7 & ~7);
    }
}
