package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.FieldType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values by which events of different steps are joined: equal when the values are, whole numbers and decimals by
 * value. Ordered as Elasticsearch orders them: no value first, text by its bytes. Kept as bytes, a tag a value and then
 * nothing, eight bytes, or a length and text, since every event that meets a step makes one.
 */
final class JoinKey implements Comparable<JoinKey> {

    private static final byte NOTHING = 0;
    private static final byte FALSE = 1;
    private static final byte TRUE = 2;
    private static final byte WHOLE = 3;
    private static final byte DECIMAL = 4;
    private static final byte TEXT = 5;

    /** The key of events that are joined by nothing. */
    static final JoinKey NONE = new JoinKey(new byte[0]);

    private static final Comparator<@Nullable Object> ORDER = TypedValues.order(FieldType.UNKNOWN);
    private static final int OVERHEAD_BYTES = 48;
    private static final double WHOLE_MAX = 0x1p53;

    private final byte[] bytes;
    private final int hash;

    private JoinKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** @param values String, Long, Double, Boolean, or null for an optional key that the event lacks */
    static JoinKey of(List<? extends @Nullable Object> values) {
        Writer writer = new Writer();
        values.forEach(writer::value);
        return writer.key();
    }

    /** Takes a key out of bytes that {@link #asBytes} gave. */
    static JoinKey of(byte[] from, int start, int length) {
        return length == 0 ? NONE : new JoinKey(Arrays.copyOfRange(from, start, start + length));
    }

    /** The key as bytes, which are not to be changed. */
    byte[] asBytes() {
        return bytes;
    }

    /** Puts a key together, value by value; to be used again for the next. */
    static final class Writer {

        private byte[] out = new byte[128];
        private int length;

        void clear() {
            length = 0;
        }

        void nothing() {
            tag(NOTHING, 0);
        }

        void whole(long number) {
            tag(WHOLE, Long.BYTES);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out[length++] = (byte) (number >>> shift);
            }
        }

        /** Text in UTF-8. */
        void text(byte[] text, int from, int count) {
            tag(TEXT, Integer.BYTES + count);
            for (int shift = 24; shift >= 0; shift -= 8) {
                out[length++] = (byte) (count >>> shift);
            }
            System.arraycopy(text, from, out, length, count);
            length += count;
        }

        void value(@Nullable Object value) {
            switch (value) {
                case null -> nothing();
                case Boolean flag -> tag(flag ? TRUE : FALSE, 0);
                case Long number -> whole(number);
                case Double number -> decimal(number);
                default -> {
                    byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                    text(text, 0, text.length);
                }
            }
        }

        /** 1.0 in one field is 1 in another. */
        private void decimal(double number) {
            if (number == Math.rint(number) && Math.abs(number) < WHOLE_MAX) {
                whole((long) number);
                return;
            }
            whole(Double.doubleToLongBits(number));
            out[length - Long.BYTES - 1] = DECIMAL;
        }

        private void tag(byte tag, int more) {
            if (length + 1 + more > out.length) {
                out = Arrays.copyOf(out, Math.max(2 * out.length, length + 1 + more));
            }
            out[length++] = tag;
        }

        JoinKey key() {
            return length == 0 ? NONE : new JoinKey(Arrays.copyOf(out, length));
        }
    }

    /** String, Long, Double, Boolean or null, one a field. */
    List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            byte tag = in.get();
            values.add(
                    switch (tag) {
                        case NOTHING -> null;
                        case FALSE, TRUE -> tag == TRUE;
                        case WHOLE -> in.getLong();
                        case DECIMAL -> Double.longBitsToDouble(in.getLong());
                        default -> {
                            byte[] text = new byte[in.getInt()];
                            in.get(text);
                            yield new String(text, StandardCharsets.UTF_8);
                        }
                    });
        }
        return Collections.unmodifiableList(values);
    }

    static int compareValues(@Nullable Object a, @Nullable Object b) {
        return ORDER.compare(a, b);
    }

    /** For people. */
    String name() {
        return values().stream().map(String::valueOf).collect(Collectors.joining(" · "));
    }

    @Override
    public int compareTo(JoinKey other) {
        List<@Nullable Object> own = values();
        List<@Nullable Object> others = other.values();
        for (int i = 0; i < Math.min(own.size(), others.size()); i++) {
            int byValue = compareValues(own.get(i), others.get(i));
            if (byValue != 0) {
                return byValue;
            }
        }
        return Integer.compare(own.size(), others.size());
    }

    /** Memory it takes, estimated, in bytes. */
    long bytes() {
        return OVERHEAD_BYTES + (long) bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinKey key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return name();
    }
}
