package io.picket.pipeline;

import io.picket.event.ByteOutput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Matched events waiting to be in order of one kind of time: {@code event.ingested}, {@code @timestamp}, or another
 * field that some rules go by. Knows how far it has handed events on, so that what comes after that is late.
 */
final class Lane implements Closeable {

    private static final long SECOND_MILLIS = 1000;

    private final TimeSorter sorter;
    private long handed = Long.MIN_VALUE;

    /** A lane that sorts in memory and, when that is short, in this directory. */
    Lane(Path directory, long memoryBytesMax) {
        this.sorter = new TimeSorter(directory, memoryBytesMax);
    }

    /** Whether an event of this time comes after later ones were handed on. */
    boolean isLate(long time) {
        return time < handed;
    }

    void add(long time, long tie, byte[] bytes, int from, int length) throws IOException {
        sorter.add(time, tie, bytes, from, length);
    }

    /** Where to write what waits until this time; {@link #end} then lets it wait. */
    ByteOutput begin(long time) {
        return sorter.begin(time);
    }

    void end(long time, long tie) throws IOException {
        sorter.end(time, tie);
    }

    /** Hands on all that is older than {@code watermark}, cut to whole seconds. */
    void release(long watermark, TimeSorter.Sink sink) throws IOException {
        if (watermark == Long.MIN_VALUE) {
            return;
        }
        long end =
                watermark == Long.MAX_VALUE ? Long.MAX_VALUE : Math.floorDiv(watermark, SECOND_MILLIS) * SECOND_MILLIS;
        if (end > handed) {
            sorter.release(end == Long.MAX_VALUE ? end : end - 1, sink);
            handed = end;
        }
    }

    /** Every event before this time has been handed on; none that comes with an earlier one is taken in order. */
    long handed() {
        return handed;
    }

    @Override
    public void close() throws IOException {
        sorter.close();
    }
}
