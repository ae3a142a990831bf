package io.picket.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to one value of each of several fields together. Pure, and equal when it asks the same. */
@FunctionalInterface
public interface Formula {

    /**
     * Whether it holds.
     *
     * @param values one for each field, null where the field has none: {@link String}; {@link Long} or {@link Double};
     *     {@link Boolean}; {@link IpAddress} of address fields; {@link java.time.Instant} of date fields
     */
    boolean holds(@Nullable Object[] values);

    /** What it compares values with, as far as it says so: String, Long, Double, Boolean. For making up examples. */
    default List<Object> constants() {
        return List.of();
    }
}
