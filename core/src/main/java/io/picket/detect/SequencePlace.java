package io.picket.detect;

import org.jspecify.annotations.Nullable;

/**
 * Where an event stands in time by what it says itself: by its timestamp, then by the tie-breaker (none stands last),
 * then by what its timestamp says beyond the millisecond.
 *
 * @param time epoch milliseconds
 * @param tiebreak Long, Double, Boolean or String; null where the event has none or none was asked for
 * @param nanos beyond the millisecond
 */
record SequencePlace(long time, @Nullable Object tiebreak, int nanos) implements Comparable<SequencePlace> {

    @Override
    public int compareTo(SequencePlace other) {
        int byTime = Long.compare(time, other.time);
        if (byTime != 0) {
            return byTime;
        }
        int byTiebreak = SequenceOrder.compareTiebreaks(tiebreak, other.tiebreak);
        return byTiebreak != 0 ? byTiebreak : Integer.compare(nanos, other.nanos);
    }

    void save(StateWriter out) {
        out.number(time);
        out.value(tiebreak);
        out.number(nanos);
    }

    static SequencePlace load(StateReader in) {
        return new SequencePlace(in.number(), in.value(), (int) in.number());
    }
}
