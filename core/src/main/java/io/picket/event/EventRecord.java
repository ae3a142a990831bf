package io.picket.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Event} as bytes, so that it can wait: in a buffer that puts events in order, or in a file. Keeps the values
 * of the kept fields, the index, the id (or what {@link Event#idOrHash} would say) and, if asked, the document.
 *
 * <p>A record, in this order: version (1 byte); flags (1 byte); fingerprint of the field table (8 bytes); index (length
 * and text); id (length and text), or the content hash (16 bytes) if there is neither id nor document; the document
 * (length and bytes) if asked for; how many values; each value. A value is a count made of slot, kind and whether its
 * bytes lie in the document; then their place there and length, or length and bytes. All lengths and places are counts
 * of seven bits a byte. Nothing is padded, and records may follow each other without anything between.
 *
 * <p>For one thread.
 */
public final class EventRecord {

    /** The first byte of every record. */
    public static final byte VERSION = 1;

    /** What {@link #read} returns for bytes that are no record of this version and field table. */
    public static final int UNREADABLE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HAS_ID = 1;
    private static final int HAS_SOURCE = 2;
    private static final int IN_SOURCE = 1;

    private final NameCache names = new NameCache();
    private String lastIndex = "";
    private byte[] lastIndexBytes = new byte[0];

    // the record being read
    private byte[] bytes = lastIndexBytes;
    private int at;
    private int end;
    private boolean isBroken;

    /** Appends a record of every kept value and returns its length in bytes. */
    public int write(Event event, boolean withSource, ByteOutput out) {
        return write(event, withSource, null, out);
    }

    /**
     * Appends a record and returns its length in bytes.
     *
     * @param wanted by slot, which fields' values to write; null for all
     */
    @SuppressWarnings("ReferenceEquality") // whether a value lies in the very array of the document
    public int write(Event event, boolean withSource, boolean @Nullable [] wanted, ByteOutput out) {
        int start = out.size();
        String id = event.id();
        out.put(VERSION);
        out.put((id != null ? HAS_ID : 0) | (withSource ? HAS_SOURCE : 0));
        out.putLong(event.fields().fingerprint());
        writeIndex(event.index(), out);
        if (id != null) {
            byte[] text = id.getBytes(StandardCharsets.UTF_8);
            writeBytes(text, 0, text.length, out);
        } else if (!withSource) {
            out.putLong(event.contentHash()[0]);
            out.putLong(event.contentHash()[1]);
        }
        int sourceFrom = event.sourceFrom();
        if (withSource) {
            writeBytes(event.source(), sourceFrom, event.sourceTo() - sourceFrom, out);
        }
        int count = event.valueCount();
        out.putCount(wanted == null ? count : countWanted(event, wanted));
        for (int value = 0; value < count; value++) {
            if (wanted != null && !wanted[event.slotOf(value)]) {
                continue;
            }
            int from = event.from(value);
            int length = event.length(value);
            boolean inSource = withSource
                    && event.bytes(value) == event.source()
                    && from >= sourceFrom
                    && from + length <= event.sourceTo();
            out.putCount(event.slotOf(value) << 3 | event.kind(value) << 1 | (inSource ? IN_SOURCE : 0));
            if (inSource) {
                out.putCount(from - sourceFrom);
                out.putCount(length);
            } else {
                writeBytes(event.bytes(value), from, length, out);
            }
        }
        return out.size() - start;
    }

    private static int countWanted(Event event, boolean[] wanted) {
        int count = 0;
        for (int value = 0; value < event.valueCount(); value++) {
            count += wanted[event.slotOf(value)] ? 1 : 0;
        }
        return count;
    }

    private void writeIndex(String index, ByteOutput out) {
        if (!index.equals(lastIndex)) {
            lastIndex = index;
            lastIndexBytes = index.getBytes(StandardCharsets.UTF_8);
        }
        writeBytes(lastIndexBytes, 0, lastIndexBytes.length, out);
    }

    private static void writeBytes(byte[] from, int start, int length, ByteOutput out) {
        out.putCount(length);
        out.put(from, start, length);
    }

    /**
     * Reads the record that starts at {@code from}.
     *
     * @param into takes the event; it points into {@code record}, and holds as long as that does not change
     * @return the position after the record, or {@link #UNREADABLE}: cut off, damaged so that it shows, of another
     *     version, or made with another field table. Then the event is empty
     */
    public int read(byte[] record, int from, int to, Event into) {
        bytes = record;
        at = from;
        end = to;
        isBroken = to - from < 2 + Long.BYTES || record[from] != VERSION;
        into.reset(record, from, from);
        if (!isBroken) {
            int flags = record[from + 1];
            at = from + 2;
            isBroken = longAt() != into.fields().fingerprint();
            origin(flags, into);
            values(into);
        }
        if (isBroken) {
            into.reset(record, from, from);
            return UNREADABLE;
        }
        return at;
    }

    private void origin(int flags, Event into) {
        int indexLength = length();
        String index = isBroken ? "" : names.of(bytes, at, at + indexLength);
        at += indexLength;
        int idFrom = 0;
        int idLength = 0;
        if ((flags & HAS_ID) != 0) {
            idLength = length();
            idFrom = at;
            at += idLength;
        } else if ((flags & HAS_SOURCE) == 0) {
            into.contentHash(longAt(), longAt());
        }
        if ((flags & HAS_SOURCE) != 0) {
            int sourceLength = length();
            into.source(at, at + sourceLength);
            at += sourceLength;
        }
        into.index(index);
        into.id(bytes, idFrom, idFrom + idLength);
    }

    private void values(Event into) {
        int sourceLength = into.sourceTo() - into.sourceFrom();
        for (int left = count(); left > 0 && !isBroken; left--) {
            int head = count();
            boolean inSource = (head & IN_SOURCE) != 0;
            int place = inSource ? count() : 0;
            int length = inSource ? count() : length();
            isBroken |= head >>> 3 >= into.fields().size();
            isBroken |= inSource && (place > sourceLength || length > sourceLength - place);
            if (!isBroken) {
                into.add(head >>> 3, (byte) (head >> 1 & 3), bytes, inSource ? into.sourceFrom() + place : at, length);
                at += inSource ? 0 : length;
            }
        }
    }

    /** A length of bytes that follow; broken if they do not. */
    private int length() {
        int length = count();
        if (length > end - at) {
            isBroken = true;
            return 0;
        }
        return length;
    }

    private int count() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE && at < end; shift += 7) {
            byte b = bytes[at++];
            value |= (b & 0x7F) << shift;
            if (b >= 0) {
                isBroken |= value < 0;
                return Math.max(value, 0);
            }
        }
        isBroken = true;
        return 0;
    }

    private long longAt() {
        if (end - at < Long.BYTES) {
            isBroken = true;
            return 0;
        }
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }
}
