package io.picket.kql;

import io.picket.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A KQL query as it was written, each part with its place. */
public sealed interface KqlTree {

    Span span();

    /** An empty query: everything. */
    record Everything(Span span) implements KqlTree {}

    /** Same-level {@code and} is flat. */
    record And(List<KqlTree> parts, Span span) implements KqlTree {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** Same-level {@code or} is flat. */
    record Or(List<KqlTree> parts, Span span) implements KqlTree {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(KqlTree part, Span span) implements KqlTree {}

    /** {@code field: value}, or a value alone when {@code field} is null. */
    record Is(@Nullable Word field, Word value, Span span) implements KqlTree {}

    /** {@code field < value} and its kin. */
    record Compare(Word field, Operator operator, Word value, Span span) implements KqlTree {}

    /** {@code path: { query }}. */
    record Nested(Word path, KqlTree part, Span span) implements KqlTree {}

    enum Operator {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /**
     * A field name or a value.
     *
     * @param text what it says, escapes undone; where {@code wildcard} is true a star is a wildcard unless a backslash
     *     stands before it, and a backslash is doubled
     * @param quoted whether it stood in quotes
     * @param wildcard whether an unquoted, unescaped star is in it
     */
    record Word(String text, boolean quoted, boolean wildcard, Span span) {}
}
