package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.alert.SourceDocument;
import io.picket.alert.ValueGroup;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote. Bytes that are something else end in an {@link IllegalArgumentException}. */
final class StateReader {

    private static final int LISTS_NESTED_MAX = 16;

    /** Stands before a document that was not read before. */
    static final long NEW_DOCUMENT = -1;

    private final ByteBuffer in;
    private final List<SourceDocument> shared = new ArrayList<>();

    /** @param version the newest version the owner can read; it reads every older one */
    StateReader(byte[] bytes, String owner, int version) {
        this.in = ByteBuffer.wrap(bytes);
        String found = text();
        int foundVersion = Byte.toUnsignedInt(next());
        if (!found.equals(owner) || foundVersion < 1 || foundVersion > version) {
            throw new IllegalArgumentException(
                    "state of " + found + ", version " + foundVersion + ", not of " + owner + ", version " + version);
        }
    }

    private byte next() {
        try {
            return in.get();
        } catch (BufferUnderflowException e) {
            throw cutShort(e);
        }
    }

    private static IllegalArgumentException cutShort(BufferUnderflowException e) {
        return new IllegalArgumentException("the state is cut short", e);
    }

    long number() {
        try {
            return in.getLong();
        } catch (BufferUnderflowException e) {
            throw cutShort(e);
        }
    }

    boolean flag() {
        return next() != 0;
    }

    /** How many of something follow; each takes a byte at least. */
    int size() {
        try {
            int size = in.getInt();
            if (size < 0 || size > in.remaining()) {
                throw new IllegalArgumentException("the state is cut short or no state");
            }
            return size;
        } catch (BufferUnderflowException e) {
            throw cutShort(e);
        }
    }

    byte[] bytes() {
        byte[] bytes = new byte[size()];
        in.get(bytes);
        return bytes;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Nullable Object value() {
        return value(0);
    }

    private @Nullable Object value(int depth) {
        byte kind = next();
        return switch (kind) {
            case '0' -> null;
            case 's' -> text();
            case 'b' -> flag();
            case 'l' -> number();
            case 'd' -> Double.longBitsToDouble(number());
            case '[' -> {
                if (depth >= LISTS_NESTED_MAX) {
                    throw new IllegalArgumentException("no state: lists in lists");
                }
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = size(); i > 0; i--) {
                    values.add(value(depth + 1));
                }
                yield values;
            }
            default -> throw new IllegalArgumentException("no state: a value of kind " + kind);
        };
    }

    List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            values.add(value());
        }
        return values;
    }

    /** Values none of which is missing. */
    List<Object> presentValues() {
        List<Object> values = new ArrayList<>();
        for (Object value : values()) {
            if (value == null) {
                throw new IllegalArgumentException("no state: a value is missing");
            }
            values.add(value);
        }
        return values;
    }

    ValueGroup group() {
        List<String> fields = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            fields.add(text());
        }
        return new ValueGroup(fields, values());
    }

    SourceDocument document() {
        return SourceDocument.of(text(), text(), bytes());
    }

    SourceDocument sharedDocument() {
        long known = number();
        if (known == NEW_DOCUMENT) {
            SourceDocument document = document();
            shared.add(document);
            return document;
        }
        if (known < 0 || known >= shared.size()) {
            throw new IllegalArgumentException("no state: a document that is not there");
        }
        return shared.get((int) known);
    }

    /** An event; values of fields that are no longer kept fall away. */
    void event(Event into) {
        String index = text();
        String id = text();
        byte[] source = bytes();
        into.reset(source, 0, source.length);
        into.origin(index, id);
        for (int i = size(); i > 0; i--) {
            int slot = into.fields().slot(text());
            byte kind = next();
            byte[] value = bytes();
            if (kind < Kind.STRING || kind > Kind.FALSE) {
                throw new IllegalArgumentException("no state: a value of kind " + kind);
            }
            if (slot != FieldTable.NONE) {
                into.add(slot, kind, value, 0, value.length);
            }
        }
    }

    Alert alert() {
        return new Alert(text(), text(), number(), AlertJson.read(text()));
    }

    /** Nothing may be left over. */
    void done() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("no state: " + in.remaining() + " bytes too many");
        }
    }
}
