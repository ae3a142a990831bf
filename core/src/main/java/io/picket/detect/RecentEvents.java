package io.picket.detect;

import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.EventRecord;
import io.picket.event.FieldTable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Events of the last look-back that no indicator matches, for indicators that come later, found by their hashes.
 *
 * <p>They are kept in two halves. When the newer half began before anything is still of use, the older one goes as a
 * whole, and so it does, too early, when the budget is spent. What stands in it out of order and is of use is carried
 * over.
 */
final class RecentEvents {

    private static final int ENTRY_BYTES = 8 + 8 + 4;
    private static final int ROOM_START = 64;

    /** Takes an event that was kept, which is lent until the call returns; says whether it need not be kept longer. */
    interface Sink {
        boolean take(Event event, long primary, long firstRun);
    }

    /** Events one behind the other, as records. */
    private static final class Half {
        private final ByteOutput records = new ByteOutput();
        private HashRefs byHash = new HashRefs();
        private int kindsOfHashes;
        private long[] primaries = new long[ROOM_START];
        private long[] firstRuns = new long[ROOM_START];
        private int[] ends = new int[ROOM_START];
        private final BitSet gone = new BitSet();
        private int count;
        private long began = Long.MAX_VALUE;

        int from(int number) {
            return number == 0 ? 0 : ends[number - 1];
        }

        long bytes() {
            return records.array().length + byHash.bytes() + (long) ENTRY_BYTES * primaries.length;
        }

        int note(long primary, long firstRun) {
            if (count == primaries.length) {
                primaries = Arrays.copyOf(primaries, 2 * count);
                firstRuns = Arrays.copyOf(firstRuns, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
            }
            primaries[count] = primary;
            firstRuns[count] = firstRun;
            ends[count] = records.size();
            began = Math.min(began, primary);
            return count++;
        }

        boolean isOfUse(int number, long horizon) {
            return !gone.get(number) && primaries[number] >= horizon;
        }
    }

    private final IndicatorSet hashing;
    private final FieldTable table;
    private final boolean[] wanted;
    private final long bytesMaxOfHalf;
    private final EventRecord codec = new EventRecord();
    private final Event view;
    private Half newer = new Half();
    private Half older = new Half();
    private long shed;

    /** @param wanted by slot, which of the events' fields are asked for later */
    RecentEvents(IndicatorSet hashing, FieldTable table, boolean[] wanted, long bytesMax) {
        this.hashing = hashing;
        this.table = table;
        this.wanted = wanted;
        this.bytesMaxOfHalf = Math.min(bytesMax / 2, Integer.MAX_VALUE / 4);
        this.view = new Event(table);
    }

    /**
     * Keeps an event.
     *
     * @param horizon events before it are of no use any more
     */
    void add(Event event, long primary, long firstRun, long horizon) {
        if (newer.count > 0 && newer.began < horizon) {
            turn(horizon, true);
        } else if (newer.bytes() > bytesMaxOfHalf) {
            turn(horizon, false);
        }
        put(newer, event, primary, firstRun);
    }

    private void put(Half half, Event event, long primary, long firstRun) {
        if (half.kindsOfHashes != hashing.kindsOfHashes()) {
            hashAnew(half);
        }
        codec.write(event, true, wanted, half.records);
        int number = half.note(primary, firstRun);
        hashing.hashesOf(event, hash -> half.byHash.add(hash, number));
    }

    private void turn(long horizon, boolean carries) {
        Half dropped = older;
        older = newer;
        newer = new Half();
        for (int number = 0; number < dropped.count; number++) {
            if (dropped.isOfUse(number, horizon)) {
                if (carries && newer.bytes() <= bytesMaxOfHalf) {
                    put(newer, event(dropped, number), dropped.primaries[number], dropped.firstRuns[number]);
                } else {
                    shed++;
                }
            }
        }
    }

    private Event event(Half half, int number) {
        if (codec.read(half.records.array(), half.from(number), half.ends[number], view) == EventRecord.UNREADABLE) {
            throw new IllegalStateException("a record that was written a moment ago cannot be read");
        }
        return view;
    }

    private void hashAnew(Half half) {
        half.byHash = new HashRefs();
        half.kindsOfHashes = hashing.kindsOfHashes();
        for (int i = 0; i < half.count; i++) {
            int number = i;
            hashing.hashesOf(event(half, number), hash -> half.byHash.add(hash, number));
        }
    }

    /** Hands out, in the order they came, the events with one of the hashes. */
    void take(long[] hashes, long horizon, Sink sink) {
        take(older, hashes, horizon, sink);
        take(newer, hashes, horizon, sink);
    }

    private void take(Half half, long[] hashes, long horizon, Sink sink) {
        if (half.kindsOfHashes != hashing.kindsOfHashes()) {
            hashAnew(half);
        }
        BitSet found = new BitSet();
        for (long hash : hashes) {
            for (int place = half.byHash.first(hash); place != HashRefs.NONE; place = half.byHash.next(place)) {
                int number = half.byHash.number(place);
                if (half.isOfUse(number, horizon)) {
                    found.set(number);
                }
            }
        }
        for (int number = found.nextSetBit(0); number >= 0; number = found.nextSetBit(number + 1)) {
            if (sink.take(event(half, number), half.primaries[number], half.firstRuns[number])) {
                half.gone.set(number);
            }
        }
    }

    /** Memory taken, estimated. */
    long bytes() {
        return older.bytes() + newer.bytes();
    }

    /** How many events could not be kept as long as they were of use. */
    long shed() {
        return shed;
    }

    void save(StateWriter out) {
        out.number(shed);
        save(out, older);
        save(out, newer);
    }

    private void save(StateWriter out, Half half) {
        out.size(half.count - half.gone.cardinality());
        for (int number = 0; number < half.count; number++) {
            if (!half.gone.get(number)) {
                Event event = event(half, number);
                out.number(half.primaries[number]);
                out.number(half.firstRuns[number]);
                out.event(event);
            }
        }
    }

    void load(StateReader in) {
        shed = in.number();
        older = new Half();
        newer = new Half();
        load(in, older);
        load(in, newer);
    }

    private void load(StateReader in, Half half) {
        Event event = new Event(table);
        for (int i = in.size(); i > 0; i--) {
            long primary = in.number();
            long firstRun = in.number();
            in.event(event);
            put(half, event, primary, firstRun);
        }
    }
}
