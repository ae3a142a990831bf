package io.picket.text;

import java.util.List;
import java.util.function.Function;

/** What came of reading what a person wrote: a value and what is doubtful about it, or the reasons there is none. */
public sealed interface Read<T> {

    List<Problem> problems();

    record Ok<T>(T value, List<Problem> problems) implements Read<T> {
        public Ok {
            problems = List.copyOf(problems);
        }
    }

    record Failed<T>(List<Problem> problems) implements Read<T> {
        public Failed {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a failure has a reason");
            }
        }
    }

    static <T> Read<T> ok(T value) {
        return new Ok<>(value, List.of());
    }

    static <T> Read<T> ok(T value, List<Problem> problems) {
        return new Ok<>(value, problems);
    }

    static <T> Read<T> failed(List<Problem> problems) {
        return new Failed<>(problems);
    }

    static <T> Read<T> failed(Problem problem) {
        return new Failed<>(List.of(problem));
    }

    default <U> Read<U> map(Function<T, U> change) {
        return switch (this) {
            case Ok<T>(T value, List<Problem> problems) -> new Ok<>(change.apply(value), problems);
            case Failed<T>(List<Problem> problems) -> new Failed<>(problems);
        };
    }

    /** The value; for tests and for places where failure was ruled out before. */
    default T orThrow() {
        return switch (this) {
            case Ok<T> ok -> ok.value();
            case Failed<T>(List<Problem> problems) -> throw new IllegalStateException(problems.toString());
        };
    }
}
