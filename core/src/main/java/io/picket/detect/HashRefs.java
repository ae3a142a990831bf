package io.picket.detect;

import java.util.Arrays;

/**
 * Hashes of 64 bits to whole numbers from 0 up, any number of them a hash.
 *
 * <p>A number that is alone stands in the hash's own slot; more of them form a chain beside the table. Open addressing
 * with linear probing, at most three quarters full: 16 to 32 bytes a hash, 8 to 16 more for each further number. A hash
 * that is not there costs one cache miss. Nothing is ever taken out.
 */
final class HashRefs {

    /** No number. */
    static final int NONE = 0;

    private static final int SLOTS_MIN = 64;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private long[] hashes = new long[SLOTS_MIN];
    /** 0 nothing; above it, a number and 1; below it, a chain's place and 1, negated. */
    private int[] heads = new int[SLOTS_MIN];

    private int size;
    private int[] chained = new int[16];
    private int[] chainNext = new int[16];
    private int chainedCount;

    /** Adds a number to a hash; the same number twice stands there twice. */
    void add(long hash, int number) {
        int slot = slot(hash);
        if (heads[slot] == NONE) {
            hashes[slot] = hash;
            heads[slot] = number + 1;
            if (++size * 4L > hashes.length * 3L) {
                grow();
            }
            return;
        }
        if (heads[slot] > 0) {
            heads[slot] = chain(heads[slot] - 1, NONE);
        }
        heads[slot] = chain(number, heads[slot]);
    }

    private int chain(int number, int next) {
        if (chainedCount == chained.length) {
            chained = Arrays.copyOf(chained, chainedCount * 2);
            chainNext = Arrays.copyOf(chainNext, chainedCount * 2);
        }
        chained[chainedCount] = number;
        chainNext[chainedCount] = next;
        return - ++chainedCount;
    }

    /** Where the hash's numbers begin, or {@link #NONE}; to be given to {@link #number} and {@link #next}. */
    int first(long hash) {
        return heads[slot(hash)];
    }

    /** The number at a place. */
    int number(int place) {
        return place > 0 ? place - 1 : chained[-place - 1];
    }

    /** The place after this one, or {@link #NONE}. */
    int next(int place) {
        return place > 0 ? NONE : chainNext[-place - 1];
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) (hash * MULTIPLIER >>> 32) & mask;
        while (heads[slot] != NONE && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldHeads = heads;
        hashes = new long[oldHashes.length * 2];
        heads = new int[oldHashes.length * 2];
        for (int i = 0; i < oldHeads.length; i++) {
            if (oldHeads[i] != NONE) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                heads[slot] = oldHeads[i];
            }
        }
    }

    /** Heap bytes. */
    long bytes() {
        return 12L * hashes.length + 8L * chained.length;
    }
}
