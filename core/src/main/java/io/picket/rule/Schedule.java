package io.picket.rule;

import java.time.Duration;

/**
 * When a rule runs and how far it looks back.
 *
 * @param interval time from run to run
 * @param from the look-back, as the rule writes it ({@code now-9m})
 * @param to the end of the range, as the rule writes it ({@code now})
 * @param fromBack how far before the run the range begins
 * @param toBack how far before the run it ends; zero for {@code now}, negative when it lies ahead
 */
public record Schedule(Duration interval, String from, String to, Duration fromBack, Duration toBack) {

    /** Width of the range. */
    public Duration lookBack() {
        return fromBack.minus(toBack);
    }
}
