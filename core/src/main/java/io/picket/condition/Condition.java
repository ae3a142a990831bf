package io.picket.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one event. Every leaf is two-valued: true if <em>some</em> value of the field satisfies it, false
 * otherwise and when the field has none; {@link Not} is the complement of the set of events, so it holds for events
 * that lack the field.
 *
 * <p>A value that cannot be read as its field's type (text in a number field, {@code "x"} as an address) does not
 * count as a value at all, as in an index with {@code ignore_malformed}.
 */
public sealed interface Condition {

    record Always() implements Condition {}

    record Never() implements Condition {}

    record And(List<Condition> parts) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    record Or(List<Condition> parts) implements Condition {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(Condition part) implements Condition {}

    /** The field has a value. An empty string is one; null, an empty array and an over-long keyword are not. */
    record Exists(Field field) implements Condition {}

    /** Some value equals one of these, compared as the field's type says (see {@link Literal}). */
    record In(Field field, List<Literal> values, Case letters) implements Condition {
        public In {
            values = List.copyOf(values);
        }
    }

    /** Some whole value matches one of these patterns. */
    record Like(Field field, List<WildcardPattern> patterns, Case letters) implements Condition {
        public Like {
            patterns = List.copyOf(patterns);
        }
    }

    /** Some value lies between the bounds, in the field's order; a missing bound is open. */
    record Range(Field field, @Nullable Bound low, @Nullable Bound high) implements Condition {}

    /** {@link Range} with bounds that depend on what time it is; see {@link MovingConditions}. */
    record RangeFromNow(
            Field field, @Nullable DateBound low, @Nullable DateBound high) implements Condition {}

    /** Holds for every event as long as it is not later than this, epoch milliseconds; see {@link MovingConditions}. */
    record Until(long millis) implements Condition {}

    /** Some value is an address in one of these blocks. */
    record InBlocks(Field field, CidrSet blocks) implements Condition {}

    /** Some value, cut into words as the analyser cuts text, holds any of these words. */
    record AnyWord(Field field, List<String> words) implements Condition {
        public AnyWord {
            words = List.copyOf(words);
        }
    }

    /** Some value holds these words next to each other in this order. */
    record Phrase(Field field, List<String> words) implements Condition {
        public Phrase {
            words = List.copyOf(words);
        }
    }

    /** Some word of some value matches the pattern. */
    record WordLike(Field field, WildcardPattern pattern) implements Condition {}

    /** Some value, whole, is in the language of the regular expression. */
    record Matches(Field field, RegexPattern pattern) implements Condition {}

    /**
     * Some choice of values, one for each of these fields, satisfies the formula; a field without a value gives null. A
     * field named twice is chosen from twice.
     */
    record Computed(List<Field> fields, Formula formula) implements Condition {
        public Computed {
            fields = List.copyOf(fields);
        }
    }

    /** One object under {@code path} meets the whole inner condition by itself; inner field names are full paths. */
    record Nested(String path, Condition part) implements Condition {}

    /** Some value of a field that a value list names is in the list. */
    record InList(Field field, ValueList list) implements Condition {}

    /**
     * Some field whose name matches the pattern meets the condition that is made for it. Evaluated over the fields the
     * event really has.
     *
     * @param names pattern over dotted paths; {@code *} is every field but the metadata ones
     */
    record AnyField(WildcardPattern names, FieldCondition forField) implements Condition {}

    Condition ALWAYS = new Always();
    Condition NEVER = new Never();

    static Condition and(List<Condition> parts) {
        return parts.size() == 1 ? parts.getFirst() : parts.isEmpty() ? ALWAYS : new And(parts);
    }

    static Condition or(List<Condition> parts) {
        return parts.size() == 1 ? parts.getFirst() : parts.isEmpty() ? NEVER : new Or(parts);
    }

    static Condition not(Condition part) {
        return part instanceof Not(Condition inner) ? inner : new Not(part);
    }
}
