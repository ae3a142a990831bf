package io.picket.detect;

import io.picket.alert.ThresholdSightings.Outcome;
import io.picket.condition.FieldType;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Likeness;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One event as a threshold rule sees it: its groups (every combination of the values of the fields grouped by), its
 * distinct counted values, and what its evidence needs. Written over for each event. Values, targets and details are
 * words of the rule's dictionary, held until {@link #release}.
 *
 * <p>An event is first packed, which needs no state, and then loaded. A pack: a byte of marks (whether there is a group,
 * the outcome, the form of the id); the id; for each field grouped by how many values and each as {@link KeyBytes}; how
 * many counted values, each a whole number or bytes; then, as far as the rule asks for them, target, port, details and
 * command. All lengths and numbers are counts of {@link ByteOutput}. An event without a group is its marks alone.
 *
 * <p>HOT. An event with one value in each field costs no allocation.
 */
final class ThresholdEvent {

    /** Most groups that one event is counted in; what its arrays would multiply to above is left out and counted. */
    static final int GROUPS_MAX = 10_000;

    /** Most distinct values of one field that are read from one event. */
    static final int VALUES_MAX = 10_000;

    /** Longest piece of a command line that is kept, in bytes. */
    static final int COMMAND_BYTES_MAX = 256;

    private static final int FEW = 16;
    private static final int DETAIL_BYTES_MAX = 128;
    private static final long PRODUCT_MAX = 1L << 40;
    private static final int HAS_GROUP = 1;
    private static final int OUTCOME_SHIFT = 1;
    private static final int ID_FORM_SHIFT = 3;
    private static final int TWO_BITS = 3;
    private static final byte[] NOTHING = {};
    private static final byte[] SPACE = {' '};

    private final ThresholdPlan plan;
    private final WindowDictionary words;
    private final WindowDictionary details;
    private final ContactOutcome outcomes;
    private final IntConsumer releaseWord;
    private final int commandSlot;
    private final int argsSlot;

    private final KeyBytes parts = new KeyBytes();
    private final KeyBytes key = new KeyBytes();
    private final KeyBytes word = new KeyBytes();
    private final KeyBytes detail = new KeyBytes();
    /** The events that have {@link #detail} in common, if it is for more than one. */
    private @Nullable Likeness detailOf;

    /** The detail loaded last, which the next mostly equals. */
    private int lastDetail;

    private int[] partFrom = new int[FEW];
    private final int[] fieldFrom;
    private final Set<ByteBuffer> many = new HashSet<>();
    private final int[] strides;
    private int groups;
    private long groupsLeftOut;

    private int[] values = new int[FEW];
    private int valueCount;

    private final ByteOutput own = new ByteOutput();

    // the pack being loaded
    private byte[] in = NOTHING;
    private int at;
    /** Where in it the parts of groups lie. */
    private int[] loadedFrom = new int[FEW];

    private int[] loadedTo = new int[FEW];

    /** What all records of the event share. */
    final Sighting sighting = new Sighting();

    ThresholdEvent(ThresholdPlan plan, FieldTable fields, Window window) {
        this.plan = plan;
        this.words = window.words;
        this.details = window.details;
        this.outcomes = new ContactOutcome(fields);
        this.fieldFrom = new int[plan.groupSlots.length + 1];
        this.strides = new int[plan.groupSlots.length];
        this.releaseWord = words::release;
        this.commandSlot = fields.slot("process.command_line");
        this.argsSlot = fields.slot("process.args");
    }

    /** Reads an event; false if it lacks a field grouped by and so belongs to no group. */
    boolean read(Event event, long time) {
        own.clear();
        pack(event, own);
        return load(own.array(), 0, time);
    }

    /** Appends what {@link #load} needs of an event. */
    void pack(Event event, ByteOutput out) {
        int marks = out.size();
        out.put(0);
        if (!readGroups(event)) {
            return;
        }
        int outcome = plan.isNetwork ? outcomes.of(event).code() : Outcome.UNKNOWN.code();
        int idForm = EventIds.pack(event, out);
        out.array()[marks] = (byte) (HAS_GROUP | outcome << OUTCOME_SHIFT | idForm << ID_FORM_SHIFT);
        packGroups(out);
        packValues(event, out);
        if (plan.target == ThresholdPlan.Source.EVENT) {
            packTarget(event, out);
        }
        if (plan.port == ThresholdPlan.Source.EVENT) {
            out.putCount(port(event) + 1);
        }
        if (plan.detailSlots.length != 0) {
            KeyBytes detail = detail(event);
            out.putCount(detail.length);
            out.put(detail.bytes, 0, detail.length);
        }
        if (plan.hasCommands) {
            readCommand(event);
            packWord(out);
        }
    }

    /** Takes up a pack; false if the event belongs to no group. */
    boolean load(byte[] pack, int from, long time) {
        in = pack;
        at = from + 1;
        int marks = pack[from];
        if ((marks & HAS_GROUP) == 0) {
            return false;
        }
        sighting.time = time;
        sighting.outcome = marks >> OUTCOME_SHIFT & TWO_BITS;
        sighting.idForm = marks >> ID_FORM_SHIFT & TWO_BITS;
        loadId();
        loadGroups();
        loadValues();
        loadTarget();
        sighting.port = plan.port == ThresholdPlan.Source.EVENT ? count() - 1 : Sighting.NONE;
        sighting.detail = plan.detailSlots.length == 0 ? Sighting.NONE : loadDetail();
        sighting.command = plan.hasCommands ? loadWord(words) : Sighting.NONE;
        return true;
    }

    /** Gives back the words that {@link #read} took. */
    void release() {
        for (int i = 0; i < valueCount; i++) {
            if (values[i] >= ThresholdPlan.WORD) {
                words.release(values[i] - ThresholdPlan.WORD);
            }
        }
        valueCount = 0;
        sighting.forEachWord(releaseWord);
        if (sighting.detail != Sighting.NONE) {
            details.release(sighting.detail);
        }
    }

    int groups() {
        return groups;
    }

    /** How many groups of the event just read were too many. */
    long groupsLeftOut() {
        return groupsLeftOut;
    }

    /** The number of the key of one of the groups, the last field changing fastest; the caller gives it back. */
    int acquireGroup(int number, WindowDictionary dictionary) {
        if (strides.length == 1) {
            return dictionary.acquire(in, loadedFrom[number], loadedTo[number] - loadedFrom[number]);
        }
        key.length = 0;
        for (int field = 0; field < strides.length; field++) {
            int count = fieldFrom[field + 1] - fieldFrom[field];
            int part = fieldFrom[field] + number / strides[field] % count;
            key.appendRaw(in, loadedFrom[part], loadedTo[part] - loadedFrom[part]);
        }
        return dictionary.acquire(key.bytes, 0, key.length);
    }

    /** Distinct counted values. */
    int values() {
        return valueCount;
    }

    int value(int number) {
        return values[number];
    }

    private boolean readGroups(Event event) {
        parts.length = 0;
        int count = 0;
        for (int field = 0; field < plan.groupSlots.length; field++) {
            fieldFrom[field] = count;
            int slot = plan.groupSlots[field];
            FieldType type = plan.groupTypes[field];
            for (int value = first(event, slot); value != Event.NONE; value = event.next(value)) {
                int from = parts.length;
                if (count - fieldFrom[field] == VALUES_MAX || !parts.append(event, value, type)) {
                    continue;
                }
                if (count + 1 >= partFrom.length) {
                    partFrom = Arrays.copyOf(partFrom, partFrom.length * 2);
                }
                partFrom[count] = from;
                partFrom[count + 1] = parts.length;
                if (isAmong(fieldFrom[field], count)) {
                    parts.length = from;
                } else {
                    count++;
                }
            }
            if (count == fieldFrom[field]) {
                return false;
            }
        }
        fieldFrom[plan.groupSlots.length] = count;
        return true;
    }

    private void packGroups(ByteOutput out) {
        for (int field = 0; field < strides.length; field++) {
            out.putCount(fieldFrom[field + 1] - fieldFrom[field]);
            for (int part = fieldFrom[field]; part < fieldFrom[field + 1]; part++) {
                int length = partFrom[part + 1] - partFrom[part];
                out.putCount(length);
                out.put(parts.bytes, partFrom[part], length);
            }
        }
    }

    private void loadGroups() {
        int part = 0;
        for (int field = 0; field < strides.length; field++) {
            fieldFrom[field] = part;
            for (int left = count(); left > 0; left--) {
                if (part == loadedFrom.length) {
                    loadedFrom = Arrays.copyOf(loadedFrom, part * 2);
                    loadedTo = Arrays.copyOf(loadedTo, part * 2);
                }
                int length = count();
                loadedFrom[part] = at;
                at += length;
                loadedTo[part++] = at;
            }
        }
        fieldFrom[strides.length] = part;
        long product = 1;
        for (int field = strides.length - 1; field >= 0; field--) {
            strides[field] = (int) Math.min(product, GROUPS_MAX);
            product = Math.min(product * (fieldFrom[field + 1] - fieldFrom[field]), PRODUCT_MAX);
        }
        groups = (int) Math.min(product, GROUPS_MAX);
        groupsLeftOut = product - groups;
    }

    /** Whether part {@code count} equals one of the parts from {@code from} on. */
    private boolean isAmong(int from, int count) {
        if (count - from > FEW) {
            if (count - from == FEW + 1) {
                many.clear();
                for (int i = from; i < count; i++) {
                    many.add(part(i));
                }
            }
            return !many.add(part(count));
        }
        for (int i = from; i < count; i++) {
            if (Arrays.equals(
                    parts.bytes, partFrom[i], partFrom[i + 1], parts.bytes, partFrom[count], partFrom[count + 1])) {
                return true;
            }
        }
        return false;
    }

    private ByteBuffer part(int i) {
        return ByteBuffer.wrap(Arrays.copyOfRange(parts.bytes, partFrom[i], partFrom[i + 1]));
    }

    private void packValues(Event event, ByteOutput out) {
        int most = 0;
        for (int value = first(event, plan.countedSlot);
                value != Event.NONE && most < VALUES_MAX;
                value = event.next(value)) {
            most++;
        }
        out.putCount(most);
        int value = first(event, plan.countedSlot);
        for (int left = most; left > 0; left--, value = event.next(value)) {
            long whole = plan.countedType == FieldType.LONG ? KeyBytes.whole(event, value) : KeyBytes.NO_WHOLE;
            if (whole >= 0 && whole < ThresholdPlan.WORD) {
                out.putCount((int) whole << 1);
            } else {
                word.length = 0;
                word.append(event, value, plan.countedType);
                out.putCount(word.length << 1 | 1);
                out.put(word.bytes, 0, word.length);
            }
        }
    }

    private void loadValues() {
        valueCount = 0;
        int left = count();
        if (left > values.length) {
            values = new int[Math.max(left, values.length * 2)];
        }
        for (; left > 0; left--) {
            int head = count();
            if ((head & 1) == 0) {
                values[valueCount++] = head >> 1;
            } else if (head > 1) {
                values[valueCount++] = ThresholdPlan.WORD + words.acquire(in, at, head >> 1);
                at += head >> 1;
            }
        }
        if (valueCount > 1) {
            dropRepeated();
        }
    }

    private void dropRepeated() {
        Arrays.sort(values, 0, valueCount);
        int kept = 1;
        for (int i = 1; i < valueCount; i++) {
            if (values[i] != values[kept - 1]) {
                values[kept++] = values[i];
            } else if (values[i] >= ThresholdPlan.WORD) {
                words.release(values[i] - ThresholdPlan.WORD);
            }
        }
        valueCount = kept;
    }

    private void packTarget(Event event, ByteOutput out) {
        int value = first(event, plan.targetSlot);
        word.length = 0;
        if (value != Event.NONE) {
            word.append(event, value, FieldType.IP);
        }
        packWord(out);
    }

    private void packWord(ByteOutput out) {
        out.putCount(word.length);
        out.put(word.bytes, 0, word.length);
    }

    /** The number of the bytes that come next; none if there are none. */
    private int loadWord(WindowDictionary dictionary) {
        int length = count();
        int number = length == 0 ? Sighting.NONE : dictionary.acquire(in, at, length);
        at += length;
        return number;
    }

    private void loadTarget() {
        sighting.target = Sighting.NONE;
        sighting.isTargetV4 = false;
        if (plan.target == ThresholdPlan.Source.EVENT) {
            sighting.isTargetV4 = KeyBytes.isV4(in, at + 1, in[at]);
            if (sighting.isTargetV4) {
                sighting.target = KeyBytes.v4(in, at + 1);
                at += 1 + in[at];
            } else {
                sighting.target = loadWord(words);
            }
        }
    }

    private void loadId() {
        if (sighting.idForm == EventIds.WORD) {
            sighting.idHigh = 0;
            sighting.idLow = loadWord(words);
        } else {
            sighting.idHigh = ByteOutput.longAt(in, at);
            sighting.idLow = ByteOutput.longAt(in, at + Long.BYTES);
            at += 2 * Long.BYTES;
        }
    }

    /** A count as {@link ByteOutput#putCount} writes it. */
    private int count() {
        int value = in[at++];
        for (int shift = 7; value < 0; shift += 7) {
            value = value & (1 << shift) - 1 | in[at++] << shift;
        }
        return value;
    }

    private int port(Event event) {
        int value = first(event, plan.portSlot);
        long port = value == Event.NONE ? KeyBytes.NO_WHOLE : KeyBytes.whole(event, value);
        return port >= 0 && port <= 0xFFFF ? (int) port : Sighting.NONE;
    }

    /** The first value of each detail field, one after the other, as one word. */
    private KeyBytes detail(Event event) {
        Likeness likeness = event.likeness();
        if (likeness != null && likeness == detailOf) {
            return detail;
        }
        detailOf = likeness;
        detail.length = 0;
        for (int slot : plan.detailSlots) {
            int value = first(event, slot);
            if (value == Event.NONE) {
                detail.appendText(NOTHING, 0, 0);
            } else {
                detail.appendText(
                        event.bytes(value), event.from(value), Math.min(event.length(value), DETAIL_BYTES_MAX));
            }
            if (likeness != null && !likeness.isFixed(slot)) {
                detailOf = null;
            }
        }
        return detail;
    }

    private int loadDetail() {
        int length = count();
        int detail = details.acquireLike(lastDetail, in, at, length);
        at += length;
        lastDetail = detail;
        if (detail >= WindowLog.DETAILS_MAX) {
            details.release(detail);
            return Sighting.NONE;
        }
        return detail;
    }

    private void readCommand(Event event) {
        word.length = 0;
        int whole = first(event, commandSlot);
        if (whole != Event.NONE) {
            word.appendRaw(event.bytes(whole), event.from(whole), Math.min(event.length(whole), COMMAND_BYTES_MAX));
        }
        for (int value = whole == Event.NONE ? first(event, argsSlot) : Event.NONE;
                value != Event.NONE && word.length < COMMAND_BYTES_MAX;
                value = event.next(value)) {
            if (word.length > 0) {
                word.appendRaw(SPACE, 0, 1);
            }
            word.appendRaw(
                    event.bytes(value),
                    event.from(value),
                    Math.min(event.length(value), COMMAND_BYTES_MAX - word.length));
        }
    }

    private static int first(Event event, int slot) {
        return slot == FieldTable.NONE ? Event.NONE : event.first(slot);
    }
}
