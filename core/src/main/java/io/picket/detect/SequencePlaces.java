package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from events where they stand in time, by the fields that a query or rule names for it. */
final class SequencePlaces {

    private static final int NANO_DIGITS = 9;
    private static final int MILLI_DIGITS = 3;

    private final int timestamp;
    private final int tiebreaker;
    private final FieldType tiebreakerType;

    SequencePlaces(String timestampField, Optional<String> tiebreakerField, FieldTable table, FieldTypes types) {
        this.timestamp = table.slot(timestampField);
        this.tiebreaker = tiebreakerField.map(table::slot).orElse(FieldTable.NONE);
        this.tiebreakerType = tiebreakerField.map(types::typeOf).orElse(FieldType.UNKNOWN);
    }

    /** Epoch milliseconds of the event's own timestamp, or {@link Detector#NO_TIME}. */
    long time(Event event) {
        String text = event.firstText(timestamp);
        if (text == null) {
            return Detector.NO_TIME;
        }
        long millis = DateText.millis(text);
        return millis == DateText.NONE ? Detector.NO_TIME : millis;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    @Nullable Object tiebreak(Event event) {
        if (tiebreaker == FieldTable.NONE) {
            return null;
        }
        List<Object> values = TypedValues.of(event, tiebreaker, tiebreakerType);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** @param time what the event's timestamp says, epoch milliseconds */
    SequencePlace of(Event event, long time) {
        return new SequencePlace(time, tiebreak(event), nanos(event));
    }

    /** The digits four to nine behind the point. */
    private int nanos(Event event) {
        int value = timestamp == FieldTable.NONE ? Event.NONE : event.first(timestamp);
        if (value == Event.NONE) {
            return 0;
        }
        byte[] text = event.bytes(value);
        int end = event.from(value) + event.length(value);
        int at = event.from(value);
        while (at < end && text[at] != '.' && text[at] != ',') {
            at++;
        }
        int nanos = 0;
        for (int digit = 1; digit <= NANO_DIGITS; digit++) {
            boolean there = at + digit < end && isDigit(text[at + digit]);
            if (!there && digit <= MILLI_DIGITS) {
                return 0;
            }
            if (digit > MILLI_DIGITS) {
                nanos = nanos * 10 + (there ? text[at + digit] - '0' : 0);
            }
        }
        return nanos;
    }
}
