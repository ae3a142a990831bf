package io.picket.explain;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.eql.EqlTree;
import io.picket.explain.Explanation.Kind;
import io.picket.rule.ExceptionItem;
import io.picket.rule.ExceptionItems;
import io.picket.rule.Filter;
import io.picket.rule.Query;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.rule.RuleFilters;
import io.picket.rule.RuleType;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A rule cut into what is asked by itself: its query or steps, each filter, each exception. */
final class RuleSections {

    /**
     * One of them.
     *
     * @param keys names of the fields that a step is joined by; an optional one may be missing
     */
    record Asked(Kind kind, String name, Clause clause, List<Key> keys) {}

    record Key(String field, boolean optional) {}

    private final Rule rule;
    private final FieldTypes types;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Asked> sections = new ArrayList<>();
    private boolean failed;

    RuleSections(Rule rule, FieldTypes types) {
        this.rule = rule;
        this.types = types;
    }

    Read<List<Asked>> of(Collection<ExceptionItem> exceptions, Map<String, ValueList> valueLists) {
        query();
        for (Filter filter : rule.filters()) {
            filter(filter);
        }
        for (ExceptionItem item : exceptions) {
            exception(item, valueLists);
        }
        return failed ? Read.failed(problems) : Read.ok(sections, problems);
    }

    private void query() {
        switch (rule.body()) {
            case QueryBody(Query query, var savedId) -> {
                if (rule.type() == RuleType.SAVED_QUERY && !rule.parameters().containsKey("query")) {
                    refuse("The rule's query is a saved one, which is kept in Kibana and not in this file.");
                } else {
                    query(query);
                }
            }
            case ThresholdBody(Query query, var threshold) -> query(query);
            case NewTermsBody terms -> query(terms.query());
            case ThreatMatchBody threat -> query(threat.query());
            case EqlBody eql -> eql(eql);
            case EsqlBody esql -> refuse("An ES|QL query asks for tables, not for single events.");
            case MachineLearningBody learned -> refuse("A machine learning rule asks nothing of events.");
        }
    }

    private void query(Query query) {
        if (query.language().equals("lucene")) {
            refuse("Lucene is not supported as a query language.");
            return;
        }
        if (taken(KqlClauses.of(query.text(), types)) instanceof Read.Ok<Clause> ok) {
            sections.add(new Asked(Kind.QUERY, "", ok.value(), List.of()));
        }
    }

    private void eql(EqlBody body) {
        SourceText source = body.query().text();
        EqlOptions options = new EqlOptions(body.eventCategoryField().orElse(EqlOptions.EVENT_CATEGORY));
        if (!(taken(Eql.read(source, types, options)) instanceof Read.Ok<EqlQuery>)) {
            return;
        }
        EqlClauses clauses = new EqlClauses(source, types, options);
        switch (Eql.parse(source).orThrow()) {
            case EqlTree.EventQuery events ->
                sections.add(new Asked(Kind.QUERY, "", clauses.of(events.filter()), List.of()));
            case EqlTree.Sequence sequence -> {
                steps(sequence.steps(), clauses);
                sequence.until()
                        .ifPresent(
                                step -> sections.add(new Asked(Kind.UNTIL, "", clauses.of(step.filter()), keys(step))));
            }
            case EqlTree.Sample sample -> steps(sample.steps(), clauses);
        }
    }

    /** Runs of a step are one section. */
    private void steps(List<EqlTree.Step> steps, EqlClauses clauses) {
        for (int first = 0; first < steps.size(); ) {
            EqlTree.Step step = steps.get(first);
            int last = first;
            while (last + 1 < steps.size() && steps.get(last + 1).equals(step)) {
                last++;
            }
            String numbers = first == last ? "" + (first + 1) : (first + 1) + " to " + (last + 1);
            String name = numbers + " of " + steps.size() + (step.missing() ? ", which must be missing" : "");
            sections.add(new Asked(Kind.STEP, name, clauses.of(step.filter()), keys(step)));
            first = last + 1;
        }
    }

    private static List<Key> keys(EqlTree.Step step) {
        return step.keys().stream()
                .map(key -> new Key(key.name(), key.optional()))
                .toList();
    }

    private void filter(Filter filter) {
        Map<?, ?> meta = filter.json().get("meta") instanceof Map<?, ?> map ? map : Map.of();
        if (Boolean.TRUE.equals(meta.get("disabled"))) {
            return;
        }
        if (taken(RuleFilters.compile(List.of(filter), types)) instanceof Read.Ok<Condition> ok) {
            String alias = meta.get("alias") instanceof String text ? text : "";
            sections.add(new Asked(Kind.FILTER, alias, ConditionWords.clause(ok.value(), filter.place()), List.of()));
        }
    }

    private void exception(ExceptionItem item, Map<String, ValueList> valueLists) {
        Read<Condition> compiled = taken(ExceptionItems.compile(List.of(item), types, valueLists));
        if (compiled instanceof Read.Ok<Condition>) {
            Clause clause = new ExceptionClauses(valueLists, types).of(item);
            sections.add(new Asked(Kind.EXCEPTION, item.name(), clause, List.of()));
        }
    }

    private <T> Read<T> taken(Read<T> read) {
        problems.addAll(read.problems());
        failed |= read instanceof Read.Failed<T>;
        return read;
    }

    private void refuse(String message) {
        problems.add(Problem.error("EXPLAIN-001", message, "", rule.place()));
        failed = true;
    }
}
