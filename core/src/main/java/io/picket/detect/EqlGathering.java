package io.picket.detect;

import io.picket.event.Event;
import org.jspecify.annotations.Nullable;

/** What one kind of EQL query keeps of events until it is asked for its answer. */
sealed interface EqlGathering permits EqlEvents, EqlSequences, EqlSamples {

    /**
     * Takes the next event.
     *
     * @param number how many there were before
     * @param time epoch milliseconds, or {@link Detector#NO_TIME}
     */
    void add(Event event, long number, long time, @Nullable Object tiebreak);

    EqlAnswer answer();
}
