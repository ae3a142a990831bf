package io.picket.kql;

import io.picket.condition.Case;
import io.picket.condition.WildcardPattern;
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

    /** Whether this holds for a keyword of this value. */
    default boolean holdsFor(String keyword) {
        return switch (this) {
            case Any any -> true;
            case Equal(String text, boolean phrase) -> text.equals(keyword);
            case Pattern(String text) -> WildcardPattern.stars(text).matches(keyword, Case.SENSITIVE);
            case Ordered(Operator operator, String text) -> {
                int order = keyword.compareTo(text);
                yield switch (operator) {
                    case LESS -> order < 0;
                    case LESS_OR_EQUAL -> order <= 0;
                    case GREATER -> order > 0;
                    case GREATER_OR_EQUAL -> order >= 0;
                };
            }
        };
    }
}
