package io.picket.match;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of texts: encoding, hashing, folding, code points. */
@HotPath("every value that is looked up is hashed, and folded where case does not count: MatchBenchmark")
final class Bytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long K1 = 0x9E3779B97F4A7C15L;
    private static final long K2 = 0xC2B2AE3D27D4EB4FL;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** How much longer a text can get by folding: two bytes may become three. */
    private static final int FOLDED_HALVES = 3;

    private Bytes() {}

    /**
     * The UTF-8 bytes of a text. Half a surrogate pair, which no UTF-8 text holds, is encoded as if it were a character,
     * so that it equals nothing and keeps its place in the order.
     */
    static byte[] of(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 8);
        byte[] buffer = new byte[4];
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            out.write(buffer, 0, encode(codePoint, buffer, 0));
            i += Character.charCount(codePoint);
        }
        return out.toByteArray();
    }

    static int hash(byte[] b, int from, int length) {
        long h = length * K1;
        int i = from;
        int end = from + length;
        if (length >= 8) {
            for (; i + 8 < end; i += 8) {
                h = Long.rotateLeft((h ^ (long) LONGS.get(b, i)) * K2, 29);
            }
            h = (h ^ (long) LONGS.get(b, end - 8)) * K2;
        } else if (length >= 4) {
            h = (h ^ ((int) INTS.get(b, from) & 0xFFFFFFFFL | (long) (int) INTS.get(b, end - 4) << 32)) * K2;
        } else {
            long tail = 0;
            for (; i < end; i++) {
                tail = tail << 8 | b[i] & 0xFF;
            }
            h = (h ^ tail) * K2;
        }
        h ^= h >>> 32;
        h *= K1;
        return (int) (h >>> 32);
    }

    /** Whether the text is its own fold: ASCII without upper case. */
    static boolean isFolded(byte[] b, int from, int length) {
        int i = from;
        int end = from + length;
        for (; i + 8 <= end; i += 8) {
            long word = (long) LONGS.get(b, i);
            // Adding 0x3F lifts 'A' and above over 0x7F, adding 0x25 only what stands behind 'Z'.
            long upper = (word + 0x3F3F3F3F3F3F3F3FL) & ~(word + 0x2525252525252525L);
            if (((word | upper) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (b[i] < 0 || b[i] >= 'A' && b[i] <= 'Z') {
                return false;
            }
        }
        return true;
    }

    static int foldedMax(int length) {
        return length / 2 * FOLDED_HALVES + FOLDED_HALVES;
    }

    /** Writes the fold of a text, as {@link Fold} has it, and says where it ends. */
    static int fold(byte[] b, int from, int length, byte[] out, int at) {
        int o = at;
        int end = from + length;
        int i = from;
        while (i < end) {
            byte c = b[i];
            if (c >= 0) {
                out[o++] = c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
                i++;
                continue;
            }
            int size = size(b, i, end);
            int codePoint = size == 1 ? -1 : decode(b, i, size);
            if (codePoint < 0) {
                out[o++] = c;
            } else {
                o = encode(Fold.of(codePoint), out, o);
            }
            i += size;
        }
        return o;
    }

    /** How many bytes the character takes that starts here; 1 where no character starts. */
    static int size(byte[] b, int at, int end) {
        int lead = b[at] & 0xFF;
        if (lead < 0xC0) {
            return 1;
        }
        int size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        return at + size <= end ? size : 1;
    }

    /** The character of two to four bytes that starts here; any number if they are no UTF-8. */
    static int decode(byte[] b, int at, int size) {
        return switch (size) {
            case 2 -> (b[at] & 0x1F) << 6 | b[at + 1] & 0x3F;
            case 3 -> (b[at] & 0x0F) << 12 | (b[at + 1] & 0x3F) << 6 | b[at + 2] & 0x3F;
            default -> (b[at] & 0x07) << 18 | (b[at + 1] & 0x3F) << 12 | (b[at + 2] & 0x3F) << 6 | b[at + 3] & 0x3F;
        };
    }

    /** Writes a character and says where it ends. */
    static int encode(int c, byte[] out, int at) {
        if (c < 0x80) {
            out[at] = (byte) c;
            return at + 1;
        }
        if (c < 0x800) {
            out[at] = (byte) (0xC0 | c >>> 6);
            out[at + 1] = (byte) (0x80 | c & 0x3F);
            return at + 2;
        }
        if (c < 0x10000) {
            out[at] = (byte) (0xE0 | c >>> 12);
            out[at + 1] = (byte) (0x80 | c >>> 6 & 0x3F);
            out[at + 2] = (byte) (0x80 | c & 0x3F);
            return at + 3;
        }
        out[at] = (byte) (0xF0 | c >>> 18);
        out[at + 1] = (byte) (0x80 | c >>> 12 & 0x3F);
        out[at + 2] = (byte) (0x80 | c >>> 6 & 0x3F);
        out[at + 3] = (byte) (0x80 | c & 0x3F);
        return at + 4;
    }

    static int compare(byte[] a, int from, int length, byte[] b) {
        return Arrays.compareUnsigned(a, from, from + length, b, 0, b.length);
    }
}
