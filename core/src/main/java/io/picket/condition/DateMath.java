package io.picket.condition;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Dates as queries write them (Elasticsearch reference, date math): a date, epoch milliseconds, {@code now}, or a date
 * followed by {@code ||}; after the last two any run of {@code +1M}, {@code -30d}, {@code /d}. Units: y M w d h H m s.
 * All in UTC; a week begins on Monday.
 *
 * <p>Rounding up fills what a date leaves open, and what {@code /unit} cuts off, with the last millisecond; rounding
 * down with the first.
 */
public final class DateMath {

    /** Longest expression that is read, in UTF-16 units. */
    private static final int CHARS_MAX = 200;

    private static final int AMOUNT_DIGITS_MAX = 9;
    private static final int FRACTION_AT = "2026-01-31T10:00:00".length();

    private DateMath() {}

    /** The expression's time, epoch milliseconds; empty if it is no date expression or lies outside the calendar. */
    public static OptionalLong parse(String text, long nowMillis, boolean roundUp) {
        if (text.isEmpty() || text.length() > CHARS_MAX) {
            return OptionalLong.empty();
        }
        try {
            if (text.startsWith("now")) {
                return math(nowMillis, text.substring(3), roundUp);
            }
            int bars = text.indexOf("||");
            if (bars < 0) {
                return date(text, roundUp);
            }
            String rest = text.substring(bars + 2);
            OptionalLong base = date(text.substring(0, bars), roundUp && rest.isEmpty());
            return base.isEmpty() ? base : math(base.getAsLong(), rest, roundUp);
        } catch (DateTimeException | ArithmeticException outsideTheCalendar) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong math(long base, String steps, boolean roundUp) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(base), ZoneOffset.UTC);
        int i = 0;
        while (i < steps.length()) {
            char sign = steps.charAt(i++);
            int start = i;
            while (i < steps.length() && isDigit(steps.charAt(i))) {
                i++;
            }
            if (i == steps.length() || i - start > AMOUNT_DIGITS_MAX) {
                return OptionalLong.empty();
            }
            long amount = i == start ? 1 : Long.parseLong(steps.substring(start, i));
            ChronoUnit unit = unit(steps.charAt(i++));
            if (unit == null || sign == '/' && amount != 1 || sign != '/' && sign != '+' && sign != '-') {
                return OptionalLong.empty();
            }
            time = switch (sign) {
                case '+' -> time.plus(amount, unit);
                case '-' -> time.minus(amount, unit);
                default -> rounded(time, unit, roundUp);
            };
        }
        return OptionalLong.of(time.toInstant(ZoneOffset.UTC).toEpochMilli());
    }

    private static @Nullable ChronoUnit unit(char c) {
        return switch (c) {
            case 'y' -> ChronoUnit.YEARS;
            case 'M' -> ChronoUnit.MONTHS;
            case 'w' -> ChronoUnit.WEEKS;
            case 'd' -> ChronoUnit.DAYS;
            case 'h', 'H' -> ChronoUnit.HOURS;
            case 'm' -> ChronoUnit.MINUTES;
            case 's' -> ChronoUnit.SECONDS;
            default -> null;
        };
    }

    private static LocalDateTime rounded(LocalDateTime time, ChronoUnit unit, boolean up) {
        LocalDateTime floor = switch (unit) {
            case YEARS -> time.withDayOfYear(1).truncatedTo(ChronoUnit.DAYS);
            case MONTHS -> time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
            case WEEKS ->
                time.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).truncatedTo(ChronoUnit.DAYS);
            default -> time.truncatedTo(unit);
        };
        return up ? floor.plus(1, unit).minus(1, ChronoUnit.MILLIS) : floor;
    }

    /** A date or epoch milliseconds; four digits are a year. */
    private static OptionalLong date(String text, boolean roundUp) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number && (negative || digits.length() != 4)) {
            return digits.length() > 18 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        }
        int time = text.indexOf('T');
        boolean date = number || text.indexOf('-') == 4 && (time < 0 || time == 10);
        long first = date ? DateText.millis(text) : DateText.NONE;
        if (first == DateText.NONE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(roundUp ? last(text, first) : first);
    }

    /** The last millisecond of what a date names, by how far it was written. */
    private static long last(String text, long first) {
        int time = text.indexOf('T');
        int end = text.length();
        for (int i = time + 1; time >= 0 && i < end; i++) {
            char c = text.charAt(i);
            if (c == 'Z' || c == '+' || c == '-') {
                end = i;
            }
        }
        if (time == end - 1) {
            end--;
        }
        ChronoUnit unit = switch (end) {
            case 4 -> ChronoUnit.YEARS;
            case 7 -> ChronoUnit.MONTHS;
            case 10 -> ChronoUnit.DAYS;
            case 13 -> ChronoUnit.HOURS;
            case 16 -> ChronoUnit.MINUTES;
            case 19 -> ChronoUnit.SECONDS;
            default -> ChronoUnit.MILLIS;
        };
        return end > FRACTION_AT
                ? first
                : LocalDateTime.ofInstant(Instant.ofEpochMilli(first), ZoneOffset.UTC)
                                .plus(1, unit)
                                .toInstant(ZoneOffset.UTC)
                                .toEpochMilli()
                        - 1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
