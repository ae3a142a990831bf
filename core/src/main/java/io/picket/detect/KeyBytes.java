package io.picket.detect;

import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.event.Event;
import io.picket.event.Kind;
import java.math.BigDecimal;
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

    private static final IpAddress FIRST_V4 = IpAddress.v4(0);
    private static final int DIGITS_SURE = 18;
    private static final int NUMBER_CHARS_MAX = 64;
    /** Java reads {@code 1f} as a number too; JSON and Elasticsearch do not. */
    private static final String NUMBER_END = "0123456789.";

    byte[] bytes = new byte[256];
    int length;

    /** Appends one value read as the field's type asks; false, and nothing appended, if it is no such value. */
    boolean append(Event event, int value, FieldType type) {
        return switch (type) {
            case IP -> appendIp(event, value);
            case LONG -> {
                long whole = whole(event, value);
                yield whole != NO_WHOLE && append(LONG, whole);
            }
            case DOUBLE -> appendDouble(event, value);
            case BOOLEAN -> appendBoolean(event, value);
            case DATE -> {
                long millis = DateText.millis(event.bytes(value), event.from(value), event.length(value));
                yield millis != DateText.NONE && append(LONG, millis);
            }
            case UNKNOWN -> appendAsItIs(event, value);
            default -> appendText(event.bytes(value), event.from(value), event.length(value));
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

    private boolean appendAsItIs(Event event, int value) {
        return switch (event.kind(value)) {
            case Kind.TRUE, Kind.FALSE -> appendBoolean(event, value);
            case Kind.NUMBER -> {
                String text = event.text(value);
                yield text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0
                        ? append(event, value, FieldType.LONG) || appendDouble(event, value)
                        : appendDouble(event, value);
            }
            default -> appendText(event.bytes(value), event.from(value), event.length(value));
        };
    }

    private boolean appendBoolean(Event event, int value) {
        byte tag = switch (event.kind(value)) {
            case Kind.TRUE -> TRUE;
            case Kind.FALSE -> FALSE;
            case Kind.STRING ->
                switch (event.text(value)) {
                    case "true" -> TRUE;
                    case "false", "" -> FALSE;
                    default -> 0;
                };
            default -> 0;
        };
        if (tag == 0) {
            return false;
        }
        room(1);
        bytes[length++] = tag;
        return true;
    }

    private boolean appendDouble(Event event, int value) {
        if (event.kind(value) != Kind.NUMBER && event.kind(value) != Kind.STRING) {
            return false;
        }
        String text = event.text(value);
        double number;
        try {
            number = text.length() <= NUMBER_CHARS_MAX
                            && NUMBER_END.indexOf(text.isEmpty() ? 'x' : text.charAt(text.length() - 1)) >= 0
                    ? Double.parseDouble(text)
                    : Double.NaN;
        } catch (NumberFormatException e) {
            return false;
        }
        if (!Double.isFinite(number)) {
            return false;
        }
        long bits = Double.doubleToLongBits(number == 0 ? 0.0 : number);
        return append(DOUBLE, bits < 0 ? ~bits ^ Long.MIN_VALUE : bits);
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

    private boolean appendIp(Event event, int value) {
        long quad = quad(event.bytes(value), event.from(value), event.length(value));
        if (quad >= 0) {
            appendV4((int) quad);
            return true;
        }
        IpAddress address = event.length(value) > 45 ? null : IpAddress.parse(event.text(value));
        if (address == null) {
            return false;
        }
        if (address.isV4()) {
            appendV4((int) address.low());
            return true;
        }
        room(17);
        bytes[length++] = address.compareTo(FIRST_V4) < 0 ? IP_BELOW_V4 : IP_ABOVE_V4;
        appendLong(address.high());
        appendLong(address.low());
        return true;
    }

    private void appendV4(int bits) {
        room(5);
        bytes[length++] = IP_V4;
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (bits >>> shift);
        }
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** A dotted quad in its usual spelling as 32 bits; negative if it is not one and must be looked at more closely. */
    private static long quad(byte[] text, int from, int length) {
        long bits = 0;
        int part = -1;
        int dots = 0;
        for (int i = from; i < from + length; i++) {
            int c = text[i];
            if (c == '.') {
                if (part < 0 || ++dots > 3) {
                    return -1;
                }
                bits = bits << 8 | part;
                part = -1;
            } else if (c < '0' || c > '9' || part == 0) {
                return -1;
            } else {
                part = part < 0 ? c - '0' : part * 10 + c - '0';
                if (part > 255) {
                    return -1;
                }
            }
        }
        return dots == 3 && part >= 0 ? bits << 8 | part : -1;
    }

    /**
     * A number or a string that reads as one, its fraction cut off, as Elasticsearch takes it into an integer field;
     * {@link #NO_WHOLE} if it is none or out of range.
     */
    static long whole(Event event, int value) {
        byte[] text = event.bytes(value);
        int from = event.from(value);
        int end = from + event.length(value);
        int i = from;
        boolean negative = i < end && text[i] == '-';
        if (negative) {
            i++;
        }
        int start = i;
        long number = 0;
        while (i < end && text[i] >= '0' && text[i] <= '9' && i - start < DIGITS_SURE) {
            number = number * 10 + text[i++] - '0';
        }
        if (i == end && i > start) {
            return negative ? -number : number;
        }
        byte kind = event.kind(value);
        return kind == Kind.NUMBER || kind == Kind.STRING ? oddWhole(event.text(value)) : NO_WHOLE;
    }

    private static long oddWhole(String text) {
        if (text.length() > NUMBER_CHARS_MAX) {
            return NO_WHOLE;
        }
        try {
            double rough = Double.parseDouble(text);
            if (!(Math.abs(rough) < 0x1p64)) {
                return NO_WHOLE;
            }
            if (Math.abs(rough) < 1) {
                return 0;
            }
            return new BigDecimal(text).toBigInteger().longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return NO_WHOLE;
        }
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
                    int bits = 0;
                    for (int i = 0; i < 4; i++) {
                        bits = bits << 8 | key[at++] & 0xFF;
                    }
                    values.add(IpAddress.v4(bits).toString());
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
}
