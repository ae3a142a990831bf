package io.picket.pipeline;

import io.picket.condition.DateText;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What can be told of a file before it is read: whether its events are in order within the lateness, and when they
 * begin. Told from pieces of it, evenly spread over a plain file and from the beginning of a compressed one; one whose
 * lines are no events is taken to be out of order, which is never wrong, only slower.
 *
 * @param firstTimes for each lane the earliest time its events may have, epoch milliseconds; {@link Long#MIN_VALUE}
 *     when not known
 */
record Survey(boolean isOrdered, List<Long> firstTimes) {

    private static final int PIECES = 64;
    private static final int PIECE_BYTES = 1 << 16;
    private static final int HEAD_BYTES = 4 << 20;

    static Survey pipe(int lanes) {
        return new Survey(true, unknown(lanes));
    }

    static Survey unordered(int lanes) {
        return new Survey(false, unknown(lanes));
    }

    private static List<Long> unknown(int lanes) {
        return Collections.nCopies(lanes, Long.MIN_VALUE);
    }

    static Survey of(EventFile file, List<String> laneFields, long latenessMillis) {
        Look look = new Look(laneFields, latenessMillis);
        try {
            if (file.isCompressed()) {
                try (InputStream in = file.open()) {
                    byte[] head = in.readNBytes(HEAD_BYTES);
                    look.at(head, 0, head.length);
                }
            } else {
                try (FileChannel channel = FileChannel.open(file.path().orElseThrow())) {
                    look.through(channel);
                }
            }
        } catch (IOException e) {
            return unordered(laneFields.size());
        }
        return look.seen == 0 || !look.ordered
                ? unordered(laneFields.size())
                : new Survey(true, Arrays.stream(look.first).boxed().toList());
    }

    /** Goes over pieces of a file. */
    private static final class Look {
        private final FieldTable fields;
        private final Event event;
        private final EventReader reader;
        private final EventTime times = new EventTime();
        private final int lanes;
        private final long latenessMillis;
        private final long[] first;
        private final long[] latest;
        private boolean ordered = true;
        private long seen;

        Look(List<String> laneFields, long latenessMillis) {
            FieldTable.Builder table = FieldTable.builder();
            laneFields.forEach(name -> table.add(name, 64));
            table.add(HuntPlan.TIMESTAMP, 64);
            this.fields = table.build();
            this.event = new Event(fields);
            this.reader = new EventReader(fields);
            this.lanes = laneFields.size();
            this.latenessMillis = latenessMillis;
            this.first = new long[lanes];
            this.latest = new long[lanes];
            Arrays.fill(first, Long.MIN_VALUE);
            Arrays.fill(latest, Long.MIN_VALUE);
        }

        void through(FileChannel channel) throws IOException {
            long size = channel.size();
            long step = Math.max(PIECE_BYTES, size / PIECES);
            ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
            for (long at = 0; at < size && ordered; at += step) {
                piece.clear();
                int got = channel.read(piece, at);
                at(piece.array(), at == 0 ? 0 : afterNewline(piece.array(), got), got);
            }
        }

        private static int afterNewline(byte[] bytes, int to) {
            int at = 0;
            while (at < to && bytes[at] != '\n') {
                at++;
            }
            return at + 1;
        }

        /** Looks at the whole lines in a stretch that begins with one. */
        void at(byte[] bytes, int from, int to) {
            int start = from;
            for (int i = from; i < to; i++) {
                if (bytes[i] == '\n') {
                    line(bytes, start, i);
                    start = i + 1;
                }
            }
        }

        private void line(byte[] bytes, int from, int to) {
            if (!reader.readHit(bytes, from, to, event)) {
                return;
            }
            long timestamp = times.of(event, fields.slot(HuntPlan.TIMESTAMP));
            for (int lane = 0; lane < lanes; lane++) {
                long own = times.of(event, lane);
                long time = own == DateText.NONE ? timestamp : own;
                if (time == DateText.NONE) {
                    continue;
                }
                seen++;
                if (first[lane] == Long.MIN_VALUE) {
                    first[lane] = time - latenessMillis;
                }
                ordered &= latest[lane] == Long.MIN_VALUE || latest[lane] - time <= latenessMillis;
                latest[lane] = Math.max(latest[lane], time);
            }
        }
    }
}
