package io.picket.detect;

import java.util.List;

/**
 * The hashes of one document for one group of a mapping: a key of each entry, in every combination. Goes through them one
 * by one.
 */
final class GroupHashes {

    /** Most combinations that are made of one document in one group. */
    static final int COMBINATIONS_MAX = 1_000;

    private static final long MULTIPLIER = 0xC2B2AE3D27D4EB4FL;

    private final ThreatKeys[] keys;
    private final long seed;
    private final int[] at;
    private ThreatMapping.Group group;
    private int made;
    private boolean more;

    /** @param keys by entry number, filled before {@link #begin} */
    GroupHashes(ThreatKeys[] keys, long seed) {
        this.keys = keys;
        this.seed = seed;
        this.at = new int[keys.length];
        this.group = new ThreatMapping.Group(0, List.of(), List.of());
    }

    /** Starts with the first combination of a group whose keys are there. */
    void begin(ThreatMapping.Group of) {
        group = of;
        made = 0;
        more = true;
        for (int i = 0; i < of.equal().size(); i++) {
            at[i] = 0;
            more &= keys[of.equal().get(i).number()].count() > 0;
        }
    }

    boolean hasNext() {
        return more && made < COMBINATIONS_MAX;
    }

    /** Whether there were more than are made. */
    boolean wasCut() {
        return more && made == COMBINATIONS_MAX;
    }

    long next() {
        long hash = (group.side() + 1) * MULTIPLIER;
        int width = group.equal().size();
        for (int i = 0; i < width; i++) {
            long key = keys[group.equal().get(i).number()].hash(at[i], seed);
            hash = Long.rotateLeft(hash ^ key, 31) * MULTIPLIER;
        }
        made++;
        int i = width - 1;
        while (i >= 0 && ++at[i] == keys[group.equal().get(i).number()].count()) {
            at[i--] = 0;
        }
        more = i >= 0;
        return hash;
    }
}
