package io.picket.detect;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.eql.EqlQuery.Step;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import java.util.ArrayList;
import java.util.List;

/** Which steps of a sequence or sample an event meets, and with which keys. Steps that ask the same are asked once. */
final class SequenceSteps {

    /** Takes a step's number and a key. */
    @FunctionalInterface
    interface Hit {
        void at(int step, JoinKey key);
    }

    private final Matcher matcher;

    /** By condition: the steps that ask it. */
    private final List<List<Integer>> stepsOf = new ArrayList<>();

    private final List<SequenceKeys> keys = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    private SequenceSteps(FieldTable table, FieldTypes types, List<Step> steps, List<Integer> numbers) {
        List<Condition> conditions =
                steps.stream().map(Step::condition).distinct().toList();
        this.matcher = new Matcher(MatchPlan.of(conditions, types, table));
        this.numbers.addAll(numbers);
        conditions.forEach(condition -> stepsOf.add(new ArrayList<>()));
        for (int i = 0; i < steps.size(); i++) {
            stepsOf.get(conditions.indexOf(steps.get(i).condition())).add(i);
            keys.add(new SequenceKeys(steps.get(i).keys(), table));
        }
    }

    static SequenceSteps of(EqlQuery.Sequence sequence, FieldTable table, FieldTypes types) {
        List<Step> steps = new ArrayList<>(sequence.steps());
        List<Integer> numbers = numbers(steps.size());
        sequence.until().ifPresent(until -> {
            steps.add(until);
            numbers.add(SequenceMachine.UNTIL);
        });
        return new SequenceSteps(table, types, steps, numbers);
    }

    static SequenceSteps of(EqlQuery.Sample sample, FieldTable table, FieldTypes types) {
        return new SequenceSteps(
                table, types, sample.steps(), numbers(sample.steps().size()));
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int step = 0; step < count; step++) {
            numbers.add(step);
        }
        return numbers;
    }

    /** Says each step that the event meets, with each key it has there. */
    void of(Event event, Hit hit) {
        int met = matcher.match(event);
        for (int i = 0; i < met; i++) {
            for (int step : stepsOf.get(matcher.matched(i))) {
                for (JoinKey key : keys.get(step).of(event)) {
                    hit.at(numbers.get(step), key);
                }
            }
        }
    }

    /** How many times an event had more keys than are kept. */
    long shedKeys() {
        return keys.stream().mapToLong(SequenceKeys::shed).sum();
    }
}
