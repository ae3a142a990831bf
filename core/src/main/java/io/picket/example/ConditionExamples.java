package io.picket.example;

import io.picket.condition.Condition;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.match.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Documents that meet a condition, and documents that would but for one part of it. */
final class ConditionExamples {

    /** A document that meets every part that {@code match} met but this one, and not the condition. */
    record NearMiss(Made document, Goal broken) {}

    private final Condition condition;
    private final List<Goal> always;
    private final Draft draft;
    private final Search search;

    /**
     * For one condition.
     *
     * @param always what every document must meet besides
     * @param draft what every document begins with
     */
    ConditionExamples(Condition condition, List<Goal> always, Draft draft, FieldTypes types) {
        this.draft = draft;
        this.condition = condition;
        this.always = List.copyOf(always);
        List<Condition> all = new ArrayList<>(List.of(condition));
        always.forEach(goal -> all.add(goal.condition()));
        this.search = new Search(all, types);
    }

    Search search() {
        return search;
    }

    /** Whether a document is one that {@link #match} might have given. */
    boolean meets(Made made) {
        Scope scope = search.scope(made);
        return search.evaluator().meets(condition, scope)
                && always.stream().allMatch(goal -> search.evaluator().meets(goal.condition(), scope) == goal.holds());
    }

    Optional<Made> match() {
        List<Goal> goals = new ArrayList<>(List.of(new Goal(condition, true)));
        goals.addAll(always);
        return search.solve(goals, draft);
    }

    /** Near misses, spread over the parts; fewer than asked for where a part cannot be broken by itself. */
    List<NearMiss> nearMisses(Made match, int most) {
        List<Goal> parts = new ArrayList<>();
        collect(condition, true, search.scope(match), parts);
        List<NearMiss> misses = new ArrayList<>();
        for (Goal part : spread(parts, most)) {
            List<Goal> goals = new ArrayList<>();
            for (Goal other : parts) {
                if (!other.equals(part)) {
                    goals.add(other);
                }
            }
            goals.add(part.opposite());
            goals.add(new Goal(condition, false));
            goals.addAll(always);
            Draft rather = draft.ratherPresent(fields(part));
            search.solve(goals, rather).ifPresent(made -> misses.add(new NearMiss(made, part)));
        }
        return misses;
    }

    private static List<Goal> spread(List<Goal> parts, int most) {
        if (parts.size() <= most) {
            return parts;
        }
        List<Goal> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(parts.get(i * parts.size() / most));
        }
        return some;
    }

    /** What a leaf asks; of larger parts nothing, since they have many ways to be broken. */
    private static Set<Field> fields(Goal part) {
        return switch (part.condition()) {
            case Condition.And and -> Set.of();
            case Condition.Or or -> Set.of();
            case Nested nested -> Set.of();
            case Condition leaf ->
                part.holds() && !(leaf instanceof Condition.Exists)
                        ? new LinkedHashSet<>(Draft.fieldsOf(leaf))
                        : Set.of();
        };
    }

    /** The parts that together make a document meet it: every part of a conjunction, the alternative that was taken. */
    private void collect(Condition at, boolean holds, Scope scope, List<Goal> into) {
        switch (at) {
            case Condition.Not(Condition part) -> collect(part, !holds, scope, into);
            case Condition.And(List<Condition> parts)
            when holds -> parts.forEach(part -> collect(part, true, scope, into));
            case Condition.Or(List<Condition> parts)
            when !holds -> parts.forEach(part -> collect(part, false, scope, into));
            case Condition.Or(List<Condition> parts) ->
                parts.stream()
                        .filter(part -> search.evaluator().meets(part, scope))
                        .findFirst()
                        .ifPresent(part -> collect(part, true, scope, into));
            case Condition.Always always -> {}
            case Condition.Never never -> {}
            case Condition leaf -> into.add(new Goal(leaf, holds));
        }
    }
}
