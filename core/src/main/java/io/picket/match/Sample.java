package io.picket.match;

import java.util.HashMap;
import java.util.Map;

/**
 * What a few of a partition's events show, so that its conditions are filed under what is rare there, not under what is rare
 * as a rule: where every tenth process is {@code curl}, conditions on curl are found by something else they ask for.
 */
final class Sample {

    /** How many events a guess weighs as much as: {@link Keys#share} is one. */
    private static final int GUESS_WEIGHT = 8;

    /** Most keys that are remembered; of more, those that come late are taken for as rare as they were guessed to be. */
    private static final int KEYS_MAX = 1_000;

    /** The most that one takes. */
    static final int BYTES_MAX = KEYS_MAX * 64;

    /** The signature of the partition. */
    final long[] signature;

    private final Map<Integer, Integer> shown = new HashMap<>();
    private int events;
    private int vainCandidates;

    Sample(long[] signature) {
        this.signature = signature;
    }

    /** One of the events shows a key. */
    void shows(int key) {
        if (key >= 0 && (shown.size() < KEYS_MAX || shown.containsKey(key))) {
            shown.merge(key, 1, Integer::sum);
        }
    }

    /**
     * All keys of one of the events are told.
     *
     * @param vain how many of its candidates did not match
     */
    void endEvent(int vain) {
        events++;
        vainCandidates += vain;
    }

    int events() {
        return events;
    }

    /** Whether there are so many vain candidates that looking elsewhere may pay: one for every second event. */
    boolean isWorthIt() {
        return 2 * vainCandidates >= events;
    }

    /** By key: the share of events that show it, from what was guessed and what was seen. */
    void correct(float[] shares) {
        float whole = GUESS_WEIGHT + events;
        for (int key = 0; key < shares.length; key++) {
            shares[key] *= GUESS_WEIGHT / whole;
        }
        // a value that comes twice, or as two kinds of key, is one event all the same
        shown.forEach((key, count) -> shares[key] += Math.min(count, events) / whole);
    }
}
