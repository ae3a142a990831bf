package io.picket.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that is complete.
 *
 * @param events one a step, null for a step that says that there was none
 * @param last where its last event stands
 */
record SequenceFound<E>(JoinKey key, List<@Nullable E> events, SequenceOrder last)
        implements Comparable<SequenceFound<E>> {

    /** By the last event, then by key. */
    @Override
    public int compareTo(SequenceFound<E> other) {
        int byLast = last.compareTo(other.last);
        return byLast != 0 ? byLast : key.compareTo(other.key);
    }
}
