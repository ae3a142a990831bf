package io.picket.cli;

import io.picket.condition.DateMath;
import io.picket.condition.DateText;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and spans as people write them on the command line. */
final class TimeArgument {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private TimeArgument() {}

    /** An ISO time, epoch milliseconds, or date math such as {@code now-9m}; epoch milliseconds. */
    static long time(String option, String text, long nowMillis) throws InputException {
        OptionalLong millis = DateMath.parse(text, nowMillis, false);
        long plain = millis.isPresent() ? millis.getAsLong() : DateText.millis(text);
        if (plain == DateText.NONE) {
            throw new InputException(
                    option + ": \"" + text + "\" is no time; write it as 2026-11-21T22:30:00Z or now-9m");
        }
        return plain;
    }

    /** A span such as {@code 15m}. */
    static Duration span(String option, String text) throws InputException {
        Matcher matcher = SPAN.matcher(text.trim());
        if (!matcher.matches()) {
            throw new InputException(option + ": \"" + text + "\" is no span of time; write it as 30s, 15m, 2h or 1d");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
