package io.picket.eql;

/**
 * What a query leaves open.
 *
 * @param eventCategoryField the field that holds what stands before {@code where}
 * @param nowMillis what {@code now} in a date means, epoch milliseconds
 */
public record EqlOptions(String eventCategoryField, long nowMillis) {

    public static final String EVENT_CATEGORY = "event.category";

    /** Elastic's field of categories. */
    public static EqlOptions at(long nowMillis) {
        return new EqlOptions(EVENT_CATEGORY, nowMillis);
    }
}
