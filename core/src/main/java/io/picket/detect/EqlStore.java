package io.picket.detect;

import io.picket.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where an EQL search keeps what it cannot let go: the documents of events that may be in its answer, and records that
 * are to be put in order of time. A host with a disk keeps more than memory holds.
 */
public interface EqlStore {

    /** Takes records in order; the bytes are only lent. */
    @FunctionalInterface
    interface Sink {
        void take(long time, byte[] bytes, int from, int length);
    }

    /**
     * Keeps the event's document and names it, 0 or more: so it is called in the answer.
     *
     * @param number how many events were added to the search before
     */
    long keep(Event event, long number);

    /** The document of this name will not be in the answer. */
    void drop(long name);

    /** Takes a record. */
    void put(long time, byte[] bytes, int length);

    /** Hands out every record by time, those of one time as they came, and keeps none. */
    void drain(Sink sink);

    /** One that keeps no documents, calls events by their numbers, and has its records in memory. */
    static EqlStore inMemory() {
        return new EqlStore() {
            private final SortedMap<Long, List<byte[]>> records = new TreeMap<>();

            @Override
            public long keep(Event event, long number) {
                return number;
            }

            @Override
            public void drop(long name) {}

            @Override
            public void put(long time, byte[] bytes, int length) {
                records.computeIfAbsent(time, key -> new ArrayList<>()).add(Arrays.copyOf(bytes, length));
            }

            @Override
            public void drain(Sink sink) {
                records.forEach((time, all) -> all.forEach(bytes -> sink.take(time, bytes, 0, bytes.length)));
                records.clear();
            }
        };
    }
}
