package io.picket.eql;

import io.picket.eql.Expression.And;
import io.picket.eql.Expression.Arithmetic;
import io.picket.eql.Expression.Call;
import io.picket.eql.Expression.Comparison;
import io.picket.eql.Expression.Constant;
import io.picket.eql.Expression.FieldName;
import io.picket.eql.Expression.InSet;
import io.picket.eql.Expression.Negative;
import io.picket.eql.Expression.Not;
import io.picket.eql.Expression.Or;
import io.picket.eql.Expression.PatternTest;
import org.jspecify.annotations.Nullable;

/** Expressions that need no event. */
final class Constants {

    private Constants() {}

    /** Whether there is no field in it. */
    static boolean isConstant(Expression expression) {
        return switch (expression) {
            case Constant constant -> true;
            case FieldName name -> false;
            case Negative negative -> isConstant(negative.part());
            case Arithmetic arithmetic -> isConstant(arithmetic.left()) && isConstant(arithmetic.right());
            case Comparison comparison -> isConstant(comparison.left()) && isConstant(comparison.right());
            case InSet in -> isConstant(in.value()) && in.elements().stream().allMatch(Constants::isConstant);
            case PatternTest test -> isConstant(test.value());
            case Call call -> call.arguments().stream().allMatch(Constants::isConstant);
            case Not not -> isConstant(not.part());
            case And and -> and.parts().stream().allMatch(Constants::isConstant);
            case Or or -> or.parts().stream().allMatch(Constants::isConstant);
        };
    }

    /** What arithmetic without fields comes to; null when it is null or something else than arithmetic. */
    static @Nullable Object number(Expression expression) {
        return switch (expression) {
            case Constant(Object value, var span) -> value;
            case Negative(Expression part, var span) -> Arithmetics.negative(number(part));
            case Arithmetic(var operator, Expression left, Expression right, var span) ->
                Arithmetics.of(operator, number(left), number(right));
            default -> null;
        };
    }
}
