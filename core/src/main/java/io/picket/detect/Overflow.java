package io.picket.detect;

import java.util.List;

/**
 * What a rule found beyond {@code max_signals} and did not make alerts of: one record per rule and run, or per rule and
 * interval on the stream clock.
 *
 * @param from start of the run's range or of the interval, epoch milliseconds
 * @param to its end
 * @param count how many groups, each of which would have been an alert
 * @param groups their names, {@code value · value}, ascending, at most {@link #GROUPS_LISTED}
 */
public record Overflow(String ruleId, long from, long to, long count, List<String> groups) {

    /** How many groups are listed by name. */
    public static final int GROUPS_LISTED = 1_000;

    public Overflow {
        groups = List.copyOf(groups);
    }
}
