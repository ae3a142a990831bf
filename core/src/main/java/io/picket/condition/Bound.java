package io.picket.condition;

import org.jspecify.annotations.Nullable;

/**
 * One end of a range. The value is in the field's own order: {@link Long} for LONG and DATE (epoch milliseconds),
 * {@link Double} for DOUBLE, {@link IpAddress} for IP, {@link String} for keyword-like, VERSION and TEXT fields.
 */
public record Bound(Object value, boolean inclusive) {

    public static @Nullable Bound of(@Nullable Object value, boolean inclusive) {
        return value == null ? null : new Bound(value, inclusive);
    }
}
