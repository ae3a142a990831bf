package io.picket.detect;

/**
 * Walks through the runs of a rule in order and makes only those that could find something, so that files which span
 * years cost what their events cost.
 */
final class RunWalk {

    /** What a run does. */
    interface Work {

        /** No run at all. */
        long NEVER = Long.MAX_VALUE;

        /** The first run after the last one that could find something, or {@link #NEVER}. */
        long nextRun();

        /** Makes the run at this time. */
        void run(long time);
    }

    private final Runs runs;
    private final Work work;
    private long lastRun = Long.MIN_VALUE;
    private long latest = Long.MIN_VALUE;

    RunWalk(Runs runs, Work work) {
        this.runs = runs;
        this.work = work;
    }

    /** When the last run was made; {@link Long#MIN_VALUE} before the first. */
    long lastRun() {
        return lastRun;
    }

    /** An event is about to be taken: runs before its arrival are due, and one run at least will cover it. */
    void arrive(long primary, long arrival) {
        makeUntil(arrival - 1);
        latest = Math.max(latest, Math.max(arrival, primary + runs.toBack()));
    }

    /** The first run that an event taken now could be seen by. */
    long firstSeeing(long primary, long arrival) {
        long first = runs.firstSeeing(primary, arrival);
        return lastRun == Long.MIN_VALUE ? first : Math.max(first, runs.next(lastRun));
    }

    /** No event before this time will come any more. */
    void advance(long time) {
        makeUntil(time - 1);
        latest = Math.max(latest, time);
    }

    /** No event will come at all: on to the run that covers the last one. */
    void finish() {
        if (latest != Long.MIN_VALUE) {
            makeUntil(runs.atOrAfter(latest));
        }
    }

    private void makeUntil(long time) {
        for (long next = work.nextRun(); next <= time && next != Work.NEVER; next = work.nextRun()) {
            lastRun = next;
            work.run(next);
        }
    }

    void save(StateWriter out) {
        out.number(lastRun);
        out.number(latest);
    }

    /** @throws IllegalStateException if there were events already */
    void load(StateReader in) {
        if (latest != Long.MIN_VALUE) {
            throw new IllegalStateException("already under way");
        }
        lastRun = in.number();
        latest = in.number();
    }
}
