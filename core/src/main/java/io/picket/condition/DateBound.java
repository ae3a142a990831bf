package io.picket.condition;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One end of a range of dates, as a query writes it: {@code now-30d}, {@code now/d}, {@code 2026-01-31}.
 *
 * @param date a date expression, see {@link DateMath}
 * @param roundUp whether what the date leaves open, or cuts off, is filled with the last millisecond
 */
public record DateBound(String date, boolean roundUp, boolean inclusive) {

    /** Whether a date expression depends on what time it is. */
    public static boolean moves(@Nullable String date) {
        return date != null && date.startsWith("now");
    }

    /** The bound at this time, epoch milliseconds; null if it lies outside the calendar. */
    @Nullable Bound at(long nowMillis) {
        OptionalLong millis = DateMath.parse(date, nowMillis, roundUp);
        return millis.isEmpty() ? null : new Bound(millis.getAsLong(), inclusive);
    }
}
