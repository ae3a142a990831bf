package io.picket.condition;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number as a person or an event writes it: sign, digits, fraction, exponent; no blanks, no hexadecimal. Integers
 * that fit 64 bits are exact, everything else is the nearest double.
 *
 * @param whole whether it is an integer that fits 64 bits, however it is written ({@code 1.0}, {@code 10e-1})
 * @param fits whether what is left when the fraction is cut off fits 64 bits
 * @param truncated that integer; 0 if it does not fit
 * @param nearest the nearest double; never infinite, never negative zero
 */
public record NumberText(boolean whole, boolean fits, long truncated, double nearest) {

    /** Longer texts are not read as numbers, so that no one can make reading one expensive. */
    public static final int CHARS_MAX = 100;

    /** Beyond this exponent a double is zero or infinite whatever the digits ({@link #CHARS_MAX}) say. */
    private static final int EXPONENT_MAX = 500;

    /** Null for what is no number, or too large for a double. */
    public static @Nullable NumberText read(String text) {
        int exponentAt = exponentAt(text);
        if (exponentAt < 0) {
            return null;
        }
        double nearest = Double.parseDouble(text) + 0.0;
        if (Double.isInfinite(nearest)) {
            return null;
        }
        if (exponentTooLong(text, exponentAt)) {
            return new NumberText(false, nearest == 0, 0, nearest);
        }
        return of(new BigDecimal(text), nearest);
    }

    private static NumberText of(BigDecimal exact, double nearest) {
        BigInteger truncated = exact.toBigInteger();
        boolean fits = truncated.bitLength() <= 63;
        boolean whole = fits && exact.compareTo(new BigDecimal(truncated)) == 0;
        return new NumberText(whole, fits, fits ? truncated.longValue() : 0, nearest);
    }

    public static NumberText of(long value) {
        return new NumberText(true, true, value, value);
    }

    /** Null for infinities and for what is not a number. */
    public static @Nullable NumberText of(double value) {
        return Double.isFinite(value) ? of(new BigDecimal(value), value + 0.0) : null;
    }

    /** Whether both are the same number: exactly for integers, as doubles for the others. */
    public boolean same(NumberText other) {
        return whole == other.whole && (whole ? truncated == other.truncated : nearest == other.nearest);
    }

    /** Integers against anything exactly, everything else as doubles. */
    public int compare(NumberText other) {
        if (!whole) {
            return Double.compare(nearest, other.nearest);
        }
        if (!other.fits) {
            return other.nearest > 0 ? -1 : 1;
        }
        int byWhole = Long.compare(truncated, other.truncated);
        return byWhole != 0 || other.whole ? byWhole : other.nearest > other.truncated ? -1 : 1;
    }

    /** Where the exponent starts (the length if there is none), or -1 if the text is no number. */
    private static int exponentAt(String text) {
        int length = text.length();
        if (length == 0 || length > CHARS_MAX) {
            return -1;
        }
        int i = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        int digits = 0;
        boolean point = false;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return -1;
        }
        int exponent = i;
        if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
                i++;
            }
            int start = i;
            while (i < length && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                i++;
            }
            if (i == start) {
                return -1;
            }
        }
        return i == length ? exponent : -1;
    }

    private static boolean exponentTooLong(String text, int exponentAt) {
        int exponent = 0;
        for (int i = exponentAt + 1; i < text.length() && exponent <= EXPONENT_MAX; i++) {
            char c = text.charAt(i);
            exponent = c >= '0' && c <= '9' ? exponent * 10 + (c - '0') : exponent;
        }
        return exponent > EXPONENT_MAX;
    }
}
