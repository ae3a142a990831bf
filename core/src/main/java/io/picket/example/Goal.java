package io.picket.example;

import io.picket.condition.Condition;

/** A condition that the document must meet, or must not. */
record Goal(Condition condition, boolean holds) {

    Goal opposite() {
        return new Goal(condition, !holds);
    }
}
