package io.picket.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** When events that must be missing were, for one step and key: distinct times, ascending, old ones falling out. */
final class SequenceTimes {

    private long[] times = new long[2];
    private int from;
    private int to;

    /** Adds a time, which is not before the latest one. */
    void add(long time) {
        if (from < to && times[to - 1] == time) {
            return;
        }
        if (to == times.length) {
            int kept = to - from;
            long[] into = kept * 2 > times.length ? new long[times.length * 2] : times;
            System.arraycopy(times, from, into, 0, kept);
            times = into;
            from = 0;
            to = kept;
        }
        times[to++] = time;
    }

    /** Forgets what was before. */
    void forgetBefore(long time) {
        while (from < to && times[from] < time) {
            from++;
        }
    }

    /** The latest time strictly before another; {@link Long#MIN_VALUE} if there is none. */
    long latestBefore(long time) {
        int found = Arrays.binarySearch(times, from, to, time);
        int at = (found < 0 ? -found - 1 : found) - 1;
        return at < from ? Long.MIN_VALUE : times[at];
    }

    boolean isEmpty() {
        return from == to;
    }

    List<Long> all() {
        List<Long> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add(times[i]);
        }
        return all;
    }

    /** Memory it takes, in bytes. */
    long bytes() {
        return 48 + (long) Long.BYTES * times.length;
    }
}
