package io.picket.match;

import java.util.Arrays;

/** Numbers the keys of a plan, and remembers of each where it is looked up and how common it is. */
final class Keys {

    /** How a key is found in an event; bits, so that a set of ways is their sum. */
    static final byte TEXT = 1;

    static final byte FOLD = 2;
    static final byte NUMBER = 4;
    static final byte LITERAL = 8;
    static final byte PRESENCE = 16;
    static final byte RANGE = 32;
    static final byte WORD = 64;

    private int[] slots = new int[64];
    private byte[] ways = new byte[64];
    private float[] shares = new float[64];
    private int count;

    int add(int slot, byte way, double share) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
            ways = Arrays.copyOf(ways, count * 2);
            shares = Arrays.copyOf(shares, count * 2);
        }
        slots[count] = slot;
        ways[count] = way;
        shares[count] = (float) Math.clamp(share, 0, 1);
        return count++;
    }

    int count() {
        return count;
    }

    int slot(int key) {
        return slots[key];
    }

    byte way(int key) {
        return ways[key];
    }

    /** The share of events, 0 to 1, that show the key. */
    float share(int key) {
        return shares[key];
    }
}
