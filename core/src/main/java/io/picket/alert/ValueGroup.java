package io.picket.alert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields and the value each has in one group of events or alerts.
 *
 * @param fields names, in the rule's order
 * @param values one a field, as JSON holds it: String, Long, Double, Boolean; a List of these where a whole array is
 *     one value; null for events that lack the field
 */
public record ValueGroup(List<String> fields, List<@Nullable Object> values) {

    public ValueGroup {
        fields = List.copyOf(fields);
        values = Collections.unmodifiableList(new ArrayList<>(values));
        if (fields.size() != values.size()) {
            throw new IllegalArgumentException("one value a field: " + fields + " " + values);
        }
    }

    /** Whether some field has no value. */
    public boolean lacksValue() {
        return values.contains(null);
    }
}
