package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.MappingEntry;
import io.picket.testkit.SketchEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Documents, events and indicators alike, through the detector of an indicator match rule. */
final class ThreatKit implements AlertSink {

    static final FieldTypes TYPES = SketchEvents.types(Map.of(
            "source.ip", FieldType.IP,
            "name", FieldType.KEYWORD,
            "port", FieldType.LONG,
            "msg", FieldType.TEXT,
            "ti.ip", FieldType.IP,
            "ti.net", FieldType.KEYWORD,
            "ti.name", FieldType.KEYWORD,
            "ti.port", FieldType.LONG,
            "@timestamp", FieldType.DATE));

    static final SketchEvents EVENTS = new SketchEvents(
            "source.ip", "name", "port", "msg", "odd", "ti.ip", "ti.net", "ti.name", "ti.port", "@timestamp");

    /**
     * A document.
     *
     * @param arrival when it comes to be known
     * @param fields lists of values
     */
    record Doc(boolean isIndicator, String id, long primary, long arrival, Map<String, List<Object>> fields) {

        Event event() {
            Map<String, Object> json = new TreeMap<>(fields);
            if (isIndicator) {
                json.put("@timestamp", java.time.Instant.ofEpochMilli(primary).toString());
            }
            json.put("n", id);
            return EVENTS.read(
                    isIndicator ? "logs-ti_x" : "logs-x",
                    id,
                    JsonMapper.shared().writeValueAsString(json));
        }

        List<Object> values(String field) {
            return fields.getOrDefault(field, List.of());
        }
    }

    final List<Alert> alerts = new ArrayList<>();
    final List<Overflow> overflows = new ArrayList<>();
    private final Rule rule;
    private final Clock clock;
    private final StateBudget budget;
    Detector detector;

    ThreatKit(Rule rule, Clock clock) {
        this(rule, clock, StateBudget.DEFAULT);
    }

    ThreatKit(Rule rule, Clock clock, StateBudget budget) {
        this.rule = rule;
        this.clock = clock;
        this.budget = budget;
        this.detector = fresh();
    }

    private Detector fresh() {
        return Detectors.of(rule, clock, EVENTS.table(), TYPES, this, budget);
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void overflow(Overflow overflow) {
        overflows.add(overflow);
    }

    ThreatKit add(Doc doc) {
        if (doc.isIndicator()) {
            ((IndicatorIntake) detector).indicator(doc.event(), doc.arrival());
        } else {
            detector.add(doc.event(), doc.primary(), doc.arrival());
        }
        return this;
    }

    void restart() {
        byte[] snapshot = ((Resumable) detector).snapshot();
        detector = fresh();
        ((Resumable) detector).restore(snapshot);
    }

    /** When a document has its turn. */
    static long turn(Clock clock, Doc doc) {
        return clock == Clock.STREAM && !doc.isIndicator() ? doc.primary() : doc.arrival();
    }

    static List<Doc> inOrder(Clock clock, List<Doc> docs) {
        List<Doc> sorted = new ArrayList<>(docs);
        sorted.sort(Comparator.comparingLong(doc -> turn(clock, doc)));
        return sorted;
    }

    ThreatKit run(List<Doc> docs, Random random) {
        for (Doc doc : inOrder(clock, docs)) {
            if (random.nextInt(3) == 0) {
                detector.advance(turn(clock, doc));
            }
            if (random.nextInt(20) == 0) {
                restart();
            }
            add(doc);
        }
        detector.finish();
        return this;
    }

    /** The alert's event and what it says it matched: {@code field=value<id} each. */
    static String shown(Alert alert) {
        List<String> matched = new ArrayList<>();
        JsonMapper.shared()
                .valueToTree(alert.fields().get("threat.enrichments"))
                .forEach(enrichment ->
                        matched.add(enrichment.at("/matched/field").asString() + "="
                                + enrichment.at("/matched/atomic").asString() + "<"
                                + enrichment.at("/matched/id").asString()));
        return alert.time() + " " + alert.fields().get("n") + " " + matched;
    }

    static MappingEntry equal(String field, String value) {
        return new MappingEntry(field, value, false);
    }

    static MappingEntry unequal(String field, String value) {
        return new MappingEntry(field, value, true);
    }
}
