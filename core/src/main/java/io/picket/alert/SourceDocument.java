package io.picket.alert;

import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.util.Map;

/** The document an alert is raised on, as it came in; copied, so it may wait. Immutable. */
public final class SourceDocument {

    private static final FieldTable NO_FIELDS = FieldTable.builder().build();
    private static final int OVERHEAD_BYTES = 160;

    private final String index;
    private final String id;
    private final byte[] source;

    private SourceDocument(String index, String id, byte[] source) {
        this.index = index;
        this.id = id;
        this.source = source;
    }

    /** Copies what the event's view shows now. */
    public static SourceDocument of(Event event) {
        return new SourceDocument(event.index(), event.idOrHash(), event.sourceCopy());
    }

    /** A document that was copied before, such as one out of a snapshot. */
    public static SourceDocument of(String index, String id, byte[] source) {
        return new SourceDocument(index, id, source.clone());
    }

    /** The index or data stream it came in, or empty. */
    public String index() {
        return index;
    }

    /** The id it came with, else a hash of its bytes. */
    public String id() {
        return id;
    }

    /** Its JSON in UTF-8, without any envelope. */
    public byte[] source() {
        return source.clone();
    }

    /** Index and id, which together name one document. */
    public String key() {
        return index + '\0' + id;
    }

    /** The document as {@link Event#toMap} gives it; empty when it cannot be read, for such an alert is still one. */
    Map<String, Object> fields() {
        Event event = new Event(NO_FIELDS);
        event.reset(source, 0, source.length);
        return event.toMap();
    }

    /** Memory it takes, estimated, in bytes. */
    public long bytes() {
        return OVERHEAD_BYTES + source.length + 2L * (index.length() + id.length());
    }

    @Override
    public String toString() {
        return index + "/" + id;
    }
}
