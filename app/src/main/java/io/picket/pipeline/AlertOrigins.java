package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.Condition.In;
import io.picket.condition.Literal;
import io.picket.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whose alerts the rules over alerts ask for by id or name. Only what a condition names outright is known, not what a
 * pattern may mean, nor what must not be.
 */
final class AlertOrigins {

    /** How many rules that are not there are named in one note. */
    private static final int NAMED_MAX = 5;

    private static final Set<String> ID_FIELDS = Set.of("kibana.alert.rule.rule_id", "kibana.alert.rule.uuid");
    private static final String NAME_FIELD = "kibana.alert.rule.name";

    private final Set<String> ids = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private boolean namesVary;

    /** @param rules all that alerts of the hunt may come from */
    AlertOrigins(Collection<Rule> rules) {
        for (Rule rule : rules) {
            ids.add(plain(rule.ruleId()));
            if (rule.parameters().get("id") instanceof String id) {
                ids.add(plain(id));
            }
            names.add(plain(rule.name()));
            namesVary |= rule.overrides().ruleNameField().isPresent();
        }
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** What to tell of a rule that asks for alerts of others, if some of these are not there. */
    Optional<String> note(Rule rule, List<Condition> conditions) {
        Set<String> missing = new LinkedHashSet<>();
        conditions.forEach(condition -> missing(condition, missing));
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        List<String> named = new ArrayList<>(missing).subList(0, Math.min(missing.size(), NAMED_MAX));
        String more = missing.size() > NAMED_MAX ? " and " + (missing.size() - NAMED_MAX) + " more" : "";
        return Optional.of(rule.name()
                + ": It asks for alerts of rules that are not part of this hunt; only those among the files are taken: "
                + String.join(", ", named) + more + ".");
    }

    private void missing(Condition condition, Set<String> into) {
        switch (condition) {
            case Condition.And(List<Condition> parts) -> parts.forEach(part -> missing(part, into));
            case Condition.Or(List<Condition> parts) -> parts.forEach(part -> missing(part, into));
            case In in -> {
                String field =
                        AlertPlan.nameToday(in.field().name()).orElse(in.field().name());
                boolean isId = ID_FIELDS.contains(field);
                if (isId || field.equals(NAME_FIELD) && !namesVary) {
                    for (Literal literal : in.values()) {
                        if (literal instanceof Literal.Text(String value)
                                && !(isId ? ids : names).contains(plain(value))) {
                            into.add(value);
                        }
                    }
                }
            }
            default -> {}
        }
    }
}
