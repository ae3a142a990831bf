package io.picket.rule;

import io.picket.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value and where it stands in a file, whether that file is TOML or JSON, so that a rule is read and checked by the
 * same code from either. Spans count in the file's own text and cover quotes and brackets.
 */
sealed interface Node {

    /** Deepest nesting of tables and lists that is read, so that walking a tree needs no more stack than this. */
    int DEPTH_MAX = 100;

    Span span();

    record Text(String value, Span span, Spelling spelling) implements Node {}

    record Whole(long value, Span span) implements Node {}

    record Decimal(double value, Span span) implements Node {}

    record Flag(boolean value, Span span) implements Node {}

    /** A date or time that TOML writes without quotes, as written. */
    record Moment(String text, Span span) implements Node {}

    /** JSON's null. */
    record Nothing(Span span) implements Node {}

    record Items(List<Node> items, Span span) implements Node {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Keys in the order of the file. */
    record Table(Map<String, Member> members, Span span) implements Node {

        @Nullable Node get(String key) {
            Member member = members.get(key);
            return member == null ? null : member.value();
        }

        /** Where the key stands, or the table itself if it has none such. */
        Span spanOf(String key) {
            Member member = members.get(key);
            return member == null ? span : member.key();
        }
    }

    record Member(Span key, Node value) {}

    /** What it is, for a message: {@code a string}, {@code a list}. */
    default String kind() {
        return switch (this) {
            case Text text -> "a string";
            case Whole whole -> "a whole number";
            case Decimal decimal -> "a number with a fraction";
            case Flag flag -> "true or false";
            case Moment moment -> "a date";
            case Nothing nothing -> "null";
            case Items items -> "a list";
            case Table table -> "a table";
        };
    }

    /**
     * The value without places: String, Long, Double, Boolean, List and Map (in the file's order). Keys and elements
     * that are null are left out, as absent.
     */
    default @Nullable Object plain() {
        return switch (this) {
            case Text text -> text.value();
            case Whole whole -> whole.value();
            case Decimal decimal -> decimal.value();
            case Flag flag -> flag.value();
            case Moment moment -> moment.text();
            case Nothing nothing -> null;
            case Items items -> plainItems(items);
            case Table table -> plainTable(table);
        };
    }

    private static List<Object> plainItems(Items items) {
        List<Object> plain = new ArrayList<>();
        for (Node item : items.items()) {
            Object value = item.plain();
            if (value != null) {
                plain.add(value);
            }
        }
        return plain;
    }

    /** A table's keys and values without places. */
    static Map<String, Object> plainTable(Table table) {
        Map<String, Object> plain = new LinkedHashMap<>();
        table.members().forEach((key, member) -> {
            Object value = member.value().plain();
            if (value != null) {
                plain.put(key, value);
            }
        });
        return plain;
    }
}
