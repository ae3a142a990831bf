package io.picket.pipeline;

import io.picket.event.ByteOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The records of one second, waiting. Records stand one behind the other in one array; sorting moves numbers only. */
final class TimeBucket {

    private static final int ENTRY_BYTES = 8 + 8 + 4 + 8;
    private static final int RECORDS_MIN = 4;
    private static final int BYTES_MIN = 256;
    private static final int ROOM_MAX = 1 << 20;

    private long start;
    private long[] times;
    private long[] ties;
    private int[] ends;
    private long[] order = new long[0];
    private final ByteOutput records;
    private int size;
    /** What {@link #end} has told of so far. */
    private long bytesTold;

    /** One with room for about as much as another one holds. */
    TimeBucket(long start, @Nullable TimeBucket like) {
        this.start = start;
        int records = like == null ? RECORDS_MIN : roomFor(like.size, RECORDS_MIN);
        this.times = new long[records];
        this.ties = new long[records];
        this.ends = new int[records];
        this.records = new ByteOutput(like == null ? BYTES_MIN : roomFor(like.records.size(), BYTES_MIN));
    }

    private static int roomFor(int many, int least) {
        return Math.clamp(many + (long) many / 4, least, ROOM_MAX);
    }

    /** Empties it for another second; the room it has stays. */
    void restart(long start) {
        this.start = start;
        size = 0;
        bytesTold = 0;
        records.clear();
    }

    int size() {
        return size;
    }

    long memoryBytes() {
        return records.array().length + (long) times.length * ENTRY_BYTES;
    }

    /** Where the next record is to be written; {@link #end} then makes it one. */
    ByteOutput records() {
        return records;
    }

    /** Takes what was written since the last record as one more, and says by how many bytes the bucket has grown. */
    long end(long time, long tie) {
        if (size == times.length) {
            int more = size * 2;
            times = Arrays.copyOf(times, more);
            ties = Arrays.copyOf(ties, more);
            ends = Arrays.copyOf(ends, more);
        }
        times[size] = time;
        ties[size] = tie;
        ends[size] = records.size();
        size++;
        long grown = memoryBytes() - bytesTold;
        bytesTold += grown;
        return grown;
    }

    /**
     * Orders by time, tie, arrival. Ten bits of time within the second, the upper 22 of the tie and the number of the
     * record make one long, so that the JDK's sort of longs does the work; the rare equal beginnings are mended after.
     */
    void sort() {
        if (order.length < size) {
            order = new long[size];
        }
        for (int i = 0; i < size; i++) {
            order[i] = (times[i] - start) << 53 | (ties[i] >>> 42) << 31 | i;
        }
        Arrays.sort(order, 0, size);
        for (int i = 1; i < size; i++) {
            long moving = order[i];
            int j = i;
            while (j > 0 && order[j - 1] >>> 31 == moving >>> 31 && tieOf(order[j - 1]) > tieOf(moving)) {
                order[j] = order[j - 1];
                j--;
            }
            order[j] = moving;
        }
    }

    private long tieOf(long key) {
        return ties[number(key)] ^ Long.MIN_VALUE;
    }

    private static int number(long key) {
        return (int) (key & 0x7FFF_FFFFL);
    }

    /** Compares the i-th in order with a run's next record. */
    int compareTo(int i, SpilledRun run) {
        int record = number(order[i]);
        int byTime = Long.compare(times[record], run.time());
        return byTime != 0 ? byTime : Long.compareUnsigned(ties[record], run.tie());
    }

    /** Hands out the i-th in order. */
    void hand(int i, TimeSorter.Sink sink) {
        int record = number(order[i]);
        int begin = record == 0 ? 0 : ends[record - 1];
        sink.take(times[record], records.array(), begin, ends[record] - begin);
    }

    void write(int i, SpilledRun.Writer writer) throws IOException {
        int record = number(order[i]);
        int begin = record == 0 ? 0 : ends[record - 1];
        writer.write(times[record], ties[record], records.array(), begin, ends[record] - begin);
    }
}
