package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The fast reader and its twin side by side. */
final class Readers {

    private final EventReader reader;
    private final ReferenceReader reference;
    private final Event event;
    private final Event expected;
    private final Map<Likeness, List<String>> alike = new HashMap<>();

    Readers(FieldTable fields) {
        this.reader = new EventReader(fields);
        this.reference = new ReferenceReader(fields);
        this.event = new Event(fields);
        this.expected = new Event(fields);
    }

    /** How many documents were read by what they have in common with those before. */
    long moulded() {
        return reader.mouldedDocuments();
    }

    /** Fails unless both say the same of these bytes, wherever they lie in an array; says whether they were read. */
    boolean agree(byte[] document) {
        byte[] amid = new byte[document.length + 40];
        Arrays.fill(amid, (byte) '"');
        System.arraycopy(document, 0, amid, 16, document.length);
        boolean read = agree(document, 0, document.length, false);
        agree(amid, 16, 16 + document.length, false);
        agree(document, 0, document.length, true);
        agree(amid, 16, 16 + document.length, true);
        return read;
    }

    private boolean agree(byte[] buffer, int from, int to, boolean hit) {
        boolean read = hit ? reader.readHit(buffer, from, to, event) : reader.read(buffer, from, to, event);
        boolean right =
                hit ? reference.readHit(buffer, from, to, expected) : reference.read(buffer, from, to, expected);
        Supplier<String> text = () -> new String(buffer, from, to - from, StandardCharsets.UTF_8) + "\nreader: "
                + reader.failure() + " at " + reader.failureOffset() + "\nreference: " + reference.failure();
        assertThat(read).as(text).isEqualTo(right);
        assertThat(reader.failure().isEmpty()).as(text).isEqualTo(read);
        assertThat(reader.failureOffset()).as(text).isBetween(0, to - from);
        assertThat(values(event)).as(text).isEqualTo(values(expected));
        agreeWithItsLike(text);
        assertThat(event.sourceFrom()).as(text).isEqualTo(expected.sourceFrom());
        assertThat(event.sourceTo()).as(text).isEqualTo(expected.sourceTo());
        assertThat(event.source()).isSameAs(buffer);
        assertThat(event.index()).as(text).isEqualTo(expected.index());
        assertThat(event.id()).as(text).isEqualTo(expected.id());
        return read;
    }

    /** Fields that a likeness calls fixed hold what they held in the first event of that likeness. */
    private void agreeWithItsLike(Supplier<String> text) {
        Likeness likeness = event.likeness();
        if (likeness == null) {
            return;
        }
        List<String> fixed = new ArrayList<>();
        for (int slot = 0; slot < event.fields().size(); slot++) {
            if (likeness.isFixed(slot)) {
                fixed.add(event.fields().name(slot) + event.texts(slot));
            }
        }
        assertThat(alike.computeIfAbsent(likeness, first -> fixed)).as(text).isEqualTo(fixed);
    }

    /** Every value in the order of the document, with its field and kind; and each field's chain. */
    static List<String> values(Event event) {
        List<String> all = new ArrayList<>();
        for (int value = 0; value < event.valueCount(); value++) {
            all.add(event.fields().name(event.slotOf(value)) + " " + event.kind(value) + " "
                    + HEX.formatHex(event.bytes(value), event.from(value), event.from(value) + event.length(value)));
        }
        for (int i = 0; i < event.touchedCount(); i++) {
            int slot = event.touchedSlot(i);
            all.add(event.fields().name(slot) + " " + event.texts(slot));
        }
        return all;
    }

    private static final java.util.HexFormat HEX = java.util.HexFormat.of();
}
