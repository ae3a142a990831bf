package io.picket.detect;

import io.picket.alert.AlertJson;
import io.picket.condition.DateText;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.EventRecord;
import io.picket.event.FieldTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * Indicators by number: of each document the values that are compared, its name, and what an alert tells of it.
 *
 * <p>A document is there once: of two with the same index and id the one with the later {@code @timestamp} counts,
 * whichever came first. The other one stays behind, dead, and takes its room until the store is made anew.
 */
final class IndicatorStore {

    /** What {@link #add} says of a document that is there, in this version or a later one. */
    static final int KNOWN = -1;

    private final FieldTable table;
    private final boolean[] wanted;
    private final boolean withDocument;
    private final long seed;
    private final IndicatorRecords records = new IndicatorRecords();
    private final HashRefs byName = new HashRefs();
    private final BitSet dead = new BitSet();
    private final EventRecord codec = new EventRecord();
    private final ByteOutput out = new ByteOutput();
    private final Event view;
    private byte[] viewed = new byte[0];
    private int eventEnd;

    /**
     * @param wanted by slot, which fields' values to keep
     * @param withDocument whether to keep whole documents
     */
    IndicatorStore(FieldTable table, boolean[] wanted, boolean withDocument, long seed) {
        this.table = table;
        this.wanted = wanted;
        this.withDocument = withDocument;
        this.seed = seed;
        this.view = new Event(table);
    }

    /** An empty store of the same kind. */
    IndicatorStore anew() {
        return new IndicatorStore(table, wanted, withDocument, seed);
    }

    /**
     * Adds a document and says its number, or {@link #KNOWN}.
     *
     * @param told what an alert tells of it, a JSON object
     */
    int add(Event indicator, byte[] told) {
        out.clear();
        codec.write(indicator, withDocument, wanted, out);
        byte[] record = ByteBuffer.allocate(Integer.BYTES + out.size() + told.length)
                .putInt(out.size())
                .put(out.array(), 0, out.size())
                .put(told)
                .array();
        return put(indicator, record);
    }

    /** Adds a record out of {@link #record}. */
    int add(byte[] record) {
        read(record);
        return put(view, record);
    }

    private int put(Event indicator, byte[] record) {
        String index = indicator.index();
        String id = indicator.idOrHash();
        long time = time(indicator);
        byte[] name = (index + '\0' + id).getBytes(StandardCharsets.UTF_8);
        long hash = KeyBytes.hash(name, 0, name.length, seed);
        for (int place = byName.first(hash); place != HashRefs.NONE; place = byName.next(place)) {
            int known = byName.number(place);
            if (dead.get(known) || !isNamed(known, index, id)) {
                continue;
            }
            long knownTime = time(view);
            if (knownTime > time || knownTime == time && Arrays.compareUnsigned(viewed, record) >= 0) {
                return KNOWN;
            }
            dead.set(known);
        }
        int number = records.add(record);
        byName.add(hash, number);
        return number;
    }

    private boolean isNamed(int number, String index, String id) {
        Event known = event(number);
        return known.index().equals(index) && known.idOrHash().equals(id);
    }

    private long time(Event indicator) {
        int slot = table.slot("@timestamp");
        int value = slot == FieldTable.NONE ? Event.NONE : indicator.first(slot);
        return value == Event.NONE
                ? Long.MIN_VALUE
                : DateText.millis(indicator.bytes(value), indicator.from(value), indicator.length(value));
    }

    /** A document's values and name; a view, until the next one is asked for. */
    Event event(int number) {
        read(record(number));
        return view;
    }

    private void read(byte[] record) {
        viewed = record;
        eventEnd = Integer.BYTES + ByteBuffer.wrap(record).getInt();
        if (codec.read(record, Integer.BYTES, eventEnd, view) == EventRecord.UNREADABLE) {
            throw new IllegalStateException("a record of an indicator cannot be read");
        }
    }

    /** What an alert tells of a document. */
    Map<String, Object> told(int number) {
        return AlertJson.read(new String(toldBytes(number), StandardCharsets.UTF_8));
    }

    /** The same as JSON. */
    byte[] toldBytes(int number) {
        read(record(number));
        return Arrays.copyOfRange(viewed, eventEnd, viewed.length);
    }

    /** A document as it is kept. */
    byte[] record(int number) {
        return records.get(number);
    }

    /** All numbers lie below this. */
    int numbers() {
        return records.count();
    }

    boolean isLive(int number) {
        return !dead.get(number);
    }

    /** How many documents there are. */
    int size() {
        return records.count() - dead.cardinality();
    }

    /** Heap bytes, about. */
    long bytes() {
        return records.bytes() + byName.bytes() + dead.size() / Byte.SIZE;
    }
}
