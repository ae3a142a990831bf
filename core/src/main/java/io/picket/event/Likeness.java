package io.picket.event;

import java.util.BitSet;

/**
 * What events have in common: all events with the same likeness (the same object) have the same values, or none, in every
 * field it is fixed in. So what follows from those fields alone need be found out only once.
 */
public final class Likeness {

    private final int number;
    private final BitSet varying;

    Likeness(int number, BitSet varying) {
        this.number = number;
        this.varying = (BitSet) varying.clone();
    }

    /** Counts up among the likenesses that one reader finds, so that few of them share their last bits. */
    public int number() {
        return number;
    }

    /** Whether a field is the same in all of them. {@link FieldTable#NONE} is. */
    public boolean isFixed(int slot) {
        return slot == FieldTable.NONE || !varying.get(slot);
    }
}
