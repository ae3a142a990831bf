package io.picket.rule;

import io.picket.condition.FieldTypes;
import io.picket.kql.KqlTree;
import io.picket.text.Place;
import io.picket.text.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule as the checks look at it.
 *
 * @param query its text, for types that have one
 * @param tree what the text says, where it is KQL and parses
 * @param keys where its keys stand
 */
record CheckSubject(
        Rule rule,
        Optional<Query> query,
        Optional<KqlTree> tree,
        CheckKeys keys,
        FieldTypes types,
        CheckNearest nearest) {

    /** A place in the query; only for rules that have one. */
    Place inQuery(Span span) {
        return query.orElseThrow().text().place(span);
    }

    boolean isEql() {
        return rule.body() instanceof RuleBody.EqlBody;
    }

    Optional<Threshold> threshold() {
        return rule.body() instanceof RuleBody.ThresholdBody(Query text, Threshold threshold)
                ? Optional.of(threshold)
                : Optional.empty();
    }

    /** A parameter that is a text; empty when it is absent or something else. */
    Optional<String> text(String key) {
        return rule.parameters().get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The texts of a parameter that is a list. */
    List<String> texts(String key) {
        return rule.parameters().get(key) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    boolean has(String key) {
        return rule.parameters().containsKey(key);
    }

    Optional<Map<?, ?>> table(String key) {
        return rule.parameters().get(key) instanceof Map<?, ?> table ? Optional.of(table) : Optional.empty();
    }
}
