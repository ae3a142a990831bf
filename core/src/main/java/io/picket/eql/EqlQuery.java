package io.picket.eql;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an EQL query asks for, the language gone. */
public sealed interface EqlQuery {

    /** {@code | head N} and {@code | tail N}, from left to right. */
    List<EqlTree.Pipe> pipes();

    /** What it asks of single events: one condition, or for events that are joined one a step, {@code until} last. */
    List<Condition> conditions();

    /** Single events. */
    record Events(Condition condition, List<EqlTree.Pipe> pipes) implements EqlQuery {
        public Events {
            pipes = List.copyOf(pipes);
        }

        @Override
        public List<Condition> conditions() {
            return List.of(condition);
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
    }

    /**
     * A field to join by.
     *
     * @param optional whether an event without it takes part, its lack being a value like any other
     */
    record Key(Field field, boolean optional) {}
}
