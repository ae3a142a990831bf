package io.picket.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that is complete.
 *
 * @param events one a place, null for a place of a step that says that there was none
 * @param last where its last event stands
 * @param time when it is known to be complete: at its last event, or at the last moment at which a trailing event that
 *     must be missing would have counted; epoch milliseconds
 */
record SequenceFound<E>(JoinKey key, List<@Nullable E> events, SequenceOrder last, long time)
        implements Comparable<SequenceFound<E>> {

    /** By the last event, then by key. */
    @Override
    public int compareTo(SequenceFound<E> other) {
        int byLast = last.compareTo(other.last);
        return byLast != 0 ? byLast : key.compareTo(other.key);
    }

    /** The events that there were. */
    @SuppressWarnings("NullAway") // what is left after the filter is not null
    List<E> present() {
        return events.stream()
                .<E>mapMulti((event, out) -> {
                    if (event != null) {
                        out.accept(event);
                    }
                })
                .toList();
    }
}
