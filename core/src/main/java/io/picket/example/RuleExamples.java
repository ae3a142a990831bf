package io.picket.example;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.condition.ValueList;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.rule.ExceptionItem;
import io.picket.rule.ExceptionItems;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.rule.RuleConditions;
import io.picket.rule.RuleFilters;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes up events for a rule: a scenario in which it raises an alert, first, and near misses in which it does not. Every
 * event's verdict is the plain evaluator's.
 */
public final class RuleExamples {

    private final Rule rule;
    private final FieldTypes types;
    private final Stage stage;
    private final int misses;

    private RuleExamples(Rule rule, FieldTypes types, Stage stage, int misses) {
        this.rule = rule;
        this.types = types;
        this.stage = stage;
        this.misses = misses;
    }

    /**
     * The scenarios, or why there are none: the rule's problems, or {@code EXAMPLE-001} where no match was found.
     *
     * @param exceptions the items of every exception list that applies to the rule
     * @param valueLists by id
     * @param nowMillis what {@code now} in a date means, epoch milliseconds
     * @param at time of the first event, epoch milliseconds
     * @param misses most near misses of one event's condition
     */
    public static Read<List<Scenario>> of(
            Rule rule,
            Collection<ExceptionItem> exceptions,
            Map<String, ValueList> valueLists,
            FieldTypes types,
            long nowMillis,
            long at,
            int misses) {
        RuleExamples examples = new RuleExamples(rule, types, Stage.of(rule, at), misses);
        return switch (rule.body()) {
            case QueryBody query -> examples.ofEvents(exceptions, valueLists, nowMillis, List.of());
            case NewTermsBody terms -> examples.ofEvents(exceptions, valueLists, nowMillis, terms.fields());
            case ThresholdBody threshold ->
                RuleConditions.of(rule, exceptions, valueLists, types, nowMillis)
                                instanceof Read.Ok<Condition>(Condition condition, var doubts)
                        ? examples.found(new ThresholdExamples(threshold.threshold(), condition, examples.stage, types)
                                .scenarios(misses))
                        : Read.failed(RuleConditions.of(rule, exceptions, valueLists, types, nowMillis)
                                .problems());
            case EqlBody eql -> examples.eql(eql, exceptions, valueLists, nowMillis);
            case ThreatMatchBody threat -> examples.none("Indicators cannot be made up.");
            case EsqlBody esql -> examples.none("ES|QL rules do not run.");
            case MachineLearningBody learned -> examples.none("Machine learning rules do not run.");
        };
    }

    private Read<List<Scenario>> none(String reason) {
        return Read.failed(Problem.error("EXAMPLE-001", reason, "", rule.place()));
    }

    /** What was made up, or a reason. */
    private Read<List<Scenario>> found(Found found) {
        return found.scenarios().isEmpty() ? none(found.reason()) : Read.ok(found.scenarios());
    }

    /** Scenarios, or why there are none. */
    record Found(List<Scenario> scenarios, String reason) {
        static Found none(String reason) {
            return new Found(List.of(), reason);
        }
    }

    private Read<List<Scenario>> ofEvents(
            Collection<ExceptionItem> exceptions,
            Map<String, ValueList> valueLists,
            long nowMillis,
            List<String> fields) {
        return switch (RuleConditions.of(rule, exceptions, valueLists, types, nowMillis)) {
            case Read.Failed<Condition> failed -> Read.failed(failed.problems());
            case Read.Ok<Condition> ok -> found(singles(ok.value(), fields));
        };
    }

    /** @param fields that the event must have besides */
    private Found singles(Condition condition, List<String> fields) {
        List<Goal> always = fields.stream()
                .map(name -> new Goal(new Condition.Exists(types.field(name)), true))
                .toList();
        ConditionExamples examples = new ConditionExamples(condition, always, types);
        Optional<Made> match = examples.match();
        if (match.isEmpty()) {
            return Found.none("No event was found that meets the rule's condition.");
        }
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(new Scenario("match", true, List.of(stage.event("match", match.get(), 0))));
        int number = 0;
        for (ConditionExamples.NearMiss miss : examples.nearMisses(match.get(), misses)) {
            String id = "miss-" + ++number;
            scenarios.add(new Scenario(id, false, List.of(stage.event(id, miss.document(), 0))));
        }
        if (!stage.elsewhere().isEmpty()) {
            Stage elsewhere = stage.in(stage.elsewhere());
            scenarios.add(new Scenario("miss-index", false, List.of(elsewhere.event("miss-index", match.get(), 0))));
        }
        return new Found(scenarios, "");
    }

    private Read<List<Scenario>> eql(
            EqlBody body, Collection<ExceptionItem> exceptions, Map<String, ValueList> valueLists, long nowMillis) {
        EqlOptions options = new EqlOptions(body.eventCategoryField().orElse(EqlOptions.EVENT_CATEGORY), nowMillis);
        Read<EqlQuery> query = Eql.read(body.query().text(), types, options);
        Read<Condition> filters =
                RuleFilters.compile(rule.filters(), types).map(condition -> MovingConditions.at(condition, nowMillis));
        Read<Condition> excepted = ExceptionItems.compile(exceptions, types, valueLists)
                .map(condition -> MovingConditions.at(condition, nowMillis));
        if (query instanceof Read.Ok<EqlQuery> asked
                && filters instanceof Read.Ok<Condition> filtered
                && excepted instanceof Read.Ok<Condition> taken) {
            List<Condition> besides = List.of(filtered.value(), Condition.not(taken.value()));
            return found(
                    switch (asked.value()) {
                        case EqlQuery.Events events -> singles(with(events.condition(), besides), List.of());
                        case EqlQuery.Sequence sequence ->
                            new SequenceExamples(with(sequence, besides), body, stage, types).scenarios(misses);
                        case EqlQuery.Sample sample -> Found.none("Samples do not run as rules.");
                    });
        }
        List<Problem> problems = new ArrayList<>(query.problems());
        problems.addAll(filters.problems());
        problems.addAll(excepted.problems());
        return Read.failed(problems);
    }

    private static Condition with(Condition condition, List<Condition> besides) {
        List<Condition> all = new ArrayList<>(List.of(condition));
        besides.stream().filter(part -> !(part instanceof Condition.Always)).forEach(part -> {
            if (!(part instanceof Condition.Not(Condition.Never never))) {
                all.add(part);
            }
        });
        return Condition.and(all);
    }

    private static EqlQuery.Sequence with(EqlQuery.Sequence sequence, List<Condition> besides) {
        return new EqlQuery.Sequence(
                sequence.maxspan(),
                sequence.steps().stream().map(step -> with(step, besides)).toList(),
                sequence.until().map(step -> with(step, besides)),
                sequence.pipes());
    }

    private static EqlQuery.Step with(EqlQuery.Step step, List<Condition> besides) {
        return new EqlQuery.Step(with(step.condition(), besides), step.keys(), step.missing());
    }
}
