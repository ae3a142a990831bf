package io.picket.event;

import java.util.HexFormat;

/**
 * 128 bits that name an event by its bytes: MurmurHash3 x64 128 (Austin Appleby, public domain), seed 0. Not a
 * cryptographic hash: it tells events apart, it does not vouch for them.
 */
public final class ContentHash {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

    private ContentHash() {}

    /** 32 hexadecimal digits. */
    public static String hex(byte[] bytes, int from, int to) {
        long[] out = new long[2];
        hash(bytes, from, to, out);
        return hex(out);
    }

    /** 32 hexadecimal digits of the two halves. */
    public static String hex(long[] halves) {
        return HexFormat.of().toHexDigits(halves[0]) + HexFormat.of().toHexDigits(halves[1]);
    }

    /** Puts the two halves into {@code out}. */
    public static void hash(byte[] bytes, int from, int to, long[] out) {
        long h1 = 0;
        long h2 = 0;
        int length = to - from;
        int i = from;
        for (; i + 16 <= to; i += 16) {
            h1 ^= mix1((long) LONGS.get(bytes, i));
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mix2((long) LONGS.get(bytes, i + 8));
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        long k1 = 0;
        long k2 = 0;
        for (int at = to - 1; at >= i; at--) {
            if (at - i >= 8) {
                k2 = k2 << 8 | bytes[at] & 0xFFL;
            } else {
                k1 = k1 << 8 | bytes[at] & 0xFFL;
            }
        }
        h2 ^= mix2(k2);
        h1 ^= mix1(k1);
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        h1 += h2;
        h2 += h1;
        out[0] = h1;
        out[1] = h2;
    }

    private static long mix1(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mix2(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long finish(long h) {
        long x = h;
        x ^= x >>> 33;
        x *= 0xff51afd7ed558ccdL;
        x ^= x >>> 33;
        x *= 0xc4ceb9fe1a85ec53L;
        x ^= x >>> 33;
        return x;
    }
}
