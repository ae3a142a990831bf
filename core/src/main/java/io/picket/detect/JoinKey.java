package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.FieldType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values by which events of different steps are joined: equal when the values are, whole numbers and decimals by
 * value. Ordered as Elasticsearch orders them: no value first, text by its bytes.
 *
 * @param values String, Long, Double, Boolean, or null for an optional key that the event lacks
 */
record JoinKey(List<@Nullable Object> values) implements Comparable<JoinKey> {

    /** The key of events that are joined by nothing. */
    static final JoinKey NONE = new JoinKey(List.of());

    private static final Comparator<@Nullable Object> ORDER = TypedValues.order(FieldType.UNKNOWN);
    private static final int OVERHEAD_BYTES = 64;
    private static final double WHOLE_MAX = 0x1p53;

    JoinKey {
        List<@Nullable Object> same = new ArrayList<>();
        values.forEach(value -> same.add(whole(value)));
        values = Collections.unmodifiableList(same);
    }

    /** 1.0 in one field is 1 in another. */
    private static @Nullable Object whole(@Nullable Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < WHOLE_MAX
                ? (Object) number.longValue()
                : value;
    }

    static int compareValues(@Nullable Object a, @Nullable Object b) {
        return ORDER.compare(a, b);
    }

    @Override
    public int compareTo(JoinKey other) {
        for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
            int byValue = compareValues(values.get(i), other.values.get(i));
            if (byValue != 0) {
                return byValue;
            }
        }
        return Integer.compare(values.size(), other.values.size());
    }

    /** Memory it takes, estimated, in bytes. */
    long bytes() {
        long bytes = OVERHEAD_BYTES;
        for (Object value : values) {
            bytes += value instanceof String text ? OVERHEAD_BYTES + 2L * text.length() : 24;
        }
        return bytes;
    }
}
