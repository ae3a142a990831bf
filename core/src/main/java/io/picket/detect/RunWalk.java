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

    /**
     * Takes an event in: runs that are due before it are made.
     *
     * @param arrival may be {@link Detector#NO_TIME}; then it came as it happened
     * @param reach how long before a run an event may lie and still matter to it
     * @return the first run that will see the event, or {@link Work#NEVER}; why is noted
     */
    long admit(long primary, long arrival, long reach, RunNotes notes) {
        if (primary == Detector.NO_TIME) {
            notes.untimed();
            return Work.NEVER;
        }
        long known = arrival == Detector.NO_TIME ? primary : arrival;
        arrive(primary, known);
        long firstRun = firstSeeing(primary, known);
        if (primary < firstRun - reach) {
            notes.late();
            return Work.NEVER;
        }
        return firstRun;
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
