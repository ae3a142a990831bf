package io.picket.explain;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.Like;
import io.picket.match.Evaluator;
import io.picket.match.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One part of a rule held against one event.
 *
 * @param holds whether the event meets it; of a {@code NOT}, whether it does not meet the part
 * @param parts of {@code ALL}, {@code ANY} and {@code NOT}; of {@code OBJECT} what was asked of the object that came
 *     nearest, none if there is no object
 * @param seen of {@code TEST}: what the event has in the fields that it asks; of {@code OBJECT}: nothing
 * @param hint what is nearly right, or how many objects there are; mostly empty
 */
public record Judgement(
        Kind kind, Wording words, boolean holds, List<Judgement> parts, List<FieldSeen> seen, String hint) {

    /** How parts make the whole. */
    public enum Kind {
        ALL,
        ANY,
        NOT,
        OBJECT,
        TEST
    }

    public Judgement {
        parts = List.copyOf(parts);
        seen = List.copyOf(seen);
    }

    /** The parts to which it owes its verdict: were they all the other way round, so would it be. */
    public List<Judgement> deciding() {
        return switch (kind) {
            case ALL ->
                holds ? parts : parts.stream().filter(part -> !part.holds()).toList();
            case ANY -> holds ? parts.stream().filter(Judgement::holds).toList() : parts;
            case NOT, OBJECT -> parts;
            case TEST -> List.of();
        };
    }

    /** How many tests in it are met. */
    int met() {
        return kind == Kind.TEST
                ? holds ? 1 : 0
                : parts.stream().mapToInt(Judgement::met).sum();
    }

    static Judgement of(Clause clause, Evaluator evaluator, Scope scope) {
        return switch (clause) {
            case Clause.All(List<Clause> clauses, Wording words) -> {
                List<Judgement> parts = all(clauses, evaluator, scope);
                yield new Judgement(Kind.ALL, words, parts.stream().allMatch(Judgement::holds), parts, List.of(), "");
            }
            case Clause.Any(List<Clause> clauses, Wording words) -> {
                List<Judgement> parts = all(clauses, evaluator, scope);
                yield new Judgement(Kind.ANY, words, parts.stream().anyMatch(Judgement::holds), parts, List.of(), "");
            }
            case Clause.Not(Clause part, Wording words) -> {
                Judgement judged = of(part, evaluator, scope);
                yield new Judgement(Kind.NOT, words, !judged.holds(), List.of(judged), List.of(), "");
            }
            case Clause.OneObject one -> object(one, evaluator, scope);
            case Clause.Test(Condition condition, Wording words) -> {
                boolean holds = evaluator.meets(condition, scope);
                yield new Judgement(
                        Kind.TEST,
                        words,
                        holds,
                        List.of(),
                        FieldSeen.of(condition, evaluator, scope),
                        holds ? "" : hint(condition, evaluator, scope));
            }
        };
    }

    /** How many tests would have to come out the other way for the clause to hold, or not to; 0 if it is so. */
    static int lacking(Clause clause, boolean holding, Evaluator evaluator, Scope scope) {
        return switch (clause) {
            case Clause.All(List<Clause> parts, Wording words) -> lacking(parts, holding, holding, evaluator, scope);
            case Clause.Any(List<Clause> parts, Wording words) -> lacking(parts, holding, !holding, evaluator, scope);
            case Clause.Not(Clause part, Wording words) -> lacking(part, !holding, evaluator, scope);
            case Clause.OneObject one -> evaluator.meets(one.condition(), scope) == holding ? 0 : 1;
            case Clause.Test(Condition condition, Wording words) ->
                evaluator.meets(condition, scope) == holding ? 0 : 1;
        };
    }

    private static int lacking(
            List<Clause> parts, boolean holding, boolean together, Evaluator evaluator, Scope scope) {
        IntStream each = parts.stream().mapToInt(part -> lacking(part, holding, evaluator, scope));
        return together ? each.sum() : each.min().orElse(0);
    }

    private static List<Judgement> all(List<Clause> clauses, Evaluator evaluator, Scope scope) {
        return clauses.stream().map(part -> of(part, evaluator, scope)).toList();
    }

    private static Judgement object(Clause.OneObject one, Evaluator evaluator, Scope scope) {
        List<Judgement> objects = new ArrayList<>();
        scope.objects(one.path()).forEach(object -> objects.add(of(one.part(), evaluator, object)));
        if (objects.isEmpty()) {
            return new Judgement(Kind.OBJECT, one.words(), false, List.of(), List.of(), "no object");
        }
        Judgement nearest = objects.stream()
                .max(Comparator.comparing(Judgement::holds).thenComparingInt(Judgement::met))
                .orElseThrow();
        String hint = (objects.indexOf(nearest) + 1) + " of " + objects.size() + " objects";
        return new Judgement(
                Kind.OBJECT,
                one.words(),
                nearest.holds(),
                List.of(nearest),
                List.of(),
                objects.size() == 1 ? "" : hint);
    }

    private static String hint(Condition failed, Evaluator evaluator, Scope scope) {
        if (failed instanceof Condition.Never) {
            return "no event can meet this";
        }
        return evaluator.meets(anyCase(failed), scope) ? "differs in case only" : "";
    }

    private static Condition anyCase(Condition condition) {
        return switch (condition) {
            case In(var field, var values, var letters) -> new In(field, values, Case.INSENSITIVE);
            case Like(var field, var patterns, var letters) -> new Like(field, patterns, Case.INSENSITIVE);
            case Condition.Or(var parts) ->
                Condition.or(parts.stream().map(Judgement::anyCase).toList());
            case Condition other -> other;
        };
    }
}
