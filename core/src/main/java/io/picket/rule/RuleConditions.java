package io.picket.rule;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.condition.Refusal;
import io.picket.condition.ValueList;
import io.picket.eql.EqlQuery;
import io.picket.kql.Kql;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule asks of one event, all told: its query, its filters, and that no exception holds. Exceptions act on
 * events, before anything is counted, joined or compared with history. A rule that joins events asks several things, one
 * a step.
 */
public final class RuleConditions {

    /** A time at which no exception has expired, so that conditions have all their parts. */
    private static final long UNEXPIRED = 0;

    private RuleConditions() {}

    /**
     * The condition that every event of the rule meets at one time; with several conditions, that it meets one of them.
     *
     * @param exceptions the items of every exception list that applies to the rule
     * @param valueLists by id
     * @param nowMillis what {@code now} in a date means, and which exceptions have expired; epoch milliseconds
     */
    public static Read<Condition> of(
            Rule rule,
            Collection<ExceptionItem> exceptions,
            Map<String, ValueList> valueLists,
            FieldTypes types,
            long nowMillis) {
        return all(rule, exceptions, valueLists, types, nowMillis).map(Condition::or);
    }

    /**
     * The same without a time: the condition may depend on what time it is ({@code now} in a date, exceptions that
     * expire), see {@link MovingConditions}.
     */
    public static Read<Condition> of(
            Rule rule, Collection<ExceptionItem> exceptions, Map<String, ValueList> valueLists, FieldTypes types) {
        return moving(rule, exceptions, valueLists, types).map(Condition::or);
    }

    /**
     * The conditions of the rule by number, at one time: one, or one for each step of a sequence or sample, {@code until}
     * last. Parameters are as for {@link #of}.
     */
    public static Read<List<Condition>> all(
            Rule rule,
            Collection<ExceptionItem> exceptions,
            Map<String, ValueList> valueLists,
            FieldTypes types,
            long nowMillis) {
        return moving(rule, exceptions, valueLists, types)
                .map(conditions -> conditions.stream()
                        .map(condition -> MovingConditions.at(condition, nowMillis))
                        .toList());
    }

    /** The conditions of the rule by number as in {@link #all}; they may depend on what time it is. */
    public static Read<List<Condition>> moving(
            Rule rule, Collection<ExceptionItem> exceptions, Map<String, ValueList> valueLists, FieldTypes types) {
        Read<List<Condition>> query = query(rule, types);
        Read<Condition> filters = RuleFilters.compile(rule.filters(), types);
        Read<Condition> excepted = ExceptionItems.compile(exceptions, types, valueLists);
        List<Problem> problems = new ArrayList<>(query.problems());
        problems.addAll(filters.problems());
        problems.addAll(excepted.problems());
        if (query instanceof Read.Ok<List<Condition>> asked
                && filters instanceof Read.Ok<Condition> filtered
                && excepted instanceof Read.Ok<Condition> taken) {
            List<Condition> conditions = asked.value().stream()
                    .map(one -> joined(one, filtered.value(), taken.value()))
                    .toList();
            Optional<String> refusal = conditions.stream()
                    .flatMap(condition -> refusal(condition, UNEXPIRED).stream())
                    .findFirst();
            if (refusal.isEmpty()) {
                return Read.ok(conditions, problems);
            }
            problems.add(Problem.error("COND-006", refusal.get(), "Ask it in a simpler way.", rule.place()));
        }
        return Read.failed(problems);
    }

    /** Why the condition cannot be evaluated at some time; together, parts that can alone may not. */
    static Optional<String> refusal(Condition condition, long nowMillis) {
        return Refusal.of(MovingConditions.ever(condition))
                .or(() -> Refusal.of(MovingConditions.at(condition, nowMillis)));
    }

    private static Condition joined(Condition query, Condition filters, Condition excepted) {
        List<Condition> all = new ArrayList<>();
        for (Condition part : List.of(query, filters)) {
            if (!(part instanceof Condition.Always)) {
                all.add(part);
            }
        }
        if (!(excepted instanceof Condition.Never)) {
            all.add(Condition.not(excepted));
        }
        return Condition.and(all);
    }

    private static Read<List<Condition>> query(Rule rule, FieldTypes types) {
        return switch (rule.body()) {
            case QueryBody(Query query, var savedId) ->
                rule.type() == RuleType.SAVED_QUERY && !rule.parameters().containsKey("query")
                        ? refused(
                                rule,
                                "COND-002",
                                "The rule's query is a saved one, which is kept in Kibana and not in this file.",
                                "Write the query into the rule.")
                        : query(query, types).map(List::of);
            case ThresholdBody(Query query, var threshold) ->
                query(query, types).map(List::of);
            case NewTermsBody(Query query, var fields, var historyStart) ->
                query(query, types).map(List::of);
            case EqlBody eql -> EqlQueries.of(eql, types).map(EqlQuery::conditions);
            case EsqlBody esql -> notOfOneEvent(rule, "ES|QL");
            case ThreatMatchBody threat -> threat(rule, threat, types).map(List::of);
            case MachineLearningBody learned -> notOfOneEvent(rule, "Machine learning");
        };
    }

    /** The event's side of an indicator match rule; it fails with the indicators' side, too. */
    private static Read<Condition> threat(Rule rule, ThreatMatchBody body, FieldTypes types) {
        Read<Condition> query = query(body.query(), types);
        Read<IndicatorQuery> indicators = IndicatorQuery.of(rule, List.of(), Map.of(), types);
        List<Problem> problems = new ArrayList<>(query.problems());
        problems.addAll(indicators.problems());
        return query instanceof Read.Ok<Condition> asked && indicators instanceof Read.Ok<IndicatorQuery>
                ? Read.ok(
                        Condition.and(List.of(
                                asked.value(), IndicatorQuery.mapped(body, types, RuleBody.MappingEntry::field))),
                        problems)
                : Read.failed(problems);
    }

    static Read<Condition> query(Query query, FieldTypes types) {
        if (query.language().equals("lucene")) {
            return Read.failed(Problem.error(
                    "COND-001",
                    "Lucene is not supported as a query language.",
                    "Write the query in KQL (language = \"kuery\").",
                    query.text().place(Span.at(0))));
        }
        return Kql.read(query.text(), types);
    }

    private static <T> Read<T> notOfOneEvent(Rule rule, String what) {
        return refused(rule, "COND-003", what + " rules do not run yet.", "");
    }

    private static <T> Read<T> refused(Rule rule, String code, String message, String mend) {
        return Read.failed(Problem.error(code, message, mend, rule.place()));
    }
}
