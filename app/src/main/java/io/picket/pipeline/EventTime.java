package io.picket.pipeline;

import io.picket.condition.DateReader;
import io.picket.condition.DateText;
import io.picket.event.Event;

/** What time an event says. Remembers the minute read last, so each who asks has its own. */
final class EventTime {

    private final DateReader dates = new DateReader();

    /** Epoch milliseconds of a field's first value, or {@link DateText#NONE} if there is none that can be read. */
    long of(Event event, int slot) {
        int value = event.first(slot);
        return value == Event.NONE
                ? DateText.NONE
                : dates.millis(event.bytes(value), event.from(value), event.length(value));
    }
}
