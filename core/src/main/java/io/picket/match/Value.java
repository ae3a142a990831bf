package io.picket.match;

import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.NumberText;
import io.picket.event.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One value of an event, read plainly.
 *
 * @param kind one of {@link Kind}
 * @param text a string's text, a number's JSON text, {@code true} or {@code false}
 */
record Value(byte kind, String text) {

    /** Whether it can be read as a field of this type holds it; one that cannot does not count as a value. */
    boolean readsAs(FieldType type) {
        return switch (type) {
            case LONG -> whole() != null;
            case DOUBLE -> decimal() != null;
            case BOOLEAN -> bool() != null;
            case IP -> ip() != null;
            case DATE -> millis() != DateText.NONE;
            case KEYWORD,
                    WILDCARD,
                    CONSTANT_KEYWORD,
                    TEXT,
                    VERSION,
                    FLATTENED,
                    NESTED,
                    OBJECT,
                    GEO_POINT,
                    BINARY,
                    OTHER,
                    UNKNOWN -> true;
        };
    }

    /** As an integer field holds it: a fraction is cut off, a string that reads as a number counts. */
    @Nullable Long whole() {
        NumberText number = number();
        return number == null || !number.fits() ? null : (Long) number.truncated();
    }

    @Nullable Double decimal() {
        NumberText number = number();
        return number == null ? null : (Double) number.nearest();
    }

    /** The number it is or reads as; true and false are none. */
    @Nullable NumberText number() {
        return kind == Kind.TRUE || kind == Kind.FALSE ? null : NumberText.read(text);
    }

    /** True, false, the strings of these names, and the empty string, which Elasticsearch takes for false. */
    @Nullable Boolean bool() {
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

    @Nullable IpAddress ip() {
        return IpAddress.parse(text);
    }

    /** Epoch milliseconds, or {@link DateText#NONE}. */
    long millis() {
        return DateText.millis(text);
    }
}
