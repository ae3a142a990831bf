package io.picket.rule;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.condition.ValueList;
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

/**
 * What a rule asks of one event, all told: its query, its filters, and that no exception holds. Exceptions act on
 * events, before anything is counted or compared with history.
 */
public final class RuleConditions {

    private RuleConditions() {}

    /**
     * The condition that the rule's events meet at one time.
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
        return of(rule, exceptions, valueLists, types).map(condition -> MovingConditions.at(condition, nowMillis));
    }

    /**
     * The condition that the rule's events meet. It may depend on what time it is ({@code now} in a date, exceptions that
     * expire): see {@link MovingConditions}.
     *
     * @param exceptions the items of every exception list that applies to the rule
     * @param valueLists by id
     */
    public static Read<Condition> of(
            Rule rule, Collection<ExceptionItem> exceptions, Map<String, ValueList> valueLists, FieldTypes types) {
        Read<Condition> query = query(rule, types);
        Read<Condition> filters = RuleFilters.compile(rule.filters(), types);
        Read<Condition> excepted = ExceptionItems.compile(exceptions, types, valueLists);
        List<Problem> problems = new ArrayList<>(query.problems());
        problems.addAll(filters.problems());
        problems.addAll(excepted.problems());
        if (query instanceof Read.Ok<Condition> asked
                && filters instanceof Read.Ok<Condition> filtered
                && excepted instanceof Read.Ok<Condition> taken) {
            return Read.ok(joined(asked.value(), filtered.value(), taken.value()), problems);
        }
        return Read.failed(problems);
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

    private static Read<Condition> query(Rule rule, FieldTypes types) {
        return switch (rule.body()) {
            case QueryBody(Query query, var savedId) ->
                rule.type() == RuleType.SAVED_QUERY && !rule.parameters().containsKey("query")
                        ? refused(
                                rule,
                                "COND-002",
                                "The rule's query is a saved one, which is kept in Kibana and not in this file.",
                                "Write the query into the rule.")
                        : query(query, types);
            case ThresholdBody(Query query, var threshold) -> query(query, types);
            case NewTermsBody(Query query, var fields, var historyStart) -> query(query, types);
            case EqlBody eql -> notOfOneEvent(rule, "EQL");
            case EsqlBody esql -> notOfOneEvent(rule, "ES|QL");
            case ThreatMatchBody threat -> threat(rule, threat, types);
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

    private static Read<Condition> notOfOneEvent(Rule rule, String what) {
        return refused(rule, "COND-003", what + " rules do not run yet.", "");
    }

    private static Read<Condition> refused(Rule rule, String code, String message, String mend) {
        return Read.failed(Problem.error(code, message, mend, rule.place()));
    }
}
