package io.picket.pipeline;

import io.picket.condition.IndexPatterns;
import io.picket.rule.Rule;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which rules have had an event from one of their indices, whether or not it matched. Patterns are asked once for each
 * name of an index, and no more once all have been met.
 */
final class Reach {

    /** Most names remembered; a source that makes up more costs time, not memory. */
    private static final int NAMES_MAX = 1024;

    private final List<Rule> rules;
    private final Set<IndexPatterns> unmet = new LinkedHashSet<>();
    private final Set<String> asked = new HashSet<>();
    private String last = "-";

    Reach(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        rules.forEach(rule -> unmet.add(rule.index()));
    }

    /** There is an event of this index; empty if nothing tells it, so that every rule is offered it. */
    void see(String index) {
        if (unmet.isEmpty() || last.equals(index)) {
            return;
        }
        last = index;
        if (asked.size() == NAMES_MAX) {
            asked.clear();
        }
        if (asked.add(index)) {
            unmet.removeIf(patterns -> index.isEmpty() ? !patterns.areHidden() : patterns.matches(index));
        }
    }

    /** How many rules there are. */
    int rules() {
        return rules.size();
    }

    /** Names of the rules that no event was for, in their order. */
    List<String> unreached() {
        return rules.stream()
                .filter(rule -> unmet.contains(rule.index()))
                .map(Rule::name)
                .toList();
    }
}
