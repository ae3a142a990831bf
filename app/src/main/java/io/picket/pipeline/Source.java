package io.picket.pipeline;

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

    private static final int PIECE_BYTES = 1 << 18;
    /** The event reader reads whole words and copies what lies too near the end of its array. */
    private static final int SLACK_BYTES = 16;

    private final EventFile file;
    private final Survey survey;
    private final Sources.DocumentSink sink;
    private final Frontier[] frontiers;
    private final DocumentSplitter splitter;
    private @Nullable InputStream in;
    private byte[] buffer = new byte[0];
    private @Nullable String fault;
    private long line;
    private @Nullable String index;
    private @Nullable String id;

    Source(EventFile file, Survey survey, Sources.DocumentSink sink) {
        this.file = file;
        this.survey = survey;
        this.sink = sink;
        this.frontiers = new Frontier[survey.firstTimes().size()];
        for (int lane = 0; lane < frontiers.length; lane++) {
            frontiers[lane] = new Frontier(survey.firstTimes().get(lane));
        }
        this.splitter = new DocumentSplitter(new DocumentSplitter.Sink() {
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
        });
    }

    /** Reads a piece and hands out its documents; false when the file is at its end, or can be read no further. */
    boolean readPiece() {
        try {
            if (in == null) {
                in = file.open();
                buffer = new byte[PIECE_BYTES + SLACK_BYTES];
            }
            int got = in.readNBytes(buffer, 0, PIECE_BYTES);
            if (got > 0) {
                splitter.push(buffer, 0, got);
            }
            if (got == PIECE_BYTES) {
                return true;
            }
        } catch (EOFException | ZipException e) {
            fault = file.name() + ": is damaged or cut off (" + e.getMessage() + "); what could be read was used";
        } catch (IOException e) {
            fault = file.name() + ": cannot be read further (" + e.getMessage() + "); what could be read was used";
        }
        end();
        return false;
    }

    /** Reads all there is. */
    void readToEnd() {
        boolean more = true;
        while (more) {
            more = readPiece();
        }
    }

    private void end() {
        splitter.finish();
        close();
    }

    /** Stops reading, wherever it is. */
    void close() {
        buffer = new byte[0];
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                fault = file.name() + ": " + e.getMessage();
            }
        }
    }

    String name() {
        return file.name();
    }

    boolean isOrdered() {
        return survey.isOrdered();
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
