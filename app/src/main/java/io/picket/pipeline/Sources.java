package io.picket.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a hunt, read a piece at a time: first those that are not in order of time, one after the other; then, of
 * the rest, always the one that is furthest behind. Files are opened when their turn comes.
 *
 * <p>What is small enough altogether is never taken to be in order: it is read whole, and so no order of files or lines
 * can make a difference. Of larger files samples tell (see {@link Survey}). A pipe cannot be looked into beforehand and
 * counts as in order.
 */
final class Sources {

    /** Up to this many bytes, decompressed, everything is read before anything is judged. */
    private static final long WHOLE_BYTES_MAX = 256L << 20;

    private static final int COMPRESSED_FACTOR = 10;

    /** Takes a document of a source. */
    interface DocumentSink {
        /** See {@link io.picket.event.DocumentSplitter.Sink#lineEnd}. */
        default int lineEnd(byte[] bytes, int from, int to) {
            return -1;
        }

        void document(Source source, byte[] bytes, int from, int to) throws IOException;

        void rejected(Source source, long line, String reason, byte[] bytes, int from, int to) throws IOException;
    }

    /** Most files open at the same time; where more would have to be, some are read to their ends first. */
    static final int OPEN_MAX = 256;

    private final List<Source> unordered = new ArrayList<>();
    private final List<Source> ordered = new ArrayList<>();
    private final long latenessMillis;
    private final Set<Source> open = new LinkedHashSet<>();
    private final List<String> faults = new ArrayList<>();
    private final long bytesAll;
    private long bytesOfEnded;

    Sources(List<EventFile> files, List<String> laneFields, long latenessMillis, DocumentSink sink) {
        this.latenessMillis = latenessMillis;
        long whole = 0;
        long onDisk = 0;
        for (EventFile file : files) {
            long size = file.sizeBytes().orElse(0L);
            onDisk += size;
            whole += file.isCompressed() ? size * COMPRESSED_FACTOR : size;
        }
        this.bytesAll = onDisk;
        for (EventFile file : files) {
            Survey survey = file.sizeBytes().isEmpty()
                    ? Survey.pipe(laneFields.size())
                    : whole <= WHOLE_BYTES_MAX
                            ? Survey.unordered(laneFields.size())
                            : Survey.of(file, laneFields, latenessMillis);
            (survey.isOrdered() ? ordered : unordered).add(new Source(file, survey, sink));
        }
    }

    /** Reads one more piece of some source; false when all are at their end. */
    boolean readPiece() {
        Source source = next();
        if (source == null) {
            return false;
        }
        open.add(source);
        if (!source.readPiece()) {
            open.remove(source);
            bytesOfEnded += source.bytesRead();
            source.fault().ifPresent(faults::add);
            unordered.remove(source);
            ordered.remove(source);
        }
        return true;
    }

    private @Nullable Source next() {
        if (!unordered.isEmpty()) {
            return unordered.getFirst();
        }
        Source least = furthestBehind(ordered);
        if (least != null && !least.isOpen() && open.size() >= OPEN_MAX) {
            Source first = furthestBehind(open);
            ordered.remove(first);
            unordered.add(first);
            return first;
        }
        return least;
    }

    private static @Nullable Source furthestBehind(Collection<Source> sources) {
        Source least = null;
        for (Source source : sources) {
            if (least == null || source.frontier(0).time() < least.frontier(0).time()) {
                least = source;
            }
        }
        return least;
    }

    /** Up to which time a lane can be handed on: no source in order will bring anything earlier. */
    long watermark(int lane) {
        if (!unordered.isEmpty()) {
            return Long.MIN_VALUE;
        }
        long least = Long.MAX_VALUE;
        for (Source source : ordered) {
            long time = source.frontier(lane).time();
            least = Math.min(least, time == Long.MIN_VALUE ? time : time - latenessMillis);
        }
        return least;
    }

    long bytesRead() {
        long bytes = bytesOfEnded;
        for (Source source : open) {
            bytes += source.bytesRead();
        }
        return bytes;
    }

    /** Of all files, as they lie on disk; 0 when there are only pipes. */
    long bytesAll() {
        return bytesAll;
    }

    /** Files that could not be read to their ends, and why. */
    List<String> faults() {
        return faults;
    }
}
