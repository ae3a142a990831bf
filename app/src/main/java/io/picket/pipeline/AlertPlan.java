package io.picket.pipeline;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.IndexPatterns;
import io.picket.condition.Literal;
import io.picket.detect.Clock;
import io.picket.event.Provenance;
import io.picket.match.MatchPlan;
import io.picket.pipeline.HuntPlan.Entry;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.ThreatMatchBody;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a plan that are over alerts, for {@link AlertStage}.
 *
 * @param matches their conditions; numbers are theirs alone
 * @param orders the fields that their events are in order of; an entry's lane is a position here
 * @param notes sentences for a person: whose alerts are asked for though they cannot come
 */
record AlertPlan(
        MatchPlan matches, List<Entry> entries, List<String> orders, Clock clock, AlertFeed feed, List<String> notes) {

    static final String UUID = "kibana.alert.uuid";
    static final String DEPTH = "kibana.alert.depth";

    private static final String SIGNAL = "signal.";
    private static final String ALERT = "kibana.alert.";

    /** Old names whose new one is not the same after another beginning. */
    private static final Map<String, String> RENAMED = Map.of(
            "signal.status", ALERT + "workflow_status",
            "signal.rule.id", ALERT + "rule.uuid",
            "signal.rule.risk_score", ALERT + "risk_score",
            "signal.rule.severity", ALERT + "severity",
            "signal.rule.building_block_type", ALERT + "building_block_type");

    /** Whether a rule is over alerts, or has them as its indicators. */
    static boolean isFor(Rule rule) {
        return rule.index().matches(Provenance.ALERTS)
                || rule.body() instanceof ThreatMatchBody threat
                        && new IndexPatterns(threat.threatIndex()).matches(Provenance.ALERTS);
    }

    /** A condition of a rule, but never met by alerts that the rule raised or had a part in. */
    static Condition besidesOwn(Condition condition, Rule rule) {
        Set<String> own = new LinkedHashSet<>(Set.of(rule.ruleId()));
        if (rule.parameters().get("id") instanceof String id) {
            own.add(id);
        }
        List<Literal> ids =
                own.stream().sorted().<Literal>map(Literal.Text::new).toList();
        List<Condition> places = List.of("rule.uuid", "rule.rule_id", "ancestors.rule").stream()
                .<Condition>map(
                        name -> new Condition.In(new Field(ALERT + name, FieldType.KEYWORD), ids, Case.SENSITIVE))
                .toList();
        return Condition.and(List.of(condition, Condition.not(Condition.or(places))));
    }

    /** What a field of alerts is called today if the name is an old one. */
    static Optional<String> nameToday(String name) {
        if (!name.startsWith(SIGNAL)) {
            return Optional.empty();
        }
        return Optional.of(RENAMED.getOrDefault(name, ALERT + name.substring(SIGNAL.length())));
    }
}
