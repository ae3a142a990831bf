package io.picket.alert;

import java.util.List;
import java.util.Locale;

/** Numbers and spans of time as sentences say them. */
final class Amounts {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Amounts() {}

    /** {@code 1 port}, {@code 312 ports}. */
    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** The unit is the largest of which there are at least two: {@code 71 s}, {@code 12 min}. */
    static String duration(long millis) {
        if (millis < SECOND) {
            return millis + " ms";
        }
        if (millis < 2 * MINUTE) {
            return Math.round((double) millis / SECOND) + " s";
        }
        if (millis < 2 * HOUR) {
            return Math.round((double) millis / MINUTE) + " min";
        }
        return millis < 2 * DAY
                ? Math.round((double) millis / HOUR) + " h"
                : Math.round((double) millis / DAY) + " days";
    }

    /** {@code in 71 s}; nothing can be said of how long a single moment lasted. */
    static String in(long millis) {
        return millis == 0 ? "at one recorded moment" : "in " + duration(millis);
    }

    /** Rounded to three significant digits. */
    static double rounded(double number) {
        return number == 0 ? 0 : Double.parseDouble(String.format(Locale.ROOT, "%.3g", number));
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}; above {@code most} only how many: {@code 7 tools}. */
    static String list(List<String> names, int most, String many) {
        if (names.size() > most) {
            return names.size() + " " + many;
        }
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
