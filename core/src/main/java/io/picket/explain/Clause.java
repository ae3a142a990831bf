package io.picket.explain;

import io.picket.condition.Condition;
import java.util.List;

/** What a rule asks, part by part as it was written; only {@link Test}s are asked of the evaluator. */
sealed interface Clause {

    Wording words();

    record All(List<Clause> parts, Wording words) implements Clause {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<Clause> parts, Wording words) implements Clause {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Clause part, Wording words) implements Clause {}

    /** One object under the path meets the whole part by itself. */
    record OneObject(String path, Clause part, Wording words) implements Clause {}

    /** As far as words are taken apart: one field asked one thing, as a rule. */
    record Test(Condition condition, Wording words) implements Clause {}

    /** The condition as a whole, as it is matched. */
    default Condition condition() {
        return switch (this) {
            case All(List<Clause> parts, Wording words) ->
                Condition.and(parts.stream().map(Clause::condition).toList());
            case Any(List<Clause> parts, Wording words) ->
                Condition.or(parts.stream().map(Clause::condition).toList());
            case Not(Clause part, Wording words) -> Condition.not(part.condition());
            case OneObject(String path, Clause part, Wording words) -> new Condition.Nested(path, part.condition());
            case Test(Condition condition, Wording words) -> condition;
        };
    }
}
