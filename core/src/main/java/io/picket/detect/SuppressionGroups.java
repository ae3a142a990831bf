package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.alert.ValueGroup;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Suppression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which suppression groups an event belongs to. Query rules group as an aggregation does: every value of an array makes
 * a group of its own, several fields every combination. Other rules compare whole arrays, sorted.
 */
final class SuppressionGroups {

    /** Most groups one event may belong to; it takes arrays of hundreds of values in several fields to get there. */
    static final int GROUPS_PER_EVENT_MAX = 10_000;

    private final List<String> fields;
    private final List<FieldType> types = new ArrayList<>();
    private final int[] slots;
    private final boolean wholeArrays;
    private long shed;

    private SuppressionGroups(Suppression suppression, FieldTable table, FieldTypes types, boolean wholeArrays) {
        this.fields = suppression.groupBy();
        this.wholeArrays = wholeArrays;
        this.slots = new int[fields.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = table.slot(fields.get(i));
            this.types.add(types.typeOf(fields.get(i)));
        }
    }

    static SuppressionGroups ofEachValue(Suppression suppression, FieldTable table, FieldTypes types) {
        return new SuppressionGroups(suppression, table, types, false);
    }

    static SuppressionGroups ofWholeArrays(Suppression suppression, FieldTable table, FieldTypes types) {
        return new SuppressionGroups(suppression, table, types, true);
    }

    /** The event's groups; a field it lacks counts as null. At least one. */
    List<ValueGroup> of(Event event) {
        List<List<@Nullable Object>> tuples = List.of(List.of());
        for (int i = 0; i < slots.length; i++) {
            List<@Nullable Object> values = values(event, i);
            List<List<@Nullable Object>> longer = new ArrayList<>();
            for (List<@Nullable Object> tuple : tuples) {
                for (Object value : values) {
                    if (longer.size() == GROUPS_PER_EVENT_MAX) {
                        shed++;
                        break;
                    }
                    List<@Nullable Object> next = new ArrayList<@Nullable Object>(tuple);
                    next.add(value);
                    longer.add(next);
                }
            }
            tuples = longer;
        }
        return tuples.stream().map(tuple -> new ValueGroup(fields, tuple)).toList();
    }

    private List<@Nullable Object> values(Event event, int i) {
        List<@Nullable Object> values = new ArrayList<@Nullable Object>(TypedValues.of(event, slots[i], types.get(i)));
        if (values.isEmpty()) {
            values.add(null);
        } else if (wholeArrays && values.size() > 1) {
            values.sort(TypedValues.order(types.get(i)));
            List<@Nullable Object> whole = new ArrayList<>();
            whole.add(List.copyOf(values));
            return whole;
        }
        return values;
    }

    /** How many times an event had more groups than are kept. */
    long shed() {
        return shed;
    }

    /** The order in which an aggregation lists groups: by the first field's value, then the next; no value first. */
    Comparator<ValueGroup> order() {
        Comparator<ValueGroup> order = (a, b) -> 0;
        for (int i = 0; i < slots.length; i++) {
            int field = i;
            Comparator<@Nullable Object> values = TypedValues.order(types.get(i));
            order = order.thenComparing(
                    (a, b) -> values.compare(a.values().get(field), b.values().get(field)));
        }
        return order;
    }

    /** A value of a document as it stands in a group that compares whole arrays. */
    static @Nullable Object whole(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case List<?> list when list.isEmpty() -> null;
            case List<?> list when list.size() == 1 -> whole(list.getFirst());
            case List<?> list -> {
                List<@Nullable Object> values = new ArrayList<>();
                list.forEach(element -> values.add(whole(element)));
                values.removeIf(Objects::isNull);
                values.sort(TypedValues.order(FieldType.UNKNOWN));
                yield values;
            }
            case String text -> text;
            case Boolean flag -> flag;
            case Long number -> number;
            case Double number -> number;
            default -> value.toString();
        };
    }

    /** A group as one text: {@code value · value}. */
    static String name(ValueGroup group) {
        return String.join(" · ", group.values().stream().map(String::valueOf).toList());
    }
}
