package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.FieldType;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The join keys an event has for a step: one for each choice of its values. An event without a value of a key that is
 * not optional has none.
 */
final class SequenceKeys {

    /** Most keys one event may have for a step; it takes arrays of dozens of values in several keys to get there. */
    static final int KEYS_PER_EVENT_MAX = 1_000;

    private final int[] slots;
    private final FieldType[] types;
    private final boolean[] optional;
    private final JoinKey.Writer writer = new JoinKey.Writer();
    private long crowded;

    SequenceKeys(List<EqlQuery.Key> keys, FieldTable table) {
        int count = keys.size();
        this.slots = new int[count];
        this.types = new FieldType[count];
        this.optional = new boolean[count];
        for (int i = 0; i < count; i++) {
            slots[i] = table.slot(keys.get(i).field().name());
            types[i] = keys.get(i).field().type();
            optional[i] = keys.get(i).optional();
        }
    }

    List<JoinKey> of(Event event) {
        writer.clear();
        for (int i = 0; i < slots.length; i++) {
            int value = slots[i] == FieldTable.NONE ? Event.NONE : event.first(slots[i]);
            boolean single = value != Event.NONE && event.next(value) == Event.NONE;
            if (single && isText(types[i])) {
                writer.text(event.bytes(value), event.from(value), event.length(value));
                continue;
            }
            List<@Nullable Object> values = values(event, i);
            if (values.size() > 1) {
                return several(event);
            }
            if (values.isEmpty()) {
                return List.of();
            }
            writer.value(values.getFirst());
        }
        return List.of(writer.key());
    }

    private static boolean isText(FieldType type) {
        return switch (type) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, TEXT, VERSION -> true;
            case LONG, DOUBLE, BOOLEAN, IP, DATE, UNKNOWN, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> false;
        };
    }

    private List<JoinKey> several(Event event) {
        List<List<@Nullable Object>> tuples = List.of(List.of());
        for (int i = 0; i < slots.length && !tuples.isEmpty(); i++) {
            tuples = longer(tuples, values(event, i));
        }
        return tuples.stream().map(JoinKey::of).distinct().toList();
    }

    private List<@Nullable Object> values(Event event, int i) {
        List<@Nullable Object> values = new ArrayList<@Nullable Object>(TypedValues.of(event, slots[i], types[i]));
        if (values.isEmpty() && optional[i]) {
            values.add(null);
        }
        return values;
    }

    private List<List<@Nullable Object>> longer(List<List<@Nullable Object>> tuples, List<@Nullable Object> values) {
        List<List<@Nullable Object>> longer = new ArrayList<>();
        for (List<@Nullable Object> tuple : tuples) {
            for (Object value : values) {
                if (longer.size() == KEYS_PER_EVENT_MAX) {
                    crowded++;
                    return longer;
                }
                List<@Nullable Object> next = new ArrayList<@Nullable Object>(tuple);
                next.add(value);
                longer.add(next);
            }
        }
        return longer;
    }

    /** How many times since it was last asked an event had more keys than are kept. */
    long takeCrowded() {
        long taken = crowded;
        crowded = 0;
        return taken;
    }
}
