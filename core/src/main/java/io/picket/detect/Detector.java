package io.picket.detect;

import io.picket.event.Event;

/**
 * What one rule does with the events that match it. Keyed state, one thread, no clock: time comes in with the events.
 *
 * <p>Order is the host's duty. On the stream clock events come by primary time; on the schedule clock by arrival.
 */
public interface Detector {

    /** The primary time of an event that has none. */
    long NO_TIME = Long.MIN_VALUE;

    /**
     * Takes an event that meets the rule's only condition.
     *
     * @param event a view, copied where something of it is kept
     * @param primary the rule's primary timestamp, epoch milliseconds
     * @param arrival when the event came to be known ({@code event.ingested}, else {@code @timestamp}), epoch milliseconds
     */
    void add(Event event, long primary, long arrival);

    /**
     * Takes an event that meets one or more of the rule's conditions, where it has several
     * ({@link io.picket.rule.RuleConditions#all}).
     *
     * @param conditions their numbers, ascending, as many as {@code count}
     */
    default void add(Event event, int[] conditions, int count, long primary, long arrival) {
        add(event, primary, arrival);
    }

    /** Says that no event before this time will come any more; episodes end and runs fall due. */
    void advance(long time);

    /** Says that no event will come at all: last runs, last episodes. */
    void finish();

    /** What there is to say of the detector's own doings: overflow, shedding, memory. */
    DetectorStatus status();
}
