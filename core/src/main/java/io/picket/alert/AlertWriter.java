package io.picket.alert;

import io.picket.condition.DateText;
import io.picket.condition.FieldTypes;
import io.picket.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the alerts of one rule as Elastic's engine writes them: flat dotted names in a fixed order. What the alert says
 * of itself comes first, then the rule, then the source, then {@code picket.evidence.*}.
 *
 * <p>Left out is what has no meaning without a Kibana: {@code kibana.version}, {@code kibana.alert.url},
 * {@code kibana.alert.rule.execution.uuid}, maintenance windows. Times are ISO with milliseconds, in UTC.
 */
public final class AlertWriter {

    private static final String ALERT = "kibana.alert.";
    private static final String SUPPRESSION_AFTER = ALERT + "ancestors";

    private final Rule rule;
    private final RuleFields ruleFields;
    private final SourceFields sourceFields;

    public AlertWriter(Rule rule, FieldTypes types) {
        this.rule = rule;
        this.ruleFields = new RuleFields(rule);
        this.sourceFields = new SourceFields(types);
    }

    /**
     * An alert on one event.
     *
     * @param time when it is raised, epoch milliseconds
     * @return nothing when the event is an alert that this rule had a part in: a rule does not feed on itself
     */
    public Optional<Alert> event(SourceDocument document, long time) {
        String id = AlertIds.event(rule.ruleId(), document.index(), document.id());
        return onDocument(id, document, time, Map.of());
    }

    /** An alert on the first event of a suppression group, where one event may be first in several groups. */
    public Optional<Alert> groupedEvent(SourceDocument document, ValueGroup group, long time) {
        String id = AlertIds.grouped(rule.ruleId(), document.index(), document.id(), group);
        return onDocument(id, document, time, Map.of());
    }

    /** An alert on the first event that has these values, one for each of the rule's fields in their order. */
    public Optional<Alert> newTerms(SourceDocument document, List<Object> terms, long time) {
        String id = AlertIds.newTerms(rule.ruleId(), document.index(), document.id(), terms);
        return onDocument(id, document, time, Map.of(ALERT + "new_terms", List.copyOf(terms)));
    }

    /**
     * An alert on an event that matches indicators.
     *
     * @param enrichments what is told of the indicators, at most {@link Enrichment#PER_ALERT_MAX}
     * @param omitted how many more there were
     */
    public Optional<Alert> threat(SourceDocument document, List<Enrichment> enrichments, long omitted, long time) {
        String id = AlertIds.event(rule.ruleId(), document.index(), document.id());
        Map<String, Object> source = SourceFields.flat(document.fields());
        Enrichment.addTo(source, enrichments);
        Optional<Alert> alert = onSource(id, document, source, time, Map.of());
        alert.ifPresent(raised -> ThresholdEvidence.putOmitted(
                raised.fields(), ThresholdEvidence.PREFIX + "enrichments_omitted", omitted));
        return alert;
    }

    /** An alert on a group that met a threshold. Its source is the group's fields alone. */
    public Alert threshold(ThresholdResult result) {
        ValueGroup group = new ValueGroup(result.fields(), new ArrayList<@Nullable Object>(result.values()));
        Map<String, Object> source = new LinkedHashMap<>();
        for (int i = 0; i < result.fields().size(); i++) {
            source.put(result.fields().get(i), result.values().get(i));
        }
        AppliedOverrides applied = AppliedOverrides.of(rule, source);
        String reason = Reason.ofGroup(source, applied.severity().word(), applied.name());
        String ancestor = AlertIds.thresholdAncestor(rule.ruleId(), group, result.start());
        String id = AlertIds.threshold(rule.ruleId(), group, result.start());
        Lineage lineage =
                Lineage.ofGroup(ancestor, String.join(",", rule.index().patterns()));
        Map<String, Object> own = Map.of(ALERT + "threshold_result", thresholdResult(result));
        Map<String, Object> fields =
                document(id, result.raised(), DateText.iso(result.last()), applied, reason, lineage, own, source);
        fields.putAll(result.evidence());
        return new Alert(id, rule.ruleId(), result.raised(), fields);
    }

    /**
     * The alerts on joined events: one on the whole, whose source is what the events share, and a building block for each
     * event. The rule's overrides do not look into joined events.
     *
     * @param time when they are raised, epoch milliseconds
     * @return nothing when one of the events is an alert that this rule had a part in
     */
    public Optional<SequenceAlerts> sequence(List<SourceDocument> events, long time) {
        List<Map<String, Object>> sources = new ArrayList<>();
        List<Lineage> lineages = new ArrayList<>();
        for (SourceDocument event : events) {
            Map<String, Object> source = SourceFields.flat(event.fields());
            sources.add(source);
            lineages.add(Lineage.of(event, source));
        }
        if (lineages.stream().anyMatch(lineage -> lineage.includes(rule.ruleId()))) {
            return Optional.empty();
        }
        String id = AlertIds.sequence(rule.ruleId(), events);
        List<Alert> blocks = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Map<String, Object> own = new LinkedHashMap<>();
            own.put(ALERT + "building_block_type", "default");
            own.put(ALERT + "group.id", id);
            own.put(ALERT + "group.index", (long) i);
            String block = AlertIds.sequenceBlock(rule.ruleId(), events, i);
            blocks.add(joined(block, sources.get(i), sources.get(i), lineages.get(i), time, own));
        }
        Map<String, Object> shared = SharedFields.of(sources);
        Lineage lineage = Lineage.ofAll(lineages);
        Alert whole = joined(id, shared, sources.getLast(), lineage, time, Map.of(ALERT + "group.id", id));
        whole.fields().putAll(SequenceEvidence.of(events, sources));
        return Optional.of(new SequenceAlerts(whole, blocks));
    }

    /** @param timed the document whose time is the alert's original time */
    private Alert joined(
            String id,
            Map<String, Object> source,
            Map<String, Object> timed,
            Lineage lineage,
            long time,
            Map<String, Object> own) {
        AppliedOverrides none = AppliedOverrides.none(rule);
        String reason = Reason.ofEvent(source, none.severity().word(), none.name());
        Map<String, Object> fields = document(id, time, originalTime(timed), none, reason, lineage, own, source);
        return new Alert(id, rule.ruleId(), time, fields);
    }

    /** The same alert, saying what it stands for besides itself. */
    public Alert suppressed(Alert alert, SuppressionResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        alert.fields().forEach((name, value) -> {
            if (!name.startsWith(ALERT + "suppression.")) {
                fields.put(name, value);
            }
            if (name.equals(SUPPRESSION_AFTER)) {
                fields.put(ALERT + "suppression.terms", suppressionTerms(result.group()));
                fields.put(ALERT + "suppression.start", DateText.iso(result.start()));
                fields.put(ALERT + "suppression.end", DateText.iso(result.end()));
                fields.put(ALERT + "suppression.docs_count", result.docsCount());
                fields.put(ALERT + "instance.id", AlertIds.instance(rule.ruleId(), result.group()));
            }
        });
        fields.put(ALERT + "last_detected", DateText.iso(result.lastDetected()));
        return new Alert(alert.id(), alert.ruleId(), alert.time(), fields);
    }

    private Optional<Alert> onDocument(String id, SourceDocument document, long time, Map<String, Object> own) {
        return onSource(id, document, SourceFields.flat(document.fields()), time, own);
    }

    private Optional<Alert> onSource(
            String id, SourceDocument document, Map<String, Object> source, long time, Map<String, Object> own) {
        Lineage lineage = Lineage.of(document, source);
        if (lineage.includes(rule.ruleId())) {
            return Optional.empty();
        }
        AppliedOverrides applied = AppliedOverrides.of(rule, source);
        String reason = Reason.ofEvent(source, applied.severity().word(), applied.name());
        Map<String, Object> fields = document(id, time, originalTime(source), applied, reason, lineage, own, source);
        return Optional.of(new Alert(id, rule.ruleId(), time, fields));
    }

    private Map<String, Object> document(
            String id,
            long time,
            @Nullable String originalTime,
            AppliedOverrides applied,
            String reason,
            Lineage lineage,
            Map<String, Object> own,
            Map<String, Object> source) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String iso = DateText.iso(time);
        fields.put("@timestamp", iso);
        fields.put("event.kind", "signal");
        fields.put(ALERT + "uuid", id);
        if (originalTime != null) {
            fields.put(ALERT + "original_time", originalTime);
        }
        fields.put(ALERT + "reason", reason);
        fields.put(ALERT + "severity", applied.severity().word());
        fields.put(ALERT + "risk_score", applied.riskScore());
        fields.put(ALERT + "status", "active");
        fields.put(ALERT + "workflow_status", "open");
        fields.put(ALERT + "workflow_tags", List.of());
        fields.put(ALERT + "workflow_assignee_ids", List.of());
        if (rule.buildingBlock()) {
            fields.put(ALERT + "building_block_type", "default");
        }
        fields.put(ALERT + "start", iso);
        fields.put(ALERT + "last_detected", iso);
        fields.put(ALERT + "intended_timestamp", iso);
        fields.put(ALERT + "depth", lineage.depth());
        fields.put(ALERT + "ancestors", lineage.ancestors());
        fields.putAll(own);
        ruleFields.addTo(fields, applied.name(), iso);
        fields.put("kibana.space_ids", List.of("default"));
        addSource(fields, sourceFields.clean(source));
        return fields;
    }

    private static void addSource(Map<String, Object> fields, Map<String, Object> source) {
        source.forEach((name, value) -> {
            if (name.startsWith("event.")) {
                fields.put(ALERT + "original_" + name, value);
            } else if (name.startsWith("data_stream.")) {
                fields.put(ALERT + "original_" + name, value);
            }
        });
        source.forEach(fields::putIfAbsent);
    }

    /** The event's own time, whatever the rule's clock reads. */
    private static @Nullable String originalTime(Map<String, Object> source) {
        Object written = source.get("@timestamp");
        Object first = written instanceof List<?> list && !list.isEmpty() ? list.getFirst() : written;
        long millis = first == null ? DateText.NONE : SourceFields.millis(first);
        return millis == DateText.NONE ? null : DateText.iso(millis);
    }

    private static Map<String, Object> thresholdResult(ThresholdResult result) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("count", result.count());
        written.put("from", DateText.iso(result.first()));
        List<Map<String, Object>> terms = new ArrayList<>();
        for (int i = 0; i < result.fields().size(); i++) {
            terms.add(pair(result.fields().get(i), result.values().get(i)));
        }
        written.put("terms", terms);
        result.cardinality()
                .ifPresent(distinct -> written.put("cardinality", List.of(pair(distinct.field(), distinct.count()))));
        return written;
    }

    private static List<Map<String, Object>> suppressionTerms(ValueGroup group) {
        List<Map<String, Object>> terms = new ArrayList<>();
        for (int i = 0; i < group.fields().size(); i++) {
            terms.add(pair(group.fields().get(i), group.values().get(i)));
        }
        return terms;
    }

    @SuppressWarnings("NullAway") // a group of events that lack the field says null, and JSON writes it
    private static Map<String, Object> pair(String field, @Nullable Object value) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("field", field);
        pair.put("value", value);
        return pair;
    }
}
