package io.picket.rule;

import io.picket.condition.FieldTypes;
import io.picket.kql.Kql;
import io.picket.kql.KqlTree;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.text.Place;
import io.picket.text.Read;
import io.picket.text.Span;
import java.util.List;
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

    static CheckSubject of(Rule rule, FieldTypes types, CheckNearest nearest) {
        Optional<Query> query = query(rule);
        CheckKeys keys = query.map(text -> CheckKeys.of(text.text().whole(), rule.place()))
                .orElseGet(() -> CheckKeys.none(rule.place()));
        return new CheckSubject(rule, query, tree(rule), keys, types, nearest);
    }

    /** The query's tree, where it is KQL and parses. */
    static Optional<KqlTree> tree(Rule rule) {
        return query(rule)
                .filter(query -> query.language().equals("kuery"))
                .flatMap(query -> Kql.parse(query.text()) instanceof Read.Ok<KqlTree> ok
                        ? Optional.of(ok.value())
                        : Optional.empty());
    }

    static Optional<Query> query(Rule rule) {
        return switch (rule.body()) {
            case QueryBody body -> Optional.of(body.query());
            case ThresholdBody body -> Optional.of(body.query());
            case NewTermsBody body -> Optional.of(body.query());
            case EqlBody body -> Optional.of(body.query());
            case EsqlBody body -> Optional.of(body.query());
            case ThreatMatchBody body -> Optional.of(body.query());
            case MachineLearningBody body -> Optional.empty();
        };
    }

    /** A place in the query; only for rules that have one. */
    Place inQuery(Span span) {
        return query.orElseThrow().text().place(span);
    }

    boolean isEql() {
        return rule.body() instanceof EqlBody;
    }

    Optional<Threshold> threshold() {
        return rule.body() instanceof ThresholdBody(Query text, Threshold threshold)
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
}
