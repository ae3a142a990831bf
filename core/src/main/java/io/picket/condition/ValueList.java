package io.picket.condition;

import java.util.Set;

/** A value list of any size that exception items name, ready to be asked. */
public sealed interface ValueList {

    /** The list's id, as exception items name it. */
    String id();

    /** Whole values, compared as text (keyword) or, on a number field, by value. */
    record Words(String id, Set<String> values) implements ValueList {
        public Words {
            values = Set.copyOf(values);
        }
    }

    /** Addresses, blocks and ranges of addresses. */
    record Addresses(String id, CidrSet values) implements ValueList {}

    /** Texts: a value is in the list if one of them holds all of the value's words (type {@code text}). */
    record Texts(String id, TextSet values) implements ValueList {}
}
