package io.picket.detect;

import org.jspecify.annotations.Nullable;

/**
 * Where an event stands in time among others: by its timestamp, then by the tie-breaker (none stands last), then as it
 * came.
 *
 * @param time epoch milliseconds
 * @param tiebreak Long, Double, Boolean or String; null where the event has none or none was asked for
 * @param arrival a number that grows from event to event; the same for events that nothing tells apart
 */
record SequenceOrder(long time, @Nullable Object tiebreak, long arrival) implements Comparable<SequenceOrder> {

    @Override
    public int compareTo(SequenceOrder other) {
        int byTime = Long.compare(time, other.time);
        if (byTime != 0) {
            return byTime;
        }
        int byTiebreak = compareTiebreaks(tiebreak, other.tiebreak);
        return byTiebreak != 0 ? byTiebreak : Long.compare(arrival, other.arrival);
    }

    static int compareTiebreaks(@Nullable Object a, @Nullable Object b) {
        return a == null || b == null ? Boolean.compare(a == null, b == null) : JoinKey.compareValues(a, b);
    }

    void save(StateWriter out) {
        out.number(time);
        out.value(tiebreak);
        out.number(arrival);
    }

    static SequenceOrder load(StateReader in) {
        return new SequenceOrder(in.number(), in.value(), in.number());
    }
}
