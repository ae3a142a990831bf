package io.picket.eql;

import io.picket.text.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An EQL query as it was written. */
public sealed interface EqlTree {

    List<Pipe> pipes();

    /** {@code category where condition}. */
    record EventQuery(Filter filter, List<Pipe> pipes) implements EqlTree {
        public EventQuery {
            pipes = List.copyOf(pipes);
        }
    }

    /**
     * Steps in order of time.
     *
     * @param steps {@code with runs} unrolled; every step carries all its keys, the shared ones first
     */
    record Sequence(Optional<Duration> maxspan, List<Step> steps, Optional<Step> until, List<Pipe> pipes)
            implements EqlTree {
        public Sequence {
            steps = List.copyOf(steps);
            pipes = List.copyOf(pipes);
        }
    }

    /** Events that share keys, in any order. */
    record Sample(List<Step> steps, List<Pipe> pipes) implements EqlTree {
        public Sample {
            steps = List.copyOf(steps);
            pipes = List.copyOf(pipes);
        }
    }

    /**
     * What one event must be.
     *
     * @param category the event's category; empty for {@code any}
     */
    record Filter(Optional<String> category, Expression where, Span span) {}

    /**
     * One step of a sequence or sample.
     *
     * @param missing whether it says that there must be no such event
     */
    record Step(Filter filter, List<Expression.FieldName> keys, boolean missing, Span span) {
        public Step {
            keys = List.copyOf(keys);
        }
    }

    /** {@code | head N} or {@code | tail N}. */
    record Pipe(boolean head, int count, Span span) {}
}
