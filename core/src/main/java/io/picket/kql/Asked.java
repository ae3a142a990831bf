package io.picket.kql;

import io.picket.kql.KqlTree.Operator;

/** What a query asks of one field, before it is known how the field's values compare. */
sealed interface Asked {

    /** {@code field: *}. */
    record Any() implements Asked {}

    /** {@code field: value}; between {@code phrase} and not, only analysed text differs. */
    record Equal(String text, boolean phrase) implements Asked {}

    /** {@code field: a*b}, a backslash takes the next character literally. */
    record Pattern(String text) implements Asked {}

    /** {@code field < value}. */
    record Ordered(Operator operator, String text) implements Asked {}
}
