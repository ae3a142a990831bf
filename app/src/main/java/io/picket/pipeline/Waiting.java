package io.picket.pipeline;

import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.EventRecord;
import java.util.Arrays;

/**
 * A matched event as it waits in a lane: which conditions it meets, and what their rules need of it. First how many, and
 * for each its number and the length of its pack, counts of {@link ByteOutput}; then the packs; then, if one has none, the
 * event's record. Of one condition alone that has a pack, as most events have: 0, its number, and the pack to the end,
 * which so can be written where it will wait; what is copied just after it was written has to wait for the writes.
 *
 * <p>A pack begins with a byte that says whether the rule's primary time and the time of arrival are the time it waits by;
 * if not, they follow. Many events wait, so their bytes are what memory and its bandwidth go to.
 */
final class Waiting {

    private static final int TIMES_BYTES = 2 * Long.BYTES;

    private final EventRecord record = new EventRecord();
    private final ByteOutput recorded = new ByteOutput();
    private final ByteOutput packs = new ByteOutput();
    private final ByteOutput joined = new ByteOutput();

    // of the event being put together, or being taken apart
    private int conditionCount;
    private int[] conditions = new int[16];
    private int[] packLengths = new int[16];
    private int[] packFrom = new int[16];
    private boolean isWhole;
    private long waitingTime;
    private int at;

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
    ByteOutput pack(long primary, long arrival, long waitingTime) {
        times(primary, arrival, waitingTime, packs);
        return packs;
    }

    /** Begins an event that waits for one condition alone; its pack is to be written behind. */
    static void beginAlone(int condition, long primary, long arrival, long waitingTime, ByteOutput out) {
        out.put(0);
        out.putCount(condition);
        times(primary, arrival, waitingTime, out);
    }

    private static void times(long primary, long arrival, long waitingTime, ByteOutput out) {
        if (primary == waitingTime && arrival == waitingTime) {
            out.put(0);
        } else {
            out.put(TIMES_BYTES);
            out.putLong(primary);
            out.putLong(arrival);
        }
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
        joined.clear();
        joined.putCount(conditionCount);
        for (int i = 0; i < conditionCount; i++) {
            joined.putCount(conditions[i]);
            joined.putCount(packLengths[i]);
        }
        joined.put(packs.array(), 0, packs.size());
        if (isWhole) {
            joined.put(recorded.array(), 0, recorded.size());
        }
    }

    byte[] bytes() {
        return joined.array();
    }

    int length() {
        return joined.size();
    }

    // ---- taking apart ----

    /**
     * Reads what {@link #finish} made; {@code into} takes the event if some rule takes it whole.
     *
     * @param waitingTime the time it waited by
     */
    void decode(byte[] from, int start, int end, long waitingTime, Event into) {
        this.waitingTime = waitingTime;
        conditionCount = 0;
        isWhole = false;
        at = start;
        int many = count(from);
        if (many == 0) {
            add(count(from), end - at);
        }
        for (int left = many; left > 0; left--) {
            add(count(from), count(from));
        }
        for (int i = 0; i < conditionCount; i++) {
            packFrom[i] = at;
            at += packLengths[i];
            isWhole |= packLengths[i] == 0;
        }
        if (isWhole && record.read(from, at, end, into) == EventRecord.UNREADABLE) {
            throw new IllegalStateException("a record that was written a moment ago cannot be read");
        }
    }

    private int count(byte[] from) {
        int count = ByteOutput.countAt(from, at);
        at += ByteOutput.countBytes(count);
        return count;
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
        return from[packFrom[i]] == 0 ? waitingTime : ByteOutput.longAt(from, packFrom[i] + 1);
    }

    long arrival(byte[] from, int i) {
        return from[packFrom[i]] == 0 ? waitingTime : ByteOutput.longAt(from, packFrom[i] + 1 + Long.BYTES);
    }

    /** Where the detector's own part of the i-th pack begins. */
    int packFrom(byte[] from, int i) {
        return packFrom[i] + 1 + from[packFrom[i]];
    }

    int packTo(int i) {
        return packFrom[i] + packLengths[i];
    }
}
