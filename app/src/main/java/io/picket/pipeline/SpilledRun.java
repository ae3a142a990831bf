package io.picket.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A sorted run of records in a file, positioned on its next record. The file has no name once it is open, where the
 * system can do that, so it is gone when it is closed, however the program ends.
 */
final class SpilledRun implements Closeable, Comparable<SpilledRun> {

    private static final int BUFFER_BYTES = 1 << 16;

    private final DataInputStream in;
    private long left;
    private long time;
    private long tie;
    private byte[] bytes = new byte[1024];
    private int length;
    private boolean done;

    private SpilledRun(FileChannel channel, long count) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES));
        this.left = count;
        next();
    }

    /** Begins a new run in a directory. */
    static Writer write(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "picket-", ".sorted");
        return new Writer(FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
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
    }

    /** Writes a run, record after record, already in order. */
    static final class Writer implements Closeable {
        private final FileChannel channel;
        private final DataOutputStream out;
        private long count;

        private Writer(FileChannel channel) {
            this.channel = channel;
            this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
        }

        void write(long time, long tie, byte[] bytes, int from, int length) throws IOException {
            out.writeLong(time);
            out.writeLong(tie);
            out.writeInt(length);
            out.write(bytes, from, length);
            count++;
        }

        /** The finished run, to be read; it closes the file. */
        SpilledRun finish() throws IOException {
            out.flush();
            return new SpilledRun(channel.position(0), count);
        }

        /** Gives the run up. */
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
