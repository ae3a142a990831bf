package io.picket.eql;

import io.picket.eql.Expression.Arithmetic;
import io.picket.eql.Expression.Constant;
import io.picket.eql.Expression.Negative;
import org.jspecify.annotations.Nullable;

/** What an expression without fields comes to. */
final class Folding {

    private Folding() {}

    /** The value, or null when it is null or cannot be told without an event. */
    static @Nullable Object value(Expression expression) {
        return switch (expression) {
            case Constant(Object value, var span) -> value;
            case Negative(Expression part, var span) -> Arithmetics.negative(value(part));
            case Arithmetic(var operator, Expression left, Expression right, var span) -> Arithmetics.of(
                    operator, value(left), value(right));
            default -> null;
        };
    }
}
