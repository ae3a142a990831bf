package io.picket.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as far as anybody asks for it: for every slot of the {@link FieldTable} a chain of values, each a stretch
 * of bytes. A reader fills it and fills it again for the next event, so whoever keeps something copies it.
 *
 * <p>Values are numbered in the order of the document. {@code null} and empty arrays leave no value. Bytes of a string
 * are its text in UTF-8, escapes undone; of a number its JSON text; of true and false those words.
 */
public final class Event {

    /** No value. */
    public static final int NONE = -1;

    private static final int CELLS = 4;
    private static final int SLOT_AND_KIND = 0;
    private static final int FROM = 1;
    private static final int LENGTH = 2;
    private static final int NEXT = 3;
    private static final byte[] NO_BYTES = new byte[0];

    private final FieldTable fields;
    /** For each slot its first value and its last. */
    private final int[] ends;

    private int[] touched = new int[32];
    private int touchedCount;

    /** Four numbers a value, side by side since they are written and read together. */
    private int[] cells = new int[64 * CELLS];

    private byte[][] holder = new byte[64][];
    private int count;

    private byte[] source = NO_BYTES;
    private int sourceFrom;
    private int sourceTo;
    private String index = "";
    private @Nullable String id;
    private byte[] idHolder = NO_BYTES;
    private int idFrom;
    private int idTo;
    private boolean isHashKnown;
    private @Nullable Document document;
    private @Nullable Likeness likeness;
    private final long[] hash = new long[2];

    public Event(FieldTable fields) {
        this.fields = fields;
        this.ends = new int[2 * fields.size()];
        Arrays.fill(ends, NONE);
    }

    public FieldTable fields() {
        return fields;
    }

    /** The first value of a field, or {@link #NONE}. */
    public int first(int slot) {
        return ends[2 * slot];
    }

    /** The value after this one in the same field, or {@link #NONE}. */
    public int next(int value) {
        return cells[value * CELLS + NEXT];
    }

    public boolean has(int slot) {
        return ends[2 * slot] != NONE;
    }

    /** How many values all kept fields have together; values are numbered 0 to this. */
    public int valueCount() {
        return count;
    }

    /** How many fields have a value, and which: {@link #touchedSlot} of 0 to this. */
    public int touchedCount() {
        return touchedCount;
    }

    public int touchedSlot(int i) {
        return touched[i];
    }

    /** One of {@link Kind}. */
    public byte kind(int value) {
        return (byte) (cells[value * CELLS + SLOT_AND_KIND] & 3);
    }

    /** The array that holds the value's bytes; not to be written to. */
    public byte[] bytes(int value) {
        return holder[value];
    }

    public int from(int value) {
        return cells[value * CELLS + FROM];
    }

    public int length(int value) {
        return cells[value * CELLS + LENGTH];
    }

    public String text(int value) {
        return new String(holder[value], from(value), length(value), StandardCharsets.UTF_8);
    }

    /** The first value of a field as text, or null. */
    public @Nullable String firstText(int slot) {
        return slot == FieldTable.NONE || !has(slot) ? null : text(first(slot));
    }

    /** All values of a field as text, in the order of the document. */
    public List<String> texts(int slot) {
        List<String> texts = new ArrayList<>();
        for (int value = slot == FieldTable.NONE ? NONE : first(slot); value != NONE; value = next(value)) {
            texts.add(text(value));
        }
        return texts;
    }

    /** The index or data stream the event came in, or empty when nothing tells. */
    public String index() {
        return index;
    }

    /** The id it came with, or null: then {@link #idOrHash} names it. */
    public @Nullable String id() {
        if (id == null && idFrom < idTo) {
            id = new String(idHolder, idFrom, idTo - idFrom, StandardCharsets.UTF_8);
        }
        return id;
    }

    /** The id it came with, else a hash of the bytes of its document. */
    public String idOrHash() {
        String given = id();
        return given != null ? given : ContentHash.hex(contentHash());
    }

    /** The two halves of the {@link ContentHash} of the document; not to be written to, and gone with the event. */
    public long[] contentHash() {
        if (!isHashKnown) {
            ContentHash.hash(source, sourceFrom, sourceTo, hash);
            isHashKnown = true;
        }
        return hash;
    }

    /** The whole document as a tree, parsed when first asked for. Empty where there are no bytes of one. */
    public Document document() {
        Document parsed = document;
        if (parsed == null) {
            parsed = Document.parse(source, sourceFrom, sourceTo);
            document = parsed;
        }
        return parsed;
    }

    /** The whole document as ordinary maps, lists and values: see {@link Document#toMap}. */
    public Map<String, Object> toMap() {
        return document().toMap();
    }

    /** The array that holds the document's bytes (without any envelope), from {@link #sourceFrom} to {@link #sourceTo}. */
    public byte[] source() {
        return source;
    }

    public int sourceFrom() {
        return sourceFrom;
    }

    public int sourceTo() {
        return sourceTo;
    }

    /** What the event has in common with others, or null if nothing is known of that. */
    public @Nullable Likeness likeness() {
        return likeness;
    }

    // ---- filling, by readers ----

    /** Forgets everything and takes a new document. */
    public void reset(byte[] source, int sourceFrom, int sourceTo) {
        clearValues();
        this.source = source;
        source(sourceFrom, sourceTo);
        this.index = "";
        this.id = null;
        this.idFrom = 0;
        this.idTo = 0;
    }

    /** Forgets the values, not what document they came from. */
    void clearValues() {
        for (int i = 0; i < touchedCount; i++) {
            ends[2 * touched[i]] = NONE;
        }
        touchedCount = 0;
        count = 0;
        likeness = null;
    }

    /** Says where in its array the document lies. */
    void source(int from, int to) {
        this.sourceFrom = from;
        this.sourceTo = to;
        this.isHashKnown = false;
        this.document = null;
    }

    /** Says where the event comes from. */
    public void origin(String index, @Nullable String id) {
        this.index = index;
        this.id = id;
        this.idFrom = 0;
        this.idTo = 0;
    }

    void index(String name) {
        this.index = name;
    }

    /** The id as the bytes it came in, which become a string when somebody asks; no bytes are no id. */
    void id(byte[] holder, int from, int to) {
        this.id = null;
        this.idHolder = holder;
        this.idFrom = from;
        this.idTo = to;
    }

    /** The hash of a document whose bytes are no longer here. */
    void contentHash(long high, long low) {
        hash[0] = high;
        hash[1] = low;
        isHashKnown = true;
    }

    /** Says that the values are those that all events of a likeness have, and the ones of the fields that vary. */
    void likeness(@Nullable Likeness of) {
        likeness = of;
    }

    /** Adds one more value of a field; the event is then no longer known to be like others. */
    @SuppressWarnings("ReferenceEquality") // the same array or not, that is the question
    public void add(int slot, byte kind, byte[] holder, int from, int length) {
        int value = count;
        if (value == this.holder.length) {
            grow();
        }
        count = value + 1;
        likeness = null;
        int[] all = cells;
        int cell = value * CELLS;
        all[cell + SLOT_AND_KIND] = slot << 2 | kind;
        all[cell + FROM] = from;
        all[cell + LENGTH] = length;
        all[cell + NEXT] = NONE;
        if (this.holder[value] != holder) {
            this.holder[value] = holder; // seldom: the store of a reference costs a barrier
        }
        if (ends[2 * slot] == NONE) {
            ends[2 * slot] = value;
            touch(slot);
        } else {
            all[ends[2 * slot + 1] * CELLS + NEXT] = value;
        }
        ends[2 * slot + 1] = value;
    }

    private void touch(int slot) {
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, touchedCount * 2);
        }
        touched[touchedCount++] = slot;
    }

    /** The field a value belongs to. */
    public int slotOf(int value) {
        return cells[value * CELLS + SLOT_AND_KIND] >>> 2;
    }

    private void grow() {
        cells = Arrays.copyOf(cells, 2 * cells.length);
        holder = Arrays.copyOf(holder, 2 * holder.length);
    }
}
