package io.picket.condition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads dates as {@link DateText} does, quicker when one lies in the same minute as the one before, as the dates of events
 * that follow each other do: sixteen bytes are compared with those read last, and only what stands behind them is read.
 *
 * <p>HOT. Every event of a hunt has its time read.
 */
public final class DateReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MINUTE_LENGTH = "2026-01-31T10:00".length();
    private static final int SECOND_LENGTH = ":00".length();
    private static final int MILLI_LENGTH = ".000".length();
    private static final int TENS = 10;
    private static final int SECONDS = 60;

    // the minute read last, as text and as epoch milliseconds; bytes that no text has at first
    private long textLow = -1;
    private long textHigh = -1;
    private long minute;

    /** The time written in {@code length} bytes from {@code from}, epoch milliseconds, or {@link DateText#NONE}. */
    public long millis(byte[] b, int from, int length) {
        int zone = length - 1;
        boolean hasMillis = zone == MINUTE_LENGTH + SECOND_LENGTH + MILLI_LENGTH;
        if (!hasMillis && zone != MINUTE_LENGTH + SECOND_LENGTH || b[from + zone] != 'Z') {
            return DateText.millis(b, from, length);
        }
        int second = second(b, from + MINUTE_LENGTH);
        int milli = hasMillis ? milli(b, from + MINUTE_LENGTH + SECOND_LENGTH) : 0;
        if (second < 0 || second >= SECONDS || milli < 0) {
            return DateText.millis(b, from, length);
        }
        long low = (long) LONGS.get(b, from);
        long high = (long) LONGS.get(b, from + Long.BYTES);
        if (low != textLow || high != textHigh) {
            long millis = DateText.millis(b, from, length);
            if (millis == DateText.NONE) {
                return DateText.NONE;
            }
            textLow = low;
            textHigh = high;
            minute = millis - second * 1000L - milli;
        }
        return minute + second * 1000L + milli;
    }

    /** What {@code :05} says; negative if it is not of that form. */
    private static int second(byte[] b, int from) {
        int tens = b[from + 1] - '0';
        int ones = b[from + 2] - '0';
        return b[from] == ':' ? tens * TENS + ones | fault(tens) | fault(ones) : -1;
    }

    /** What {@code .005} says; negative if it is not of that form. */
    private static int milli(byte[] b, int from) {
        int hundreds = b[from + 1] - '0';
        int tens = b[from + 2] - '0';
        int ones = b[from + 3] - '0';
        return b[from] == '.'
                ? (hundreds * TENS + tens) * TENS + ones | fault(hundreds) | fault(tens) | fault(ones)
                : -1;
    }

    /** Its sign set if this is no digit. */
    private static int fault(int digit) {
        return (digit | 9 - digit) & Integer.MIN_VALUE;
    }
}
