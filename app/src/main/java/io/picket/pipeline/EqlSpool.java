package io.picket.pipeline;

import io.picket.detect.EqlStore;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.pipeline.EqlFiles.Found;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what an EQL search cannot let go, on disk when memory is short. Documents stand one behind the other, named by
 * where they begin: the last of them in memory, those before in a file. A search for single events drops nearly all that
 * it keeps, so its documents are counted and stay in memory. Records wait in a {@link TimeSorter}.
 */
final class EqlSpool implements EqlStore, Closeable {

    private static final FieldTable NO_FIELDS = FieldTable.builder().build();
    private static final int LENGTHS_BYTES = 3 * Long.BYTES;

    private final Path directory;
    private final long memoryBytesMax;
    private final boolean drops;
    private final TimeSorter sorter;
    private final Map<Long, byte[]> held = new HashMap<>();
    private final ByteOutput tail = new ByteOutput();
    private @Nullable FileChannel file;
    private long flushed;
    private long names;
    private long records;

    /**
     * An empty one.
     *
     * @param temporary where to make a directory for what memory does not hold
     * @param memoryBytesMax what documents may take, and what records may take, about
     * @param drops whether nearly all documents are dropped again
     */
    EqlSpool(Path temporary, long memoryBytesMax, boolean drops) throws IOException {
        this.directory = Files.createTempDirectory(temporary, "picket-");
        this.memoryBytesMax = memoryBytesMax;
        this.drops = drops;
        this.sorter = new TimeSorter(directory, memoryBytesMax);
    }

    // ---- documents ----

    @Override
    public long keep(Event event, long number) {
        long name = drops ? names++ : flushed + tail.size();
        byte[] index = event.index().getBytes(StandardCharsets.UTF_8);
        byte[] id = event.idOrHash().getBytes(StandardCharsets.UTF_8);
        int length = event.sourceTo() - event.sourceFrom();
        tail.putLong(index.length);
        tail.putLong(id.length);
        tail.putLong(length);
        tail.put(index, 0, index.length);
        tail.put(id, 0, id.length);
        tail.put(event.source(), event.sourceFrom(), length);
        if (drops) {
            held.put(name, tail.toByteArray());
            tail.clear();
        } else if (tail.size() > memoryBytesMax) {
            flush();
        }
        return name;
    }

    @Override
    public void drop(long name) {
        held.remove(name);
    }

    private void flush() {
        try {
            FileChannel to = file;
            if (to == null) {
                to = FileChannel.open(
                        directory.resolve("documents"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                file = to;
            }
            ByteBuffer bytes = ByteBuffer.wrap(tail.array(), 0, tail.size());
            while (bytes.hasRemaining()) {
                flushed += to.write(bytes, flushed);
            }
            tail.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event that was kept under a name and not dropped. */
    Found found(long name) throws IOException {
        byte[] whole = held.get(name);
        if (whole == null) {
            byte[] lengths = read(name, LENGTHS_BYTES);
            long length = LENGTHS_BYTES;
            for (int at = 0; at < LENGTHS_BYTES; at += Long.BYTES) {
                length += ByteOutput.longAt(lengths, at);
            }
            whole = read(name, (int) length);
        }
        int index = (int) ByteOutput.longAt(whole, 0);
        int id = (int) ByteOutput.longAt(whole, Long.BYTES);
        int from = LENGTHS_BYTES + index + id;
        Event event = new Event(NO_FIELDS);
        event.reset(whole, from, whole.length);
        return new Found(
                new String(whole, LENGTHS_BYTES, index, StandardCharsets.UTF_8),
                new String(whole, LENGTHS_BYTES + index, id, StandardCharsets.UTF_8),
                event.toMap());
    }

    private byte[] read(long from, int length) throws IOException {
        FileChannel in = file;
        if (from >= flushed || in == null) {
            int at = (int) (from - flushed);
            return Arrays.copyOfRange(tail.array(), at, at + length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (in.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("a document that was kept is gone");
            }
        }
        return bytes.array();
    }

    // ---- records ----

    @Override
    public void put(long time, byte[] bytes, int length) {
        try {
            sorter.add(time, records++, bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void drain(Sink sink) {
        try {
            sorter.release(Long.MAX_VALUE, sink::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        sorter.close();
        if (file != null) {
            file.close();
        }
        Files.deleteIfExists(directory.resolve("documents"));
        Files.deleteIfExists(directory);
    }
}
