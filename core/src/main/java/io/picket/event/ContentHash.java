package io.picket.event;

import java.nio.charset.StandardCharsets;

/**
 * 128 bits that name an event by its bytes. Not a cryptographic hash: it tells events apart, it does not vouch for them.
 *
 * <p>Three accumulators take 48 bytes a round, the last round the last 48, some of them again. Each multiplies 16 bytes
 * into itself and folds the product's 128 bits into 64, as wyhash does (Wang Yi; in the public domain), so the three
 * multiplications of a round do not wait for each other.
 * At the end the three make two halves in two ways.
 */
public final class ContentHash {

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

    /** Bytes a round. */
    private static final int ROUND = 48;

    /** Hexadecimal digits in a half. */
    private static final int DIGITS = 16;

    private static final byte[] DIGIT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private ContentHash() {}

    /** 32 hexadecimal digits. */
    public static String hex(byte[] bytes, int from, int to) {
        long[] out = new long[2];
        hash(bytes, from, to, out);
        return hex(out);
    }

    /** The two halves as 32 hexadecimal digits. */
    static String hex(long[] hash) {
        byte[] digits = new byte[2 * DIGITS];
        for (int i = 0; i < DIGITS; i++) {
            digits[i] = DIGIT[(int) (hash[0] >>> (DIGITS - 1 - i << 2)) & 15];
            digits[DIGITS + i] = DIGIT[(int) (hash[1] >>> (DIGITS - 1 - i << 2)) & 15];
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    /** Puts the two halves into {@code out}. */
    public static void hash(byte[] bytes, int from, int to, long[] out) {
        long a = P1;
        long b = P2;
        long c = P3;
        int i = from;
        for (; i + ROUND < to; i += ROUND) {
            a = fold(word(bytes, i) ^ P2, word(bytes, i + 8) ^ a);
            b = fold(word(bytes, i + 16) ^ P3, word(bytes, i + 24) ^ b);
            c = fold(word(bytes, i + 32) ^ P1, word(bytes, i + 40) ^ c);
        }
        if (to - from >= ROUND) {
            i = to - ROUND;
            a = fold(word(bytes, i) ^ P3, word(bytes, i + 8) ^ a);
            b = fold(word(bytes, i + 16) ^ P1, word(bytes, i + 24) ^ b);
            c = fold(word(bytes, i + 32) ^ P2, word(bytes, i + 40) ^ c);
            i = to;
        }
        for (; i + 8 <= to; i += 8) {
            a = fold(word(bytes, i) ^ P2, a ^ P3);
            c = Long.rotateLeft(c, 23) + a;
        }
        long rest = 0;
        for (int at = to - 1; at >= i; at--) {
            rest = rest << 8 | bytes[at] & 0xFFL;
        }
        b = fold(rest ^ P3, b ^ to - from);
        out[0] = finish(fold(a ^ P1, b) + Long.rotateLeft(c, 31));
        out[1] = finish(fold(c ^ P3, a) ^ Long.rotateLeft(b, 17) ^ to - from);
    }

    private static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Both halves of the product of 128 bits, laid over each other. */
    private static long fold(long one, long other) {
        return one * other ^ Math.unsignedMultiplyHigh(one, other);
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
