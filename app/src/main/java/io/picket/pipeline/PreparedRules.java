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
 */
public record PreparedRules(List<HuntPlan.Compiled> rules, List<Refused> refused) {

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
    }

    /**
     * Compiles rules.
     *
     * @param exceptions lists given beside those that came with the rules
     * @param now what {@code now} in a query means, epoch milliseconds
     */
    public static PreparedRules of(
            RuleFiles files,
            List<ExceptionList> exceptions,
            Map<String, ValueList> valueLists,
            FieldTypes types,
            long now) {
        List<HuntPlan.Compiled> rules = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
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
                    List<ExceptionItem> items = files.itemsFor(rule, exceptions);
                    switch (RuleConditions.of(rule, items, valueLists, types, now)) {
                        case Read.Ok<Condition> condition ->
                            rules.add(new HuntPlan.Compiled(
                                    rule, condition.value(), indicators(rule, items, valueLists, types, now)));
                        case Read.Failed<Condition> failed ->
                            refused.add(new Refused(loaded.file(), rule.name(), failed.problems()));
                    }
                }
            }
        }
        return new PreparedRules(rules, refused);
    }

    private static Optional<IndicatorQuery> indicators(
            Rule rule, List<ExceptionItem> items, Map<String, ValueList> valueLists, FieldTypes types, long now) {
        return rule.type() == RuleType.THREAT_MATCH
                ? Optional.of(IndicatorQuery.of(rule, items, valueLists, types, now).orThrow())
                : Optional.empty();
    }
}
