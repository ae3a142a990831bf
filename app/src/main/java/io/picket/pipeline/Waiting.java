package io.picket.pipeline;

import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.EventRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A matched event as it waits in a lane: which conditions it meets, and what their rules need of it. First how many (two
 * bytes) and for each its number and the length of its pack (four bytes each); then the packs; then, if one has none, the
 * event's record. A pack begins with the rule's primary time and the time of arrival.
 */
final class Waiting {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int COUNT_BYTES = 2;
    private static final int CONDITION_BYTES = 8;
    private static final int TIMES_BYTES = 16;

    private final EventRecord record = new EventRecord();
    private final ByteOutput recorded = new ByteOutput();
    private final ByteOutput packs = new ByteOutput();
    private byte[] bytes = new byte[4096];
    private int length;

    // of the event being put together, or being taken apart
    private int conditionCount;
    private int[] conditions = new int[16];
    private int[] packLengths = new int[16];
    private int[] packFrom = new int[16];
    private boolean isWhole;

    // ---- putting together ----

    /** Begins anew: no condition, no pack, no record. */
    void begin() {
        conditionCount = 0;
        isWhole = false;
        packs.clear();
    }

    /** Adds a condition whose rule takes the event whole. */
    void addWhole(int condition) {
        add(condition, 0);
        isWhole = true;
    }

    /** Where to write the pack for the next condition, which {@link #addPacked} then adds. */
    ByteOutput pack(long primary, long arrival) {
        packs.putLong(primary);
        packs.putLong(arrival);
        return packs;
    }

    /** Adds a condition; its pack begins at this place of what {@link #pack} gave. */
    void addPacked(int condition, int from) {
        add(condition, packs.size() - from);
    }

    int packsSize() {
        return packs.size();
    }

    private void add(int condition, int packLength) {
        if (conditionCount == conditions.length) {
            conditions = Arrays.copyOf(conditions, conditionCount * 2);
            packLengths = Arrays.copyOf(packLengths, conditionCount * 2);
            packFrom = Arrays.copyOf(packFrom, conditionCount * 2);
        }
        conditions[conditionCount] = condition;
        packLengths[conditionCount++] = packLength;
    }

    /** Whether some rule takes the event whole, so that {@link #record} is needed. */
    boolean isWhole() {
        return isWhole;
    }

    /**
     * Makes the event's record, which then is good for every lane.
     *
     * @param wanted by slot, which fields are asked for later
     */
    void record(Event event, boolean withSource, boolean[] wanted) {
        recorded.clear();
        record.write(event, withSource, wanted, recorded);
    }

    /** Makes {@link #bytes} of what was added. */
    void finish() {
        int head = COUNT_BYTES + conditionCount * CONDITION_BYTES;
        length = head + packs.size() + (isWhole ? recorded.size() : 0);
        if (length > bytes.length) {
            bytes = new byte[length * 2];
        }
        bytes[0] = (byte) (conditionCount >>> 8);
        bytes[1] = (byte) conditionCount;
        for (int i = 0; i < conditionCount; i++) {
            INTS.set(bytes, COUNT_BYTES + i * CONDITION_BYTES, conditions[i]);
            INTS.set(bytes, COUNT_BYTES + i * CONDITION_BYTES + 4, packLengths[i]);
        }
        System.arraycopy(packs.array(), 0, bytes, head, packs.size());
        if (isWhole) {
            System.arraycopy(recorded.array(), 0, bytes, head + packs.size(), recorded.size());
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    // ---- taking apart ----

    /** Reads what {@link #finish} made; {@code into} takes the event if some rule takes it whole. */
    void decode(byte[] from, int start, int end, Event into) {
        conditionCount = 0;
        isWhole = false;
        int count = (from[start] & 0xFF) << 8 | from[start + 1] & 0xFF;
        int at = start + COUNT_BYTES + count * CONDITION_BYTES;
        for (int i = 0; i < count; i++) {
            int head = start + COUNT_BYTES + i * CONDITION_BYTES;
            add((int) INTS.get(from, head), (int) INTS.get(from, head + 4));
            packFrom[i] = at;
            at += packLengths[i];
            isWhole |= packLengths[i] == 0;
        }
        if (isWhole && record.read(from, at, end, into) == EventRecord.UNREADABLE) {
            throw new IllegalStateException("a record that was written a moment ago cannot be read");
        }
    }

    int conditionCount() {
        return conditionCount;
    }

    int condition(int i) {
        return conditions[i];
    }

    /** Whether the i-th takes a pack, not the event. */
    boolean isPacked(int i) {
        return packLengths[i] != 0;
    }

    long primary(byte[] from, int i) {
        return ByteOutput.longAt(from, packFrom[i]);
    }

    long arrival(byte[] from, int i) {
        return ByteOutput.longAt(from, packFrom[i] + Long.BYTES);
    }

    /** Where the detector's own part of the i-th pack begins. */
    int packFrom(int i) {
        return packFrom[i] + TIMES_BYTES;
    }

    int packTo(int i) {
        return packFrom[i] + packLengths[i];
    }
}
