package io.picket.explain;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.rule.ExceptionEntry;
import io.picket.rule.ExceptionEntry.Equal;
import io.picket.rule.ExceptionEntry.Exists;
import io.picket.rule.ExceptionEntry.InList;
import io.picket.rule.ExceptionEntry.Nested;
import io.picket.rule.ExceptionEntry.Wildcard;
import io.picket.rule.ExceptionItem;
import io.picket.rule.ExceptionItems;
import io.picket.text.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exception items as clauses, in Kibana's words. */
final class ExceptionClauses {

    private final Map<String, ValueList> valueLists;
    private final FieldTypes types;

    ExceptionClauses(Map<String, ValueList> valueLists, FieldTypes types) {
        this.valueLists = valueLists;
        this.types = types;
    }

    /** What an item that compiles asks of an event it takes out. */
    Clause of(ExceptionItem item) {
        List<Clause> all = new ArrayList<>();
        for (ExceptionEntry entry : item.entries()) {
            all.add(entry(item, entry));
        }
        if (!item.osTypes().isEmpty()) {
            Condition systems = condition(item, List.of(), item.osTypes());
            all.add(new Clause.Test(
                    systems, new Wording("the host's system is " + oneOf(item.osTypes()), item.place())));
        }
        item.expires()
                .ifPresent(end -> all.add(new Clause.Test(
                        new Condition.Until(end.toEpochMilli()),
                        new Wording("it is not later than " + end, item.place()))));
        return all.size() == 1 ? all.getFirst() : new Clause.All(all, new Wording(item.name(), item.place()));
    }

    private Clause entry(ExceptionItem item, ExceptionEntry entry) {
        Wording words = new Wording(words(entry), entry.place());
        if (!(entry instanceof Nested(String path, List<ExceptionEntry> inner, Place place))) {
            return new Clause.Test(condition(item, List.of(entry), List.of()), words);
        }
        List<Clause> parts = new ArrayList<>();
        for (ExceptionEntry one : inner) {
            Condition whole = condition(item, List.of(new Nested(path, List.of(one), place)), List.of());
            Condition part = whole instanceof Condition.Nested(var at, Condition asked) ? asked : whole;
            parts.add(new Clause.Test(part, new Wording(path + "." + words(one), one.place())));
        }
        Clause all = parts.size() == 1 ? parts.getFirst() : new Clause.All(parts, words);
        return new Clause.OneObject(path, all, words);
    }

    private Condition condition(ExceptionItem item, List<ExceptionEntry> entries, List<String> systems) {
        ExceptionItem part = new ExceptionItem(
                item.itemId(), item.listId(), item.name(), entries, systems, Optional.empty(), item.place());
        // A part of an item that compiles, compiles.
        return ExceptionItems.compile(List.of(part), types, valueLists).orThrow();
    }

    private static String words(ExceptionEntry entry) {
        return switch (entry) {
            case Equal(String field, List<String> values, boolean included, Place place) ->
                field + (included ? " is " : " is not ") + oneOf(values);
            case Exists(String field, boolean included, Place place) ->
                field + (included ? " exists" : " does not exist");
            case Wildcard(String field, String pattern, boolean included, Place place) ->
                field + (included ? " matches " : " does not match ") + pattern;
            case InList in -> in.field() + (in.included() ? " is in the list " : " is not in the list ") + in.listId();
            case Nested nested -> nested.field() + " has an object that meets all";
        };
    }

    private static String oneOf(List<String> values) {
        return values.size() == 1 ? values.getFirst() : "one of " + String.join(", ", values);
    }
}
