package io.picket.detect;

import io.picket.event.ByteOutput;
import io.picket.event.Event;

/**
 * A detector that needs little of an event. It packs that as soon as the event has matched; the pack waits for its turn
 * in order of time, or travels, and is taken up instead of the event. Packing needs no state, so it may happen anywhere.
 */
public interface PackingDetector extends Detector {

    /** Appends what {@link #add(byte[], int, int, long, long)} will need of an event that meets the rule's condition. */
    void pack(Event event, ByteOutput out);

    /**
     * Takes the pack of an event: the same as taking the event.
     *
     * @param bytes holds the pack in {@code [from, to)}; only lent
     */
    void add(byte[] bytes, int from, int to, long primary, long arrival);
}
