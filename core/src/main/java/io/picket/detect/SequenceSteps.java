package io.picket.detect;

import io.picket.eql.EqlQuery;
import io.picket.eql.EqlQuery.Step;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.util.ArrayList;
import java.util.List;

/** The steps of a sequence or sample: which keys an event has at those that it meets. */
final class SequenceSteps {

    /**
     * A step that an event meets, with a key it has there.
     *
     * @param step its number from 0, or {@link SequenceMachine#UNTIL}
     */
    record Hit(int step, JoinKey key) {}

    /** By condition; the last may be that of {@code until}. */
    private final List<SequenceKeys> keys = new ArrayList<>();

    private final int steps;

    private SequenceSteps(List<Step> steps, List<Step> until, FieldTable table) {
        this.steps = steps.size();
        steps.forEach(step -> keys.add(new SequenceKeys(step.keys(), table)));
        until.forEach(step -> keys.add(new SequenceKeys(step.keys(), table)));
    }

    static SequenceSteps of(EqlQuery.Sequence sequence, FieldTable table) {
        return new SequenceSteps(sequence.steps(), sequence.until().stream().toList(), table);
    }

    static SequenceSteps of(EqlQuery.Sample sample, FieldTable table) {
        return new SequenceSteps(sample.steps(), List.of(), table);
    }

    /**
     * Adds what the event hits.
     *
     * @param condition the number of a condition of {@link EqlQuery#conditions} that it meets
     */
    void of(Event event, int condition, List<Hit> into) {
        int step = condition < steps ? condition : SequenceMachine.UNTIL;
        List<JoinKey> found = keys.get(condition).of(event);
        for (int i = 0; i < found.size(); i++) {
            into.add(new Hit(step, found.get(i)));
        }
    }

    /** What the event hits that meets the first {@code count} of these conditions. */
    List<Hit> of(Event event, int[] conditions, int count) {
        List<Hit> hits = new ArrayList<>(2);
        for (int i = 0; i < count; i++) {
            of(event, conditions[i], hits);
        }
        return hits;
    }

    /** How many times since it was last asked an event had more keys than are kept. */
    long takeCrowded() {
        long crowded = 0;
        for (int i = 0; i < keys.size(); i++) {
            crowded += keys.get(i).takeCrowded();
        }
        return crowded;
    }
}
