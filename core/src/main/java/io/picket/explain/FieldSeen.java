package io.picket.explain;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Not;
import io.picket.condition.Conditions;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.match.Evaluator;
import io.picket.match.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What an event has in a field that a rule asks.
 *
 * @param type how the rule compares it
 * @param values none where the field is missing; those that meet the test first
 * @param more how many values were left out
 */
public record FieldSeen(String name, FieldType type, List<Value> values, int more) {

    /** Most values told of one field, and most fields told of one test. */
    static final int TOLD_MAX = 100;

    /**
     * One value.
     *
     * @param text as the document spells it
     * @param counts whether it is a value to the rule at all: reads as the field's type, is not too long
     * @param meets whether it is one that meets the test; of a negated test, one that stands against it
     */
    public record Value(String text, boolean counts, boolean meets) {}

    public FieldSeen {
        values = List.copyOf(values);
    }

    /** Whether there is no value that counts. */
    public boolean isMissing() {
        return values.stream().noneMatch(Value::counts);
    }

    static List<FieldSeen> of(Condition test, Evaluator evaluator, Scope scope) {
        Condition asked = test instanceof Not(Condition part) ? part : test;
        if (asked instanceof AnyField any) {
            return found(any, evaluator, scope).stream()
                    .limit(TOLD_MAX)
                    .map(field -> of(any.forField().of(field), field, evaluator, scope))
                    .toList();
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        fields(asked, field -> fields.putIfAbsent(field.name(), field));
        // Where a test asks several fields together, no value of one meets it by itself.
        Condition ofValue = fields.size() == 1 ? inside(asked) : Condition.NEVER;
        return fields.values().stream()
                .limit(TOLD_MAX)
                .map(field -> of(ofValue, field, evaluator, scope))
                .toList();
    }

    private static Condition inside(Condition condition) {
        return condition instanceof Nested(String path, Condition part) ? inside(part) : condition;
    }

    private static void fields(Condition condition, Consumer<Field> into) {
        switch (condition) {
            case Nested(String path, Condition part) -> fields(part, into);
            case Condition.And(List<Condition> parts) -> parts.forEach(part -> fields(part, into));
            case Condition.Or(List<Condition> parts) -> parts.forEach(part -> fields(part, into));
            case Not(Condition part) -> fields(part, into);
            case Condition leaf -> Conditions.fields(leaf, into);
        }
    }

    /** The fields that meet it; if none does, those whose names fit. */
    private static Set<Field> found(AnyField any, Evaluator evaluator, Scope scope) {
        Set<Field> fitting = new LinkedHashSet<>();
        Set<Field> meeting = new LinkedHashSet<>();
        for (String name : scope.names()) {
            if (any.names().matches(name, Case.SENSITIVE)) {
                Field field = evaluator.types().field(name);
                fitting.add(field);
                if (evaluator.meets(any.forField().of(field), scope)) {
                    meeting.add(field);
                }
            }
        }
        return meeting.isEmpty() ? fitting : meeting;
    }

    private static FieldSeen of(Condition ofValue, Field field, Evaluator evaluator, Scope scope) {
        List<Value> meeting = new ArrayList<>();
        List<Value> others = new ArrayList<>();
        for (Scope.Seen one : scope.seen(field)) {
            boolean meets = one.counts() && evaluator.meets(ofValue, scope.with(field, one));
            (meets ? meeting : others).add(new Value(one.text(), one.counts(), meets));
        }
        meeting.addAll(others);
        int told = Math.min(TOLD_MAX, meeting.size());
        return new FieldSeen(field.name(), field.type(), meeting.subList(0, told), meeting.size() - told);
    }
}
