package io.picket.event;

/**
 * Reads addresses from bytes without allocating. Plain twin: {@code condition.IpAddress.parse}. HOT: most network events
 * carry four addresses.
 */
final class IpBytes {

    private static final long V4_PREFIX = 0x0000_FFFF_0000_0000L;
    private static final long BAD = -1;
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
        for (int i = from; i < end && i < from + 5; i++) {
            if (b[i] == ':') {
                return v6(b, from, end);
            }
        }
        long bits = v4(b, from, end);
        high = 0;
        low = V4_PREFIX | bits;
        return bits != BAD;
    }

    private static long v4(byte[] b, int from, int end) {
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
