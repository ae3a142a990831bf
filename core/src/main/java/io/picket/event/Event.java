package io.picket.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private final FieldTable fields;
    private final int[] first;
    private final int[] last;
    private int[] touched = new int[32];
    private int touchedCount;

    private int[] next = new int[64];
    private byte[] kind = new byte[64];
    private int[] slot = new int[64];
    private int[] from = new int[64];
    private int[] length = new int[64];
    private byte[][] holder = new byte[64][];
    private int count;

    private byte[] source = new byte[0];
    private int sourceFrom;
    private int sourceTo;
    private String index = "";
    private @Nullable String id;

    public Event(FieldTable fields) {
        this.fields = fields;
        this.first = new int[fields.size()];
        this.last = new int[fields.size()];
        Arrays.fill(first, NONE);
    }

    public FieldTable fields() {
        return fields;
    }

    /** The first value of a field, or {@link #NONE}. */
    public int first(int slot) {
        return first[slot];
    }

    /** The value after this one in the same field, or {@link #NONE}. */
    public int next(int value) {
        return next[value];
    }

    public boolean has(int slot) {
        return first[slot] != NONE;
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
        return kind[value];
    }

    /** The array that holds the value's bytes; not to be written to. */
    public byte[] bytes(int value) {
        return holder[value];
    }

    public int from(int value) {
        return from[value];
    }

    public int length(int value) {
        return length[value];
    }

    public String text(int value) {
        return new String(holder[value], from[value], length[value], StandardCharsets.UTF_8);
    }

    /** The first value of a field as text, or null. */
    public @Nullable String firstText(int slot) {
        return slot == FieldTable.NONE || first[slot] == NONE ? null : text(first[slot]);
    }

    /** All values of a field as text, in the order of the document. */
    public List<String> texts(int slot) {
        List<String> texts = new ArrayList<>();
        for (int value = slot == FieldTable.NONE ? NONE : first[slot]; value != NONE; value = next[value]) {
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
        return id;
    }

    /** The id it came with, else a hash of the bytes of its document. */
    public String idOrHash() {
        String given = id;
        return given != null ? given : ContentHash.hex(source, sourceFrom, sourceTo);
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

    // ---- filling, by readers ----

    /** Forgets everything and takes a new document. */
    public void reset(byte[] source, int sourceFrom, int sourceTo) {
        for (int i = 0; i < touchedCount; i++) {
            first[touched[i]] = NONE;
        }
        touchedCount = 0;
        count = 0;
        this.source = source;
        this.sourceFrom = sourceFrom;
        this.sourceTo = sourceTo;
        this.index = "";
        this.id = null;
    }

    /** Says where the event comes from. */
    public void origin(String index, @Nullable String id) {
        this.index = index;
        this.id = id;
    }

    /** Adds one more value of a field. */
    public void add(int slot, byte kind, byte[] holder, int from, int length) {
        int value = count;
        if (value == next.length) {
            grow();
        }
        count = value + 1;
        next[value] = NONE;
        this.kind[value] = kind;
        this.slot[value] = slot;
        this.holder[value] = holder;
        this.from[value] = from;
        this.length[value] = length;
        if (first[slot] == NONE) {
            first[slot] = value;
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, touchedCount * 2);
            }
            touched[touchedCount++] = slot;
        } else {
            next[last[slot]] = value;
        }
        last[slot] = value;
    }

    /** The field a value belongs to. */
    public int slotOf(int value) {
        return slot[value];
    }

    private void grow() {
        int size = next.length * 2;
        next = Arrays.copyOf(next, size);
        kind = Arrays.copyOf(kind, size);
        slot = Arrays.copyOf(slot, size);
        from = Arrays.copyOf(from, size);
        length = Arrays.copyOf(length, size);
        holder = Arrays.copyOf(holder, size);
    }
}
