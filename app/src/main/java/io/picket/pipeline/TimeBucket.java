package io.picket.pipeline;

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
    private byte[] bytes;
    private int size;

    /** One with room for about as much as another one holds. */
    TimeBucket(long start, @Nullable TimeBucket like) {
        this.start = start;
        int records = like == null ? RECORDS_MIN : roomFor(like.size, RECORDS_MIN);
        this.times = new long[records];
        this.ties = new long[records];
        this.ends = new int[records];
        this.bytes = new byte[like == null ? BYTES_MIN : roomFor(like.end(), BYTES_MIN)];
    }

    private static int roomFor(int many, int least) {
        return Math.clamp(many + (long) many / 4, least, ROOM_MAX);
    }

    private int end() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** Empties it for another second; the room it has stays. */
    void restart(long start) {
        this.start = start;
        size = 0;
    }

    int size() {
        return size;
    }

    long memoryBytes() {
        return bytes.length + (long) times.length * ENTRY_BYTES;
    }

    /** Adds a record and says by how many bytes the bucket grew. */
    long add(long time, long tie, byte[] from, int offset, int length) {
        long before = memoryBytes();
        int begin = end();
        if (size == times.length) {
            int more = size * 2;
            times = Arrays.copyOf(times, more);
            ties = Arrays.copyOf(ties, more);
            ends = Arrays.copyOf(ends, more);
        }
        if (begin + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(begin + length, (int)
                    Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L)));
        }
        System.arraycopy(from, offset, bytes, begin, length);
        times[size] = time;
        ties[size] = tie;
        ends[size] = begin + length;
        size++;
        return memoryBytes() - before + (size == 1 ? before : 0);
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
        sink.take(times[record], bytes, begin, ends[record] - begin);
    }

    void write(int i, SpilledRun.Writer writer) throws IOException {
        int record = number(order[i]);
        int begin = record == 0 ? 0 : ends[record - 1];
        writer.write(times[record], ties[record], bytes, begin, ends[record] - begin);
    }
}
