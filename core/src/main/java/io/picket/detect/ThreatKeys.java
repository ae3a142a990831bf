package io.picket.detect;

import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.Words;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values of one field of one document as keys: bytes made so that an event's field and an indicator's are equal
 * when they have a key in common.
 *
 * <p>What an indicator holds is read as the event's field reads it: as an address on an address field (with a slash, as
 * a block of them), as a number on a number field, word by word on a text field; what cannot be read so is equal to
 * nothing. That is what Elasticsearch makes of a term or match query with the indicator's value on the event's field.
 *
 * <p>Filled again and again; nothing is allocated for keywords, addresses and numbers.
 */
final class ThreatKeys {

    /** Which of an indicator's values count. */
    enum Taken {
        /** Of several the first. */
        FIRST,
        /** Only one that is alone. */
        SINGLE,
        ALL
    }

    private static final byte BLOCK = 9;
    private static final int V4_BITS_BEFORE = 96;
    private static final int ADDRESS_BITS = 128;
    private static final int ADDRESS_CHARS_MAX = 50;
    private static final int PREFIX_DIGITS_MAX = 3;
    private static final int[] NO_PREFIXES = {};

    private final KeyBytes keys = new KeyBytes();
    private int[] ends = new int[8];
    private int[] values = new int[8];
    private int count;
    private int[] prefixes = NO_PREFIXES;

    int count() {
        return count;
    }

    /** The number of the value that a key comes from. */
    int value(int key) {
        return values[key];
    }

    private int from(int key) {
        return key == 0 ? 0 : ends[key - 1];
    }

    private void clear() {
        keys.length = 0;
        count = 0;
        prefixes = NO_PREFIXES;
    }

    /** Takes what was appended since the last key as one more. */
    private void end(int value) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        ends[count] = keys.length;
        values[count++] = value;
    }

    boolean equal(int key, ThreatKeys other, int otherKey) {
        return Arrays.equals(
                keys.bytes, from(key), ends[key], other.keys.bytes, other.from(otherKey), other.ends[otherKey]);
    }

    /** A key of this that the other has, too; -1 if there is none. */
    int common(ThreatKeys other) {
        for (int key = 0; key < count; key++) {
            for (int otherKey = 0; otherKey < other.count; otherKey++) {
                if (equal(key, other, otherKey)) {
                    return key;
                }
            }
        }
        return -1;
    }

    /** Equal for equal keys. */
    long hash(int key, long seed) {
        return KeyBytes.hash(keys.bytes, from(key), ends[key], seed);
    }

    // ---- an event's field ----

    /**
     * Takes an event's values.
     *
     * @param prefixes lengths of the blocks that indicators have, of 128 bits
     */
    void ofEvent(Event event, int slot, FieldType type, int[] prefixes) {
        clear();
        if (slot == FieldTable.NONE) {
            return;
        }
        for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
            if (type == FieldType.TEXT) {
                words(event, value);
            } else if (keys.append(event, value, type)) {
                end(value);
                if (type == FieldType.IP && prefixes.length > 0) {
                    blocksAround(event, value, prefixes);
                }
            }
        }
    }

    private void words(Event event, int value) {
        for (String word : Words.of(event.text(value))) {
            text(word);
            end(value);
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        keys.appendText(bytes, 0, bytes.length);
    }

    private void blocksAround(Event event, int value, int[] prefixes) {
        IpAddress address = IpAddress.parse(event.text(value));
        if (address != null) {
            for (int prefix : prefixes) {
                block(address, prefix);
                end(value);
            }
        }
    }

    private void block(IpAddress address, int prefix) {
        long high = prefix == 0 ? 0 : prefix >= 64 ? address.high() : address.high() & -1L << (64 - prefix);
        long low = prefix <= 64 ? 0 : address.low() & -1L << (ADDRESS_BITS - prefix);
        keys.appendRaw(new byte[] {BLOCK, (byte) prefix}, 0, 2);
        keys.appendWhole(high);
        keys.appendWhole(low);
    }

    // ---- an indicator's field ----

    /** Lengths of the blocks among an indicator's values, of 128 bits; for {@link #ofEvent}. */
    int[] prefixes() {
        return prefixes;
    }

    /** Takes an indicator's values, as the event's field reads them. */
    void ofIndicator(Event indicator, ThreatMapping.Entry entry, Taken taken) {
        clear();
        if (entry.indicatorSlot() == FieldTable.NONE) {
            return;
        }
        int first = Event.NONE;
        boolean several = false;
        for (int value = indicator.first(entry.indicatorSlot()); value != Event.NONE; value = indicator.next(value)) {
            if (readsAs(indicator, value, entry.indicatorType())) {
                several |= first != Event.NONE;
                first = first == Event.NONE ? value : first;
                if (taken == Taken.ALL) {
                    of(indicator, value, entry);
                }
            }
        }
        if (first != Event.NONE && (taken == Taken.FIRST || taken == Taken.SINGLE && !several)) {
            of(indicator, first, entry);
        }
    }

    private boolean readsAs(Event indicator, int value, FieldType type) {
        int before = keys.length;
        boolean reads = keys.append(indicator, value, type);
        keys.length = before;
        return reads;
    }

    private void of(Event indicator, int value, ThreatMapping.Entry entry) {
        switch (entry.eventType()) {
            case TEXT -> words(indicator, value);
            case IP -> address(indicator, value, entry.indicatorType());
            case LONG -> {
                if (entry.indicatorType() == FieldType.LONG || isWhole(indicator.text(value))) {
                    single(indicator, value, FieldType.LONG);
                }
            }
            case DOUBLE, BOOLEAN, DATE -> single(indicator, value, entry.eventType());
            case UNKNOWN -> unknown(indicator, value, entry.indicatorType());
            default -> {
                text(written(indicator, value, entry.indicatorType()));
                end(value);
            }
        }
    }

    private void single(Event indicator, int value, FieldType type) {
        if (keys.append(indicator, value, type)) {
            end(value);
        }
    }

    /** A constant with a fraction is equal to no whole number, though a value with one is cut. */
    private static boolean isWhole(String number) {
        if (number.indexOf('.') < 0 && number.indexOf('e') < 0 && number.indexOf('E') < 0) {
            return true;
        }
        try {
            return number.length() <= ADDRESS_CHARS_MAX
                    && new BigDecimal(number).stripTrailingZeros().scale() <= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void address(Event indicator, int value, FieldType type) {
        int prefix = type == FieldType.IP || indicator.length(value) > ADDRESS_CHARS_MAX
                ? -1
                : prefix(indicator.text(value));
        if (prefix < 0) {
            single(indicator, value, FieldType.IP);
            return;
        }
        String text = indicator.text(value);
        IpAddress address = IpAddress.parse(text.substring(0, text.indexOf('/')));
        if (address != null) {
            block(address, prefix);
            end(value);
            prefixes = Arrays.copyOf(prefixes, prefixes.length + 1);
            prefixes[prefixes.length - 1] = prefix;
        }
    }

    /** How many of 128 bits a block fixes; negative if the text is no block. */
    static int prefix(String text) {
        int slash = text.indexOf('/');
        String digits = text.substring(slash + 1);
        if (slash < 0
                || digits.isEmpty()
                || digits.length() > PREFIX_DIGITS_MAX
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        if (address == null) {
            return -1;
        }
        int prefix = Integer.parseInt(digits) + (text.indexOf(':') < 0 ? V4_BITS_BEFORE : 0);
        return prefix > ADDRESS_BITS ? -1 : prefix;
    }

    /** A field that no table knows compares strings as strings and numbers as numbers, whichever the indicator has. */
    private void unknown(Event indicator, int value, FieldType type) {
        text(written(indicator, value, type));
        end(value);
        String text = indicator.text(value);
        if (text.equals("true") || text.equals("false")) {
            single(indicator, value, FieldType.BOOLEAN);
        }
        if (isWhole(text)) {
            single(indicator, value, FieldType.LONG);
        }
        single(indicator, value, FieldType.DOUBLE);
    }

    /** Addresses in their canonical spelling, everything else as it came. */
    private static String written(Event indicator, int value, FieldType type) {
        String text = indicator.text(value);
        IpAddress address = type == FieldType.IP ? IpAddress.parse(text) : null;
        return address == null ? text : address.toString();
    }
}
