package io.picket.kql;

import io.picket.condition.Condition;

/** One field asked one thing: the condition, or why the field's type cannot be asked that. */
sealed interface Leaf {

    record Fits(Condition condition) implements Leaf {}

    record Misfit(String code, String message, String mend) implements Leaf {}

    static Leaf of(Condition condition) {
        return new Fits(condition);
    }

    /** For fields found by a pattern over names: what does not fit a field's type never holds for it. */
    default Condition lenient() {
        return switch (this) {
            case Fits(Condition condition) -> condition;
            case Misfit misfit -> Condition.NEVER;
        };
    }
}
