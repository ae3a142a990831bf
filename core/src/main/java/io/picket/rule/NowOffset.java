package io.picket.rule;

import java.time.Duration;
import java.util.Optional;

/**
 * A time relative to a run, as a rule writes it: {@code now}, {@code now-9m}, {@code now-1d+2h}. Units s, m, h, d, w, M
 * and y, as Kibana's date math has them; a number may be left out and is then one.
 *
 * @param back how far before the run; negative when after it
 * @param calendar whether months or years are in it, counted here as 30 and 365 days
 * @param rounded whether it ends in a rounding such as {@code /d}, which {@code back} leaves out
 */
public record NowOffset(Duration back, boolean calendar, boolean rounded) {

    private static final int DIGITS_MAX = 9;

    /** Reads it; empty if it is something else. */
    public static Optional<NowOffset> parse(String text) {
        if (!text.startsWith("now")) {
            return Optional.empty();
        }
        Duration back = Duration.ZERO;
        boolean calendar = false;
        int at = 3;
        while (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            int sign = text.charAt(at++) == '-' ? 1 : -1;
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at - start > DIGITS_MAX || at == text.length()) {
                return Optional.empty();
            }
            long amount = at == start ? 1 : Long.parseLong(text.substring(start, at));
            char unit = text.charAt(at++);
            long seconds = seconds(unit);
            if (seconds == 0) {
                return Optional.empty();
            }
            calendar |= unit == 'M' || unit == 'y';
            back = back.plusSeconds(sign * amount * seconds);
        }
        boolean rounded = at + 2 == text.length() && text.charAt(at) == '/' && seconds(text.charAt(at + 1)) > 0;
        return at == text.length() || rounded ? Optional.of(new NowOffset(back, calendar, rounded)) : Optional.empty();
    }

    /** How long a unit lasts; 0 for what is none. */
    static long seconds(char unit) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            case 'w' -> 7 * 86_400;
            case 'M' -> 30 * 86_400;
            case 'y' -> 365 * 86_400;
            default -> 0;
        };
    }
}
