package io.picket.eql;

/**
 * What a query leaves open.
 *
 * @param eventCategoryField the field that holds what stands before {@code where}
 */
public record EqlOptions(String eventCategoryField) {

    public static final String EVENT_CATEGORY = "event.category";

    /** Elastic's field of categories. */
    public static final EqlOptions DEFAULT = new EqlOptions(EVENT_CATEGORY);
}
