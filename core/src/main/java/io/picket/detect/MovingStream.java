package io.picket.detect;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.event.Event;
import io.picket.match.Evaluator;

/** Asks again, on the stream clock, a condition that depends on what time it is: the time is the event's own. */
final class MovingStream implements Detector, Resumable {

    private final Condition condition;
    private final Evaluator evaluator;
    private final Detector inner;
    private Condition fixed = Condition.NEVER;
    private long fixedAt = NO_TIME;

    MovingStream(Condition condition, FieldTypes types, Detector inner) {
        this.condition = MovingConditions.movingPart(condition);
        this.evaluator = new Evaluator(types);
        this.inner = inner;
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (primary != fixedAt) {
            fixed = MovingConditions.at(condition, primary);
            fixedAt = primary;
        }
        if (primary == NO_TIME || evaluator.meets(fixed, event)) {
            inner.add(event, primary, arrival);
        }
    }

    @Override
    public void advance(long time) {
        inner.advance(time);
    }

    @Override
    public void finish() {
        inner.finish();
    }

    @Override
    public DetectorStatus status() {
        return inner.status();
    }

    @Override
    public byte[] snapshot() {
        return state().snapshot();
    }

    @Override
    public void restore(byte[] snapshot) {
        state().restore(snapshot);
    }

    private Resumable state() {
        if (inner instanceof Resumable state) {
            return state;
        }
        throw new IllegalStateException("the wrapped detector has no state to take out");
    }
}
