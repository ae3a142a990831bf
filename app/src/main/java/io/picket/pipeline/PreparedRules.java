package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.detect.Detectors;
import io.picket.pipeline.RuleFiles.LoadedRule;
import io.picket.rule.CheckKind;
import io.picket.rule.ExceptionItem;
import io.picket.rule.ExceptionList;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.rule.RuleType;
import io.picket.text.Level;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules ready to be hunted with, and those that are not and why. One bad rule never stops the others (law 10).
 *
 * @param refused a line each: the rule and the first reason
 * @param doubts what is used otherwise than its rule says, such as without an exception list that is not there
 */
public record PreparedRules(List<HuntPlan.Compiled> rules, List<Refused> refused, List<Problem> doubts) {

    /** A rule that cannot be used, with everything that stands against it. */
    public record Refused(String file, String rule, List<Problem> problems) {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** What stands first against it. */
        public Problem reason() {
            return problems.stream()
                    .filter(problem -> problem.level() == Level.ERROR)
                    .findFirst()
                    .orElse(problems.getFirst());
        }
    }

    public PreparedRules {
        rules = List.copyOf(rules);
        refused = List.copyOf(refused);
        doubts = List.copyOf(doubts);
    }

    /**
     * Compiles rules.
     *
     * @param exceptions lists given beside those that came with the rules
     */
    public static PreparedRules of(
            RuleFiles files, List<ExceptionList> exceptions, Map<String, ValueList> valueLists, FieldTypes types) {
        List<HuntPlan.Compiled> rules = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        List<Problem> doubts = new ArrayList<>();
        Map<String, Rule> byId = new HashMap<>();
        List<Read<HuntPlan.Compiled>> compiled = files.rules().parallelStream()
                .map(loaded -> compile(loaded, files, exceptions, valueLists, types))
                .toList();
        for (int i = 0; i < compiled.size(); i++) {
            LoadedRule loaded = files.rules().get(i);
            switch (compiled.get(i)) {
                case Read.Ok<HuntPlan.Compiled> ok -> {
                    rules.add(ok.value());
                    doubts.addAll(ok.problems());
                    Rule rule = ok.value().rule();
                    Rule earlier = byId.putIfAbsent(rule.ruleId(), rule);
                    if (earlier != null) {
                        doubts.add(sameId(rule, earlier));
                    }
                }
                case Read.Failed<HuntPlan.Compiled> failed ->
                    refused.add(new Refused(loaded.file(), loaded.name(), failed.problems()));
            }
        }
        return new PreparedRules(rules, refused, doubts);
    }

    private static Problem sameId(Rule rule, Rule earlier) {
        return Problem.warning(
                CheckKind.REPEATED_ID.code(),
                "\"%s\" in %s has the same rule_id, so alerts of both that have the same cause have one id."
                        .formatted(earlier.name(), earlier.place()),
                "Give each rule an id of its own.",
                rule.place());
    }

    /**
     * One rule ready to be hunted with, or why it is not. Rules know nothing of each other, so they may be compiled side by
     * side.
     *
     * @param files where exception lists are that came with the rules
     * @param exceptions lists given beside those
     */
    public static Read<HuntPlan.Compiled> compile(
            LoadedRule loaded,
            RuleFiles files,
            List<ExceptionList> exceptions,
            Map<String, ValueList> valueLists,
            FieldTypes types) {
        if (!(loaded.read() instanceof Read.Ok<Rule>(Rule rule, List<Problem> warnings))) {
            return Read.failed(loaded.read().problems());
        }
        List<Problem> unfit = Detectors.problems(rule, types);
        if (!unfit.isEmpty()) {
            return Read.failed(unfit);
        }
        Read<List<ExceptionItem>> items = files.itemsFor(rule, exceptions);
        Read<List<Condition>> conditions = RuleConditions.moving(rule, items.orThrow(), valueLists, types);
        if (!(conditions instanceof Read.Ok<List<Condition>> asked)) {
            return Read.failed(conditions.problems());
        }
        if (rule.type() != RuleType.THREAT_MATCH) {
            return Read.ok(new HuntPlan.Compiled(rule, asked.value(), Optional.empty()), items.problems());
        }
        return switch (IndicatorQuery.of(rule, items.orThrow(), valueLists, types)) {
            case Read.Ok<IndicatorQuery> indicators ->
                Read.ok(new HuntPlan.Compiled(rule, asked.value(), Optional.of(indicators.value())), items.problems());
            case Read.Failed<IndicatorQuery> failed -> Read.failed(failed.problems());
        };
    }
}
