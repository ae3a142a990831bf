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
    private static final int KIND_BITS = 2;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;

    /** Marks beside slot and kind: whether the value was read as an address, and whether it is one. */
    private static final int ADDRESS_READ = 1 << 31;

    private static final int IS_ADDRESS = 1 << 30;
    private static final byte[] NO_BYTES = new byte[0];

    private final FieldTable fields;
    /** For each slot its first value and its last. */
    private final int[] ends;

    private int[] touched = new int[32];
    private int touchedCount;

    /** Four numbers a value, side by side since they are written and read together. */
    private int[] cells = new int[64 * CELLS];

    private byte[][] holder = new byte[64][];

    /** By value: the address it is, if {@link #IS_ADDRESS}. */
    private long[] addressHighs = new long[64];

    private long[] addressLows = new long[64];
    private final IpBytes addressReader = new IpBytes();
    private int count;

    /**
     * While a document is read whose fields may come like those of the one before: how many values that had. As long as
     * each value belongs to the field that it belonged to then, all chains and first values are right already.
     */
    private int before;

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

    // made when first asked for, since many rules may ask
    private @Nullable String name;
    private byte @Nullable [] sourceCopy;
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
        return (byte) (cells[value * CELLS + SLOT_AND_KIND] & KIND_MASK);
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

    /** Whether the value's text is an IPv4 or IPv6 address. Found out once, since several parts ask. */
    public boolean isAddress(int value) {
        int cell = value * CELLS + SLOT_AND_KIND;
        int marks = cells[cell];
        if ((marks & ADDRESS_READ) == 0) {
            boolean is = addressReader.read(bytes(value), from(value), length(value));
            addressHighs[value] = addressReader.high;
            addressLows[value] = addressReader.low;
            marks |= is ? ADDRESS_READ | IS_ADDRESS : ADDRESS_READ;
            cells[cell] = marks;
        }
        return (marks & IS_ADDRESS) != 0;
    }

    /** The upper half of the 128 bits of a value that {@link #isAddress}; of IPv4 as IPv6 holds it (RFC 4291, 2.5.5.2). */
    public long addressHigh(int value) {
        return addressHighs[value];
    }

    /** The lower half. */
    public long addressLow(int value) {
        return addressLows[value];
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
        String known = name;
        if (known == null) {
            String given = id();
            known = given != null ? given : ContentHash.hex(contentHash());
            name = known;
        }
        return known;
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

    /** The document's bytes alone, copied once an event: all who ask share them, so they are not to be written to. */
    public byte[] sourceCopy() {
        byte[] copy = sourceCopy;
        if (copy == null) {
            copy = Arrays.copyOfRange(source, sourceFrom, sourceTo);
            sourceCopy = copy;
        }
        return copy;
    }

    /** What the event has in common with others, or null if nothing is known of that. */
    public @Nullable Likeness likeness() {
        return likeness;
    }

    // ---- filling, by readers ----

    /** Forgets everything and takes a new document. */
    public void reset(byte[] source, int sourceFrom, int sourceTo) {
        clearValues();
        begin(source, sourceFrom, sourceTo);
    }

    /** The same for a document that may be like the one before. To be followed by {@link #end} or {@link #clearValues}. */
    void again(byte[] source, int sourceFrom, int sourceTo) {
        before = count;
        count = 0;
        likeness = null;
        begin(source, sourceFrom, sourceTo);
    }

    /** All values are there. */
    void end() {
        if (count != before && before != 0) {
            linkAnew();
        }
        before = 0;
    }

    /** The values added so far belong to other fields than those of the document before, or are fewer. */
    private void linkAnew() {
        unlink();
        before = 0;
        for (int value = 0; value < count; value++) {
            cells[value * CELLS + NEXT] = NONE;
            link(slotOf(value), value);
        }
    }

    private void unlink() {
        for (int i = 0; i < touchedCount; i++) {
            ends[2 * touched[i]] = NONE;
        }
        touchedCount = 0;
    }

    private void begin(byte[] source, int sourceFrom, int sourceTo) {
        this.source = source;
        source(sourceFrom, sourceTo);
        this.index = "";
        this.id = null;
        this.name = null;
        this.idFrom = 0;
        this.idTo = 0;
    }

    /** Forgets the values, not what document they came from. */
    void clearValues() {
        unlink();
        count = 0;
        before = 0;
        likeness = null;
    }

    /** Says where in its array the document lies. */
    void source(int from, int to) {
        this.sourceFrom = from;
        this.sourceTo = to;
        this.isHashKnown = false;
        this.document = null;
        this.name = null;
        this.sourceCopy = null;
    }

    /** Says where the event comes from. */
    public void origin(String index, @Nullable String id) {
        this.index = index;
        this.id = id;
        this.name = null;
        this.idFrom = 0;
        this.idTo = 0;
    }

    void index(String name) {
        this.index = name;
    }

    /** The id as the bytes it came in, which become a string when somebody asks; no bytes are no id. */
    void id(byte[] holder, int from, int to) {
        this.id = null;
        this.name = null;
        this.idHolder = holder;
        this.idFrom = from;
        this.idTo = to;
    }

    /** The hash of a document whose bytes are no longer here. */
    void contentHash(long high, long low) {
        hash[0] = high;
        hash[1] = low;
        isHashKnown = true;
        name = null;
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
        int[] all = cells;
        int cell = value * CELLS;
        boolean isLinked = value < before && slotOf(value) == slot;
        if (!isLinked && before != 0) {
            linkAnew();
        }
        count = value + 1;
        likeness = null;
        all[cell + SLOT_AND_KIND] = slot << KIND_BITS | kind;
        all[cell + FROM] = from;
        all[cell + LENGTH] = length;
        if (this.holder[value] != holder) {
            this.holder[value] = holder; // seldom: the store of a reference costs a barrier
        }
        if (!isLinked) {
            all[cell + NEXT] = NONE;
            link(slot, value);
        }
    }

    private void link(int slot, int value) {
        if (ends[2 * slot] == NONE) {
            ends[2 * slot] = value;
            touch(slot);
        } else {
            cells[ends[2 * slot + 1] * CELLS + NEXT] = value;
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
        return (cells[value * CELLS + SLOT_AND_KIND] & IS_ADDRESS - 1) >>> KIND_BITS;
    }

    private void grow() {
        cells = Arrays.copyOf(cells, 2 * cells.length);
        holder = Arrays.copyOf(holder, 2 * holder.length);
        addressHighs = Arrays.copyOf(addressHighs, holder.length);
        addressLows = Arrays.copyOf(addressLows, holder.length);
    }
}
