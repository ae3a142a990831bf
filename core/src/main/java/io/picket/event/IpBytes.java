package io.picket.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads addresses from bytes without allocating. Plain twin: {@code condition.IpAddress.parse}. HOT: most network events
 * carry four addresses.
 */
final class IpBytes {

    private static final long V4_PREFIX = 0x0000_FFFF_0000_0000L;
    private static final long BAD = -1;
    private static final int V4_LENGTH_MAX = 15;
    /** Multiplied by it, the upper bits of eight bytes come to lie side by side in the top byte. */
    private static final long TO_TOP_BYTE = 0x0002_0408_1020_4081L;
    /** By byte, the least number of so many digits. */
    private static final int LEAST = 100 << 24 | 10 << 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int GROUPS = 8;

    /** The address read last, as 128 bits. */
    long high;

    long low;

    private final int[] groups = new int[GROUPS];

    /** Whether the bytes are an IPv4 or IPv6 address; if so it is in {@link #high} and {@link #low}. */
    boolean read(byte[] b, int from, int length) {
        if (length < 2 || length > 45) {
            return false;
        }
        int end = from + length;
        long bits = v4(b, from, end);
        if (bits == BAD) {
            return hasColon(b, from, end) && v6(b, from, end);
        }
        high = 0;
        low = V4_PREFIX | bits;
        return true;
    }

    /** Whether a colon stands where the first of an IPv6 address must. */
    private static boolean hasColon(byte[] b, int from, int end) {
        for (int i = from; i < end && i < from + 5; i++) {
            if (b[i] == ':') {
                return true;
            }
        }
        return false;
    }

    /** The 32 bits of an IPv4 address, or {@link #BAD}. */
    private static long v4(byte[] b, int from, int end) {
        int length = end - from;
        return length <= V4_LENGTH_MAX && from + 2 * Long.BYTES + Integer.BYTES <= b.length
                ? v4Straight(b, from, length)
                : v4OneByOne(b, from, end);
    }

    /**
     * The same without a branch that depends on how long the four numbers are, which nobody can predict: first where the
     * dots are, eight bytes at a time, then each number out of four bytes that are moved up until its last digit is on top.
     */
    private static long v4Straight(byte[] b, int from, int length) {
        int dots =
                (noDigits((long) LONGS.get(b, from)) | noDigits((long) LONGS.get(b, from + Long.BYTES)) << Long.BYTES)
                        & (1 << length) - 1;
        if (Integer.bitCount(dots) != 3) {
            return BAD;
        }
        int first = Integer.numberOfTrailingZeros(dots);
        int last = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(dots);
        int middle = Integer.numberOfTrailingZeros(dots & dots - 1);
        if (b[from + first] != '.' || b[from + middle] != '.' || b[from + last] != '.') {
            return BAD;
        }
        int one = part(b, from, first);
        int two = part(b, from + first + 1, middle - first - 1);
        int three = part(b, from + middle + 1, last - middle - 1);
        int four = part(b, from + last + 1, length - last - 1);
        return (one | two | three | four) < 0 ? BAD : (one << 24 | two << 16 | three << 8 | four) & 0xFFFF_FFFFL;
    }

    /** A bit for each of eight bytes that is no digit. */
    private static int noDigits(long eight) {
        return (int) (Digits.others(Digits.values(eight)) * TO_TOP_BYTE >>> Long.SIZE - Byte.SIZE);
    }

    /** The number that so many digits make; negative if they are none or too many, begin with a 0, or make more than 255. */
    private static int part(byte[] b, int from, int digits) {
        int moved = (int) INTS.get(b, from) << (Integer.BYTES - digits << 3);
        int value = (moved >>> 8 & 15) * 100 + (moved >>> 16 & 15) * 10 + (moved >>> 24 & 15);
        int faults = 255 - value | value - (LEAST >>> (digits << 3) & 0xFF) | digits - 1 | 3 - digits;
        return value | faults & Integer.MIN_VALUE;
    }

    private static long v4OneByOne(byte[] b, int from, int end) {
        long bits = 0;
        int i = from;
        for (int part = 0; part < 4; part++) {
            int start = i;
            int value = 0;
            while (i < end && i - start < 4 && b[i] >= '0' && b[i] <= '9') {
                value = value * 10 + (b[i++] - '0');
            }
            int digits = i - start;
            if (digits == 0 || digits > 3 || value > 255 || digits > 1 && b[start] == '0') {
                return BAD;
            }
            bits = bits << 8 | value;
            if (part < 3 && (i >= end || b[i++] != '.')) {
                return BAD;
            }
        }
        return i == end ? bits : BAD;
    }

    private boolean v6(byte[] b, int from, int end) {
        int count = 0;
        int gap = -1;
        int i = from;
        if (b[i] == ':') {
            if (b[i + 1] != ':') {
                return false;
            }
            gap = 0;
            i += 2;
        }
        while (i < end) {
            if (count == GROUPS) {
                return false;
            }
            int start = i;
            int value = 0;
            int digit;
            while (i < end && i - start < 5 && (digit = hex(b[i])) >= 0) {
                value = value << 4 | digit;
                i++;
            }
            if (i < end && b[i] == '.') {
                long bits = v4(b, start, end);
                if (count > GROUPS - 2 || bits == BAD) {
                    return false;
                }
                groups[count++] = (int) (bits >>> 16);
                groups[count++] = (int) (bits & 0xFFFF);
                break;
            }
            if (i == start || i - start > 4) {
                return false;
            }
            groups[count++] = value;
            if (i == end) {
                break;
            }
            if (b[i++] != ':' || i == end) {
                return false;
            }
            if (b[i] == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                i++;
            }
        }
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            return false;
        }
        pack(count, gap);
        return true;
    }

    private void pack(int count, int gap) {
        high = 0;
        low = 0;
        int missing = GROUPS - count;
        for (int i = 0; i < GROUPS; i++) {
            int group = gap < 0 || i < gap ? groups[i] : i < gap + missing ? 0 : groups[i - missing];
            if (i < 4) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
    }

    private static int hex(byte c) {
        return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    }
}
