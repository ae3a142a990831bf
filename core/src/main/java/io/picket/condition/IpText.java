package io.picket.condition;

import org.jspecify.annotations.Nullable;

/** Addresses as text, both ways. */
final class IpText {

    private static final int GROUPS = 8;

    private IpText() {}

    static @Nullable IpAddress parse(String text) {
        if (text.length() < 2 || text.length() > 45) {
            return null;
        }
        return text.indexOf(':') >= 0 ? v6(text) : v4(text, 0);
    }

    private static @Nullable IpAddress v4(String text, int from) {
        int bits = v4Bits(text, from);
        return bits == 0 && !isZeros(text, from) ? null : IpAddress.v4(bits);
    }

    private static boolean isZeros(String text, int from) {
        return text.substring(from).equals("0.0.0.0");
    }

    /** The 32 bits, or 0 if it is no address (0.0.0.0 itself is told apart by the caller). */
    private static int v4Bits(String text, int from) {
        int bits = 0;
        int parts = 0;
        int i = from;
        while (i < text.length()) {
            int value = 0;
            int digits = 0;
            while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && digits < 4) {
                value = value * 10 + (text.charAt(i++) - '0');
                digits++;
            }
            if (digits == 0 || digits > 3 || value > 255 || digits > 1 && text.charAt(i - digits) == '0') {
                return 0;
            }
            bits = bits << 8 | value;
            parts++;
            if (parts == 4) {
                return i == text.length() ? bits : 0;
            }
            if (i >= text.length() || text.charAt(i++) != '.') {
                return 0;
            }
        }
        return 0;
    }

    private static @Nullable IpAddress v6(String text) {
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = -1;
        int i = 0;
        int length = text.length();
        if (text.startsWith("::")) {
            gap = 0;
            i = 2;
        } else if (text.charAt(0) == ':') {
            return null;
        }
        while (i < length) {
            if (count == GROUPS) {
                return null;
            }
            int start = i;
            int value = 0;
            while (i < length && Character.digit(text.charAt(i), 16) >= 0 && text.charAt(i) < 128 && i - start < 5) {
                value = value << 4 | Character.digit(text.charAt(i++), 16);
            }
            if (i < length && text.charAt(i) == '.') {
                int bits = v4Bits(text, start);
                if (count > GROUPS - 2 || bits == 0 && !isZeros(text, start)) {
                    return null;
                }
                groups[count++] = bits >>> 16;
                groups[count++] = bits & 0xFFFF;
                i = length;
                break;
            }
            if (i == start || i - start > 4) {
                return null;
            }
            groups[count++] = value;
            if (i == length) {
                break;
            }
            if (text.charAt(i++) != ':') {
                return null;
            }
            if (i == length) {
                return null;
            }
            if (text.charAt(i) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                i++;
            }
        }
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            return null;
        }
        int[] whole = new int[GROUPS];
        if (gap < 0) {
            whole = groups;
        } else {
            System.arraycopy(groups, 0, whole, 0, gap);
            System.arraycopy(groups, gap, whole, GROUPS - (count - gap), count - gap);
        }
        return new IpAddress(pack(whole, 0), pack(whole, 4));
    }

    private static long pack(int[] groups, int from) {
        long bits = 0;
        for (int i = from; i < from + 4; i++) {
            bits = bits << 16 | groups[i];
        }
        return bits;
    }

    static String print(IpAddress address) {
        if (address.isV4()) {
            int bits = (int) address.low();
            return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long half = i < 4 ? address.high() : address.low();
            groups[i] = (int) (half >>> (48 - 16 * (i % 4)) & 0xFFFF);
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > bestLength) {
                bestStart = i;
                bestLength = run;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == bestStart) {
                out.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }
}
