package io.picket.rule;

import io.picket.condition.FieldTypes;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.Support.State;
import io.picket.text.Level;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says of each rule whether Picket runs it. What is said to run compiles here and now, by the code that runs it. */
public final class RuleSupport {

    /**
     * The list of the endpoint agents themselves. Elastic's engine heeds it where the events are made and has left it
     * out of rule runs since 2026, so that a rule without it does there what it does here.
     */
    private static final String ENDPOINT_LIST = "endpoint_list";

    private RuleSupport() {}

    /**
     * Whether a rule runs, as it was read.
     *
     * @param file where it was read from, for the report
     */
    public static Support of(Read<Rule> read, String file, FieldTypes types) {
        return of(read, file, false, rule -> RuleConditions.of(rule, List.of(), Map.of(), types));
    }

    /**
     * The same where more is known than the rule.
     *
     * @param hasItsLists whether the exception lists are there that it refers to
     * @param compiled compiles it; asked once, for a rule of a type that is executed
     */
    public static Support of(Read<Rule> read, String file, boolean hasItsLists, Function<Rule, Read<?>> compiled) {
        return switch (read) {
            case Read.Failed<Rule>(List<Problem> problems) ->
                new Support("", "", "", "", file, State.REFUSED, first(problems));
            case Read.Ok<Rule>(Rule rule, List<Problem> problems) -> of(rule, file, hasItsLists, compiled);
        };
    }

    private static Support of(Rule rule, String file, boolean hasItsLists, Function<Rule, Read<?>> compiled) {
        if (!ExecutedTypes.contains(rule.type())) {
            return support(
                    rule,
                    file,
                    State.REFUSED,
                    "Rules of type %s are not executed yet."
                            .formatted(rule.type().word()));
        }
        if (compiled.apply(rule) instanceof Read.Failed<?>(List<Problem> problems)) {
            return support(rule, file, State.REFUSED, first(problems));
        }
        List<String> caveats = caveats(rule, hasItsLists);
        return support(rule, file, caveats.isEmpty() ? State.RUNS : State.RUNS_WITH_CAVEAT, String.join(" ", caveats));
    }

    private static Support support(Rule rule, String file, State state, String reason) {
        String language = CheckSubject.query(rule).map(Query::language).orElse("");
        return new Support(rule.ruleId(), rule.name(), rule.type().word(), language, file, state, reason);
    }

    private static String first(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.level() == Level.ERROR)
                .findFirst()
                .orElse(problems.getFirst())
                .message();
    }

    private static List<String> caveats(Rule rule, boolean hasItsLists) {
        List<String> caveats = new ArrayList<>();
        String lists = rule.exceptionLists().stream()
                .map(ExceptionListRef::listId)
                .filter(list -> !list.equals(ENDPOINT_LIST))
                .collect(Collectors.joining(", "));
        if (!hasItsLists && !lists.isEmpty()) {
            caveats.add("Its exception lists (%s) are not in the rule; without --exceptions nothing is excepted."
                    .formatted(lists));
        }
        if (isFilled(rule, "data_view_id")
                && !String.valueOf(rule.parameters().get("data_view_id")).contains("*")) {
            caveats.add("Its data view is not known, so it reads every index.");
        }
        if (rule.body() instanceof EqlBody eql && EqlQueries.resultsMax(eql) < Integer.MAX_VALUE) {
            caveats.add(
                    "Its pipes cut what a run of the schedule clock finds; on the stream clock they only limit how many"
                            + " alerts there are in an interval.");
        }
        if (isFilled(rule, "actions")) {
            caveats.add("Its actions are not executed.");
        }
        if (isFilled(rule, "response_actions")) {
            caveats.add("Its response actions are not executed.");
        }
        return caveats;
    }

    private static boolean isFilled(Rule rule, String key) {
        Object value = rule.parameters().get(key);
        return value != null && !(value instanceof List<?> list && list.isEmpty());
    }
}
