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

    FieldTypes types() {
        return types;
    }

    Field of(FieldName name) {
        return isExactText(name.name()) ? new Field(name.name(), FieldType.KEYWORD) : types.field(name.name());
    }

    FieldType typeOf(FieldName name) {
        return of(name).type();
    }

    private boolean isExactText(String name) {
        return types.typeOf(name) == FieldType.TEXT && (isExact(name + ".keyword") || hasOneExactPart(name));
    }

    private boolean isExact(String name) {
        return switch (types.typeOf(name)) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD -> true;
            default -> false;
        };
    }

    /** Of several, nothing says which one is meant. */
    private boolean hasOneExactPart(String name) {
        String path = name + ".";
        return types.names().stream()
                        .filter(part -> part.startsWith(path) && part.indexOf('.', path.length()) < 0 && isExact(part))
                        .limit(2)
                        .count()
                == 1;
    }

    /** Whether the field is part of objects that are searched one by one, which the language cannot. */
    boolean isInNested(FieldName name) {
        String path = name.name();
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            if (types.typeOf(path.substring(0, dot)) == FieldType.NESTED) {
                return true;
            }
        }
        return false;
    }

    /** Whether the value is known to be of a type with fractions. */
    boolean mayHaveFraction(Expression expression) {
        return switch (expression) {
            case Expression.Constant(Object value, var span) -> value instanceof Double;
            case Expression.Negative(Expression part, var span) -> mayHaveFraction(part);
            case FieldName name -> typeOf(name) == FieldType.DOUBLE;
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
