package io.picket.detect;

import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.Schedule;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far back a new-terms rule knows what was there before.
 *
 * @param back width of the history window, ending where the run's range ends; milliseconds
 * @param gap least time without a value after which its next occurrence can be new in some run, exclusive; milliseconds
 */
record NewTermsHistory(long back, long gap) {

    private static final Pattern OFFSET = Pattern.compile("now-(\\d{1,9})([smhdwMy])");

    /**
     * The history of a rule.
     *
     * @throws IllegalArgumentException if it does not begin before the rule's range, or is written otherwise than
     *     {@code now-7d}; rules are checked for both before they come here
     */
    static NewTermsHistory of(NewTermsBody body, Schedule schedule) {
        Matcher matcher = OFFSET.matcher(body.historyStart());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("history_window_start is not like now-7d: " + body.historyStart());
        }
        long back = Runs.millis(Duration.ofSeconds(
                Long.parseLong(matcher.group(1)) * seconds(matcher.group(2).charAt(0))));
        long lookBack = Runs.of(schedule).lookBack();
        if (back <= lookBack) {
            throw new IllegalArgumentException(
                    "history_window_start " + body.historyStart() + " does not lie before from " + schedule.from());
        }
        return new NewTermsHistory(back, back - lookBack);
    }

    private static long seconds(char unit) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3_600;
            case 'd' -> 86_400;
            case 'w' -> 7 * 86_400;
            case 'M' -> 30 * 86_400;
            default -> 365 * 86_400;
        };
    }
}
