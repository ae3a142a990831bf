package io.picket.condition;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Dates as events write them, to epoch milliseconds: Elasticsearch's {@code strict_date_optional_time} with 0 to 9
 * fraction digits (cut to milliseconds), zone {@code Z}, {@code ±hh}, {@code ±hhmm}, {@code ±hh:mm} or none (UTC); or a
 * number, which is epoch milliseconds. Below 10<sup>11</sup> (1973 in milliseconds) it is seconds if it has more digits
 * than a year, from 10<sup>14</sup> (the year 5138) on microseconds, and from 10<sup>17</sup> on nanoseconds.
 */
public final class DateText {

    /** What {@link #millis} answers for what is no date. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long SECONDS_BELOW = 100_000_000_000L;

    private static final long MICROSECONDS_FROM = 100_000_000_000_000L;
    private static final long NANOSECONDS_FROM = 100_000_000_000_000_000L;

    private static final int FRACTION_DIGITS_MAX = 9;
    /** Nanoseconds to the year 2262. */
    private static final int NUMBER_DIGITS_MAX = 19;

    /** So many digits are a year; fewer are no clock's seconds, but milliseconds written for a test. */
    private static final int YEAR_DIGITS = 4;

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private DateText() {}

    /** Epoch milliseconds as ISO writes them, in UTC, always with milliseconds: {@code 2026-01-31T10:00:00.000Z}. */
    public static String iso(long millis) {
        return ISO.format(Instant.ofEpochMilli(millis));
    }

    public static long millis(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return millis(bytes, 0, bytes.length);
    }

    /** The time written in {@code length} bytes from {@code from}, or {@link #NONE}. */
    public static long millis(byte[] b, int from, int length) {
        int end = from + length;
        int year = digits(b, from, 4, end);
        if (year < 0 || length > 4 && b[from + 4] != '-' && b[from + 4] != 'T') {
            return number(b, from, end);
        }
        int i = from + 4;
        int month = 1;
        int day = 1;
        if (i < end && b[i] == '-') {
            month = digits(b, i + 1, 2, end);
            i += 3;
            if (i < end && b[i] == '-') {
                day = digits(b, i + 1, 2, end);
                i += 3;
            }
        }
        if (month < 1 || month > 12 || day < 1 || day > 31 || day > 28 && day > monthDays(year, month)) {
            return NONE;
        }
        long date = dayMillis(year, month, day);
        if (i == end) {
            return date;
        }
        long time = b[i] == 'T' ? timeMillis(b, i + 1, end) : NONE;
        return time == NONE ? NONE : date + time;
    }

    /** What stands behind the {@code T}, as milliseconds since midnight UTC of the date before it. */
    private static long timeMillis(byte[] b, int from, int end) {
        if (from == end) {
            return 0;
        }
        int i = from + 2;
        int hour = digits(b, from, 2, end);
        int minute = 0;
        int second = 0;
        long fraction = 0;
        if (i < end && b[i] == ':') {
            minute = digits(b, i + 1, 2, end);
            i += 3;
            if (i < end && b[i] == ':') {
                second = digits(b, i + 1, 2, end);
                i += 3;
                if (i < end && (b[i] == '.' || b[i] == ',')) {
                    int digits = digitsFrom(b, i + 1, end);
                    if (digits == 0 || digits > FRACTION_DIGITS_MAX) {
                        return NONE;
                    }
                    fraction = thousandths(b, i + 1, digits);
                    i += 1 + digits;
                }
            }
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NONE;
        }
        long offset = zoneMillis(b, i, end);
        return offset == NONE ? NONE : hour * 3_600_000L + minute * 60_000L + second * 1000L + fraction - offset;
    }

    /** How many digits stand from here on. */
    private static int digitsFrom(byte[] b, int from, int end) {
        int i = from;
        while (i < end && b[i] >= '0' && b[i] <= '9') {
            i++;
        }
        return i - from;
    }

    /** The first three digits of a fraction; the others are cut off. */
    private static long thousandths(byte[] b, int from, int digits) {
        long value = 0;
        for (int i = 0; i < 3; i++) {
            value = value * 10 + (i < digits ? b[from + i] - '0' : 0);
        }
        return value;
    }

    private static long zoneMillis(byte[] b, int i, int end) {
        if (i >= end) {
            return i == end ? 0 : NONE;
        }
        if (b[i] == 'Z') {
            return i + 1 == end ? 0 : NONE;
        }
        if (b[i] != '+' && b[i] != '-') {
            return NONE;
        }
        int hours = digits(b, i + 1, 2, end);
        int next = i + 3;
        int minutes = 0;
        if (next < end) {
            if (b[next] == ':') {
                next++;
            }
            minutes = digits(b, next, 2, end);
            next += 2;
        }
        if (hours < 0 || hours > 18 || hours == 18 && minutes > 0 || minutes < 0 || minutes > 59 || next != end) {
            return NONE;
        }
        long offset = hours * 3_600_000L + minutes * 60_000L;
        return b[i] == '-' ? -offset : offset;
    }

    private static long number(byte[] b, int from, int end) {
        boolean negative = from < end && b[from] == '-';
        int start = negative ? from + 1 : from;
        int digits = digitsFrom(b, start, end);
        boolean few = digits <= YEAR_DIGITS && !negative;
        if (digits == 0 || digits > NUMBER_DIGITS_MAX || few && (digits == YEAR_DIGITS || start + digits < end)) {
            return NONE;
        }
        long value = 0;
        for (int i = start; i < start + digits; i++) {
            value = value * 10 + (b[i] - '0');
        }
        if (value < 0) {
            return NONE;
        }
        int point = start + digits;
        long fraction = 0;
        if (point < end) {
            int fractionDigits = b[point] == '.' ? digitsFrom(b, point + 1, end) : 0;
            if (fractionDigits == 0 || point + 1 + fractionDigits != end) {
                return NONE;
            }
            fraction = thousandths(b, point + 1, fractionDigits);
        }
        long millis = value < SECONDS_BELOW && !few ? value * 1000 + fraction : millis(value);
        return negative ? -millis : millis;
    }

    private static long millis(long number) {
        return number < MICROSECONDS_FROM ? number : number < NANOSECONDS_FROM ? number / 1000 : number / 1_000_000;
    }

    private static int digits(byte[] b, int from, int count, int end) {
        if (from + count > end) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int monthDays(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Counts days by years that start in March, so that the leap day is the last; allocates nothing. */
    private static long dayMillis(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int marchMonth = month > 2 ? month - 3 : month + 9;
        long days = 365L * marchYear
                + Math.floorDiv(marchYear, 4)
                - Math.floorDiv(marchYear, 100)
                + Math.floorDiv(marchYear, 400)
                + (153 * marchMonth + 2) / 5
                + day
                - 719_469;
        return days * 86_400_000L;
    }
}
