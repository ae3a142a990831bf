package io.picket.detect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a rule with runs or intervals has to say of itself: things that went wrong, counted, as sentences. */
final class RunNotes {

    /** Elastic's words, so that people and tools find them. */
    static final String LIMIT_REACHED =
            "This rule reached the maximum alert limit for the rule execution. Some alerts were not created.";

    static final String LIMIT_REACHED_SUPPRESSING = "This rule reached the maximum alert limit for the rule execution."
            + " Some alerts were not created or suppressed.";

    private final String limitReached;
    private long runsCut;
    private long firstCut;
    private long untimed;
    private long late;
    private long shed;

    RunNotes(boolean suppressing) {
        this.limitReached = suppressing ? LIMIT_REACHED_SUPPRESSING : LIMIT_REACHED;
    }

    /** A run found more than {@code max_signals}. */
    void cut(long run) {
        if (runsCut++ == 0) {
            firstCut = run;
        }
    }

    /** An event has no time, so no range holds it. */
    void untimed() {
        untimed++;
    }

    /** An event came when no run would look at its time any more. */
    void late() {
        late++;
    }

    /** An event was given up for want of memory. */
    void shed(long events) {
        shed += events;
    }

    long shedEvents() {
        return shed;
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (runsCut > 0) {
            warnings.add(limitReached + " Runs: " + runsCut + ", the first at " + Instant.ofEpochMilli(firstCut) + ".");
        }
        if (untimed > 0) {
            warnings.add("Events without a timestamp, left out: " + untimed + ".");
        }
        if (late > 0) {
            warnings.add("Events that came too late for any run's range, left out: " + late + ".");
        }
        if (shed > 0) {
            warnings.add("Events given up because the rule's memory budget was reached: " + shed + ".");
        }
        return warnings;
    }

    void save(StateWriter out) {
        out.number(runsCut);
        out.number(firstCut);
        out.number(untimed);
        out.number(late);
        out.number(shed);
    }

    void load(StateReader in) {
        runsCut = in.number();
        firstCut = in.number();
        untimed = in.number();
        late = in.number();
        shed = in.number();
    }
}
