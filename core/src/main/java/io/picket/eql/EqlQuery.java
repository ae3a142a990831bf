package io.picket.eql;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an EQL query asks for, the language gone. */
public sealed interface EqlQuery {

    /** {@code | head N} and {@code | tail N}, from left to right. */
    List<EqlTree.Pipe> pipes();

    /** What events the query looks at: no other event can make a difference to its result. */
    Condition anyEvent();

    /** Single events. */
    record Events(Condition condition, List<EqlTree.Pipe> pipes) implements EqlQuery {
        public Events {
            pipes = List.copyOf(pipes);
        }

        @Override
        public Condition anyEvent() {
            return condition;
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
        public Condition anyEvent() {
            List<Step> all = new ArrayList<>(steps);
            until.ifPresent(all::add);
            return any(all);
        }
    }

    /** Different events that share their keys, in any order. */
    record Sample(List<Step> steps, List<EqlTree.Pipe> pipes) implements EqlQuery {
        public Sample {
            steps = List.copyOf(steps);
            pipes = List.copyOf(pipes);
        }

        @Override
        public Condition anyEvent() {
            return any(steps);
        }
    }

    /**
     * One step.
     *
     * @param missing whether there must be no such event
     */
    record Step(Condition condition, List<Key> keys, boolean missing) {
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

    private static Condition any(List<Step> steps) {
        return Condition.or(steps.stream().map(Step::condition).distinct().toList());
    }
}
