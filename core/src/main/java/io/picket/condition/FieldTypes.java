package io.picket.condition;

import java.util.Collection;
import java.util.Map;

/** What is known of fields by name: their types, their length limits, and which of them are nested objects. */
public interface FieldTypes {

    /** The limit that Elastic's templates put on keyword fields, in UTF-16 units; longer values are not indexed. */
    int IGNORE_ABOVE_DEFAULT = 1024;

    /** The type of a field by its dotted path; {@link FieldType#UNKNOWN} if nothing is known. */
    FieldType typeOf(String name);

    /** Longest value that counts, in UTF-16 units; {@link Integer#MAX_VALUE} where there is no limit. */
    default int ignoreAbove(String name) {
        return switch (typeOf(name)) {
            case KEYWORD, CONSTANT_KEYWORD, UNKNOWN -> IGNORE_ABOVE_DEFAULT;
            default -> Integer.MAX_VALUE;
        };
    }

    /**
     * What every event has in its {@link FieldType#CONSTANT_KEYWORD} fields without saying so itself, by field, as far
     * as it is known.
     */
    default Map<String, String> constants() {
        return Map.of();
    }

    /** Every field name the table knows, for wildcards in field names and for finding typing mistakes. */
    Collection<String> names();

    default boolean isKnown(String name) {
        return typeOf(name) != FieldType.UNKNOWN;
    }

    default Field field(String name) {
        return new Field(name, typeOf(name));
    }
}
