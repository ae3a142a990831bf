package io.picket.match;

import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.NumberText;
import io.picket.event.Digits;
import io.picket.event.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers, dates and booleans from bytes into one long each: integers and milliseconds as they are, booleans as 0
 * and 1, others as the bits of a double. Plain twin: {@link Value}. Numbers with an exponent or more than 15 digits and
 * a fraction take the way over {@link NumberText}, which allocates; logs hardly hold any.
 */
@HotPath("ports, codes and sizes are compared on most events: MatchBenchmark")
final class NumberBytes {

    /** What became of a value. */
    static final byte NONE = 1;

    static final byte WHOLE = 2;
    static final byte FRACTION = 3;

    private static final int LONG_DIGITS = 18;
    private static final int DOUBLE_DIGITS = 15;
    private static final long[] POWERS = new long[LONG_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    /** The number read last. */
    long number;

    /** Reads a value of a field of this type; says {@link #NONE}, {@link #WHOLE} or {@link #FRACTION}. */
    byte read(FieldType type, byte kind, byte[] b, int from, int length) {
        return switch (type) {
            case BOOLEAN -> bool(kind, b, from, length);
            case DATE -> {
                number = DateText.millis(b, from, length);
                yield number == DateText.NONE ? NONE : WHOLE;
            }
            case LONG, DOUBLE -> kind == Kind.TRUE || kind == Kind.FALSE ? NONE : digits(type, b, from, length);
            default -> kind == Kind.NUMBER ? digits(type, b, from, length) : NONE;
        };
    }

    private byte bool(byte kind, byte[] b, int from, int length) {
        if (kind == Kind.TRUE || kind == Kind.STRING && is("true", b, from, length)) {
            number = 1;
            return WHOLE;
        }
        number = 0;
        boolean isFalse = kind == Kind.FALSE || kind == Kind.STRING && (length == 0 || is("false", b, from, length));
        return isFalse ? WHOLE : NONE;
    }

    private static boolean is(String word, byte[] b, int from, int length) {
        if (word.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (b[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private byte digits(FieldType type, byte[] b, int from, int length) {
        long plain = Digits.value(b, from, length);
        return plain != Digits.NONE ? take(type, true, plain, (double) plain) : signed(type, b, from, length);
    }

    private byte signed(FieldType type, byte[] b, int from, int length) {
        int i = from;
        int end = from + length;
        boolean negative = length > 0 && b[i] == '-';
        if (negative || length > 0 && b[i] == '+') {
            i++;
        }
        long digits = 0;
        int count = 0;
        int scale = -1;
        for (; i < end && count <= LONG_DIGITS; i++) {
            int digit = b[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                count++;
                scale += scale < 0 ? 0 : 1;
            } else if (b[i] == '.' && scale < 0) {
                scale = 0;
            } else {
                break;
            }
        }
        if (i < end || count == 0 || count > (scale > 0 ? DOUBLE_DIGITS : LONG_DIGITS)) {
            return slow(type, b, from, length);
        }
        long power = scale > 0 ? POWERS[scale] : 1;
        return take(
                type,
                digits % power == 0,
                negative ? -(digits / power) : digits / power,
                negative ? -(digits / (double) power) : digits / (double) power);
    }

    private byte slow(FieldType type, byte[] b, int from, int length) {
        if (length == 0 || length > NumberText.CHARS_MAX || !mayStart(b[from])) {
            return NONE;
        }
        NumberText slow = NumberText.read(new String(b, from, length, StandardCharsets.UTF_8));
        if (slow == null || type == FieldType.LONG && !slow.fits()) {
            return NONE;
        }
        return take(type, slow.whole(), slow.truncated(), slow.nearest());
    }

    private static boolean mayStart(byte c) {
        return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.';
    }

    private byte take(FieldType type, boolean whole, long truncated, double nearest) {
        if (type == FieldType.LONG || type != FieldType.DOUBLE && whole) {
            number = truncated;
            return WHOLE;
        }
        number = bits(nearest);
        return FRACTION;
    }

    /** The bits of a double, one zero only. */
    static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }
}
