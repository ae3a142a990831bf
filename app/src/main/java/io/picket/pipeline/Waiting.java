package io.picket.pipeline;

import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.EventRecord;
import java.util.Arrays;

/**
 * A matched event as it waits in a lane: which conditions it meets, and the event. Their numbers come first, two bytes how
 * many and four bytes each, then the event's record.
 */
final class Waiting {

    private static final int COUNT_BYTES = 2;
    private static final int NUMBER_BYTES = 4;

    private final EventRecord record = new EventRecord();
    private final ByteOutput out = new ByteOutput();
    private byte[] bytes = new byte[4096];
    private int length;
    private int conditionCount;
    private int[] conditions = new int[16];

    /**
     * Encodes the event once; {@link #address} then says for whom.
     *
     * @param wanted by slot, which fields are asked for later
     */
    void encode(Event event, boolean withSource, boolean[] wanted) {
        out.clear();
        record.write(event, withSource, wanted, out);
    }

    /** Puts the numbers of conditions before the encoded event. */
    void address(int[] numbers, int count) {
        int head = COUNT_BYTES + count * NUMBER_BYTES;
        length = head + out.size();
        if (length > bytes.length) {
            bytes = new byte[length * 2];
        }
        bytes[0] = (byte) (count >>> 8);
        bytes[1] = (byte) count;
        for (int i = 0; i < count; i++) {
            int at = COUNT_BYTES + i * NUMBER_BYTES;
            bytes[at] = (byte) (numbers[i] >>> 24);
            bytes[at + 1] = (byte) (numbers[i] >>> 16);
            bytes[at + 2] = (byte) (numbers[i] >>> 8);
            bytes[at + 3] = (byte) numbers[i];
        }
        System.arraycopy(out.array(), 0, bytes, head, out.size());
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Reads what {@link #address} made. */
    void decode(byte[] from, int start, int end, Event into) {
        conditionCount = (from[start] & 0xFF) << 8 | from[start + 1] & 0xFF;
        if (conditionCount > conditions.length) {
            conditions = Arrays.copyOf(conditions, conditionCount * 2);
        }
        for (int i = 0; i < conditionCount; i++) {
            int at = start + COUNT_BYTES + i * NUMBER_BYTES;
            conditions[i] = (from[at] & 0xFF) << 24
                    | (from[at + 1] & 0xFF) << 16
                    | (from[at + 2] & 0xFF) << 8
                    | from[at + 3] & 0xFF;
        }
        int read = record.read(from, start + COUNT_BYTES + conditionCount * NUMBER_BYTES, end, into);
        if (read == EventRecord.UNREADABLE) {
            throw new IllegalStateException("a record that was written a moment ago cannot be read");
        }
    }

    int conditionCount() {
        return conditionCount;
    }

    int condition(int i) {
        return conditions[i];
    }
}
