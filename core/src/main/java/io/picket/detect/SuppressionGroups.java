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

    /** A field without a value counts as null; an array as its values, or as one. */
    private record Choices(boolean wholeArrays) implements FieldTuples.Choices<@Nullable Object> {

        @Override
        public List<@Nullable Object> of(List<Object> values, FieldType type) {
            List<@Nullable Object> choices = new ArrayList<@Nullable Object>(values);
            if (choices.isEmpty()) {
                choices.add(null);
            } else if (wholeArrays && choices.size() > 1) {
                choices.sort(TypedValues.order(type));
                List<@Nullable Object> whole = new ArrayList<>();
                whole.add(List.copyOf(choices));
                return whole;
            }
            return choices;
        }
    }

    private final List<String> fields;
    private final FieldTuples<@Nullable Object> tuples;

    private SuppressionGroups(Suppression suppression, FieldTable table, FieldTypes types, boolean wholeArrays) {
        this.fields = suppression.groupBy();
        this.tuples = new FieldTuples<@Nullable Object>(fields, table, types, new Choices(wholeArrays));
    }

    static SuppressionGroups ofEachValue(Suppression suppression, FieldTable table, FieldTypes types) {
        return new SuppressionGroups(suppression, table, types, false);
    }

    static SuppressionGroups ofWholeArrays(Suppression suppression, FieldTable table, FieldTypes types) {
        return new SuppressionGroups(suppression, table, types, true);
    }

    /** The event's groups; a field it lacks counts as null. At least one. */
    List<ValueGroup> of(Event event) {
        return tuples.of(event).stream()
                .map(tuple -> new ValueGroup(fields, tuple))
                .toList();
    }

    /** How many times an event had more groups than are kept. */
    long shed() {
        return tuples.shed();
    }

    /** The order in which an aggregation lists groups. */
    Comparator<ValueGroup> order() {
        return Comparator.comparing(ValueGroup::values, tuples.order());
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
