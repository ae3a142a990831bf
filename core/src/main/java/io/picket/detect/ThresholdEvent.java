package io.picket.detect;

import io.picket.alert.ThresholdSightings.Outcome;
import io.picket.condition.FieldType;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * One event as a threshold rule sees it: its groups (every combination of the values of the fields grouped by), its
 * distinct counted values, and what its evidence needs. Written over for each event. Values, targets and details are
 * words of the rule's dictionary, held until {@link #release}.
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
    private static final byte[] NOTHING = {};
    private static final byte[] SPACE = {' '};

    private final ThresholdPlan plan;
    private final WindowDictionary words;
    private final WindowDictionary details;
    private final ContactOutcome outcomes;
    private final IntConsumer releaseWord;
    private final EventIds ids = new EventIds();
    private final int commandSlot;
    private final int argsSlot;

    private final KeyBytes parts = new KeyBytes();
    private final KeyBytes key = new KeyBytes();
    private final KeyBytes word = new KeyBytes();
    private int[] partFrom = new int[FEW];
    private final int[] fieldFrom;
    private final Set<ByteBuffer> many = new HashSet<>();
    private final int[] strides;
    private int groups;
    private long groupsLeftOut;

    private int[] values = new int[FEW];
    private int valueCount;

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
        if (!readGroups(event)) {
            return false;
        }
        readValues(event);
        sighting.time = time;
        ids.pack(event, sighting, words);
        sighting.outcome = plan.isNetwork ? outcomes.of(event).code() : Outcome.UNKNOWN.code();
        sighting.target = plan.target == ThresholdPlan.Source.EVENT ? target(event) : Sighting.NONE;
        sighting.port = plan.port == ThresholdPlan.Source.EVENT ? port(event) : Sighting.NONE;
        sighting.detail = plan.detailSlots.length == 0 ? Sighting.NONE : detail(event);
        sighting.command = plan.hasCommands ? command(event) : Sighting.NONE;
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

    /** The key of one of the groups, the last field changing fastest; overwritten by the next. */
    KeyBytes group(int number) {
        key.length = 0;
        for (int field = 0; field < strides.length; field++) {
            int count = fieldFrom[field + 1] - fieldFrom[field];
            int part = fieldFrom[field] + number / strides[field] % count;
            key.appendRaw(parts.bytes, partFrom[part], partFrom[part + 1] - partFrom[part]);
        }
        return key;
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
        long product = 1;
        for (int field = strides.length - 1; field >= 0; field--) {
            strides[field] = (int) Math.min(product, GROUPS_MAX);
            product = Math.min(product * (fieldFrom[field + 1] - fieldFrom[field]), PRODUCT_MAX);
        }
        groups = (int) Math.min(product, GROUPS_MAX);
        groupsLeftOut = product - groups;
        return true;
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

    private void readValues(Event event) {
        valueCount = 0;
        for (int value = first(event, plan.countedSlot); value != Event.NONE; value = event.next(value)) {
            int number = number(event, value);
            if (number == Sighting.NONE) {
                continue;
            }
            if (valueCount == values.length) {
                values = Arrays.copyOf(values, valueCount * 2);
            }
            values[valueCount++] = number;
            if (valueCount == VALUES_MAX) {
                break;
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

    private int number(Event event, int value) {
        if (plan.countedType == FieldType.LONG) {
            long whole = KeyBytes.whole(event, value);
            if (whole >= 0 && whole < ThresholdPlan.WORD) {
                return (int) whole;
            }
        }
        word.length = 0;
        return word.append(event, value, plan.countedType)
                ? ThresholdPlan.WORD + words.acquire(word.bytes, 0, word.length)
                : Sighting.NONE;
    }

    private int target(Event event) {
        int value = first(event, plan.targetSlot);
        word.length = 0;
        return value != Event.NONE && word.append(event, value, FieldType.IP)
                ? words.acquire(word.bytes, 0, word.length)
                : Sighting.NONE;
    }

    private int port(Event event) {
        int value = first(event, plan.portSlot);
        long port = value == Event.NONE ? KeyBytes.NO_WHOLE : KeyBytes.whole(event, value);
        return port >= 0 && port <= 0xFFFF ? (int) port : Sighting.NONE;
    }

    /** The first value of each detail field, one after the other, as one word. */
    private int detail(Event event) {
        word.length = 0;
        for (int slot : plan.detailSlots) {
            int value = first(event, slot);
            if (value == Event.NONE) {
                word.appendText(NOTHING, 0, 0);
            } else {
                word.appendText(event.bytes(value), event.from(value), Math.min(event.length(value), DETAIL_BYTES_MAX));
            }
        }
        int detail = details.acquire(word.bytes, 0, word.length);
        if (detail >= WindowLog.DETAILS_MAX) {
            details.release(detail);
            return Sighting.NONE;
        }
        return detail;
    }

    private int command(Event event) {
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
        return word.length == 0 ? Sighting.NONE : words.acquire(word.bytes, 0, word.length);
    }

    private static int first(Event event, int slot) {
        return slot == FieldTable.NONE ? Event.NONE : event.first(slot);
    }
}
