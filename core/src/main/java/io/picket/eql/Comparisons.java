package io.picket.eql;

import io.picket.condition.DateText;
import io.picket.condition.IpAddress;
import io.picket.eql.Expression.ComparisonOperator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How computed values compare: numbers by value, strings by UTF-16 units, false before true. */
final class Comparisons {

    private Comparisons() {}

    /** True or false, or null when one of the two is null or they are of kinds that do not compare. */
    static @Nullable Object of(ComparisonOperator operator, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null || isNoNumber(left) || isNoNumber(right)) {
            return null;
        }
        Integer order = order(left, right);
        if (order == null) {
            return null;
        }
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /** What 0.0 / 0 gives compares with nothing. */
    private static boolean isNoNumber(Object value) {
        return value instanceof Double number && number.isNaN();
    }

    static boolean same(Object left, Object right, boolean ignoresCase) {
        return ignoresCase && left instanceof String a && right instanceof String b
                ? a.equalsIgnoreCase(b)
                : Boolean.TRUE.equals(of(ComparisonOperator.EQUAL, left, right));
    }

    private static @Nullable Integer order(Object left, Object right) {
        return switch (left) {
            case Long a when right instanceof Long b -> a.compareTo(b);
            case Number a
            when right instanceof Number b -> Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
            case String a when right instanceof String b -> a.compareTo(b);
            case Boolean a when right instanceof Boolean b -> a.compareTo(b);
            case Instant a when millis(right) != DateText.NONE -> Long.compare(a.toEpochMilli(), millis(right));
            case IpAddress a
            when right instanceof String text -> {
                IpAddress b = IpAddress.parse(text);
                yield b == null ? null : (Integer) a.compareTo(b);
            }
            case IpAddress a when right instanceof IpAddress b -> a.compareTo(b);
            default -> null;
        };
    }

    private static long millis(Object value) {
        return switch (value) {
            case Instant time -> time.toEpochMilli();
            case Long millis -> millis;
            case String text -> DateText.millis(text);
            default -> DateText.NONE;
        };
    }
}
