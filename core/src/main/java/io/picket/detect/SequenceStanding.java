package io.picket.detect;

import io.picket.alert.SourceDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How near one key of a sequence rule came to an alert: its best.
 *
 * @param key the values that join its events
 * @param events what stands for the steps reached, one a place; empty if none was
 * @param sequences how many complete ones there were
 * @param nearest of the events that came in time for the next step
 */
public record SequenceStanding(
        List<@Nullable Object> key, List<Stood> events, End end, long sequences, Optional<Nearest> nearest) {

    /** An event that stands for a step. */
    public record Stood(String index, String id, long time) {}

    /** What kept an unfinished sequence from going on. */
    public sealed interface End {

        /** It is complete and an alert. */
        record Alerts() implements End {}

        /** The next event came, but so many milliseconds after the first one. */
        record TooLate(Stood event, long after) implements End {}

        /** The {@code until} event came. */
        record Until(Stood event) implements End {}

        /** It is complete, but an event was there that must be missing and meets the condition of this number. */
        record Present(int condition, long time) implements End {}

        /** An event for a place, counted from 0, was there, but before its turn. */
        record TooEarly(int place, Stood event) implements End {}

        /** The next event did not come. */
        record Waits() implements End {}
    }

    /**
     * The event that came nearest to the next step.
     *
     * @param lacking how many of the things asked it does not meet
     */
    public record Nearest(SourceDocument event, long time, int lacking) {}

    public SequenceStanding {
        key = Collections.unmodifiableList(new ArrayList<>(key));
        events = List.copyOf(events);
    }

    public boolean alerts() {
        return end instanceof End.Alerts;
    }
}
