package io.picket.detect;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.event.Event;
import io.picket.match.Evaluator;

/** The part of a condition that depends on what time it is, asked again where the time is known. */
final class TimedCondition {

    private final Condition moving;
    private final Evaluator evaluator;
    private Condition fixed = Condition.NEVER;
    private long fixedAt;
    private boolean isFixed;

    /** @param condition that the events asked meet at some time ({@link MovingConditions#ever}) */
    TimedCondition(Condition condition, FieldTypes types) {
        this.moving = MovingConditions.movingPart(condition);
        this.evaluator = new Evaluator(types);
    }

    /** Whether it depends on the time at all. */
    boolean moves() {
        return !(moving instanceof Condition.Always);
    }

    /** Whether the event meets it at this time, epoch milliseconds. */
    boolean meets(Event event, long time) {
        if (!moves()) {
            return true;
        }
        if (!isFixed || time != fixedAt) {
            fixed = MovingConditions.at(moving, time);
            fixedAt = time;
            isFixed = true;
        }
        return evaluator.meets(fixed, event);
    }
}
