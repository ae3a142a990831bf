package io.picket.eql;

import io.picket.eql.Expression.ArithmeticOperator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as EQL counts: whole with whole stays whole (division cuts towards zero, overflow and division by zero have no
 * result), anything else is done in doubles; null with anything is null.
 */
final class Arithmetics {

    private Arithmetics() {}

    static @Nullable Object negative(@Nullable Object value) {
        return of(ArithmeticOperator.SUBTRACT, 0L, value);
    }

    static @Nullable Object of(ArithmeticOperator operator, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            try {
                return switch (operator) {
                    case ADD -> Math.addExact(a, b);
                    case SUBTRACT -> Math.subtractExact(a, b);
                    case MULTIPLY -> Math.multiplyExact(a, b);
                    case DIVIDE -> b == 0 ? null : (Object) (a / b);
                    case MODULO -> b == 0 ? null : (Object) (a % b);
                };
            } catch (ArithmeticException overflow) {
                return null;
            }
        }
        if (left instanceof Number a && right instanceof Number b) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            return switch (operator) {
                case ADD -> x + y;
                case SUBTRACT -> x - y;
                case MULTIPLY -> x * y;
                case DIVIDE -> x / y;
                case MODULO -> x % y;
            };
        }
        return null;
    }
}
