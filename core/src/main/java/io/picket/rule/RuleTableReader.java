package io.picket.rule;

import io.picket.condition.IndexPatterns;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one rule from its table, the same for every file format. Reads on after a fault, so that all of a rule's
 * problems show at once; a rule with an error is not made.
 */
final class RuleTableReader {

    /** The most alerts that Kibana lets one run make; it lowers a rule that asks for more. */
    static final int MAX_SIGNALS_CAP = 1000;

    /** What Kibana reads for a rule that names no index: its setting {@code securitySolution:defaultIndex}. */
    static final IndexPatterns INDEX_DEFAULT = new IndexPatterns(List.of(
            "apm-*-transaction*",
            "auditbeat-*",
            "endgame-*",
            "filebeat-*",
            "logs-*",
            "packetbeat-*",
            "traces-apm*",
            "winlogbeat-*",
            "-*elastic-cloud-logs-*"));

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final KeyReader rule;
    private final ProblemList problems;
    private final @Nullable KeyReader transform;
    private final boolean repository;

    private RuleTableReader(KeyReader rule, @Nullable KeyReader transform, boolean repository) {
        this.rule = rule;
        this.problems = rule.problems();
        this.transform = transform;
        this.repository = repository;
    }

    /** A rule of a TOML file, whose guide's queries stand in a table of their own. */
    static Read<Rule> ofRepository(SourceText source, Node.Table rule, Node.@Nullable Table transform) {
        ProblemList problems = new ProblemList(source);
        Node.Table queries = transform == null ? new Node.Table(Map.of(), rule.span()) : transform;
        KeyReader transformKeys = new KeyReader(problems, queries, "transform");
        return new RuleTableReader(new KeyReader(problems, rule, ""), transformKeys, true).rule();
    }

    /** A rule as Kibana's API has it. */
    static Read<Rule> ofApi(SourceText source, Node.Table rule) {
        return new RuleTableReader(new KeyReader(new ProblemList(source), rule, ""), null, false).rule();
    }

    private Read<Rule> rule() {
        RuleType type = type();
        if (type == null) {
            return Read.failed(problems.all());
        }
        knownKeys(type);
        MetadataKeys.read(rule);
        Schedule schedule = ScheduleReader.read(rule);
        RuleBody body = new BodyReader(rule).read(type, schedule);
        String ruleId = ruleId();
        Severity severity = severity(rule, "severity");
        rule.required("risk_score");
        Rule read = new Rule(
                type,
                ruleId,
                rule.requiredText("name"),
                rule.requiredText("description"),
                severity,
                (int) rule.whole("risk_score", 0, 100, 0),
                schedule,
                maxSignals(),
                index(type),
                rule.optionalText("timestamp_override"),
                !rule.flag("timestamp_override_fallback_disabled", false),
                filters(),
                overrides(),
                suppression(type),
                rule.word("building_block_type", List.of("default")) != null,
                exceptionLists(),
                body,
                parameters(),
                problems.source().place(rule.span()));
        return problems.read(read);
    }

    private @Nullable RuleType type() {
        if (!rule.required("type")) {
            return null;
        }
        List<String> words =
                List.of(RuleType.values()).stream().map(RuleType::word).toList();
        String word = rule.word("type", words);
        return word == null ? null : RuleType.of(word).orElse(null);
    }

    private void knownKeys(RuleType type) {
        rule.table().members().forEach((key, member) -> {
            if (RuleKeys.COMMON.contains(key) || RuleKeys.of(type).contains(key)) {
                return;
            }
            List<String> types = RuleKeys.typesWith(key);
            if (types.isEmpty()) {
                rule.unknown(key, RuleKeys.allOf(type));
            } else if (!(member.value() instanceof Node.Nothing)) {
                problems.warning(
                        "RULE-013",
                        member.key(),
                        "'" + key + "' has no effect in a rule of type " + type.word() + ".",
                        "It belongs to " + String.join(", ", types) + ".");
            }
        });
    }

    private String ruleId() {
        if (!rule.has("rule_id")) {
            String name = rule.table().get("name") instanceof Node.Text text ? text.value() : "";
            String id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                    .toString();
            problems.warning(
                    "RULE-039",
                    rule.span(),
                    "The rule has no 'rule_id'; one was made from its name, and changes with it.",
                    "Add rule_id = \"" + id + "\".");
            return id;
        }
        String id = rule.requiredText("rule_id");
        if (repository && !id.isBlank() && !UUID_TEXT.matcher(id).matches()) {
            problems.warning(
                    "RULE-016",
                    rule.valueSpan("rule_id"),
                    "'rule_id' is not a UUID in lower case.",
                    "Two rules with the same id cannot be told apart; a UUID makes sure of that.");
        }
        return id;
    }

    private Severity severity(KeyReader at, String key) {
        at.required(key);
        String word = at.word(key, List.of("low", "medium", "high", "critical"));
        return word == null ? Severity.LOW : Severity.of(word).orElse(Severity.LOW);
    }

    private int maxSignals() {
        long max = rule.whole("max_signals", 1, Integer.MAX_VALUE, Rule.MAX_SIGNALS_DEFAULT);
        if (max > MAX_SIGNALS_CAP) {
            problems.warning(
                    "RULE-021",
                    rule.valueSpan("max_signals"),
                    "Kibana makes no more than " + MAX_SIGNALS_CAP + " alerts in a run, whatever 'max_signals' says.",
                    "");
        }
        return (int) max;
    }

    private IndexPatterns index(RuleType type) {
        if (type == RuleType.ESQL || type == RuleType.MACHINE_LEARNING) {
            return new IndexPatterns(List.of());
        }
        List<String> patterns = rule.texts("index");
        Optional<String> view = rule.optionalText("data_view_id");
        if (view.isEmpty()) {
            return patterns.isEmpty() ? INDEX_DEFAULT : new IndexPatterns(patterns);
        }
        if (!patterns.isEmpty()) {
            problems.warning(
                    "RULE-027",
                    rule.spanOf("index"),
                    "The rule has both 'index' and 'data_view_id'; the data view counts.",
                    "Remove one.");
        }
        if (view.get().contains("*")) {
            return new IndexPatterns(List.of(view.get().split(",", -1)));
        }
        problems.warning(
                "RULE-028",
                rule.valueSpan("data_view_id"),
                "What the data view '" + KeyReader.shortened(view.get())
                        + "' covers is not in this file; the rule is offered events of every index.",
                "Write 'index' instead.");
        return IndexPatterns.ALL;
    }

    private List<Filter> filters() {
        return rule.inners("filters").stream()
                .map(filter -> new Filter(
                        Node.plainTable(filter.table()), problems.source().place(filter.span())))
                .toList();
    }

    private Overrides overrides() {
        List<Overrides.SeverityMapping> severities = new ArrayList<>();
        for (KeyReader mapping : rule.inners("severity_mapping")) {
            mapping.allow(List.of("field", "operator", "value", "severity"));
            mapping.word("operator", List.of("equals"));
            severities.add(new Overrides.SeverityMapping(
                    mapping.requiredText("field"), mapping.text("value", ""), severity(mapping, "severity")));
        }
        List<KeyReader> scores = rule.inners("risk_score_mapping");
        scores.forEach(mapping -> mapping.allow(List.of("field", "operator", "value", "risk_score")));
        if (scores.size() > 1) {
            problems.warning(
                    "RULE-040",
                    scores.get(1).span(),
                    "Only the first 'risk_score_mapping' is used, as in Kibana.",
                    "Remove the others.");
        }
        Optional<String> score = scores.isEmpty()
                ? Optional.empty()
                : Optional.of(scores.getFirst().requiredText("field"));
        return new Overrides(severities, score, rule.optionalText("rule_name_override"));
    }

    private Optional<Suppression> suppression(RuleType type) {
        KeyReader keys = rule.inner("alert_suppression");
        return keys == null ? Optional.empty() : Optional.of(SuppressionReader.read(keys, type));
    }

    private List<ExceptionListRef> exceptionLists() {
        List<ExceptionListRef> lists = new ArrayList<>();
        for (KeyReader list : rule.inners("exceptions_list")) {
            list.allow(List.of("id", "list_id", "type", "namespace_type"));
            lists.add(new ExceptionListRef(
                    list.text("id", ""),
                    list.requiredText("list_id"),
                    list.text("type", "detection"),
                    list.text("namespace_type", "single"),
                    problems.source().place(list.valueSpan("list_id"))));
        }
        return lists;
    }

    /** The keys as Kibana's API names and shapes them, which is what alerts carry. */
    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        Node.plainTable(rule.table()).forEach((key, value) -> {
            switch (key) {
                case "note" -> parameters.put(key, guide(value));
                case "new_terms" -> newTerms(parameters, value);
                case "threshold" -> parameters.put(key, threshold(value));
                case "threat_mappings" -> {}
                default -> parameters.put(key, value);
            }
        });
        return parameters;
    }

    private Object guide(Object note) {
        return transform != null && note instanceof String text ? GuideText.of(text, rule, transform) : note;
    }

    private static void newTerms(Map<String, Object> parameters, Object table) {
        if (table instanceof Map<?, ?> map) {
            Object fields = map.get("value");
            Object starts = map.get("history_window_start");
            Object first = starts instanceof List<?> list && !list.isEmpty() ? list.getFirst() : starts;
            Object start = first instanceof Map<?, ?> one ? one.get("value") : null;
            if (fields != null) {
                parameters.put("new_terms_fields", fields instanceof String field ? List.of(field) : fields);
            }
            if (start != null) {
                parameters.put("history_window_start", start);
            }
        }
    }

    private static Object threshold(Object table) {
        if (!(table instanceof Map<?, ?> map)) {
            return table;
        }
        Map<String, Object> threshold = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            boolean list = value instanceof List<?>;
            boolean many = "field".equals(key) || "cardinality".equals(key);
            boolean none = value instanceof String text && text.isBlank();
            threshold.put(String.valueOf(key), list || !many ? value : none ? List.of() : List.of(value));
        });
        return threshold;
    }
}
