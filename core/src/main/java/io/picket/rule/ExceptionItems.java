package io.picket.rule;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.condition.WildcardPattern;
import io.picket.rule.ExceptionEntry.Equal;
import io.picket.rule.ExceptionEntry.Exists;
import io.picket.rule.ExceptionEntry.InList;
import io.picket.rule.ExceptionEntry.Nested;
import io.picket.rule.ExceptionEntry.Wildcard;
import io.picket.text.Place;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Exception items as one condition over events. An item holds when all its entries do; an event is excepted when any
 * item holds for it, and is then taken out before anything is counted, whatever the rule's type. Value lists are asked
 * in place, however long they are.
 */
public final class ExceptionItems {

    private final TermConditions terms;
    private final Map<String, ValueList> valueLists;

    private ExceptionItems(TermConditions terms, Map<String, ValueList> valueLists) {
        this.terms = terms;
        this.valueLists = valueLists;
    }

    /**
     * The condition that an excepted event meets: the one to negate. It depends on what time it is if items expire.
     *
     * @param valueLists by id
     */
    public static Read<Condition> compile(
            Collection<ExceptionItem> items, FieldTypes types, Map<String, ValueList> valueLists) {
        TermConditions terms = new TermConditions(types);
        ExceptionItems compiler = new ExceptionItems(terms, valueLists);
        List<Condition> any = new ArrayList<>();
        for (ExceptionItem item : items) {
            any.add(compiler.item(item));
        }
        return terms.read(Condition.or(any));
    }

    private Condition item(ExceptionItem item) {
        List<Condition> all = new ArrayList<>();
        item.expires().ifPresent(end -> all.add(new Condition.Until(end.toEpochMilli())));
        for (ExceptionEntry entry : item.entries()) {
            all.add(entry(entry, ""));
        }
        if (!item.osTypes().isEmpty()) {
            // Kibana asks host.os.name.caseless, a second index of host.os.name without case.
            all.add(Condition.or(List.of(
                    terms.equal("host.os.type", item.osTypes(), Case.SENSITIVE),
                    terms.equal("host.os.name", item.osTypes(), Case.INSENSITIVE))));
        }
        return Condition.and(all);
    }

    private Condition entry(ExceptionEntry entry, String path) {
        terms.at(entry.place());
        return switch (entry) {
            case Equal(String field, List<String> values, boolean included, Place place) ->
                signed(included, terms.equal(path + field, values, Case.SENSITIVE));
            case Exists(String field, boolean included, Place place) -> signed(included, terms.exists(path + field));
            case Wildcard(String field, String pattern, boolean included, Place place) ->
                signed(included, terms.like(path + field, WildcardPattern.escaped(pattern), Case.SENSITIVE));
            case InList in -> signed(in.included(), inList(in, path));
            case Nested(String field, List<ExceptionEntry> entries, Place place) ->
                new Condition.Nested(
                        field,
                        Condition.and(entries.stream()
                                .map(inner -> entry(inner, field + "."))
                                .toList()));
        };
    }

    private static Condition signed(boolean included, Condition condition) {
        return included ? condition : Condition.not(condition);
    }

    private Condition inList(InList in, String path) {
        ValueList list = valueLists.get(in.listId());
        if (list == null) {
            return terms.refuse(
                    "LIST-002",
                    "The value list '" + KeyReader.shortened(in.listId()) + "' is not there.",
                    "Give the file it was imported from; an export of rules does not hold value lists.");
        }
        Field field = terms.types().field(path + in.field());
        return switch (list) {
            case ValueList.Words words when in.listType().endsWith("_range") -> ranges(field, in.listType(), words);
            case ValueList.Words words -> new Condition.InList(field, words);
            case ValueList.Addresses addresses -> new Condition.InList(field, addresses);
            case ValueList.Texts texts -> new Condition.InList(field, texts);
        };
    }

    /** Ranges of numbers ({@code 1-3}) or dates (with a comma) are bounds on the field, both ends included. */
    private Condition ranges(Field field, String listType, ValueList.Words list) {
        boolean dates = listType.equals("date_range");
        boolean fits = field.type() == FieldType.UNKNOWN
                || (dates
                        ? field.type() == FieldType.DATE
                        : field.type() == FieldType.LONG || field.type() == FieldType.DOUBLE);
        if (!fits) {
            return terms.refuse(
                    "LIST-003",
                    "The list '" + list.id() + "' holds ranges of " + (dates ? "dates" : "numbers") + ", but '" + field
                            + "' does not.",
                    "Ask a field of that type.");
        }
        List<Condition> any = new ArrayList<>();
        for (String value : list.values()) {
            int middle = value.indexOf(dates ? ',' : '-', 1);
            if (middle > 0) {
                any.add(terms.range(
                        field.name(),
                        value.substring(0, middle).strip(),
                        true,
                        value.substring(middle + 1).strip(),
                        true));
            }
        }
        return Condition.or(any);
    }
}
