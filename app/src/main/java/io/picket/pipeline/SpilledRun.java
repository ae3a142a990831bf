package io.picket.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A sorted run of records in a file that is gone when it is closed; positioned on its next record. */
final class SpilledRun implements Closeable, Comparable<SpilledRun> {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final DataInputStream in;
    private long left;
    private long time;
    private long tie;
    private byte[] bytes = new byte[1024];
    private int length;
    private boolean done;

    private SpilledRun(Path file, long count) throws IOException {
        this.file = file;
        this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
        this.left = count;
        next();
    }

    /** Begins a new run in a directory, which is made if it is not there. */
    static Writer write(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new Writer(Files.createTempFile(directory, "run-", ".sorted"));
    }

    boolean isDone() {
        return done;
    }

    long time() {
        return time;
    }

    long tie() {
        return tie;
    }

    void hand(TimeSorter.Sink sink) {
        sink.take(time, bytes, 0, length);
    }

    void next() throws IOException {
        if (left == 0) {
            done = true;
            return;
        }
        left--;
        time = in.readLong();
        tie = in.readLong();
        length = in.readInt();
        if (length > bytes.length) {
            bytes = new byte[length * 2];
        }
        in.readFully(bytes, 0, length);
    }

    @Override
    public int compareTo(SpilledRun other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : Long.compareUnsigned(tie, other.tie);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public void close() throws IOException {
        in.close();
        Files.deleteIfExists(file);
    }

    /** Writes a run, record after record, already in order. */
    static final class Writer implements Closeable {
        private final Path file;
        private final DataOutputStream out;
        private long count;

        private Writer(Path file) throws IOException {
            this.file = file;
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
        }

        void write(long time, long tie, byte[] bytes, int from, int length) throws IOException {
            out.writeLong(time);
            out.writeLong(tie);
            out.writeInt(length);
            out.write(bytes, from, length);
            count++;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        /** The finished run, to be read. */
        SpilledRun open() throws IOException {
            return new SpilledRun(file, count);
        }
    }
}
