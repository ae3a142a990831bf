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
        long now = System.currentTimeMillis();
        List<HuntPlan.Compiled> rules = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        List<Problem> doubts = new ArrayList<>();
        files.rules().parallelStream()
                .map(loaded -> Prepared.of(loaded, files, exceptions, valueLists, types, now))
                .toList()
                .forEach(prepared -> {
                    doubts.addAll(prepared.doubts());
                    prepared.rule()
                            .ifPresentOrElse(
                                    rules::add,
                                    () -> refused.add(new Refused(
                                            prepared.loaded().file(),
                                            prepared.loaded().name(),
                                            prepared.problems())));
                });
        return new PreparedRules(rules, refused, doubts);
    }

    /** One rule: compiled, or what stands against it. Rules know nothing of each other, so they are compiled side by side. */
    private record Prepared(
            LoadedRule loaded, Optional<HuntPlan.Compiled> rule, List<Problem> problems, List<Problem> doubts) {

        static Prepared of(
                LoadedRule loaded,
                RuleFiles files,
                List<ExceptionList> exceptions,
                Map<String, ValueList> valueLists,
                FieldTypes types,
                long now) {
            if (loaded.read() instanceof Read.Failed<Rule> failed) {
                return refused(loaded, failed.problems(), List.of());
            }
            Rule rule = loaded.read().orThrow();
            List<Problem> unfit = Detectors.problems(rule, types);
            if (!unfit.isEmpty()) {
                return refused(loaded, unfit, List.of());
            }
            Read<List<ExceptionItem>> items = files.itemsFor(rule, exceptions);
            return switch (RuleConditions.moving(rule, items.orThrow(), valueLists, types, now)) {
                case Read.Ok<List<Condition>> conditions ->
                    new Prepared(
                            loaded,
                            Optional.of(new HuntPlan.Compiled(
                                    rule, conditions.value(), indicators(rule, items.orThrow(), valueLists, types))),
                            List.of(),
                            items.problems());
                case Read.Failed<List<Condition>> failed -> refused(loaded, failed.problems(), items.problems());
            };
        }

        private static Prepared refused(LoadedRule loaded, List<Problem> problems, List<Problem> doubts) {
            return new Prepared(loaded, Optional.empty(), problems, doubts);
        }
    }

    private static Optional<IndicatorQuery> indicators(
            Rule rule, List<ExceptionItem> items, Map<String, ValueList> valueLists, FieldTypes types) {
        return rule.type() == RuleType.THREAT_MATCH
                ? Optional.of(IndicatorQuery.of(rule, items, valueLists, types).orThrow())
                : Optional.empty();
    }
}
