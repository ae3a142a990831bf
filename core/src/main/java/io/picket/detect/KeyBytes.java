package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.event.Digits;
import io.picket.event.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Field values as bytes that are equal when the values are, whatever their spelling, and that sort as Elasticsearch
 * sorts group keys: keywords by UTF-8 bytes, numbers by value, addresses as 16 bytes, false before true. Several
 * values one after the other sort by the first, then the second, and so on.
 *
 * <p>A value is a tag and then: nothing (booleans), eight bytes with the sign turned (numbers), four or sixteen bytes
 * (addresses), or text with 00 written as 00 FF and ended by 00 00.
 */
final class KeyBytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private static final byte FALSE = 1;
    private static final byte TRUE = 2;
    private static final byte LONG = 3;
    private static final byte DOUBLE = 4;
    private static final byte IP_BELOW_V4 = 5;
    private static final byte IP_V4 = 6;
    private static final byte IP_ABOVE_V4 = 7;
    private static final byte TEXT = 8;

    /** What {@link #whole} answers for what is no whole number. */
    static final long NO_WHOLE = Long.MIN_VALUE;

    private static final long FIRST_V4 = IpAddress.v4(0).low();

    byte[] bytes = new byte[256];
    int length;

    /** Appends one value read as the field's type asks; false, and nothing appended, if it is no such value. */
    boolean append(Event event, int value, FieldType type) {
        return switch (type) {
            case IP -> event.isAddress(value) && appendAddress(event.addressHigh(value), event.addressLow(value));
            case LONG -> {
                long whole = plainWhole(event, value);
                yield whole != NO_WHOLE ? append(LONG, whole) : appendTyped(event, value, type);
            }
            case DATE -> {
                long millis = DateText.millis(event.bytes(value), event.from(value), event.length(value));
                yield millis != DateText.NONE && append(LONG, millis);
            }
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, TEXT, VERSION ->
                appendText(event.bytes(value), event.from(value), event.length(value));
            case DOUBLE, BOOLEAN, UNKNOWN, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> appendTyped(event, value, type);
        };
    }

    /** Appends a whole number. */
    void appendWhole(long whole) {
        append(LONG, whole);
    }

    /** Appends bytes as they are: what this class wrote before, or a word that is no key. */
    void appendRaw(byte[] raw, int from, int count) {
        room(count);
        System.arraycopy(raw, from, bytes, length, count);
        length += count;
    }

    /** Appends text in UTF-8. */
    boolean appendText(byte[] text, int from, int count) {
        room(2 * count + 3);
        byte[] out = bytes;
        int at = length;
        out[at++] = TEXT;
        for (int i = from; i < from + count; i++) {
            byte b = text[i];
            out[at++] = b;
            if (b == 0) {
                out[at++] = (byte) 0xFF;
            }
        }
        out[at++] = 0;
        out[at++] = 0;
        length = at;
        return true;
    }

    /** The way for what is rare or written oddly: {@link TypedValues} says what it is. */
    private boolean appendTyped(Event event, int value, FieldType type) {
        return switch (TypedValues.typed(event.text(value), event.kind(value), type)) {
            case null -> false;
            case Boolean bool -> {
                room(1);
                bytes[length++] = bool ? TRUE : FALSE;
                yield true;
            }
            case Long whole -> append(LONG, whole);
            case Double decimal -> {
                long bits = Double.doubleToLongBits(decimal);
                yield append(DOUBLE, bits < 0 ? ~bits ^ Long.MIN_VALUE : bits);
            }
            case String text -> appendText(event.bytes(value), event.from(value), event.length(value));
            case Object other -> throw new IllegalStateException("no value of a field: " + other.getClass());
        };
    }

    private boolean append(byte tag, long sortable) {
        room(9);
        bytes[length++] = tag;
        appendLong(sortable ^ Long.MIN_VALUE);
        return true;
    }

    private void appendLong(long bits) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (bits >>> shift);
        }
    }

    private boolean appendAddress(long high, long low) {
        if (high == 0 && low >>> Integer.SIZE == FIRST_V4 >>> Integer.SIZE) {
            return appendV4((int) low);
        }
        room(17);
        bytes[length++] = high == 0 && Long.compareUnsigned(low, FIRST_V4) < 0 ? IP_BELOW_V4 : IP_ABOVE_V4;
        appendLong(high);
        appendLong(low);
        return true;
    }

    /** Whether so many bytes are one IPv4 address. */
    static boolean isV4(byte[] key, int from, int length) {
        return length == 1 + Integer.BYTES && key[from] == IP_V4;
    }

    /** The bits of such an address. */
    static int v4(byte[] key, int from) {
        return (key[from + 1] & 0xFF) << 24
                | (key[from + 2] & 0xFF) << 16
                | (key[from + 3] & 0xFF) << 8
                | key[from + 4] & 0xFF;
    }

    /** An IPv4 address, alone. */
    static byte[] ofV4(int bits) {
        return new byte[] {IP_V4, (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
    }

    private boolean appendV4(int bits) {
        room(5);
        bytes[length++] = IP_V4;
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (bits >>> shift);
        }
        return true;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /**
     * A number or a string that reads as one, its fraction cut off, as Elasticsearch takes it into an integer field;
     * {@link #NO_WHOLE} if it is none, out of range, or the least of all.
     */
    static long whole(Event event, int value) {
        long plain = plainWhole(event, value);
        return plain != NO_WHOLE
                ? plain
                : TypedValues.typed(event.text(value), event.kind(value), FieldType.LONG) instanceof Long whole
                        ? whole
                        : NO_WHOLE;
    }

    /** A whole number of few digits and nothing else; {@link #NO_WHOLE} if it must be looked at more closely. */
    private static long plainWhole(Event event, int value) {
        byte[] text = event.bytes(value);
        int from = event.from(value);
        int length = event.length(value);
        boolean negative = length > 0 && text[from] == '-';
        long digits = negative ? Digits.value(text, from + 1, length - 1) : Digits.value(text, from, length);
        return digits == Digits.NONE ? NO_WHOLE : negative ? -digits : digits;
    }

    /** The values that were written, as JSON holds them. */
    static List<Object> values(byte[] key) {
        List<Object> values = new ArrayList<>();
        int at = 0;
        while (at < key.length) {
            byte tag = key[at++];
            switch (tag) {
                case FALSE, TRUE -> values.add(tag == TRUE);
                case LONG, DOUBLE -> {
                    long bits = readLong(key, at) ^ Long.MIN_VALUE;
                    values.add(tag == LONG ? (Object) bits : (Object) number(bits));
                    at += 8;
                }
                case IP_V4 -> {
                    values.add(IpAddress.v4(v4(key, at - 1)).toString());
                    at += Integer.BYTES;
                }
                case IP_BELOW_V4, IP_ABOVE_V4 -> {
                    values.add(new IpAddress(readLong(key, at), readLong(key, at + 8)).toString());
                    at += 16;
                }
                default -> at = readText(key, at, values);
            }
        }
        return values;
    }

    private static int readText(byte[] key, int from, List<Object> values) {
        byte[] text = new byte[key.length - from];
        int count = 0;
        int at = from;
        while (key[at] != 0 || key[at + 1] != 0) {
            text[count++] = key[at];
            at += key[at] == 0 ? 2 : 1;
        }
        values.add(new String(text, 0, count, StandardCharsets.UTF_8));
        return at + 2;
    }

    private static double number(long sortable) {
        return Double.longBitsToDouble(sortable < 0 ? ~(sortable ^ Long.MIN_VALUE) : sortable);
    }

    private static long readLong(byte[] key, int from) {
        long bits = 0;
        for (int i = from; i < from + 8; i++) {
            bits = bits << 8 | key[i] & 0xFF;
        }
        return bits;
    }

    /** Equal for equal bytes; the seed keeps strangers from choosing values that meet. */
    static long hash(byte[] bytes, int from, int to, long seed) {
        long h = seed ^ (to - from) * MULTIPLIER;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            h = Long.rotateLeft((h ^ (long) LONGS.get(bytes, i)) * MULTIPLIER, 29);
        }
        long tail = 0;
        for (; i < to; i++) {
            tail = tail << 8 | bytes[i] & 0xFF;
        }
        h = (h ^ tail) * MULTIPLIER;
        return (h ^ h >>> 32) * MULTIPLIER;
    }
}
