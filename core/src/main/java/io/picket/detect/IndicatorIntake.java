package io.picket.detect;

import io.picket.event.Event;

/** A detector that compares events with indicators, which come to it beside the events. */
public interface IndicatorIntake {

    /**
     * Takes a document that meets {@link io.picket.rule.IndicatorQuery#ever}.
     *
     * <p>Events of the look-back that came before it are compared with it as well.
     *
     * @param indicator a view, copied where something of it is kept
     * @param arrival when it came to be known, epoch milliseconds; {@link Detector#NO_TIME} for one that is known from
     *     the start
     * @return false if there is no room for it
     */
    boolean indicator(Event indicator, long arrival);
}
