package io.picket.rule;

import io.picket.condition.Condition;
import io.picket.condition.Condition.And;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Field;
import io.picket.condition.FieldCondition;
import io.picket.condition.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells what of a query depends on the time it is asked at ({@code now-30d/d}), by comparing what it compiles to at two
 * times. Dates are leaves of their own, so both have the same shape.
 */
final class MovingParts {

    private MovingParts() {}

    /** The parts that are joined with AND, at any depth. */
    static List<Condition> conjuncts(Condition condition) {
        if (!(condition instanceof And(List<Condition> parts))) {
            return List.of(condition);
        }
        List<Condition> flat = new ArrayList<>();
        parts.forEach(part -> flat.addAll(conjuncts(part)));
        return flat;
    }

    /** Whether the two ask the same of every event. Says no when in doubt. */
    static boolean same(Condition a, Condition b) {
        return switch (a) {
            case And(List<Condition> parts) -> b instanceof And(List<Condition> others) && same(parts, others);
            case Or(List<Condition> parts) -> b instanceof Or(List<Condition> others) && same(parts, others);
            case Not(Condition part) -> b instanceof Not(Condition other) && same(part, other);
            case Nested(String path, Condition part) ->
                b instanceof Nested(String otherPath, Condition other) && path.equals(otherPath) && same(part, other);
            case AnyField(var names, var forField) ->
                b instanceof AnyField(var otherNames, var other) && names.equals(otherNames) && same(forField, other);
            case Condition leaf -> leaf.equals(b);
        };
    }

    private static boolean same(List<Condition> parts, List<Condition> others) {
        boolean same = parts.size() == others.size();
        for (int i = 0; same && i < parts.size(); i++) {
            same = same(parts.get(i), others.get(i));
        }
        return same;
    }

    private static boolean same(FieldCondition a, FieldCondition b) {
        return Arrays.stream(FieldType.values())
                .map(type -> new Field("any", type))
                .allMatch(field -> same(a.of(field), b.of(field)));
    }

    /**
     * A condition that holds for every event for which one compiled at any time holds: what differs is taken to hold, or
     * below a negation not to.
     */
    static Condition relaxed(Condition a, Condition b, boolean holds) {
        if (same(a, b)) {
            return a;
        }
        if (a instanceof And(List<Condition> parts) && b instanceof And(List<Condition> others)) {
            return Condition.and(relaxed(parts, others, holds));
        }
        if (a instanceof Or(List<Condition> parts) && b instanceof Or(List<Condition> others)) {
            return Condition.or(relaxed(parts, others, holds));
        }
        if (a instanceof Not(Condition part) && b instanceof Not(Condition other)) {
            return Condition.not(relaxed(part, other, !holds));
        }
        return holds ? Condition.ALWAYS : Condition.NEVER;
    }

    private static List<Condition> relaxed(List<Condition> parts, List<Condition> others, boolean holds) {
        List<Condition> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            all.add(relaxed(parts.get(i), others.get(i), holds));
        }
        return all;
    }

    /** Whether every part looks at single fields only, and not at whatever the document holds. */
    static boolean looksAtFields(Condition condition) {
        return switch (condition) {
            case And(List<Condition> parts) -> parts.stream().allMatch(MovingParts::looksAtFields);
            case Or(List<Condition> parts) -> parts.stream().allMatch(MovingParts::looksAtFields);
            case Not(Condition part) -> looksAtFields(part);
            case Nested nested -> false;
            case AnyField any -> false;
            case Condition leaf -> true;
        };
    }
}
