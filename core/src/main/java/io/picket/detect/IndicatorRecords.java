package io.picket.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Byte strings by number, in little room: indicators of one feed differ in a few values.
 *
 * <p>They stand in blocks of {@value #BLOCK_RECORDS}. The first of a block is whole; each other one is told as what it
 * has in common with the one before it and what not. Both are walked side by side: equal bytes are counted; where they
 * part, the new bytes are written up to where the two run on alike, else up to the next quotation mark, and the old ones
 * are passed over up to theirs. That suits JSON with the same keys, makes a quarter of it, costs about as much as
 * copying, and is right for any bytes.
 */
final class IndicatorRecords {

    /** Most records in a block. */
    static final int BLOCK_RECORDS = 32;

    /** A block is closed when it holds this much. */
    private static final int BLOCK_BYTES = 1 << 16;

    private static final int BLOCK_OVERHEAD_BYTES = 40;
    private static final int COUNT_BYTES_MAX = 5;
    /** A stretch shorter than this costs more to tell of than to write. */
    private static final int ALIKE_BYTES = 5;

    private static final byte[] NOTHING = {};

    private final List<byte[]> blocks = new ArrayList<>();
    /** By block, the number of its first record. */
    private int[] firsts = new int[16];

    private byte[] open = new byte[1024];
    private int openLength;
    private int firstOpen;
    private byte[] previous = NOTHING;
    private int count;
    private long bytes;

    /** The block looked at last, its records whole. */
    private final List<byte[]> whole = new ArrayList<>();

    private int wholeFrom = -1;

    // the block being read
    private byte[] from = NOTHING;
    private int at;

    /** How many there are; their numbers are 0 to this. */
    int count() {
        return count;
    }

    /** Adds one and says its number; the array belongs to this from then on. */
    int add(byte[] record) {
        write(previous, record);
        previous = record;
        count++;
        if (count - firstOpen == BLOCK_RECORDS || openLength >= BLOCK_BYTES) {
            close();
        }
        return count - 1;
    }

    private void close() {
        if (blocks.size() == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * firsts.length);
        }
        firsts[blocks.size()] = firstOpen;
        blocks.add(Arrays.copyOf(open, openLength));
        bytes += BLOCK_OVERHEAD_BYTES + openLength;
        wholeFrom = wholeFrom == firstOpen ? -1 : wholeFrom;
        previous = NOTHING;
        openLength = 0;
        firstOpen = count;
    }

    // ---- writing ----

    private void write(byte[] old, byte[] record) {
        putCount(record.length);
        int i = 0;
        int j = 0;
        while (j < record.length) {
            int same = same(old, i, record, j);
            i += same;
            j += same;
            int end = i == old.length ? record.length : quote(record, j);
            int oldEnd = quote(old, i);
            int alike = alike(old, i, oldEnd, record, j, end);
            if (alike > 0) {
                end = j + alike;
                oldEnd = i + alike;
            }
            putCount(same);
            putCount(end - j);
            room(end - j);
            System.arraycopy(record, j, open, openLength, end - j);
            openLength += end - j;
            putCount(oldEnd - i);
            i = oldEnd;
            j = end;
        }
    }

    private static int same(byte[] a, int from, byte[] b, int at) {
        int length = Math.min(a.length - from, b.length - at);
        int differs = Arrays.mismatch(a, from, from + length, b, at, at + length);
        return differs < 0 ? length : differs;
    }

    /** After how many bytes, before the ends, two stretches run on alike for a while; 0 if they do not. */
    private static int alike(byte[] a, int from, int aEnd, byte[] b, int at, int bEnd) {
        int length = Math.min(aEnd - from, bEnd - at);
        int run = 0;
        for (int i = 1; i < length; i++) {
            run = a[from + i] == b[at + i] ? run + 1 : 0;
            if (run == ALIKE_BYTES) {
                return i + 1 - ALIKE_BYTES;
            }
        }
        return 0;
    }

    private static int quote(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '"') {
            at++;
        }
        return at;
    }

    private void putCount(int number) {
        room(COUNT_BYTES_MAX);
        int rest = number;
        while (rest > 0x7F) {
            open[openLength++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        open[openLength++] = (byte) rest;
    }

    private void room(int more) {
        if (open.length - openLength < more) {
            open = Arrays.copyOf(open, Math.max(2 * open.length, openLength + more));
        }
    }

    // ---- reading ----

    /** The record of a number; not to be written to. */
    byte[] get(int number) {
        int first = firstOpen;
        if (number < firstOpen) {
            int block = Arrays.binarySearch(firsts, 0, blocks.size(), number);
            block = block < 0 ? -block - 2 : block;
            first = firsts[block];
            if (wholeFrom != first) {
                read(blocks.get(block), blocks.get(block).length);
                wholeFrom = first;
            }
        } else if (wholeFrom != first || whole.size() < count - first) {
            read(open, openLength);
            wholeFrom = first;
        }
        return whole.get(number - first);
    }

    private void read(byte[] block, int length) {
        whole.clear();
        from = block;
        at = 0;
        byte[] old = NOTHING;
        while (at < length) {
            old = record(old);
            whole.add(old);
        }
    }

    private byte[] record(byte[] old) {
        byte[] record = new byte[takeCount()];
        int i = 0;
        int j = 0;
        while (j < record.length) {
            int same = takeCount();
            System.arraycopy(old, i, record, j, same);
            int different = takeCount();
            System.arraycopy(from, at, record, j + same, different);
            at += different;
            i += same + takeCount();
            j += same + different;
        }
        return record;
    }

    private int takeCount() {
        int number = 0;
        int shift = 0;
        byte next;
        do {
            next = from[at++];
            number |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }

    /** Heap bytes, about; without the block looked at last. */
    long bytes() {
        return bytes + openLength;
    }
}
