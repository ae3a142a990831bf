package io.picket.detect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an EQL query found. Events are called as the {@link EqlStore} named them. */
public sealed interface EqlAnswer {

    /** Memory, untimed events and the like: sentences for a person on what was left out. */
    List<String> warnings();

    /** Single events, oldest first. */
    record Events(List<Long> events, List<String> warnings) implements EqlAnswer {
        public Events {
            events = List.copyOf(events);
            warnings = List.copyOf(warnings);
        }
    }

    /** Sequences by their last event, or samples by key. */
    record Sequences(List<Joined> sequences, List<String> warnings) implements EqlAnswer {
        public Sequences {
            sequences = List.copyOf(sequences);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * One sequence or sample.
     *
     * @param keys what joins its events: String, Long, Double, Boolean, or null for an optional key that they lack
     * @param events one a step; {@link #MISSING} for a step that says that there was none
     */
    record Joined(List<@Nullable Object> keys, List<Long> events) {
        public Joined {
            keys = Collections.unmodifiableList(new ArrayList<>(keys));
            events = List.copyOf(events);
        }
    }

    long MISSING = -1;
}
