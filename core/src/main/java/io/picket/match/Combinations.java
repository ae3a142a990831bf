package io.picket.match;

import io.picket.condition.Condition.Computed;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.event.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tries a formula on the values of an event, plainly. */
final class Combinations {

    /** Most choices of values that are tried; an event with more (arrays of hundreds in several fields) is answered no. */
    static final int TRIED_MAX = 10_000;

    private Combinations() {}

    static boolean anySatisfies(Computed computed, Scope scope) {
        List<List<@Nullable Object>> choices = new ArrayList<>();
        long count = 1;
        for (Field field : computed.fields()) {
            List<@Nullable Object> values = new ArrayList<>();
            scope.values(field).forEach(value -> values.add(typed(value, field.type())));
            if (values.isEmpty()) {
                values.add(null);
            }
            choices.add(values);
            count = Math.min(count * values.size(), Integer.MAX_VALUE);
        }
        @Nullable Object[] chosen = new @Nullable Object[choices.size()];
        for (int number = 0; number < Math.min(count, TRIED_MAX); number++) {
            int rest = number;
            for (int i = 0; i < chosen.length; i++) {
                List<@Nullable Object> values = choices.get(i);
                chosen[i] = values.get(rest % values.size());
                rest /= values.size();
            }
            if (computed.formula().holds(chosen)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the formula holds for an event that has none of the fields. */
    static boolean holdsForNothing(Computed computed) {
        return computed.formula().holds(new @Nullable Object[computed.fields().size()]);
    }

    /** The value as formulas take it. It reads as the type. */
    private static @Nullable Object typed(Value value, FieldType type) {
        return switch (type) {
            case LONG -> value.whole();
            case DOUBLE -> value.decimal();
            case BOOLEAN -> value.bool();
            case IP -> value.ip();
            case DATE -> Instant.ofEpochMilli(value.millis());
            case UNKNOWN -> asItIs(value);
            case KEYWORD,
                    WILDCARD,
                    CONSTANT_KEYWORD,
                    TEXT,
                    VERSION,
                    FLATTENED,
                    NESTED,
                    OBJECT,
                    GEO_POINT,
                    BINARY,
                    OTHER -> value.text();
        };
    }

    private static @Nullable Object asItIs(Value value) {
        return switch (value.kind()) {
            case Kind.TRUE -> true;
            case Kind.FALSE -> false;
            case Kind.NUMBER -> {
                boolean written = value.text().chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
                Long whole = written ? value.whole() : null;
                yield whole != null ? (Object) whole : value.decimal();
            }
            default -> value.text();
        };
    }
}
