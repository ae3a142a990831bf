package io.picket.pipeline;

import io.picket.event.ByteOutput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts records in order of time while more of them arrive, in bounded memory.
 *
 * <p>Records wait in buckets of one second. {@link #release} hands out everything up to a time: buckets are sorted only
 * then, and mostly are in order already. When the waiting records outgrow the memory they may take, all of them are
 * written to a file as one sorted run, and releasing becomes a merge of the runs and what is in memory (an external
 * merge sort; Knuth, The Art of Computer Programming, vol. 3, 5.4). Equal times are ordered by the tie the caller gives,
 * then by arrival.
 */
final class TimeSorter implements Closeable {

    /** Takes records in order; {@code bytes} is only lent. */
    interface Sink {
        void take(long time, byte[] bytes, int from, int length);
    }

    private static final long BUCKET_MILLIS = 1000;

    /** How large emptied buckets that are kept for later seconds may be together. */
    private static final long SPARE_BYTES_MAX = 16 << 20;

    private final Path directory;
    private final long memoryBytesMax;
    private final TreeMap<Long, TimeBucket> buckets = new TreeMap<>();
    private final ArrayDeque<TimeBucket> spare = new ArrayDeque<>();
    private long spareBytes;
    private final List<SpilledRun> runs = new ArrayList<>();
    private long memoryBytes;
    private long waiting;
    private long lastBucketTime = Long.MIN_VALUE;
    private @Nullable TimeBucket lastBucket;

    /**
     * @param directory where runs are written when memory is short
     * @param memoryBytesMax what waiting records may take, about
     */
    TimeSorter(Path directory, long memoryBytesMax) {
        this.directory = directory;
        this.memoryBytesMax = memoryBytesMax;
    }

    /** How many records wait. */
    long waiting() {
        return waiting;
    }

    /** How many sorted runs went to disk. */
    int runsWritten() {
        return runs.size();
    }

    void add(long time, long tie, byte[] bytes, int from, int length) throws IOException {
        begin(time).put(bytes, from, length);
        end(time, tie);
    }

    /** Where the bytes of a record of this time are to be written; {@link #end} then adds it. */
    ByteOutput begin(long time) {
        long bucketTime = Math.floorDiv(time, BUCKET_MILLIS);
        TimeBucket bucket = lastBucket;
        if (bucket == null || bucketTime != lastBucketTime) {
            bucket = buckets.computeIfAbsent(bucketTime, this::bucket);
            lastBucket = bucket;
            lastBucketTime = bucketTime;
        }
        return bucket.records();
    }

    /** Adds the record that was written since {@link #begin}, which was told the same time. */
    void end(long time, long tie) throws IOException {
        memoryBytes += Objects.requireNonNull(lastBucket).end(time, tie);
        waiting++;
        if (memoryBytes > memoryBytesMax) {
            spill();
        }
    }

    /** Hands out, in order, every waiting record whose second has wholly passed by {@code until}. */
    void release(long until, Sink sink) throws IOException {
        long endOfBuckets = until == Long.MAX_VALUE ? Long.MAX_VALUE : Math.floorDiv(until + 1, BUCKET_MILLIS);
        if (runs.isEmpty()) {
            while (!buckets.isEmpty() && buckets.firstKey() < endOfBuckets) {
                TimeBucket bucket = buckets.pollFirstEntry().getValue();
                forget(bucket);
                bucket.sort();
                for (int i = 0; i < bucket.size(); i++) {
                    bucket.hand(i, sink);
                }
                if (spareBytes + bucket.memoryBytes() <= SPARE_BYTES_MAX) {
                    spareBytes += bucket.memoryBytes();
                    spare.add(bucket);
                }
            }
        } else {
            merge(endOfBuckets, sink);
        }
    }

    private TimeBucket bucket(long second) {
        TimeBucket used = spare.pollLast();
        if (used == null) {
            return new TimeBucket(second * BUCKET_MILLIS, lastBucket);
        }
        spareBytes -= used.memoryBytes();
        used.restart(second * BUCKET_MILLIS);
        return used;
    }

    private void forget(TimeBucket bucket) {
        if (bucket == lastBucket) {
            lastBucket = null;
        }
        memoryBytes -= bucket.memoryBytes();
        waiting -= bucket.size();
    }

    private void merge(long endOfBuckets, Sink sink) throws IOException {
        long endMillis = endOfBuckets == Long.MAX_VALUE ? Long.MAX_VALUE : endOfBuckets * BUCKET_MILLIS;
        @Nullable TimeBucket memory = null;
        int at = 0;
        while (true) {
            if (memory == null && !buckets.isEmpty() && buckets.firstKey() < endOfBuckets) {
                memory = buckets.pollFirstEntry().getValue();
                forget(memory);
                memory.sort();
                at = 0;
            }
            SpilledRun least = leastRun(endMillis);
            if (memory != null && (least == null || memory.compareTo(at, least) <= 0)) {
                memory.hand(at++, sink);
                if (at == memory.size()) {
                    memory = null;
                }
            } else if (least != null) {
                least.hand(sink);
                waiting--;
                least.next();
            } else {
                break;
            }
        }
        for (int i = runs.size() - 1; i >= 0; i--) {
            if (runs.get(i).isDone()) {
                runs.remove(i).close();
            }
        }
    }

    private @Nullable SpilledRun leastRun(long endMillis) {
        SpilledRun least = null;
        for (SpilledRun run : runs) {
            if (!run.isDone() && run.time() < endMillis && (least == null || run.compareTo(least) < 0)) {
                least = run;
            }
        }
        return least;
    }

    private void spill() throws IOException {
        try {
            runs.add(written());
        } catch (IOException e) {
            throw new FileSystemException(
                    directory.toString(),
                    null,
                    "events that wait to be put in order cannot be kept here (" + FileFault.reason(e)
                            + "); make room, or name another folder with PICKET_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
        }
        lastBucket = null;
        memoryBytes = 0;
    }

    private SpilledRun written() throws IOException {
        SpilledRun.Writer writer = SpilledRun.write(directory);
        try {
            while (!buckets.isEmpty()) {
                TimeBucket bucket = buckets.pollFirstEntry().getValue();
                bucket.sort();
                for (int i = 0; i < bucket.size(); i++) {
                    bucket.write(i, writer);
                }
            }
            return writer.finish();
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        buckets.clear();
        for (SpilledRun run : runs) {
            run.close();
        }
        runs.clear();
    }
}
