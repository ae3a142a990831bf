package io.picket.explain;

import io.picket.condition.Condition;
import io.picket.condition.MovingConditions;
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

    /** The clause as it is at this time, epoch milliseconds. */
    default Clause at(long nowMillis) {
        return switch (this) {
            case All(List<Clause> parts, Wording words) -> new All(at(parts, nowMillis), words);
            case Any(List<Clause> parts, Wording words) -> new Any(at(parts, nowMillis), words);
            case Not(Clause part, Wording words) -> new Not(part.at(nowMillis), words);
            case OneObject(String path, Clause part, Wording words) -> new OneObject(path, part.at(nowMillis), words);
            case Test(Condition condition, Wording words) -> new Test(MovingConditions.at(condition, nowMillis), words);
        };
    }

    private static List<Clause> at(List<Clause> parts, long nowMillis) {
        return parts.stream().map(part -> part.at(nowMillis)).toList();
    }
}
