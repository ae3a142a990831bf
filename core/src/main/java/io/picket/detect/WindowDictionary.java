package io.picket.detect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Byte strings to small whole numbers and back, for as long as somebody refers to them. Equal bytes have one number;
 * different bytes never share one, since a hit compares them. A number whose last reference goes is given out again.
 *
 * <p>Words lie in large blocks, in cells of a multiple of eight bytes that begin with the word's length; a freed cell is
 * used again for a word that needs one as large. A word of up to seven bytes, such as an IPv4 address with its tag, stands
 * in its row and needs no cell. So a word costs its bytes and about twenty-five more, and no object.
 *
 * <p>HOT. Cost: one hash and about two cache misses a look-up, three for a long word.
 */
final class WindowDictionary {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int NONE = -1;
    private static final int UNIT_BITS = 3;
    private static final int UNIT = 1 << UNIT_BITS;
    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int LENGTH_BYTES = 2;
    /** Longest word, in bytes; what is longer is cut, which nothing that is read comes near. */
    private static final int WORD_BYTES_MAX = BLOCK - UNIT;

    private static final int SLOTS_MIN = 64;
    private static final int NUMBERS_MIN = 32;
    /** The hash of a word in a cell; of a short word its first four bytes. */
    private static final int HASH = 0;
    /** References; of a free number, the next free one. */
    private static final int REFERENCES = 1;
    /**
     * Where the word's cell begins, in units of {@link #UNIT}; 0 for a number that is free; of a short word, with the
     * sign, how many bytes it has (in the upper byte) and those after the fourth.
     */
    private static final int CELL = 2;
    /** Where the owner's columns begin. */
    private static final int OWN = 3;

    private static final int SHORT_BYTES_MAX = 7;
    private static final long SHORT = 1L << 63;

    private final long seed;
    /** Word number + 1, or 0 where nothing is. Open addressing, linear probing, at most two thirds full. */
    private int[] slots = new int[SLOTS_MIN];

    /** By number, {@link #width} columns each: what is here, and what the owner keeps of the word. */
    private int[] rows;

    private final int width;

    private int numbers;
    private int firstFree = NONE;
    private int size;
    private byte[][] blocks = new byte[0][];
    /** The first unit that no cell has taken yet; unit 0 is never given out. */
    private int unitsTaken;
    /** By cell size in units, the first free cell; each freed cell names the next in its first four bytes. */
    private int[] freeCells = new int[8];

    private long cellBytes;

    /** With so many columns a word for its owner, all 0 at first and left as they are when a number goes. */
    WindowDictionary(long seed, int ownColumns) {
        this.seed = seed;
        this.width = OWN + ownColumns;
        this.rows = new int[NUMBERS_MIN * width];
    }

    /** The owner's column of a word. */
    int get(int number, int column) {
        return rows[number * width + OWN + column];
    }

    void set(int number, int column, int value) {
        rows[number * width + OWN + column] = value;
    }

    void increase(int number, int column, int by) {
        rows[number * width + OWN + column] += by;
    }

    /** The number of these bytes, with one more reference, which the caller gives back by {@link #release}. */
    int acquire(byte[] bytes, int from, int fullLength) {
        if (isShort(fullLength)) {
            return acquire(word(bytes, from, fullLength));
        }
        int length = Math.min(fullLength, WORD_BYTES_MAX);
        int hash = hash(bytes, from, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (same(number, hash, bytes, from, length)) {
                rows[number * width + REFERENCES]++;
                return number;
            }
            slot = slot + 1 & mask;
        }
        int number = add(slot);
        rows[number * width + HASH] = hash;
        rows[number * width + CELL] = writeCell(bytes, from, length);
        grow();
        return number;
    }

    /** The same; quicker if the bytes are those of {@code guess}, a number that need not be live. */
    int acquireLike(int guess, byte[] bytes, int from, int length) {
        int row = guess * width;
        if (guess < numbers && rows[row + CELL] > 0 && isCell(rows[row + CELL], bytes, from, length)) {
            rows[row + REFERENCES]++;
            return guess;
        }
        return acquire(bytes, from, length);
    }

    private int acquire(long word) {
        int hash = hash(word);
        int slot = slotOf(word, hash);
        if (slots[slot] != 0) {
            int number = slots[slot] - 1;
            rows[number * width + REFERENCES]++;
            return number;
        }
        int number = add(slot);
        int row = number * width;
        rows[row + HASH] = (int) word;
        rows[row + CELL] = (int) (word >>> Integer.SIZE);
        grow();
        return number;
    }

    /** The slot of a short word, or the empty one where it would be. */
    private int slotOf(long word, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int row = (slots[slot] - 1) * width;
            if (rows[row + HASH] == (int) word && rows[row + CELL] == (int) (word >>> Integer.SIZE)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static boolean isShort(int length) {
        return length != 0 && length <= SHORT_BYTES_MAX;
    }

    /** Up to seven bytes, lowest first, and in the uppermost their number and the sign. */
    private static long word(byte[] bytes, int from, int length) {
        long word = 0;
        if (from + Long.BYTES <= bytes.length) {
            word = (long) LONGS.get(bytes, from) & (1L << (length << 3)) - 1;
        } else {
            for (int i = from + length - 1; i >= from; i--) {
                word = word << 8 | bytes[i] & 0xFF;
            }
        }
        return word | (long) length << 56 | SHORT;
    }

    private long word(int number) {
        return (long) rows[number * width + CELL] << Integer.SIZE | rows[number * width + HASH] & 0xFFFF_FFFFL;
    }

    /** The number of these bytes, or -1; no reference is taken. */
    int find(byte[] bytes) {
        if (isShort(bytes.length)) {
            long word = word(bytes, 0, bytes.length);
            return slots[slotOf(word, hash(word))] - 1;
        }
        int hash = hash(bytes, 0, bytes.length);
        int mask = slots.length - 1;
        for (int slot = hash & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int number = slots[slot] - 1;
            if (same(number, hash, bytes, 0, bytes.length)) {
                return number;
            }
        }
        return NONE;
    }

    void retain(int number) {
        rows[number * width + REFERENCES]++;
    }

    void release(int number) {
        if (--rows[number * width + REFERENCES] == 0) {
            forget(number);
        }
    }

    /** A copy of the word. */
    byte[] bytes(int number) {
        int cell = rows[number * width + CELL];
        if (cell == 0) {
            throw new IllegalStateException("word " + number + " is gone");
        }
        if (cell < 0) {
            byte[] word = new byte[cell >>> 24 & SHORT_BYTES_MAX];
            for (int i = 0; i < word.length; i++) {
                word[i] = (byte) (word(number) >>> (i << 3));
            }
            return word;
        }
        byte[] block = block(cell);
        int at = offset(cell);
        return Arrays.copyOfRange(block, at + LENGTH_BYTES, at + LENGTH_BYTES + length(block, at));
    }

    int hash(int number) {
        int row = number * width;
        return rows[row + CELL] < 0 ? hash(word(number)) : rows[row + HASH];
    }

    boolean isLive(int number) {
        return rows[number * width + CELL] != 0;
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
        return 4L * slots.length + 4L * width * 9 / 8 * size + cellBytes;
    }

    /** A number for a new word, referred to once; its bytes are still to be put down. */
    private int add(int slot) {
        int number = firstFree;
        if (number == NONE) {
            if ((numbers + 1) * width > rows.length) {
                rows = Arrays.copyOf(rows, rows.length / width * 5 / 4 * width);
            }
            number = numbers++;
        } else {
            firstFree = rows[number * width + REFERENCES];
        }
        rows[number * width + REFERENCES] = 1;
        slots[slot] = number + 1;
        size++;
        return number;
    }

    private void grow() {
        if (size * 3L > slots.length * 2L) {
            resize(slots.length * 2);
        }
    }

    private void forget(int number) {
        int mask = slots.length - 1;
        int slot = hash(number) & mask;
        while (slots[slot] != number + 1) {
            slot = slot + 1 & mask;
        }
        int hole = slot;
        for (int at = slot + 1 & mask; slots[at] != 0; at = at + 1 & mask) {
            int home = hash(slots[at] - 1) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = 0;
        if (rows[number * width + CELL] > 0) {
            freeCell(rows[number * width + CELL]);
        }
        rows[number * width + CELL] = 0;
        rows[number * width + REFERENCES] = firstFree;
        firstFree = number;
        size--;
        if (slots.length > SLOTS_MIN && size < slots.length / 8) {
            resize(slots.length / 2);
        }
        if (size == 0) {
            forgetAll();
        }
    }

    private void forgetAll() {
        numbers = 0;
        firstFree = NONE;
        blocks = new byte[0][];
        unitsTaken = 0;
        cellBytes = 0;
        Arrays.fill(freeCells, 0);
        if (rows.length > NUMBERS_MIN * width) {
            rows = new int[NUMBERS_MIN * width];
        }
    }

    private void resize(int length) {
        int[] larger = new int[length];
        int mask = length - 1;
        for (int entry : slots) {
            if (entry != 0) {
                int slot = hash(entry - 1) & mask;
                while (larger[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                larger[slot] = entry;
            }
        }
        slots = larger;
    }

    private boolean same(int number, int hash, byte[] bytes, int from, int length) {
        if (rows[number * width + HASH] != hash) {
            return false;
        }
        int cell = rows[number * width + CELL];
        return cell > 0 && isCell(cell, bytes, from, length);
    }

    private boolean isCell(int cell, byte[] bytes, int from, int length) {
        byte[] block = block(cell);
        int at = offset(cell);
        int start = at + LENGTH_BYTES;
        return length(block, at) == length && Arrays.equals(block, start, start + length, bytes, from, from + length);
    }

    // ---- cells ----

    private int writeCell(byte[] bytes, int from, int length) {
        int units = units(length);
        int cell = units < freeCells.length ? freeCells[units] : 0;
        if (cell != 0) {
            freeCells[units] = (int) INTS.get(block(cell), offset(cell));
        } else {
            cell = takeUnits(units);
        }
        byte[] block = block(cell);
        int at = offset(cell);
        block[at] = (byte) length;
        block[at + 1] = (byte) (length >>> 8);
        System.arraycopy(bytes, from, block, at + LENGTH_BYTES, length);
        cellBytes += (long) units << UNIT_BITS;
        return cell;
    }

    private int takeUnits(int units) {
        int blockUnits = BLOCK >> UNIT_BITS;
        int first = Math.max(1, unitsTaken);
        if ((first & blockUnits - 1) + units > blockUnits) {
            first = (first / blockUnits + 1) * blockUnits;
        }
        int block = first / blockUnits;
        if (block >= blocks.length) {
            blocks = Arrays.copyOf(blocks, block + 1);
            blocks[block] = new byte[BLOCK];
        }
        unitsTaken = first + units;
        return first;
    }

    private void freeCell(int cell) {
        byte[] block = block(cell);
        int at = offset(cell);
        int units = units(length(block, at));
        if (units >= freeCells.length) {
            freeCells = Arrays.copyOf(freeCells, units + units / 2);
        }
        INTS.set(block, at, freeCells[units]);
        freeCells[units] = cell;
        cellBytes -= (long) units << UNIT_BITS;
    }

    private byte[] block(int cell) {
        return blocks[cell >>> BLOCK_BITS - UNIT_BITS];
    }

    private static int offset(int cell) {
        return cell << UNIT_BITS & BLOCK - 1;
    }

    private static int length(byte[] block, int at) {
        return block[at] & 0xFF | (block[at + 1] & 0xFF) << 8;
    }

    private static int units(int length) {
        return length + LENGTH_BYTES + UNIT - 1 >> UNIT_BITS;
    }

    private int hash(long word) {
        long h = (word ^ seed) * MULTIPLIER;
        h = (h ^ h >>> 32) * MULTIPLIER;
        return (int) (h >>> 32);
    }

    private int hash(byte[] bytes, int from, int length) {
        return (int) (KeyBytes.hash(bytes, from, from + length, seed) >>> 32);
    }
}
