package io.picket.pipeline;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A place events are read from: a file, plain or compressed with gzip or Zstandard (told by its first bytes, not by its
 * name), or standard input.
 *
 * @param name as messages name it
 * @param path empty for standard input
 */
public record EventFile(String name, Optional<Path> path) {

    private static final int BUFFER_BYTES = 1 << 16;

    public static final EventFile STANDARD_INPUT = new EventFile("(stdin)", Optional.empty());

    public static EventFile of(Path path) {
        return new EventFile(path.toString(), Optional.of(path));
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

    /** The events' bytes, decompressed. */
    public InputStream open() throws IOException {
        InputStream raw = path.isPresent() ? Files.newInputStream(path.get()) : System.in;
        PushbackInputStream in = new PushbackInputStream(raw, 4);
        byte[] head = new byte[4];
        int got = in.readNBytes(head, 0, 4);
        in.unread(head, 0, got);
        if (got >= 2 && (head[0] & 0xFF) == 0x1f && (head[1] & 0xFF) == 0x8b) {
            return new GZIPInputStream(new BufferedInputStream(in, BUFFER_BYTES), BUFFER_BYTES);
        }
        if (got == 4
                && (head[0] & 0xFF) == 0x28
                && (head[1] & 0xFF) == 0xb5
                && (head[2] & 0xFF) == 0x2f
                && (head[3] & 0xFF) == 0xfd) {
            return new ZstdInputStream(new BufferedInputStream(in, BUFFER_BYTES)).setContinuous(false);
        }
        return in;
    }
}
