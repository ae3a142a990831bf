package io.picket.alert;

import io.picket.rule.ExceptionListRef;
import io.picket.rule.Rule;
import io.picket.rule.RuleType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a rule writes into each of its alerts: {@code kibana.alert.rule.*}, made once.
 *
 * <p>Left out is what only a Kibana has: {@code execution.uuid}. {@code uuid}, there the id of a saved object, is the
 * rule's own id. Keys such as {@code created_at} appear when the rule file has them.
 */
final class RuleFields {

    static final String PREFIX = "kibana.alert.rule.";

    /** Keys of a rule that Kibana keeps beside its parameters, not among them. */
    private static final Set<String> NOT_PARAMETERS = Set.of(
            "actions",
            "created_at",
            "created_by",
            "enabled",
            "execution_summary",
            "id",
            "interval",
            "name",
            "output_index",
            "revision",
            "tags",
            "throttle",
            "updated_at",
            "updated_by");

    private final Rule rule;
    private final Map<String, Object> fields;

    RuleFields(Rule rule) {
        this.rule = rule;
        Map<String, Object> all = new TreeMap<>();
        fixed(all);
        written(all);
        all.put("parameters", parameters());
        this.fields = new LinkedHashMap<>();
        all.forEach((key, value) -> fields.put(PREFIX + key, value));
    }

    /** Adds the rule's fields, in alphabetical order, under the name the alert gives the rule. */
    void addTo(Map<String, Object> alert, String name, String time) {
        fields.forEach((key, value) -> {
            switch (key) {
                case PREFIX + "name" -> alert.put(key, name);
                case PREFIX + "execution.timestamp" -> alert.put(key, time);
                default -> alert.put(key, value);
            }
        });
    }

    private void fixed(Map<String, Object> all) {
        all.put("category", category(rule.type()));
        all.put("consumer", "siem");
        all.put("description", rule.description());
        all.put("exceptions_list", exceptionLists());
        all.put("execution.timestamp", "");
        all.put("execution.type", "scheduled");
        all.put("from", rule.schedule().from());
        all.put("indices", rule.index().patterns());
        all.put("interval", interval());
        all.put("max_signals", (long) rule.maxSignals());
        all.put("name", rule.name());
        all.put("producer", "siem");
        all.put("risk_score", (long) rule.riskScore());
        all.put("rule_id", rule.ruleId());
        all.put("rule_type_id", typeId(rule.type()));
        all.put("severity", rule.severity().word());
        all.put("to", rule.schedule().to());
        all.put("type", rule.type().word());
        all.put("uuid", rule.ruleId());
        rule.timestampOverride().ifPresent(field -> all.put("timestamp_override", field));
        rule.overrides().ruleNameField().ifPresent(field -> all.put("rule_name_override", field));
        if (rule.buildingBlock()) {
            all.put("building_block_type", "default");
        }
    }

    private void written(Map<String, Object> all) {
        for (String key : List.of("author", "actions", "false_positives", "references", "tags", "threat")) {
            all.put(key, written(key, List.of()));
        }
        for (String key : List.of("risk_score_mapping", "severity_mapping")) {
            all.put(key, written(key, List.of()));
        }
        all.put("enabled", written("enabled", true));
        all.put("immutable", written("immutable", false));
        all.put("revision", written("revision", 0L));
        all.put("version", written("version", 1L));
        List<String> ifThere = List.of(
                "created_at",
                "created_by",
                "license",
                "namespace",
                "note",
                "throttle",
                "timeline_id",
                "timeline_title",
                "updated_at",
                "updated_by");
        for (String key : ifThere) {
            Object value = rule.parameters().get(key);
            if (value != null) {
                all.put(key, value);
            }
        }
        if (rule.parameters().get("meta") instanceof Map<?, ?> meta) {
            meta.forEach((key, value) -> {
                if (value != null) {
                    all.put("meta." + key, value);
                }
            });
        }
    }

    private Object written(String key, Object otherwise) {
        Object value = rule.parameters().get(key);
        return value == null ? otherwise : value;
    }

    /** The rule as read, without what is no parameter, and with what Kibana fills in. */
    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("rule_id", rule.ruleId());
        parameters.put("type", rule.type().word());
        parameters.put("description", rule.description());
        parameters.put("severity", rule.severity().word());
        parameters.put("risk_score", (long) rule.riskScore());
        parameters.put("from", rule.schedule().from());
        parameters.put("to", rule.schedule().to());
        parameters.put("max_signals", (long) rule.maxSignals());
        rule.parameters().forEach((key, value) -> {
            if (!NOT_PARAMETERS.contains(key)) {
                parameters.putIfAbsent(key, value);
            }
        });
        for (String key : List.of("author", "false_positives", "references", "threat", "exceptions_list")) {
            parameters.putIfAbsent(key, List.of());
        }
        for (String key : List.of("risk_score_mapping", "severity_mapping")) {
            parameters.putIfAbsent(key, List.of());
        }
        parameters.putIfAbsent("immutable", false);
        parameters.putIfAbsent("version", 1L);
        return parameters;
    }

    private List<Map<String, Object>> exceptionLists() {
        return rule.exceptionLists().stream().map(RuleFields::exceptionList).toList();
    }

    private static Map<String, Object> exceptionList(ExceptionListRef list) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("id", list.id());
        written.put("list_id", list.listId());
        written.put("type", list.type());
        written.put("namespace_type", list.namespaceType());
        return written;
    }

    private Object interval() {
        @Nullable Object asRead = rule.parameters().get("interval");
        if (asRead instanceof String text) {
            return text;
        }
        Duration interval = rule.schedule().interval();
        long seconds = interval.toSeconds();
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** What the rule type is called in Kibana. */
    private static String category(RuleType type) {
        return switch (type) {
            case QUERY -> "Custom Query Rule";
            case SAVED_QUERY -> "Saved Query Rule";
            case EQL -> "Event Correlation Rule";
            case THRESHOLD -> "Threshold Rule";
            case NEW_TERMS -> "New Terms Rule";
            case ESQL -> "ES|QL Rule";
            case THREAT_MATCH -> "Indicator Match Rule";
            case MACHINE_LEARNING -> "Machine Learning Rule";
        };
    }

    private static String typeId(RuleType type) {
        return switch (type) {
            case QUERY -> "siem.queryRule";
            case SAVED_QUERY -> "siem.savedQueryRule";
            case EQL -> "siem.eqlRule";
            case THRESHOLD -> "siem.thresholdRule";
            case NEW_TERMS -> "siem.newTermsRule";
            case ESQL -> "siem.esqlRule";
            case THREAT_MATCH -> "siem.indicatorRule";
            case MACHINE_LEARNING -> "siem.mlRule";
        };
    }
}
