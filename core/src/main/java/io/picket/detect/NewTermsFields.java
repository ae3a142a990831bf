package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The terms of an event: one value of each of the rule's fields, in every combination; none if it lacks a field. */
final class NewTermsFields {

    /** Most terms one event may have; it takes arrays of hundreds of values in several fields to get there. */
    static final int TERMS_PER_EVENT_MAX = 10_000;

    private final int[] slots;
    private final List<FieldType> types = new ArrayList<>();
    private long shed;

    NewTermsFields(List<String> fields, FieldTable table, FieldTypes types) {
        this.slots = new int[fields.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = table.slot(fields.get(i));
            this.types.add(types.typeOf(fields.get(i)));
        }
    }

    List<List<Object>> of(Event event) {
        List<List<Object>> terms = List.of(List.of());
        for (int i = 0; i < slots.length; i++) {
            List<Object> values = TypedValues.of(event, slots[i], types.get(i));
            List<List<Object>> longer = new ArrayList<>();
            for (List<Object> term : terms) {
                for (Object value : values) {
                    if (longer.size() == TERMS_PER_EVENT_MAX) {
                        shed++;
                        break;
                    }
                    List<Object> next = new ArrayList<>(term);
                    next.add(value);
                    longer.add(next);
                }
            }
            terms = longer;
        }
        return terms;
    }

    /** How many times an event had more terms than are kept. */
    long shed() {
        return shed;
    }

    /** The order in which an aggregation lists terms: by the first field's value, then the next. */
    Comparator<List<Object>> order() {
        Comparator<List<Object>> order = (a, b) -> 0;
        for (int i = 0; i < slots.length; i++) {
            int field = i;
            var values = TypedValues.order(types.get(i));
            order = order.thenComparing((a, b) -> values.compare(a.get(field), b.get(field)));
        }
        return order;
    }
}
