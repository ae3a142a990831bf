package io.picket.rule;

import io.picket.text.Place;
import java.util.List;

/**
 * One thing an exception asks of an event. {@code included} false asks for the opposite, which also holds for events
 * that lack the field.
 */
public sealed interface ExceptionEntry {

    Place place();

    String field();

    /** Some value of the field equals one of these: {@code match} with one, {@code match_any} with several. */
    record Equal(String field, List<String> values, boolean included, Place place) implements ExceptionEntry {
        public Equal {
            values = List.copyOf(values);
        }
    }

    record Exists(String field, boolean included, Place place) implements ExceptionEntry {}

    /** Some value matches a pattern with {@code *} and {@code ?}; a backslash takes the next character literally. */
    record Wildcard(String field, String pattern, boolean included, Place place) implements ExceptionEntry {}

    /**
     * Some value is in a value list.
     *
     * @param listType what the list holds: {@code keyword}, {@code ip}, {@code ip_range}, {@code text} …
     */
    record InList(String field, String listId, String listType, boolean included, Place place)
            implements ExceptionEntry {}

    /** One object under the field meets all the entries; their fields are relative to it. */
    record Nested(String field, List<ExceptionEntry> entries, Place place) implements ExceptionEntry {
        public Nested {
            entries = List.copyOf(entries);
        }
    }
}
