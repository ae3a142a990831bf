package io.picket.rule;

import io.picket.condition.FieldTypes;
import io.picket.kql.Kql;
import io.picket.kql.KqlTree;
import io.picket.rule.CheckEqlText.Token;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule as the checks look at it.
 *
 * @param query its text, for types that have one
 * @param tree what the text says, where it is KQL and parses
 * @param doubts what the parser and the compilers of query and filters say of them
 * @param words of the text, where it is EQL or ES|QL
 * @param keys where its keys stand
 */
record CheckSubject(
        Rule rule,
        Optional<Query> query,
        Optional<KqlTree> tree,
        List<Problem> doubts,
        List<Token> words,
        CheckKeys keys,
        FieldTypes types,
        CheckNearest nearest) {

    private static final Set<String> WORDED = Set.of("eql", "esql");

    /** What is wrong with a query does not depend on the time. */
    static CheckSubject of(Rule rule, FieldTypes types, CheckNearest nearest) {
        Optional<Query> query = query(rule);
        Optional<Read<KqlTree>> kql = kql(rule);
        List<Token> words = query.filter(text -> WORDED.contains(text.language()))
                .map(text -> CheckEqlText.tokens(text.text().text()))
                .orElse(List.of());
        CheckKeys keys = query.map(text -> CheckKeys.of(text.text().whole(), rule.place()))
                .orElseGet(() -> CheckKeys.none(rule.place()));
        Optional<KqlTree> tree = kql.flatMap(CheckSubject::value);
        List<Problem> doubts = new ArrayList<>(kql.map(Read::problems).orElse(List.of()));
        tree.ifPresent(parsed -> doubts.addAll(
                Kql.compile(parsed, query.orElseThrow().text(), types).problems()));
        if (rule.body() instanceof EqlBody eql) {
            doubts.addAll(EqlQueries.of(eql, types).problems());
        }
        doubts.addAll(RuleFilters.compile(rule.filters(), types).problems());
        if (rule.body() instanceof ThreatMatchBody) {
            doubts.addAll(IndicatorQuery.of(rule, List.of(), Map.of(), types).problems());
        }
        return new CheckSubject(rule, query, tree, doubts, words, keys, types, nearest);
    }

    /** The query's tree, where it is KQL and parses. */
    static Optional<KqlTree> tree(Rule rule) {
        return kql(rule).flatMap(CheckSubject::value);
    }

    private static Optional<Read<KqlTree>> kql(Rule rule) {
        return query(rule).filter(query -> query.language().equals("kuery")).map(query -> Kql.parse(query.text()));
    }

    private static Optional<KqlTree> value(Read<KqlTree> read) {
        return read instanceof Read.Ok<KqlTree> ok ? Optional.of(ok.value()) : Optional.empty();
    }

    /** Whether the parser has told about the words at this place. */
    boolean isDoubted(Span span) {
        return isDoubted(span, "");
    }

    /** Whether the parser has told about the words at this place, with a code that begins like this. */
    boolean isDoubted(Span span, String code) {
        if (doubts.isEmpty()) {
            return false;
        }
        Place place = inQuery(span);
        return doubts.stream()
                .filter(doubt -> doubt.code().startsWith(code))
                .map(Problem::place)
                .anyMatch(doubt -> doubt.line() == place.line() && doubt.column() == place.column());
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

    Optional<Threshold> threshold() {
        return rule.body() instanceof ThresholdBody(Query text, Threshold threshold)
                ? Optional.of(threshold)
                : Optional.empty();
    }

    /** The words of an EQL query; none of other languages. */
    List<Token> eql() {
        return rule.body() instanceof EqlBody ? words : List.of();
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
