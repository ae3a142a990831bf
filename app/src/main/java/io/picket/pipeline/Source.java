package io.picket.pipeline;

import com.github.luben.zstd.ZstdIOException;
import io.picket.event.DocumentSplitter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** One file being read: opened at its first piece, closed after its last, and how far in time it has come. */
final class Source {

    private static final int PIECE_BYTES_MAX = 1 << 18;
    private static final int PIECE_BYTES_MIN = 1 << 12;
    /** The event reader reads whole words and copies what lies too near the end of its array. */
    private static final int SLACK_BYTES = 16;

    private final EventFile file;
    private final Sources.DocumentSink sink;
    private final Frontier[] frontiers;
    private @Nullable Reading reading;
    private @Nullable String fault;
    private long line;
    private @Nullable String index;
    private @Nullable String id;

    Source(EventFile file, Survey survey, Sources.DocumentSink sink) {
        this.file = file;
        this.sink = sink;
        this.frontiers = new Frontier[survey.firstTimes().size()];
        for (int lane = 0; lane < frontiers.length; lane++) {
            frontiers[lane] = new Frontier(survey.firstTimes().get(lane));
        }
    }

    /** A file being read: its bytes, and who finds documents in them. */
    private final class Reading implements DocumentSplitter.Sink {
        private final InputStream in;
        private final DocumentSplitter splitter = new DocumentSplitter(this);
        private final int pieceBytes;
        private final byte[] buffer;

        Reading(InputStream in) {
            this.in = in;
            // One more than a small file has, so that its first piece is its last.
            long bytes = file.isCompressed()
                    ? PIECE_BYTES_MAX
                    : file.sizeBytes().map(size -> size + 1).orElse((long) PIECE_BYTES_MAX);
            this.pieceBytes = Math.clamp(bytes, PIECE_BYTES_MIN, PIECE_BYTES_MAX);
            this.buffer = new byte[pieceBytes + SLACK_BYTES];
        }

        /** False at the end. */
        boolean piece() throws IOException {
            int got = in.readNBytes(buffer, 0, pieceBytes);
            if (got > 0) {
                splitter.push(buffer, 0, got);
            }
            return got == pieceBytes;
        }

        @Override
        public int lineEnd(byte[] bytes, int from, int to) {
            return sink.lineEnd(bytes, from, to);
        }

        @Override
        public void document(
                byte[] bytes, int from, int to, long atLine, @Nullable String ofIndex, @Nullable String withId) {
            line = atLine;
            index = ofIndex;
            id = withId;
            try {
                sink.document(Source.this, bytes, from, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void rejected(long atLine, int column, String reason, byte[] bytes, int from, int to) {
            try {
                sink.rejected(Source.this, atLine, reason, bytes, from, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads a piece and hands out its documents; false when the file is at its end, or can be read no further. */
    boolean readPiece() {
        try {
            Reading now = reading;
            if (now == null) {
                now = new Reading(file.open());
                reading = now;
            }
            if (now.piece()) {
                return true;
            }
        } catch (EventFile.UnreadableException e) {
            fault = file.name() + ": " + e.getMessage();
        } catch (EOFException | ZipException | ZstdIOException e) {
            fault = file.name() + ": is damaged or cut off (" + e.getMessage() + "); what could be read was used";
        } catch (IOException e) {
            fault = file.name() + ": cannot be read" + (reading == null ? "" : " further") + ": " + FileFault.reason(e)
                    + (reading == null ? "" : "; what could be read was used");
        }
        if (reading != null) {
            reading.splitter.finish();
        }
        close();
        return false;
    }

    /** Reads all there is. */
    void readToEnd() {
        boolean more = true;
        while (more) {
            more = readPiece();
        }
    }

    /** Whether it has been opened and is not at its end. */
    boolean isOpen() {
        return reading != null;
    }

    /** Stops reading, wherever it is. */
    void close() {
        if (reading != null) {
            try {
                reading.in.close();
            } catch (IOException e) {
                fault = file.name() + ": " + FileFault.reason(e);
            }
            reading = null;
        }
    }

    String name() {
        return file.name();
    }

    Frontier frontier(int lane) {
        return frontiers[lane];
    }

    /** Bytes read of the file as it lies on disk. */
    long bytesRead() {
        return file.bytesRead();
    }

    /** Why the file could not be read to its end. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Of the document being handed out: the number of its first line, and what its action line says. */
    long line() {
        return line;
    }

    @Nullable String index() {
        return index;
    }

    @Nullable String id() {
        return id;
    }
}
