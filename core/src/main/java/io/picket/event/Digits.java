package io.picket.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What runs of digits say, eight digits at a time: how many there are varies from event to event, so a loop over them ends
 * where no processor expects it.
 *
 * <p>HOT. The sum of eight digits is made in three steps of pairs, fours and eights (Lemire, "Quickly parsing eight
 * digits", 2022, describes the arithmetic).
 */
public final class Digits {

    /** Most digits that are read. */
    public static final int DIGITS_MAX = 16;

    /** What is no run of up to {@link #DIGITS_MAX} digits and nothing else. */
    public static final long NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long ZEROS = EACH * '0';
    private static final long ABOVE_NINE = EACH * (0x7F - 9);
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = ~HIGH;
    private static final long EIGHT_DIGITS = 100_000_000;

    private Digits() {}

    /** The number that {@code length} bytes make, or {@link #NONE}. */
    public static long value(byte[] b, int from, int length) {
        if (length <= 0 || length > DIGITS_MAX) {
            return NONE;
        }
        if (from + Long.BYTES > b.length) {
            return oneByOne(b, from, length);
        }
        int first = length <= Long.BYTES ? length : length - Long.BYTES;
        long head = upper((long) LONGS.get(b, from), first);
        if (length <= Long.BYTES) {
            return areDigits(head) ? eight(head) : NONE;
        }
        long tail = values((long) LONGS.get(b, from + first));
        return areDigits(head) && areDigits(tail) ? eight(head) * EIGHT_DIGITS + eight(tail) : NONE;
    }

    private static long oneByOne(byte[] b, int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The first few of eight bytes as values of digits, zeros before them. */
    private static long upper(long word, int few) {
        return values(word) << (Long.BYTES - few << 3);
    }

    private static boolean areDigits(long values) {
        return others(values) == 0;
    }

    /** Eight bytes as the values of digits. */
    static long values(long word) {
        return word ^ ZEROS;
    }

    /** The high bit of each of eight values that is no digit's. */
    static long others(long values) {
        return ((values & LOW_BITS) + ABOVE_NINE | values) & HIGH;
    }

    /** The number that eight values make, the first in the lowest byte. */
    private static long eight(long values) {
        long pairs = values * (10 << 8 | 1) >>> 8 & 0x00FF_00FF_00FF_00FFL;
        long fours = pairs * (100 << 16 | 1) >>> 16 & 0x0000_FFFF_0000_FFFFL;
        return fours * (10_000L << 32 | 1) >>> 32;
    }
}
