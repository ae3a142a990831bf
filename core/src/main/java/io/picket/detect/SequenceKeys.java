package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.Field;
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

    private final List<EqlQuery.Key> keys;
    private final int[] slots;
    private long shed;

    SequenceKeys(List<EqlQuery.Key> keys, FieldTable table) {
        this.keys = keys;
        this.slots =
                keys.stream().mapToInt(key -> table.slot(key.field().name())).toArray();
    }

    List<JoinKey> of(Event event) {
        if (slots.length == 0) {
            return List.of(JoinKey.NONE);
        }
        List<List<@Nullable Object>> tuples = List.of(List.of());
        for (int i = 0; i < slots.length && !tuples.isEmpty(); i++) {
            tuples = longer(tuples, values(event, i));
        }
        return tuples.stream().map(JoinKey::new).distinct().toList();
    }

    private List<@Nullable Object> values(Event event, int i) {
        Field field = keys.get(i).field();
        List<@Nullable Object> values = new ArrayList<@Nullable Object>(TypedValues.of(event, slots[i], field.type()));
        if (values.isEmpty() && keys.get(i).optional()) {
            values.add(null);
        }
        return values;
    }

    private List<List<@Nullable Object>> longer(List<List<@Nullable Object>> tuples, List<@Nullable Object> values) {
        List<List<@Nullable Object>> longer = new ArrayList<>();
        for (List<@Nullable Object> tuple : tuples) {
            for (Object value : values) {
                if (longer.size() == KEYS_PER_EVENT_MAX) {
                    shed++;
                    return longer;
                }
                List<@Nullable Object> next = new ArrayList<@Nullable Object>(tuple);
                next.add(value);
                longer.add(next);
            }
        }
        return longer;
    }

    /** How many events had more keys than are kept. */
    long shed() {
        return shed;
    }
}
