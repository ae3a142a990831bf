package io.picket.rule;

import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.MappingEntry;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.text.SourceText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a rule looks for: the keys that differ from type to type. */
final class BodyReader {

    private static final int INDICATOR_PAGE_MAX = 10_000;
    private static final int GROUP_FIELDS_MAX = 5;
    private static final int NEW_TERMS_FIELDS_MAX = 3;
    private static final List<String> QUERY_LANGUAGES = List.of("kuery", "lucene");
    private static final String INDICATOR_PATH_DEFAULT = "threat.indicator";

    private final KeyReader rule;
    private final ProblemList problems;

    BodyReader(KeyReader rule) {
        this.rule = rule;
        this.problems = rule.problems();
    }

    RuleBody read(RuleType type, Schedule schedule) {
        return switch (type) {
            case QUERY -> new QueryBody(query(QUERY_LANGUAGES, false), rule.optionalText("saved_id"));
            case SAVED_QUERY -> savedQuery();
            case THRESHOLD -> new ThresholdBody(query(QUERY_LANGUAGES, true), threshold());
            case NEW_TERMS -> newTerms(schedule);
            case EQL -> eql();
            case ESQL -> new EsqlBody(query(List.of("esql"), true));
            case THREAT_MATCH -> threatMatch();
            case MACHINE_LEARNING -> machineLearning();
        };
    }

    private RuleBody savedQuery() {
        rule.requiredText("saved_id");
        return new QueryBody(query(QUERY_LANGUAGES, false), rule.optionalText("saved_id"));
    }

    private Query query(List<String> languages, boolean required) {
        if (required) {
            rule.required("query");
        }
        return query("query", "language", languages);
    }

    private Query query(String queryKey, String languageKey, List<String> languages) {
        String language = rule.text(languageKey, languages.getFirst());
        if (!languages.contains(language)) {
            problems.error(
                    "RULE-036",
                    rule.valueSpan(languageKey),
                    "'" + languageKey + "' must be " + String.join(" or ", languages) + " for this type of rule, not '"
                            + KeyReader.shortened(language) + "'.",
                    "Change the language, or the rule's type.");
        }
        SourceText file = problems.source();
        Node.Text text = rule.literal(queryKey);
        SourceText query = text == null
                ? file.within("", offset -> rule.span().start())
                : file.within(text.value(), text.spelling().offsets(file.text(), text));
        return new Query(language, query);
    }

    private EqlBody eql() {
        String category = rule.has("event_category_override") ? "event_category_override" : "event_category_field";
        return new EqlBody(
                query(List.of("eql"), true),
                rule.optionalText("timestamp_field"),
                rule.optionalText(category),
                rule.optionalText("tiebreaker_field"));
    }

    private Threshold threshold() {
        rule.required("threshold");
        KeyReader threshold = rule.inner("threshold");
        if (threshold == null) {
            return new Threshold(List.of(), 1, Optional.empty());
        }
        threshold.allow(Set.of("field", "value", "cardinality"));
        List<String> fields = threshold.oneOrMoreTexts("field").stream()
                .filter(field -> !field.isBlank())
                .toList();
        count(threshold, "field", fields, 0, GROUP_FIELDS_MAX);
        threshold.required("value");
        long value = threshold.whole("value", 1, Long.MAX_VALUE, 1);
        return new Threshold(fields, value, cardinality(threshold, fields));
    }

    private Optional<Threshold.Cardinality> cardinality(KeyReader threshold, List<String> fields) {
        List<KeyReader> all = threshold.oneOrMoreInners("cardinality");
        if (all.isEmpty()) {
            return Optional.empty();
        }
        if (all.size() > 1) {
            problems.warning(
                    "RULE-023",
                    all.get(1).span(),
                    "Only the first cardinality of a threshold is used, as in Kibana.",
                    "Remove the others.");
        }
        KeyReader first = all.getFirst();
        first.allow(Set.of("field", "value"));
        first.required("value");
        String field = first.requiredText("field");
        if (fields.contains(field)) {
            problems.error(
                    "RULE-022",
                    first.valueSpan("field"),
                    "'" + field + "' is grouped by, so each group has exactly one value of it.",
                    "Count another field, or do not group by this one.");
        }
        return Optional.of(new Threshold.Cardinality(field, first.whole("value", 0, Long.MAX_VALUE, 0)));
    }

    private NewTermsBody newTerms(Schedule schedule) {
        Query query = query(QUERY_LANGUAGES, true);
        KeyReader flat = rule;
        String fieldsKey = "new_terms_fields";
        List<String> fields = List.of();
        String history = "";
        KeyReader table = rule.inner("new_terms");
        if (table != null) {
            table.allow(Set.of("field", "value", "history_window_start"));
            table.word("field", List.of("new_terms_fields"));
            flat = table;
            fieldsKey = "value";
            List<KeyReader> starts = table.oneOrMoreInners("history_window_start");
            if (starts.isEmpty()) {
                table.required("history_window_start");
            } else {
                starts.getFirst().allow(Set.of("field", "value"));
                starts.getFirst().word("field", List.of("history_window_start"));
                history = history(starts.getFirst(), "value", schedule);
            }
        } else {
            history = history(rule, "history_window_start", schedule);
        }
        if (flat.required(fieldsKey)) {
            fields = flat.oneOrMoreTexts(fieldsKey);
            count(flat, fieldsKey, fields, 1, NEW_TERMS_FIELDS_MAX);
        }
        return new NewTermsBody(query, fields, history);
    }

    private String history(KeyReader at, String key, Schedule schedule) {
        String start = at.requiredText(key);
        if (start.isEmpty()) {
            return start;
        }
        Optional<NowOffset> offset = NowOffset.parse(start);
        if (offset.isEmpty() || offset.get().rounded()) {
            problems.error(
                    "RULE-018",
                    at.valueSpan(key),
                    "The history window must begin at a time such as now-7d, not '" + KeyReader.shortened(start) + "'."
                            + (offset.isEmpty() ? "" : " Rounding ('/d') is not supported here."),
                    "Write how far back the history goes, with s, m, h, d, w, M or y.");
        } else if (offset.get().back().compareTo(schedule.lookBack()) <= 0) {
            problems.error(
                    "RULE-025",
                    at.valueSpan(key),
                    "The history window must begin before '" + schedule.from() + "', where the rule's range begins; '"
                            + KeyReader.shortened(start) + "' counts from the range's end, '" + schedule.to() + "'.",
                    "Look further back for the history.");
        }
        return start;
    }

    private ThreatMatchBody threatMatch() {
        Query query = query(QUERY_LANGUAGES, true);
        rule.required("threat_query");
        Query threatQuery = query("threat_query", "threat_language", QUERY_LANGUAGES);
        if (rule.required("threat_index")) {
            count(rule, "threat_index", rule.oneOrMoreTexts("threat_index"), 1, Integer.MAX_VALUE);
        }
        List<List<MappingEntry>> mapping = new ArrayList<>();
        rule.required("threat_mapping");
        for (KeyReader group : rule.inners("threat_mapping")) {
            group.allow(Set.of("entries"));
            group.required("entries");
            mapping.add(mapping(group));
        }
        searches();
        return new ThreatMatchBody(
                query,
                threatQuery,
                rule.oneOrMoreTexts("threat_index"),
                mapping,
                rule.inners("threat_filters").stream()
                        .map(filter -> new Filter(
                                Node.plainTable(filter.table()),
                                problems.source().place(filter.span())))
                        .toList(),
                rule.text("threat_indicator_path", INDICATOR_PATH_DEFAULT));
    }

    /** Picket looks indicators up and needs no pages of them, but Elastic's engine refuses a rule that is wrong in these. */
    private void searches() {
        boolean hasItems = rule.has("items_per_search");
        if (rule.has("concurrent_searches") != hasItems) {
            problems.warning(
                    "RULE-037",
                    rule.spanOf(hasItems ? "items_per_search" : "concurrent_searches"),
                    "'concurrent_searches' and 'items_per_search' belong together.",
                    "Give both, or neither.");
        }
        long searches = rule.whole("concurrent_searches", 1, Integer.MAX_VALUE, 1);
        long items = rule.whole("items_per_search", 1, Integer.MAX_VALUE, 1);
        if (searches * items > INDICATOR_PAGE_MAX) {
            problems.warning(
                    "RULE-037",
                    rule.spanOf("items_per_search"),
                    "'concurrent_searches' times 'items_per_search' is %d; Elastic's engine takes no more than %d."
                            .formatted(searches * items, INDICATOR_PAGE_MAX),
                    "Lower one of them.");
        }
    }

    private List<MappingEntry> mapping(KeyReader group) {
        List<MappingEntry> entries = new ArrayList<>();
        for (KeyReader entry : group.inners("entries")) {
            entry.allow(Set.of("field", "type", "value", "negate"));
            entry.word("type", List.of("mapping"));
            entries.add(new MappingEntry(
                    entry.requiredText("field"), entry.requiredText("value"), entry.flag("negate", false)));
        }
        if (!entries.isEmpty() && entries.stream().allMatch(MappingEntry::negate)) {
            problems.error(
                    "RULE-038",
                    group.span(),
                    "A group of mapping entries needs one that is not negated.",
                    "Add an entry that says which events are meant.");
        }
        return entries;
    }

    private MachineLearningBody machineLearning() {
        List<String> jobs = List.of();
        if (rule.required("machine_learning_job_id")) {
            jobs = rule.oneOrMoreTexts("machine_learning_job_id");
            count(rule, "machine_learning_job_id", jobs, 1, Integer.MAX_VALUE);
        }
        rule.required("anomaly_threshold");
        return new MachineLearningBody(jobs, rule.number("anomaly_threshold", 0, 100, 0));
    }

    private void count(KeyReader at, String key, List<String> values, int min, int max) {
        if (values.size() < min || values.size() > max) {
            String range = max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max;
            problems.error(
                    "RULE-024",
                    at.valueSpan(key),
                    "'" + at.name(key) + "' takes " + range + " values, not " + values.size() + ".",
                    "");
        }
        if (new HashSet<>(values).size() < values.size()) {
            problems.error("RULE-024", at.valueSpan(key), "'" + at.name(key) + "' has a value twice.", "Remove one.");
        }
    }
}
