package io.picket.rule;

import java.util.List;
import java.util.Optional;

/**
 * What a threshold rule counts.
 *
 * @param fields grouped by, in the rule's order; empty for one group of everything
 * @param value least number of events
 * @param cardinality least number of distinct values of one more field
 */
public record Threshold(List<String> fields, long value, Optional<Cardinality> cardinality) {

    public record Cardinality(String field, long value) {}

    public Threshold {
        fields = List.copyOf(fields);
    }
}
