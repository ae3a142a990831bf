package io.picket.alert;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One group that met a threshold, as counted: everything of a threshold alert that does not come from the rule.
 *
 * @param fields names of the fields grouped by, in the rule's order; empty for one group of everything
 * @param values the group's value for each of them, as JSON holds it: String for keyword and ip (addresses in
 *     canonical spelling), Long or Double for numbers, Boolean; dates as Long, epoch milliseconds
 * @param count events counted for the group
 * @param countExact false when events were given up for want of memory: then {@code count} is a lower bound
 * @param first least primary timestamp of the events counted, epoch milliseconds
 * @param last greatest primary timestamp of the events counted: {@code kibana.alert.original_time}
 * @param cardinality distinct values of one more field, if the rule asks for them
 * @param start with the rule's id and the group, what tells this alert from the group's other ones: start of the run's
 *     range on the schedule clock, the moment the threshold was met on the stream clock; epoch milliseconds
 * @param raised when the alert is raised: the run's time on the schedule clock, the moment the threshold was met (or,
 *     held back by {@code max_signals}, the moment it was let through) on the stream clock; epoch milliseconds
 * @param evidence {@code picket.evidence.*}, flat dotted keys in a fixed order, values as JSON would hold them
 */
public record ThresholdResult(
        List<String> fields,
        List<Object> values,
        long count,
        boolean countExact,
        long first,
        long last,
        Optional<Distinct> cardinality,
        long start,
        long raised,
        Map<String, Object> evidence) {

    /**
     * How many distinct values of {@code field} were counted.
     *
     * @param exact false when it is only a lower bound
     */
    public record Distinct(String field, long count, boolean exact) {}

    public ThresholdResult {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
        if (fields.size() != values.size()) {
            throw new IllegalArgumentException("one value a field: " + fields + " " + values);
        }
    }
}
