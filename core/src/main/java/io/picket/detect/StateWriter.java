package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.alert.SourceDocument;
import io.picket.alert.ValueGroup;
import io.picket.event.Event;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a detector's state as bytes: a word that says whose it is, a version, then whatever the owner writes, without
 * names. {@link StateReader} reads it back in the same order.
 */
final class StateWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final IdentityHashMap<SourceDocument, Integer> shared = new IdentityHashMap<>();

    StateWriter(String owner, int version) {
        text(owner);
        out.write(version);
    }

    void number(long number) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    void flag(boolean flag) {
        out.write(flag ? 1 : 0);
    }

    /** How many of something follow. */
    void size(int size) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(size).array());
    }

    void bytes(byte[] bytes) {
        size(bytes.length);
        out.writeBytes(bytes);
    }

    void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A value as JSON holds it. */
    void value(@Nullable Object value) {
        switch (value) {
            case null -> out.write('0');
            case String text -> {
                out.write('s');
                text(text);
            }
            case Boolean flag -> {
                out.write('b');
                flag(flag);
            }
            case Long number -> {
                out.write('l');
                number(number);
            }
            case Double number -> {
                out.write('d');
                number(Double.doubleToRawLongBits(number));
            }
            case List<?> list -> {
                out.write('[');
                values(list);
            }
            default -> throw new IllegalArgumentException("no value of a field: " + value.getClass());
        }
    }

    void values(List<? extends @Nullable Object> values) {
        size(values.size());
        values.forEach(this::value);
    }

    void group(ValueGroup group) {
        size(group.fields().size());
        group.fields().forEach(this::text);
        values(group.values());
    }

    void document(SourceDocument document) {
        text(document.index());
        text(document.id());
        bytes(document.source());
    }

    /** An event: where it comes from, its document, the values that are kept. */
    void event(Event event) {
        text(event.index());
        text(event.idOrHash());
        bytes(Arrays.copyOfRange(event.source(), event.sourceFrom(), event.sourceTo()));
        size(event.valueCount());
        for (int value = 0; value < event.valueCount(); value++) {
            text(event.fields().name(event.slotOf(value)));
            out.write(event.kind(value));
            bytes(Arrays.copyOfRange(event.bytes(value), event.from(value), event.from(value) + event.length(value)));
        }
    }

    /** The same, of a document that stands in several places: written once. */
    void sharedDocument(SourceDocument document) {
        Integer known = shared.putIfAbsent(document, shared.size());
        number(known == null ? StateReader.NEW_DOCUMENT : known);
        if (known == null) {
            document(document);
        }
    }

    void alert(Alert alert) {
        text(alert.id());
        text(alert.ruleId());
        number(alert.time());
        text(AlertJson.text(alert));
    }

    byte[] done() {
        return out.toByteArray();
    }
}
