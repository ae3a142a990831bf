package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event is grouped by: one value of each of some fields, in every combination, as an aggregation over several
 * fields makes its buckets.
 *
 * @param <T> a value; {@code @Nullable Object} where a field without one has its place, too
 */
final class FieldTuples<T extends @Nullable Object> {

    /** Most tuples one event may have; it takes arrays of hundreds of values in several fields to get there. */
    static final int PER_EVENT_MAX = 10_000;

    /** What a field brings into the tuples. */
    @FunctionalInterface
    interface Choices<T extends @Nullable Object> {

        /** @param values of the field, distinct; empty if the event lacks it. No choice: no tuple */
        List<T> of(List<Object> values, FieldType type);
    }

    private final int[] slots;
    private final List<FieldType> types = new ArrayList<>();
    private final Choices<T> choices;
    private long shed;

    FieldTuples(List<String> fields, FieldTable table, FieldTypes types, Choices<T> choices) {
        this.slots = fields.stream().mapToInt(table::slot).toArray();
        fields.forEach(field -> this.types.add(types.typeOf(field)));
        this.choices = choices;
    }

    /** Tuples of the values that are there; none for an event that lacks a field. */
    static FieldTuples<Object> ofPresent(List<String> fields, FieldTable table, FieldTypes types) {
        return new FieldTuples<>(fields, table, types, (values, type) -> values);
    }

    List<List<T>> of(Event event) {
        List<List<T>> tuples = List.of(List.of());
        for (int i = 0; i < slots.length; i++) {
            FieldType type = types.get(i);
            List<T> values = choices.of(TypedValues.of(event, slots[i], type), type);
            List<List<T>> longer = new ArrayList<>();
            for (List<T> tuple : tuples) {
                for (T value : values) {
                    if (longer.size() == PER_EVENT_MAX) {
                        shed++;
                        break;
                    }
                    List<T> next = new ArrayList<>(tuple);
                    next.add(value);
                    longer.add(next);
                }
            }
            tuples = longer;
        }
        return tuples;
    }

    /** How many times an event had more tuples than are kept. */
    long shed() {
        return shed;
    }

    /** The order in which an aggregation lists them: by the first field's value, then the next; no value first. */
    Comparator<List<T>> order() {
        Comparator<List<T>> order = (a, b) -> 0;
        for (int i = 0; i < slots.length; i++) {
            int field = i;
            Comparator<@Nullable Object> values = TypedValues.order(types.get(i));
            order = order.thenComparing((a, b) -> values.compare(a.get(field), b.get(field)));
        }
        return order;
    }
}
