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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Expressions that need no event. */
final class Constants {

    private Constants() {}

    /** Says every field that the expression names. */
    static void fields(Expression expression, Consumer<FieldName> each) {
        switch (expression) {
            case Constant constant -> {}
            case FieldName name -> each.accept(name);
            case Negative negative -> fields(negative.part(), each);
            case Arithmetic arithmetic -> {
                fields(arithmetic.left(), each);
                fields(arithmetic.right(), each);
            }
            case Comparison comparison -> {
                fields(comparison.left(), each);
                fields(comparison.right(), each);
            }
            case InSet in -> {
                fields(in.value(), each);
                in.elements().forEach(element -> fields(element, each));
            }
            case PatternTest test -> fields(test.value(), each);
            case Call call -> call.arguments().forEach(argument -> fields(argument, each));
            case Not not -> fields(not.part(), each);
            case And and -> and.parts().forEach(part -> fields(part, each));
            case Or or -> or.parts().forEach(part -> fields(part, each));
        }
    }

    /** Whether there is no field in it. */
    static boolean isConstant(Expression expression) {
        boolean[] found = {false};
        fields(expression, field -> found[0] = true);
        return !found[0];
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
