package io.picket.rule;

import java.util.List;
import java.util.Optional;

/** What a rule looks for, by its type. */
public sealed interface RuleBody {

    /** {@code query} and {@code saved_query}. */
    record QueryBody(Query query, Optional<String> savedId) implements RuleBody {}

    record ThresholdBody(Query query, Threshold threshold) implements RuleBody {}

    /**
     * Values never seen before.
     *
     * @param fields one to three
     * @param historyStart where the history window begins, as the rule writes it ({@code now-7d})
     */
    record NewTermsBody(Query query, List<String> fields, String historyStart) implements RuleBody {
        public NewTermsBody {
            fields = List.copyOf(fields);
        }
    }

    record EqlBody(
            Query query,
            Optional<String> timestampField,
            Optional<String> eventCategoryField,
            Optional<String> tiebreakerField)
            implements RuleBody {}

    record EsqlBody(Query query) implements RuleBody {}

    /**
     * Indicators to be matched with events.
     *
     * @param threatIndex where the indicators are
     * @param mapping groups joined with OR of entries joined with AND
     * @param indicatorPath the object of an indicator's document that an alert tells
     */
    record ThreatMatchBody(
            Query query,
            Query threatQuery,
            List<String> threatIndex,
            List<List<MappingEntry>> mapping,
            List<Filter> threatFilters,
            String indicatorPath)
            implements RuleBody {
        public ThreatMatchBody {
            threatIndex = List.copyOf(threatIndex);
            mapping = mapping.stream().map(List::copyOf).toList();
            threatFilters = List.copyOf(threatFilters);
        }
    }

    /**
     * One comparison of an event with an indicator.
     *
     * @param field of the event
     * @param value the indicator's field
     * @param negate whether they must not be equal
     */
    record MappingEntry(String field, String value, boolean negate) {}

    record MachineLearningBody(List<String> jobs, double anomalyThreshold) implements RuleBody {}
}
