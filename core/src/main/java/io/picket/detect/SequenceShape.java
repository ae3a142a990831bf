package io.picket.detect;

import io.picket.eql.EqlQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a sequence without their conditions.
 *
 * @param missing by step, whether there must be no such event
 * @param maxspan most milliseconds from the first event to the last, both included; {@link #NO_LIMIT} if any
 */
record SequenceShape(List<Boolean> missing, long maxspan) {

    static final long NO_LIMIT = Long.MAX_VALUE;

    SequenceShape {
        missing = List.copyOf(missing);
        if (!missing.contains(false)) {
            throw new IllegalArgumentException("a sequence has a step that is there");
        }
        if (missing.contains(true) && maxspan == NO_LIMIT) {
            throw new IllegalArgumentException("missing events need a maxspan");
        }
    }

    static SequenceShape of(EqlQuery.Sequence sequence) {
        return new SequenceShape(
                sequence.steps().stream().map(EqlQuery.Step::missing).toList(),
                sequence.maxspan().map(span -> span.toMillis()).orElse(NO_LIMIT));
    }

    /** How many steps are events. */
    int positives() {
        return (int) missing.stream().filter(absent -> !absent).count();
    }

    /** How many events stand before a step. */
    int positivesBefore(int step) {
        return (int) missing.subList(0, step).stream().filter(absent -> !absent).count();
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
