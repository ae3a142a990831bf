package io.picket.detect;

import io.picket.eql.EqlQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a sequence without their conditions. A step may run several times; each time is a place in the sequence.
 *
 * @param missing by step, whether there must be no such event
 * @param runs by step, how many places it takes
 * @param maxspan most milliseconds from the first event to the last, both included; {@link #NO_LIMIT} if any
 */
record SequenceShape(List<Boolean> missing, List<Integer> runs, long maxspan) {

    static final long NO_LIMIT = Long.MAX_VALUE;

    SequenceShape {
        missing = List.copyOf(missing);
        runs = List.copyOf(runs);
        if (!missing.contains(false)) {
            throw new IllegalArgumentException("a sequence has a step that is there");
        }
        if (missing.contains(true) && maxspan == NO_LIMIT) {
            throw new IllegalArgumentException("missing events need a maxspan");
        }
    }

    /** Steps that each run once. */
    static SequenceShape of(List<Boolean> missing, long maxspan) {
        return new SequenceShape(missing, missing.stream().map(step -> 1).toList(), maxspan);
    }

    static SequenceShape of(EqlQuery.Sequence sequence) {
        return new SequenceShape(
                sequence.steps().stream().map(EqlQuery.Step::missing).toList(),
                sequence.steps().stream().map(EqlQuery.Step::runs).toList(),
                sequence.maxspan().map(Runs::millis).orElse(NO_LIMIT));
    }

    /** The same, no longer than this. */
    SequenceShape within(long most) {
        return new SequenceShape(missing, runs, Math.min(maxspan, most));
    }

    boolean hasMissing() {
        return missing.contains(true);
    }

    /** How many events a sequence has. */
    int positives() {
        return positivesBefore(missing.size());
    }

    /** How many events stand before a step. */
    int positivesBefore(int step) {
        int count = 0;
        for (int i = 0; i < step; i++) {
            count += missing.get(i) ? 0 : runs.get(i);
        }
        return count;
    }

    /** The steps that are no events and have this many events before them. */
    List<Integer> missingAfter(int positives) {
        List<Integer> steps = new ArrayList<>();
        for (int step = 0; step < missing.size(); step++) {
            if (missing.get(step) && positivesBefore(step) == positives) {
                steps.add(step);
            }
        }
        return steps;
    }
}
