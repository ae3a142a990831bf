package io.picket.pipeline;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * A place events are read from: a file, plain or compressed with gzip or Zstandard (told by its first bytes, not by its
 * name), or standard input.
 */
public final class EventFile {

    private static final int BUFFER_BYTES = 1 << 16;

    public static final EventFile STANDARD_INPUT = new EventFile("(stdin)", Optional.empty());

    private final String name;
    private final Optional<Path> path;
    private final AtomicLong bytesRead = new AtomicLong();

    private EventFile(String name, Optional<Path> path) {
        this.name = name;
        this.path = path;
    }

    public static EventFile of(Path path) {
        return new EventFile(path.toString(), Optional.of(path));
    }

    /** As messages name it. */
    public String name() {
        return name;
    }

    /** Empty for standard input. */
    public Optional<Path> path() {
        return path;
    }

    /** Whether its name says that it is compressed; reading goes by the content. */
    public boolean isCompressed() {
        return name.endsWith(".gz") || name.endsWith(".zst") || name.endsWith(".zstd");
    }

    /** Bytes read so far of what lies on disk. */
    long bytesRead() {
        return bytesRead.get();
    }

    /** Bytes on disk; empty for standard input and for what is no regular file. */
    public Optional<Long> sizeBytes() {
        try {
            return path.isPresent() && Files.isRegularFile(path.get())
                    ? Optional.of(Files.size(path.get()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The events' bytes, decompressed.
     *
     * @throws UnreadableException if it is something that holds no events as it is
     */
    public InputStream open() throws IOException {
        InputStream raw = new Counted(path.isPresent() ? Files.newInputStream(path.get()) : System.in);
        try {
            PushbackInputStream in = new PushbackInputStream(raw, Signature.BYTES);
            byte[] head = new byte[Signature.BYTES];
            int got = in.readNBytes(head, 0, head.length);
            in.unread(head, 0, got);
            Signature signature = Signature.of(head, got);
            return switch (signature) {
                case GZIP -> new GZIPInputStream(new BufferedInputStream(in, BUFFER_BYTES), BUFFER_BYTES);
                case ZSTD -> new ZstdInputStream(new BufferedInputStream(in, BUFFER_BYTES)).setContinuous(false);
                case OTHER -> in;
                case ZIP, BZIP2, XZ, UTF_16 -> throw new UnreadableException(signature.complaint());
            };
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Something that holds no events as it is; the message says what it is and what to do. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String complaint) {
            super(complaint);
        }
    }

    /** Counts what is read. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int got = super.read();
            bytesRead.addAndGet(got < 0 ? 0 : 1);
            return got;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = super.read(into, from, length);
            bytesRead.addAndGet(Math.max(0, got));
            return got;
        }
    }
}
