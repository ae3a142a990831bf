package io.picket.rule;

import io.picket.text.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ids and names that two rules share. The later of the two is told about, with the place of the earlier. */
final class CheckDuplicates {

    private CheckDuplicates() {}

    /** @param keys of each rule, in the same order */
    static List<Problem> among(List<Rule> rules, List<CheckKeys> keys) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Rule> byId = new HashMap<>();
        Map<String, Rule> byName = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            Rule sameId = byId.putIfAbsent(rule.ruleId(), rule);
            Rule sameName = byName.putIfAbsent(rule.name(), rule);
            if (sameId != null) {
                problems.add(CheckKind.REPEATED_ID.problem(
                        "The rule \"%s\" in %s has the same rule_id.".formatted(sameId.name(), sameId.place()),
                        "Give each rule an id of its own; if one is a copy, delete it.",
                        keys.get(i).place("rule_id")));
            } else if (sameName != null) {
                problems.add(CheckKind.REPEATED_NAME.problem(
                        "The rule in %s has the same name.".formatted(sameName.place()),
                        "Give each rule a name of its own.",
                        keys.get(i).place("name")));
            }
        }
        return problems;
    }
}
