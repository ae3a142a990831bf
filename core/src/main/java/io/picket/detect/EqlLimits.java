package io.picket.detect;

import io.picket.eql.EqlTree.Pipe;
import java.util.ArrayList;
import java.util.List;

/**
 * How many results are kept, and from which end: the request's size in the direction of the first pipe (of
 * {@code newest} without one), then the pipes from left to right.
 */
record EqlLimits(int size, boolean newest, List<Pipe> pipes) {

    static EqlLimits of(int size, boolean newest, List<Pipe> pipes) {
        return new EqlLimits(size, pipes.isEmpty() ? newest : !pipes.getFirst().head(), pipes);
    }

    /** What is left of results in ascending order. */
    <T> List<T> of(List<T> results) {
        List<T> left = cut(results, size, !newest);
        for (Pipe pipe : pipes) {
            left = cut(left, pipe.count(), pipe.head());
        }
        return new ArrayList<>(left);
    }

    /** What the size alone cuts off. */
    <T> List<T> beyond(List<T> results) {
        return cut(results, Math.max(0, results.size() - size), newest);
    }

    private static <T> List<T> cut(List<T> results, int count, boolean head) {
        int kept = Math.min(count, results.size());
        return head ? results.subList(0, kept) : results.subList(results.size() - kept, results.size());
    }
}
