package io.picket.eql;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.MovingConditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an EQL query asks for, the language gone. Its conditions may depend on what time it is. */
public sealed interface EqlQuery {

    /** {@code | head N} and {@code | tail N}, from left to right. */
    List<EqlTree.Pipe> pipes();

    /** What it asks of single events: one condition, or for events that are joined one a step, {@code until} last. */
    List<Condition> conditions();

    /** The query as it is at this time, epoch milliseconds; until then {@code now} stands in its conditions. */
    EqlQuery at(long nowMillis);

    /** Single events. */
    record Events(Condition condition, List<EqlTree.Pipe> pipes) implements EqlQuery {
        public Events {
            pipes = List.copyOf(pipes);
        }

        @Override
        public List<Condition> conditions() {
            return List.of(condition);
        }

        @Override
        public Events at(long nowMillis) {
            return new Events(MovingConditions.at(condition, nowMillis), pipes);
        }
    }

    /**
     * Events one after the other, joined by their keys.
     *
     * @param maxspan most time from the first event to the last, both included
     * @param until events that end what is unfinished; as many keys as the steps
     */
    record Sequence(Optional<Duration> maxspan, List<Step> steps, Optional<Step> until, List<EqlTree.Pipe> pipes)
            implements EqlQuery {
        public Sequence {
            steps = List.copyOf(steps);
            pipes = List.copyOf(pipes);
        }

        @Override
        public List<Condition> conditions() {
            return Stream.concat(steps.stream(), until.stream())
                    .map(Step::condition)
                    .toList();
        }

        @Override
        public Sequence at(long nowMillis) {
            return new Sequence(maxspan, Step.at(steps, nowMillis), until.map(step -> step.at(nowMillis)), pipes);
        }
    }

    /** Different events that share their keys, in any order. */
    record Sample(List<Step> steps, List<EqlTree.Pipe> pipes) implements EqlQuery {
        public Sample {
            steps = List.copyOf(steps);
            pipes = List.copyOf(pipes);
        }

        @Override
        public List<Condition> conditions() {
            return steps.stream().map(Step::condition).toList();
        }

        @Override
        public Sample at(long nowMillis) {
            return new Sample(Step.at(steps, nowMillis), pipes);
        }
    }

    /**
     * One step.
     *
     * @param missing whether there must be no such event
     * @param runs how many times it is to come, one after the other
     */
    record Step(Condition condition, List<Key> keys, boolean missing, int runs) {
        public Step {
            keys = List.copyOf(keys);
        }

        private Step at(long nowMillis) {
            return new Step(MovingConditions.at(condition, nowMillis), keys, missing, runs);
        }

        private static List<Step> at(List<Step> steps, long nowMillis) {
            return steps.stream().map(step -> step.at(nowMillis)).toList();
        }
    }

    /**
     * A field to join by.
     *
     * @param optional whether an event without it takes part, its lack being a value like any other
     */
    record Key(Field field, boolean optional) {}
}
