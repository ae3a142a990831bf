package io.picket.rule;

import io.picket.condition.IndexPatterns;
import io.picket.text.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A detection rule, read and checked.
 *
 * @param ruleId stable, from the author
 * @param index which indices it reads; empty patterns for types that name them elsewhere
 * @param timestampOverride the primary timestamp, if not {@code @timestamp}
 * @param timestampFallback whether {@code @timestamp} stands in where the override is absent
 * @param filters joined to the query with AND
 * @param parameters every key of the rule as read, snake_case, for {@code kibana.alert.rule.parameters}
 * @param place where it stands
 */
public record Rule(
        RuleType type,
        String ruleId,
        String name,
        String description,
        Severity severity,
        int riskScore,
        Schedule schedule,
        int maxSignals,
        IndexPatterns index,
        Optional<String> timestampOverride,
        boolean timestampFallback,
        List<Filter> filters,
        Overrides overrides,
        Optional<Suppression> suppression,
        boolean buildingBlock,
        List<ExceptionListRef> exceptionLists,
        RuleBody body,
        Map<String, Object> parameters,
        Place place) {

    public static final int MAX_SIGNALS_DEFAULT = 100;

    /** The field the rule's clock reads first. */
    public String primaryTimestamp() {
        return timestampOverride.orElse("@timestamp");
    }
}
