package io.picket.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the events of a sequence have in common. */
final class SharedFields {

    private static final Object NOTHING = new Object();

    private SharedFields() {}

    /** Fields with the same value in every document; of arrays, the values that all of them have. */
    static Map<String, Object> of(List<Map<String, Object>> flats) {
        Map<String, Object> shared = new LinkedHashMap<>(flats.getFirst());
        for (Map<String, Object> other : flats.subList(1, flats.size())) {
            shared.replaceAll((name, value) -> common(value, other.get(name)));
            shared.values().removeIf(NOTHING::equals);
        }
        return shared;
    }

    private static Object common(Object value, @Nullable Object other) {
        if (value instanceof List<?> list && other instanceof List<?> others) {
            List<Object> both = new ArrayList<>(list);
            both.retainAll(others);
            return both.isEmpty() ? NOTHING : both;
        }
        return value.equals(other) ? value : NOTHING;
    }
}
