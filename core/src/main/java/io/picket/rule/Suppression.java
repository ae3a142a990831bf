package io.picket.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Alert suppression.
 *
 * @param groupBy fields whose equal values make one alert; empty on threshold rules, which group by their own fields
 * @param duration from the first alert on; absent: per run
 * @param suppressMissing whether events lacking a field are grouped too (as null), or each alert alone
 */
public record Suppression(List<String> groupBy, Optional<Duration> duration, boolean suppressMissing) {
    public Suppression {
        groupBy = List.copyOf(groupBy);
    }
}
