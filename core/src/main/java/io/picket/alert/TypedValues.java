package io.picket.alert;

import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.NumberText;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of a field as its type reads them, for grouping: String for keyword-like fields and addresses (in canonical
 * spelling), Long for whole numbers and dates (epoch milliseconds), Double, Boolean. A value that is none of its type is
 * no value, as in an index with {@code ignore_malformed}.
 */
public final class TypedValues {

    private TypedValues() {}

    /** The distinct values of a field, in the order of the document. */
    public static List<Object> of(Event event, int slot, FieldType type) {
        if (slot == FieldTable.NONE || !event.has(slot)) {
            return List.of();
        }
        Set<Object> values = new LinkedHashSet<>();
        for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
            Object typed = typed(event.text(value), event.kind(value), type);
            if (typed != null) {
                values.add(typed);
            }
        }
        return List.copyOf(values);
    }

    /** One value as the field's type reads it, or null if it is none. */
    public static @Nullable Object typed(String text, byte kind, FieldType type) {
        return switch (type) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, TEXT, VERSION -> text;
            case LONG -> wholeNumber(text, kind);
            case DOUBLE -> decimal(text, kind);
            case BOOLEAN -> bool(text, kind);
            case IP -> address(text);
            case DATE -> date(text, kind);
            case UNKNOWN, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> asWritten(text, kind);
        };
    }

    /** One value as JSON holds it, whatever its field's type. */
    public static Object asWritten(Event event, int value) {
        String text = event.text(value);
        Object written = asWritten(text, event.kind(value));
        return written == null ? text : written;
    }

    private static @Nullable Object asWritten(String text, byte kind) {
        return switch (kind) {
            case Kind.NUMBER -> number(text);
            case Kind.TRUE -> true;
            case Kind.FALSE -> false;
            default -> text;
        };
    }

    /** A whole number that is written as one, else a decimal. */
    private static @Nullable Object number(String text) {
        NumberText number = NumberText.read(text);
        boolean isWhole = text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
        return number == null
                ? null
                : isWhole && number.fits() ? (Object) number.truncated() : (Object) number.nearest();
    }

    /** Fractions are cut off, as Elasticsearch coerces them. */
    private static @Nullable Long wholeNumber(String text, byte kind) {
        NumberText number = numberText(text, kind);
        return number == null || !number.fits() ? null : (Long) number.truncated();
    }

    private static @Nullable Double decimal(String text, byte kind) {
        NumberText number = numberText(text, kind);
        return number == null ? null : (Double) number.nearest();
    }

    private static @Nullable NumberText numberText(String text, byte kind) {
        return kind == Kind.TRUE || kind == Kind.FALSE ? null : NumberText.read(text);
    }

    /** Elasticsearch takes an empty string for false. */
    private static @Nullable Boolean bool(String text, byte kind) {
        return switch (kind) {
            case Kind.TRUE -> Boolean.TRUE;
            case Kind.FALSE -> Boolean.FALSE;
            case Kind.STRING ->
                switch (text) {
                    case "true" -> Boolean.TRUE;
                    case "false", "" -> Boolean.FALSE;
                    default -> null;
                };
            default -> null;
        };
    }

    private static @Nullable String address(String text) {
        IpAddress address = IpAddress.parse(text);
        return address == null ? null : address.toString();
    }

    private static @Nullable Long date(String text, byte kind) {
        long millis = kind == Kind.TRUE || kind == Kind.FALSE ? DateText.NONE : DateText.millis(text);
        return millis == DateText.NONE ? null : (Long) millis;
    }

    /**
     * The order in which Elasticsearch walks through values of a field: no value first, text by its bytes in UTF-8,
     * numbers by value, addresses as 16 bytes.
     */
    public static Comparator<@Nullable Object> order(FieldType type) {
        return type == FieldType.IP ? TypedValues::compareAddresses : TypedValues::compare;
    }

    private static int compareAddresses(@Nullable Object a, @Nullable Object b) {
        IpAddress left = a instanceof String text ? IpAddress.parse(text) : null;
        IpAddress right = b instanceof String text ? IpAddress.parse(text) : null;
        return left == null || right == null ? compare(a, b) : left.compareTo(right);
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        int byRank = Integer.compare(rank(a), rank(b));
        if (byRank != 0) {
            return byRank;
        }
        return switch (a) {
            case Boolean left when b instanceof Boolean right -> Boolean.compare(left, right);
            case Long left when b instanceof Long right -> Long.compare(left, right);
            case Number left when b instanceof Number right -> Double.compare(left.doubleValue(), right.doubleValue());
            case String left when b instanceof String right -> compareText(left, right);
            case List<?> left when b instanceof List<?> right -> compareLists(left, right);
            case null, default -> 0;
        };
    }

    private static int rank(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Boolean bool -> 1;
            case Number number -> 2;
            case String text -> 3;
            default -> 4;
        };
    }

    private static int compareText(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static int compareLists(List<?> a, List<?> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int byElement = compare(a.get(i), b.get(i));
            if (byElement != 0) {
                return byElement;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
