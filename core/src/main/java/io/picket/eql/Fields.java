package io.picket.eql;

import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.eql.Expression.FieldName;

/** Fields as the language sees them: a text field with an exact sub-field is that sub-field. */
final class Fields {

    private final FieldTypes types;

    Fields(FieldTypes types) {
        this.types = types;
    }

    Field of(FieldName name) {
        return isExactText(name.name()) ? new Field(name.name(), FieldType.KEYWORD) : types.field(name.name());
    }

    FieldType typeOf(FieldName name) {
        return of(name).type();
    }

    private boolean isExactText(String name) {
        return types.typeOf(name) == FieldType.TEXT
                && switch (types.typeOf(name + ".keyword")) {
                    case KEYWORD, WILDCARD, CONSTANT_KEYWORD -> true;
                    default -> false;
                };
    }

    /** What kind of value the expression has. */
    ValueKind kindOf(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> ValueKind.of(constant.value());
            case FieldName name -> ValueKind.of(typeOf(name));
            case Expression.Negative negative -> ValueKind.NUMBER;
            case Expression.Arithmetic arithmetic -> ValueKind.NUMBER;
            case Expression.Call call -> {
                Function function = Function.named(call.name());
                yield function == null ? ValueKind.ANY : function.result();
            }
            case Expression.Comparison comparison -> ValueKind.BOOLEAN;
            case Expression.InSet in -> ValueKind.BOOLEAN;
            case Expression.PatternTest test -> ValueKind.BOOLEAN;
            case Expression.Not not -> ValueKind.BOOLEAN;
            case Expression.And and -> ValueKind.BOOLEAN;
            case Expression.Or or -> ValueKind.BOOLEAN;
        };
    }
}
