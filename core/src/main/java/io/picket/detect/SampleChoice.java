package io.picket.detect;

import java.util.ArrayList;
import java.util.List;

/** Chooses different events, one a step, in the order in which they stand. */
final class SampleChoice {

    /** Most combinations tried; it takes many steps that the same few events meet to get there. */
    private static final int TRIES_MAX = 100_000;

    private SampleChoice() {}

    /**
     * The first combinations.
     *
     * @param candidates by step
     * @param most how many combinations are wanted
     */
    static <E> List<List<E>> of(List<List<E>> candidates, int most) {
        List<List<E>> found = new ArrayList<>();
        if (candidates.stream().noneMatch(List::isEmpty)) {
            combine(candidates, new ArrayList<>(), most, new int[1], found);
        }
        return found;
    }

    private static <E> void combine(
            List<List<E>> candidates, List<E> chosen, int most, int[] tries, List<List<E>> found) {
        if (chosen.size() == candidates.size()) {
            found.add(List.copyOf(chosen));
            return;
        }
        for (E event : candidates.get(chosen.size())) {
            if (found.size() == most || ++tries[0] > TRIES_MAX) {
                return;
            }
            if (!chosen.contains(event)) {
                chosen.add(event);
                combine(candidates, chosen, most, tries, found);
                chosen.removeLast();
            }
        }
    }
}
