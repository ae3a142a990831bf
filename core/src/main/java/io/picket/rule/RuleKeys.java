package io.picket.rule;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every key that rule files have, by where it may stand: the public rule repository's format and Kibana's API. */
final class RuleKeys {

    /** Keys of every rule type. */
    static final Set<String> COMMON = Set.of(
            "actions",
            "alias_purpose",
            "alias_target_id",
            "alert_suppression",
            "author",
            "building_block_type",
            "created_at",
            "created_by",
            "description",
            "enabled",
            "exceptions_list",
            "execution_summary",
            "false_positives",
            "from",
            "id",
            "immutable",
            "interval",
            "investigation_fields",
            "license",
            "max_signals",
            "meta",
            "name",
            "namespace",
            "note",
            "outcome",
            "output_index",
            "references",
            "related_integrations",
            "required_fields",
            "response_actions",
            "revision",
            "risk_score",
            "risk_score_mapping",
            "rule_id",
            "rule_name_override",
            "rule_source",
            "setup",
            "severity",
            "severity_mapping",
            "tags",
            "threat",
            "throttle",
            "timeline_id",
            "timeline_title",
            "timestamp_override",
            "timestamp_override_fallback_disabled",
            "to",
            "type",
            "updated_at",
            "updated_by",
            "version");

    private static final Set<String> SOURCE = Set.of("index", "data_view_id", "filters");
    private static final Set<String> QUERY = Set.of("query", "language");

    static final Set<String> METADATA = Set.of(
            "bypass_bbr_timing",
            "comments",
            "creation_date",
            "deprecated_reason",
            "deprecation_date",
            "extended",
            "integration",
            "maturity",
            "min_stack_comments",
            "min_stack_version",
            "os_type_list",
            "promotion",
            "query_schema_validation",
            "related_endpoint_rules",
            "updated_date");

    private static final Map<RuleType, Set<String>> BY_TYPE = new EnumMap<>(RuleType.class);

    static {
        for (RuleType type : RuleType.values()) {
            BY_TYPE.put(type, Set.copyOf(own(type)));
        }
    }

    /** Keys that only some types have. */
    static Set<String> of(RuleType type) {
        return BY_TYPE.getOrDefault(type, Set.of());
    }

    private static Set<String> own(RuleType type) {
        return switch (type) {
            case QUERY -> join(SOURCE, QUERY, Set.of("saved_id"));
            case SAVED_QUERY -> join(SOURCE, QUERY, Set.of("saved_id"));
            case THRESHOLD -> join(SOURCE, QUERY, Set.of("saved_id", "threshold"));
            case EQL ->
                join(
                        SOURCE,
                        QUERY,
                        Set.of(
                                "event_category_override",
                                "event_category_field",
                                "timestamp_field",
                                "tiebreaker_field"));
            case ESQL -> QUERY;
            case NEW_TERMS -> join(SOURCE, QUERY, Set.of("new_terms", "new_terms_fields", "history_window_start"));
            case THREAT_MATCH ->
                join(
                        SOURCE,
                        QUERY,
                        Set.of(
                                "saved_id",
                                "threat_index",
                                "threat_query",
                                "threat_language",
                                "threat_filters",
                                "threat_mapping",
                                "threat_mappings",
                                "threat_indicator_path",
                                "concurrent_searches",
                                "items_per_search"));
            case MACHINE_LEARNING -> Set.of("machine_learning_job_id", "anomaly_threshold");
        };
    }

    /** Every key of a type, its own and the common ones. */
    static Collection<String> allOf(RuleType type) {
        return join(COMMON, of(type));
    }

    /** The types that have a key that is not common. */
    static List<String> typesWith(String key) {
        return List.of(RuleType.values()).stream()
                .filter(type -> of(type).contains(key))
                .map(RuleType::word)
                .toList();
    }

    @SafeVarargs
    static Set<String> join(Set<String>... sets) {
        Set<String> all = new TreeSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }

    private RuleKeys() {}
}
