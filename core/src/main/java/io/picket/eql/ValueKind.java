package io.picket.eql;

import io.picket.condition.FieldType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The kinds of values that the language tells apart. */
enum ValueKind {
    NUMBER("a number"),
    STRING("a string"),
    BOOLEAN("true or false"),
    DATE("a date"),
    IP("an address"),
    VERSION("a version"),
    NULL("null"),
    /** Known only when the event comes. */
    ANY("any value");

    private final String words;

    ValueKind(String words) {
        this.words = words;
    }

    /** For people: "a number". */
    String words() {
        return words;
    }

    /** Whether a value of this kind may stand where the other is asked for. */
    boolean fits(ValueKind asked) {
        return this == asked || this == NULL || this == ANY || asked == ANY;
    }

    static ValueKind of(@Nullable Object constant) {
        return switch (constant) {
            case null -> NULL;
            case String text -> STRING;
            case Boolean bool -> BOOLEAN;
            case Instant time -> DATE;
            case Number number -> NUMBER;
            default -> IP;
        };
    }

    static ValueKind of(FieldType type) {
        return switch (type) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, TEXT, FLATTENED -> STRING;
            case LONG, DOUBLE -> NUMBER;
            case BOOLEAN -> BOOLEAN;
            case IP -> IP;
            case DATE -> DATE;
            case VERSION -> VERSION;
            case UNKNOWN, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> ANY;
        };
    }
}
