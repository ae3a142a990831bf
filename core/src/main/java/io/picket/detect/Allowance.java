package io.picket.detect;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many new alerts a rule may still raise: {@code max_signals} in each interval, that is for each run the schedule
 * clock would make. What goes beyond is folded into one record per interval, which is handed on when the interval is over.
 */
final class Allowance {

    /** Intervals open at once; events come in order, so more means that nobody says how time goes by. */
    private static final int INTERVALS_MAX = 1_024;

    private final String ruleId;
    private final Runs runs;
    private final int maxSignals;
    private final AlertSink sink;
    private final RunNotes notes;
    private final TreeMap<Long, Interval> intervals = new TreeMap<>();
    private long overflowed;

    private static final class Interval {
        private int raised;
        private long beyond;
        private final Set<String> names = new HashSet<>();
    }

    Allowance(String ruleId, Runs runs, int maxSignals, AlertSink sink, RunNotes notes) {
        this.ruleId = ruleId;
        this.runs = runs;
        this.maxSignals = maxSignals;
        this.sink = sink;
        this.notes = notes;
    }

    /** Takes one alert from the interval of this time. */
    void take(long time) {
        interval(time).raised++;
    }

    /** Whether none is left in the interval of this time; then what would have been one is noted by its name. */
    boolean isSpent(long time, String name) {
        Interval interval = interval(time);
        if (interval.raised < maxSignals) {
            return false;
        }
        if (interval.beyond == 0) {
            notes.cut(runs.intervalEnd(time));
        }
        if (interval.names.size() == Overflow.GROUPS_LISTED
                ? !interval.names.contains(name)
                : interval.names.add(name)) {
            overflowed++;
            interval.beyond++;
        }
        return true;
    }

    private Interval interval(long time) {
        Interval interval = intervals.computeIfAbsent(runs.intervalEnd(time), end -> new Interval());
        if (intervals.size() > INTERVALS_MAX) {
            close(intervals.firstKey());
        }
        return interval;
    }

    /** No event before this time will come any more. */
    void advance(long time) {
        while (!intervals.isEmpty() && intervals.firstKey() < time) {
            close(intervals.firstKey());
        }
    }

    void finish() {
        while (!intervals.isEmpty()) {
            close(intervals.firstKey());
        }
    }

    long overflowed() {
        return overflowed;
    }

    private void close(long end) {
        Interval interval = intervals.remove(end);
        if (interval != null && interval.beyond > 0) {
            sink.overflow(new Overflow(
                    ruleId,
                    end - runs.interval(),
                    end,
                    interval.beyond,
                    interval.names.stream().sorted().toList()));
        }
    }

    void save(StateWriter out) {
        out.number(overflowed);
        out.size(intervals.size());
        for (Map.Entry<Long, Interval> entry : intervals.entrySet()) {
            out.number(entry.getKey());
            out.number(entry.getValue().raised);
            out.number(entry.getValue().beyond);
            out.size(entry.getValue().names.size());
            entry.getValue().names.forEach(out::text);
        }
    }

    void load(StateReader in) {
        overflowed = in.number();
        intervals.clear();
        for (int i = in.size(); i > 0; i--) {
            long end = in.number();
            Interval interval = new Interval();
            interval.raised = (int) in.number();
            interval.beyond = in.number();
            for (int n = in.size(); n > 0; n--) {
                interval.names.add(in.text());
            }
            intervals.put(end, interval);
        }
    }
}
