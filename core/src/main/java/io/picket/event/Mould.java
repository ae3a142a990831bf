package io.picket.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of bytes that documents have had in common, the values that lie in it, and what comes after: a hole, that is
 * a value to be read; other moulds to choose from; or the end of the document. See {@link Moulds}.
 *
 * <p>HOT. Bytes are compared eight at a time; both arrays can be read eight bytes beyond what counts.
 */
final class Mould {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = Long.BYTES;

    /** Numbers for each value in {@link #values}: slot and kind, its place in the stretch, its length. */
    static final int CELLS = 3;

    static final Mould[] NONE = {};

    /** What follows the stretch. */
    enum Then {
        /** A value to be read, then one of {@link #next}. */
        HOLE,
        /** One of {@link #next}. */
        BRANCH,
        /** Nothing: the document is over. */
        END
    }

    private final byte[] bytes;
    private final int length;
    private final long head;
    private final long headMask;
    private final int words;
    private final long tailMask;

    final int[] values;
    final Then then;

    /** Where the keys before the hole lead; null when no wanted field is there. */
    final @Nullable KeyTrie hole;

    /** How many objects stand around the hole. */
    final int depth;

    private final Mould[] next;

    /** At the end of a document: what all that end here have in common. */
    final @Nullable Likeness likeness;

    Mould(
            byte[] stretch,
            int[] values,
            Then then,
            @Nullable KeyTrie hole,
            int depth,
            Mould[] next,
            @Nullable Likeness likeness) {
        this.bytes = Arrays.copyOf(stretch, stretch.length + WORD);
        this.length = stretch.length;
        this.headMask = mask(length);
        this.head = (long) LONGS.get(bytes, 0) & headMask;
        this.words = (length - 1) / WORD;
        this.tailMask = mask(length - words * WORD);
        this.values = values;
        this.then = then;
        this.hole = hole;
        this.depth = depth;
        this.next = next;
        this.likeness = likeness;
    }

    private static long mask(int bytes) {
        return bytes >= WORD ? -1 : (1L << (bytes << 3)) - 1;
    }

    int length() {
        return length;
    }

    /** That of the next moulds which the bytes from {@code p} on begin with, or null. No two begin alike. */
    @Nullable Mould follow(byte[] b, int p, int to) {
        long word = (long) LONGS.get(b, p);
        for (Mould mould : next) {
            if ((word & mould.headMask) == mould.head && mould.restIs(b, p, to)) {
                return mould;
            }
        }
        return null;
    }

    private boolean restIs(byte[] b, int p, int to) {
        if (length > to - p) {
            return false;
        }
        byte[] own = bytes;
        int last = words * WORD;
        for (int i = WORD; i < last; i += WORD) {
            if ((long) LONGS.get(own, i) != (long) LONGS.get(b, p + i)) {
                return false;
            }
        }
        return (((long) LONGS.get(own, last) ^ (long) LONGS.get(b, p + last)) & tailMask) == 0;
    }
}
