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
import io.picket.rule.IndicatorQuery;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes up events for a rule, and indicators where it has any: a scenario in which it raises an alert, first, perhaps more
 * of these, and near misses in which it does not. Every event's verdict is the plain evaluator's.
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
     * @param at time of the first event, epoch milliseconds; what {@code now} in a date means, as well
     * @param misses most near misses of one event's condition
     */
    public static Read<List<Scenario>> of(
            Rule rule,
            Collection<ExceptionItem> exceptions,
            Map<String, ValueList> valueLists,
            FieldTypes types,
            long at,
            int misses) {
        RuleExamples examples = new RuleExamples(rule, types, Stage.of(rule, at), misses);
        Read<Condition> condition = RuleConditions.of(rule, exceptions, valueLists, types, at);
        return switch (rule.body()) {
            case QueryBody query -> examples.made(condition, asked -> examples.singles(asked, List.of()));
            case NewTermsBody terms -> examples.made(condition, asked -> examples.singles(asked, terms.fields()));
            case ThresholdBody threshold ->
                examples.made(
                        condition,
                        asked -> new ThresholdExamples(threshold.threshold(), asked, examples.stage, types)
                                .scenarios(misses));
            case EqlBody eql -> examples.eql(eql, exceptions, valueLists);
            case ThreatMatchBody threat ->
                condition instanceof Read.Ok<Condition> ok
                        ? examples.made(
                                IndicatorQuery.of(rule, exceptions, valueLists, types),
                                query -> new ThreatExamples(threat, ok.value(), query, examples.stage, types)
                                        .scenarios(misses))
                        : Read.failed(condition.problems());
            case EsqlBody esql -> examples.none("ES|QL rules do not run.");
            case MachineLearningBody learned -> examples.none("Machine learning rules do not run.");
        };
    }

    private <T> Read<List<Scenario>> made(Read<T> read, Function<T, Found> maker) {
        return switch (read) {
            case Read.Failed<T> failed -> Read.failed(failed.problems());
            case Read.Ok<T> ok -> {
                Found found = maker.apply(ok.value());
                yield found.scenarios().isEmpty() ? none(found.reason()) : Read.ok(found.scenarios());
            }
        };
    }

    private Read<List<Scenario>> none(String reason) {
        return Read.failed(Problem.error("EXAMPLE-001", reason, "", rule.place()));
    }

    /** Scenarios, or why there are none. */
    record Found(List<Scenario> scenarios, String reason) {
        static Found none(String reason) {
            return new Found(List.of(), reason);
        }
    }

    /** @param fields that the event must have besides */
    private Found singles(Condition condition, List<String> fields) {
        List<Goal> always = fields.stream()
                .map(name -> new Goal(new Condition.Exists(types.field(name)), true))
                .toList();
        ConditionExamples examples = new ConditionExamples(condition, always, stage.draft(types), types);
        Optional<Made> match = examples.match();
        if (match.isEmpty()) {
            return Found.none("No event was found that meets the rule's condition.");
        }
        List<Scenario> scenarios = new ArrayList<>();
        List<Made> matching = List.of(match.get());
        scenarios.add(new Scenario("match", "as the rule asks", true, stage.events("match", matching, i -> 0)));
        int number = 0;
        for (ConditionExamples.NearMiss miss : examples.nearMisses(match.get(), misses)) {
            String name = "miss-" + ++number;
            scenarios.add(new Scenario(name, "", false, stage.events(name, List.of(miss.document()), i -> 0)));
        }
        stage.elsewhere(matching, i -> 0).ifPresent(scenarios::add);
        return new Found(scenarios, "");
    }

    private Read<List<Scenario>> eql(
            EqlBody body, Collection<ExceptionItem> exceptions, Map<String, ValueList> valueLists) {
        EqlOptions options = new EqlOptions(body.eventCategoryField().orElse(EqlOptions.EVENT_CATEGORY));
        List<Problem> problems = new ArrayList<>();
        List<Condition> besides = new ArrayList<>();
        for (Read<Condition> read : List.of(
                RuleFilters.compile(rule.filters(), types),
                ExceptionItems.compile(exceptions, types, valueLists).map(Condition::not))) {
            problems.addAll(read.problems());
            if (read instanceof Read.Ok<Condition> ok) {
                besides.add(MovingConditions.at(ok.value(), stage.at()));
            }
        }
        return besides.size() < 2
                ? Read.failed(problems)
                : made(
                        Eql.read(body.query().text(), types, options),
                        query -> eql(query.at(stage.at()), body, besides));
    }

    private Found eql(EqlQuery query, EqlBody body, List<Condition> besides) {
        return switch (query) {
            case EqlQuery.Events events -> singles(with(events.condition(), besides), List.of());
            case EqlQuery.Sequence sequence ->
                new SequenceExamples(with(sequence, besides), body, stage, types).scenarios(misses);
            case EqlQuery.Sample sample ->
                new SampleExamples(with(sample, besides), body, stage, types).scenarios(misses);
        };
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
                sequence.steps().stream()
                        .flatMap(step -> Collections.nCopies(step.runs(), with(step, besides)).stream())
                        .toList(),
                sequence.until().map(step -> with(step, besides)),
                sequence.pipes());
    }

    private static EqlQuery.Sample with(EqlQuery.Sample sample, List<Condition> besides) {
        return new EqlQuery.Sample(
                sample.steps().stream().map(step -> with(step, besides)).toList(), sample.pipes());
    }

    private static EqlQuery.Step with(EqlQuery.Step step, List<Condition> besides) {
        return new EqlQuery.Step(with(step.condition(), besides), step.keys(), step.missing(), 1);
    }
}
