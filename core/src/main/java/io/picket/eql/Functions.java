package io.picket.eql;

import io.picket.condition.Cidr;
import io.picket.condition.IpAddress;
import io.picket.eql.Expression.ArithmeticOperator;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the functions of the language give. Null for a null argument, but where the reference makes an exception; and
 * for values at which Elasticsearch fails the whole request, such as {@code number("x")}: one bad event must not stop a
 * rule.
 */
final class Functions {

    private static final int WIDE_DIGITS_MAX = 1_000;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Functions() {}

    static @Nullable Object of(Function function, boolean ignoresCase, List<@Nullable Object> values) {
        Object first = values.getFirst();
        Object second = values.size() > 1 ? values.get(1) : null;
        Object third = values.size() > 2 ? values.get(2) : null;
        return switch (function) {
            case ADD -> Arithmetics.of(ArithmeticOperator.ADD, first, second);
            case SUBTRACT -> Arithmetics.of(ArithmeticOperator.SUBTRACT, first, second);
            case MULTIPLY -> Arithmetics.of(ArithmeticOperator.MULTIPLY, first, second);
            case DIVIDE -> Arithmetics.of(ArithmeticOperator.DIVIDE, first, second);
            case MODULO -> Arithmetics.of(ArithmeticOperator.MODULO, first, second);
            case BETWEEN ->
                first instanceof String source && second instanceof String left && third instanceof String right
                        ? between(
                                source,
                                left,
                                right,
                                values.size() > 3 && Boolean.TRUE.equals(values.get(3)),
                                ignoresCase)
                        : null;
            case CIDR_MATCH -> cidrMatch(values);
            case CONCAT -> concat(values);
            case ENDS_WITH ->
                first instanceof String text && second instanceof String end
                        ? (Object) lower(text, ignoresCase).endsWith(lower(end, ignoresCase))
                        : null;
            case STARTS_WITH ->
                first instanceof String text && second instanceof String start
                        ? (Object) lower(text, ignoresCase).startsWith(lower(start, ignoresCase))
                        : null;
            case STRING_CONTAINS ->
                first instanceof String text && second instanceof String part
                        ? (Object) (!text.isEmpty()
                                && !part.isEmpty()
                                && lower(text, ignoresCase).contains(lower(part, ignoresCase)))
                        : null;
            case INDEX_OF ->
                first instanceof String text && second instanceof String part
                        ? indexOf(lower(text, ignoresCase), lower(part, ignoresCase), third)
                        : null;
            case LENGTH -> first instanceof String text ? (Object) (long) text.length() : null;
            case TO_NUMBER -> first instanceof String text ? number(text, second) : null;
            case TO_STRING -> first == null ? null : text(first);
            case SUBSTRING -> first instanceof String text ? substring(text, second, third) : null;
        };
    }

    private static String lower(String text, boolean ignoresCase) {
        return ignoresCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static @Nullable String between(
            String source, String left, String right, boolean greedy, boolean ignoresCase) {
        String searched = lower(source, ignoresCase);
        if (searched.length() != source.length()) {
            // Lower case of a few letters is longer, and places in it are none in the source.
            searched = source;
        }
        String first = lower(left, ignoresCase);
        String last = lower(right, ignoresCase);
        int start = searched.indexOf(first);
        if (start < 0) {
            return null;
        }
        start += first.length();
        int end = greedy ? searched.lastIndexOf(last) : searched.indexOf(last, start);
        return end < start ? null : source.substring(start, end);
    }

    private static @Nullable Object cidrMatch(List<@Nullable Object> values) {
        IpAddress address = values.getFirst() instanceof String text
                ? IpAddress.parse(text)
                : values.getFirst() instanceof IpAddress known ? known : null;
        if (address == null) {
            return null;
        }
        return values.stream().skip(1).anyMatch(block -> {
            Cidr cidr = block instanceof String text ? Cidr.parse(text) : null;
            return cidr != null && cidr.contains(address);
        });
    }

    private static @Nullable String concat(List<@Nullable Object> values) {
        StringBuilder joined = new StringBuilder();
        for (Object value : values) {
            if (value == null) {
                return null;
            }
            joined.append(text(value));
        }
        return joined.toString();
    }

    private static @Nullable Long indexOf(String text, String part, @Nullable Object start) {
        long from = start instanceof Number number ? Math.max(0, number.longValue()) : 0;
        int at = text.indexOf(part, (int) Math.min(from, text.length()));
        return at < 0 || from > text.length() && !part.isEmpty() ? null : (Long) (long) at;
    }

    /** Places from the end where negative, then cut to what is there, as Python slices. */
    private static String substring(String text, @Nullable Object start, @Nullable Object end) {
        int from = place(start, 0, text.length());
        int to = place(end, text.length(), text.length());
        return from >= to ? "" : text.substring(from, to);
    }

    private static int place(@Nullable Object value, int absent, int length) {
        if (!(value instanceof Number number)) {
            return absent;
        }
        long place = number.longValue();
        return (int) Math.clamp(place < 0 ? place + length : place, 0L, (long) length);
    }

    private static @Nullable Number number(String text, @Nullable Object base) {
        boolean marked = text.startsWith("0x");
        long radix = base instanceof Number number ? number.longValue() : marked ? 16 : 10;
        if (marked && radix != 16 || radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
            return null;
        }
        String digits = marked ? text.substring(2) : text;
        try {
            return Long.valueOf(digits, (int) radix);
        } catch (NumberFormatException noWholeNumber) {
            return radix == 10 ? decimal(digits) : wide(digits, (int) radix);
        }
    }

    /** The number that a string reads as, or null. */
    static @Nullable Number decimalOrWhole(String text) {
        return text.isEmpty() || text.startsWith("0x") ? null : number(text, 10L);
    }

    private static @Nullable Double decimal(String digits) {
        String bare = digits.strip();
        // Java also reads "NaN", "1d" and hexadecimal fractions.
        if (bare.isEmpty() || !bare.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0)) {
            return null;
        }
        try {
            return Double.valueOf(bare);
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static @Nullable Double wide(String digits, int radix) {
        try {
            return digits.length() > WIDE_DIGITS_MAX ? null : (Double) new BigInteger(digits, radix).doubleValue();
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** A value as text: doubles as Java prints them, dates in ISO form with milliseconds, addresses canonical. */
    static String text(Object value) {
        return value instanceof Instant time ? DATE.format(time) : value.toString();
    }
}
