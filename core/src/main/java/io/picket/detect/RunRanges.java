package io.picket.detect;

import io.picket.rule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which time ranges a scheduled run covers. A run that comes late looks at up to {@value #CATCH_UP_RUNS_MAX} earlier
 * windows too, each as wide as the rule's own and shifted back by one interval; what is still not covered is a gap.
 *
 * @param ranges oldest first; the last is the run's own
 * @param remainingGap milliseconds that no run has looked at; zero when everything is covered
 */
public record RunRanges(List<Range> ranges, long remainingGap) {

    /** Earlier windows that one run catches up on at most. */
    public static final int CATCH_UP_RUNS_MAX = 4;

    /** Epoch milliseconds, both ends included. */
    public record Range(long from, long to) {}

    public RunRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * The ranges of a run that starts at {@code startedAt}, the one before having started at {@code previousStartedAt}
     * (empty: this is the first).
     */
    public static RunRanges of(long startedAt, OptionalLong previousStartedAt, Schedule schedule) {
        long interval = schedule.interval().toMillis();
        long from = startedAt - schedule.fromBack().toMillis();
        long to = startedAt - schedule.toBack().toMillis();
        long gap = previousStartedAt.isEmpty() ? 0 : startedAt - previousStartedAt.getAsLong() - (to - from);
        long missed = gap <= 0 || interval <= 0 ? 0 : Math.ceilDiv(gap, interval);
        long catchUp = Math.min(missed, CATCH_UP_RUNS_MAX);
        List<Range> ranges = new ArrayList<>();
        for (long back = catchUp; back >= 0; back--) {
            ranges.add(new Range(from - back * interval, to - back * interval));
        }
        return new RunRanges(ranges, Math.max(0, gap - catchUp * interval));
    }
}
