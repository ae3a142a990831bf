package io.picket.mapping;

import io.picket.condition.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * A field of a mapping.
 *
 * @param values the field of the event that holds its values: another one for a multi-field and for an alias
 * @param ignoreAbove longest value that counts, in UTF-16 units
 * @param constant the value of a {@code constant_keyword}, if the mapping gives it
 */
record MappedField(
        String values,
        FieldType type,
        int ignoreAbove,
        @Nullable String constant) {}
