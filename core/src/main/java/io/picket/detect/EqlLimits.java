package io.picket.detect;

import io.picket.eql.EqlTree.Pipe;
import java.util.ArrayList;
import java.util.List;

/**
 * How many results are kept, and from which end: the request's size in the direction of the first pipe (of
 * {@code newest} without one), then the pipes from left to right.
 */
record EqlLimits(int size, boolean newest, List<Pipe> pipes) {

    static EqlLimits of(EqlRequest request, List<Pipe> pipes) {
        boolean newest = pipes.isEmpty() ? request.newest() : !pipes.getFirst().head();
        return new EqlLimits(request.size(), newest, pipes);
    }

    /** What is left of results in ascending order. */
    <T> List<T> of(List<T> results) {
        List<T> left = cut(results, size, !newest);
        for (Pipe pipe : pipes) {
            left = cut(left, pipe.count(), pipe.head());
        }
        return new ArrayList<>(left);
    }

    private static <T> List<T> cut(List<T> results, int count, boolean head) {
        int kept = Math.min(count, results.size());
        return head ? results.subList(0, kept) : results.subList(results.size() - kept, results.size());
    }
}
