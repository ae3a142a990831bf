package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.detect.Detectors;
import io.picket.pipeline.RuleFiles.LoadedRule;
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
        for (LoadedRule loaded : files.rules()) {
            switch (loaded.read()) {
                case Read.Failed<Rule> failed ->
                    refused.add(new Refused(loaded.file(), loaded.file(), failed.problems()));
                case Read.Ok<Rule> ok -> {
                    Rule rule = ok.value();
                    List<Problem> unfit = Detectors.problems(rule, types);
                    if (!unfit.isEmpty()) {
                        refused.add(new Refused(loaded.file(), rule.name(), unfit));
                        continue;
                    }
                    Read<List<ExceptionItem>> items = files.itemsFor(rule, exceptions);
                    doubts.addAll(items.problems());
                    switch (RuleConditions.moving(rule, items.orThrow(), valueLists, types)) {
                        case Read.Ok<List<Condition>> conditions ->
                            rules.add(new HuntPlan.Compiled(
                                    rule, conditions.value(), indicators(rule, items.orThrow(), valueLists, types)));
                        case Read.Failed<List<Condition>> failed ->
                            refused.add(new Refused(loaded.file(), rule.name(), failed.problems()));
                    }
                }
            }
        }
        return new PreparedRules(rules, refused, doubts);
    }

    private static Optional<IndicatorQuery> indicators(
            Rule rule, List<ExceptionItem> items, Map<String, ValueList> valueLists, FieldTypes types) {
        return rule.type() == RuleType.THREAT_MATCH
                ? Optional.of(IndicatorQuery.of(rule, items, valueLists, types).orThrow())
                : Optional.empty();
    }
}
