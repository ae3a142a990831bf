package io.picket.event;

import java.util.HexFormat;

/**
 * 128 bits that name an event by its bytes. Not a cryptographic hash: it tells events apart, it does not vouch for them.
 *
 * <p>Four accumulators take 32 bytes a round, as in xxHash64 (Yann Collet; the round and its two multipliers are its
 * public algorithm), so that the multiplications of a round do not wait for each other: a kilobyte takes a quarter of the
 * time that a chain of two takes. Unlike there, the four are then folded twice, in two ways, into two halves.
 */
public final class ContentHash {

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

    private ContentHash() {}

    /** 32 hexadecimal digits. */
    public static String hex(byte[] bytes, int from, int to) {
        long[] out = new long[2];
        hash(bytes, from, to, out);
        return hex(out);
    }

    /** The two halves as 32 hexadecimal digits. */
    static String hex(long[] hash) {
        return HexFormat.of().toHexDigits(hash[0]) + HexFormat.of().toHexDigits(hash[1]);
    }

    /** Puts the two halves into {@code out}. */
    public static void hash(byte[] bytes, int from, int to, long[] out) {
        long a = 0x60EA27EEADC0B5D6L;
        long b = P2;
        long c = P3;
        long d = -P1;
        int i = from;
        for (; i + 32 <= to; i += 32) {
            a = round(a, (long) LONGS.get(bytes, i));
            b = round(b, (long) LONGS.get(bytes, i + 8));
            c = round(c, (long) LONGS.get(bytes, i + 16));
            d = round(d, (long) LONGS.get(bytes, i + 24));
        }
        for (; i + 8 <= to; i += 8) {
            a = round(a, (long) LONGS.get(bytes, i));
            c = round(c, a);
        }
        long rest = 0;
        for (int at = to - 1; at >= i; at--) {
            rest = rest << 8 | bytes[at] & 0xFFL;
        }
        b = round(b, rest);
        d = round(d, b ^ (to - from));
        out[0] =
                finish(Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18));
        out[1] = finish(round(round(round(round(P3, d), c), b), a) ^ (to - from));
    }

    private static long round(long accumulator, long word) {
        return Long.rotateLeft(accumulator + word * P2, 31) * P1;
    }

    private static long finish(long h) {
        long x = h;
        x ^= x >>> 33;
        x *= P2;
        x ^= x >>> 29;
        x *= P3;
        x ^= x >>> 32;
        return x;
    }
}
