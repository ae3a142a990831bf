package io.picket.detect;

import io.picket.rule.Schedule;
import java.time.Duration;

/**
 * When a rule runs in a replay, and which range of primary times each run looks at: runs fall on multiples of the
 * interval since the epoch; a run at T looks at [T − fromBack, T − toBack], both ends included. All in milliseconds.
 */
record Runs(long interval, long fromBack, long toBack) {

    /** Longer than any record of events; keeps sums of times from overflowing whatever a rule says. */
    private static final Duration SPAN_MAX = Duration.ofDays(365L * 10_000);

    private static final Duration SPAN_LEAST = SPAN_MAX.negated();

    static Runs of(Schedule schedule) {
        return new Runs(
                Math.max(1, millis(schedule.interval())), millis(schedule.fromBack()), millis(schedule.toBack()));
    }

    /** Milliseconds, at most ten thousand years either way. */
    static long millis(Duration span) {
        if (span.compareTo(SPAN_MAX) > 0) {
            return SPAN_MAX.toMillis();
        }
        return span.compareTo(SPAN_LEAST) < 0 ? SPAN_LEAST.toMillis() : span.toMillis();
    }

    long from(long run) {
        return run - fromBack;
    }

    long to(long run) {
        return run - toBack;
    }

    /** Width of a run's range. */
    long lookBack() {
        return fromBack - toBack;
    }

    /** The first run that could see an event that came at {@code arrival}: it may be too late for its range, though. */
    long firstSeeing(long primary, long arrival) {
        return atOrAfter(Math.max(arrival, primary + toBack));
    }

    /** The first run at this time or later. */
    long atOrAfter(long time) {
        return Math.multiplyExact(Math.ceilDiv(time, interval), interval);
    }

    /** The first run after this one. */
    long next(long run) {
        return run + interval;
    }

    /**
     * The last moment of the interval that this time lies in: how far the run looks that sees it first. An interval
     * begins right after the end of the one before.
     */
    long intervalEnd(long time) {
        return to(atOrAfter(time + toBack));
    }
}
