package io.picket.detect;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.event.Event;
import io.picket.match.Evaluator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Asks again conditions that depend on what time it is, the time being the event's own. */
final class MovingStream implements Detector, Resumable {

    private final List<Condition> conditions;
    private final Evaluator evaluator;
    private final Detector inner;
    private final List<Condition> fixed;
    private final int[] met;
    private long fixedAt = NO_TIME;

    MovingStream(List<Condition> conditions, FieldTypes types, Detector inner) {
        this.conditions = conditions.stream().map(MovingConditions::movingPart).toList();
        this.evaluator = new Evaluator(types);
        this.inner = inner;
        this.fixed = new ArrayList<>(Collections.nCopies(conditions.size(), Condition.NEVER));
        this.met = new int[conditions.size()];
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (primary == NO_TIME || meets(0, event, primary)) {
            inner.add(event, primary, arrival);
        }
    }

    @Override
    public void add(Event event, int[] numbers, int count, long primary, long arrival) {
        if (primary == NO_TIME) {
            inner.add(event, numbers, count, primary, arrival);
            return;
        }
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (meets(numbers[i], event, primary)) {
                met[left++] = numbers[i];
            }
        }
        if (left > 0) {
            inner.add(event, met, left, primary, arrival);
        }
    }

    private boolean meets(int number, Event event, long time) {
        if (time != fixedAt) {
            for (int i = 0; i < conditions.size(); i++) {
                fixed.set(i, MovingConditions.at(conditions.get(i), time));
            }
            fixedAt = time;
        }
        return evaluator.meets(fixed.get(number), event);
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
