package io.picket.pipeline;

import io.picket.condition.DateText;
import io.picket.event.Event;

/** What time an event says. */
final class EventTime {

    private EventTime() {}

    /** Epoch milliseconds of a field's first value, or {@link DateText#NONE} if there is none that can be read. */
    static long of(Event event, int slot) {
        int value = event.first(slot);
        return value == Event.NONE
                ? DateText.NONE
                : DateText.millis(event.bytes(value), event.from(value), event.length(value));
    }
}
