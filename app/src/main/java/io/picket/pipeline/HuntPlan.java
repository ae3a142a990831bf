package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.Conditions;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.detect.AlertSink;
import io.picket.detect.Clock;
import io.picket.detect.Detector;
import io.picket.detect.Detectors;
import io.picket.detect.IndicatorIntake;
import io.picket.detect.StateBudget;
import io.picket.enrich.ParentEntity;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.MatchPlan;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rules made ready for a hunt: their conditions in one match plan, a detector each, and the table of all the fields
 * anybody needs. The numbers of the match plan are positions in {@link #entries}.
 */
public final class HuntPlan {

    static final String TIMESTAMP = "@timestamp";
    static final String INGESTED = "event.ingested";

    /**
     * A rule whose condition has been compiled.
     *
     * @param condition the query, the filters and what the exceptions leave
     * @param indicators which documents are its indicators, for an indicator match rule
     */
    public record Compiled(Rule rule, Condition condition, Optional<IndicatorQuery> indicators) {

        public Compiled(Rule rule, Condition condition) {
            this(rule, condition, Optional.empty());
        }
    }

    /**
     * One rule at work.
     *
     * @param lane the number of the lane its events wait in
     * @param primarySlot the field its clock reads first
     * @param goesByLane whether the lane's time is the rule's primary time, and its time of arrival does not matter
     * @param orderFree whether an event that comes too late for its place can still be judged
     * @param takesIndicators whether what it takes are the rule's indicators and not its events
     */
    record Entry(
            Rule rule,
            Detector detector,
            int lane,
            int primarySlot,
            boolean fallback,
            boolean goesByLane,
            boolean orderFree,
            boolean takesIndicators) {}

    /** A rule's indicators: where they are, and who takes them. */
    record Indicators(Rule rule, IndicatorQuery query, IndicatorIntake intake) {

        /** Where those among the events wait: beside the rule's events. */
        private Entry entry(List<Entry> entries) {
            Entry events = entries.stream()
                    .filter(entry -> entry.detector().equals(intake))
                    .findFirst()
                    .orElseThrow();
            return new Entry(
                    rule,
                    new IndicatorEar(intake),
                    events.lane(),
                    events.primarySlot(),
                    true,
                    events.goesByLane(),
                    true,
                    true);
        }
    }

    private final FieldTable fields;
    private final MatchPlan matches;
    private final List<Entry> entries;
    private final List<String> laneFields;
    private final boolean derives;
    private final boolean needsSource;
    private final boolean[] waitingFields;
    private final List<Indicators> indicators;
    private final FieldTypes types;

    private HuntPlan(
            FieldTable fields,
            FieldTypes types,
            MatchPlan matches,
            List<Entry> entries,
            List<Indicators> indicators,
            List<String> laneFields,
            boolean derives,
            boolean needsSource) {
        this.fields = fields;
        this.types = types;
        this.indicators = List.copyOf(indicators);
        this.matches = matches;
        this.entries = List.copyOf(entries);
        this.laneFields = List.copyOf(laneFields);
        this.derives = derives;
        this.needsSource = needsSource;
        this.waitingFields = new boolean[fields.size()];
        Set<String> later = new LinkedHashSet<>(laneFields);
        later.add(TIMESTAMP);
        later.add(INGESTED);
        if (derives) {
            later.addAll(ParentEntity.fields());
        }
        for (Entry entry : entries) {
            later.addAll(Detectors.fields(entry.rule()));
            later.add(entry.rule().primaryTimestamp());
        }
        indicators.forEach(each -> later.addAll(each.query().movingFields()));
        later.forEach(name -> waitingFields[fields.slot(name)] = true);
    }

    /**
     * Makes rules ready.
     *
     * @param derive whether to derive what sources leave out
     * @param alerts where detectors send what they raise
     */
    public static HuntPlan of(
            List<Compiled> rules, Clock clock, FieldTypes types, boolean derive, StateBudget budget, AlertSink alerts) {
        FieldTable.Builder table = FieldTable.builder();
        table.add(TIMESTAMP, 64).add(INGESTED, 64);
        Provenance.FIELDS.forEach(name -> table.add(name, FieldTypes.IGNORE_ABOVE_DEFAULT));
        boolean derives = derive
                && rules.stream().anyMatch(rule -> Detectors.fields(rule.rule()).contains(ParentEntity.FIELD));
        if (derives) {
            ParentEntity.fields().forEach(name -> table.add(name, types.ignoreAbove(name)));
            Conditions.fields(
                    ParentEntity.concerns(), field -> table.add(field.name(), types.ignoreAbove(field.name())));
        }
        boolean source = false;
        for (Compiled compiled : rules) {
            Rule rule = compiled.rule();
            Conditions.fields(compiled.condition(), field -> table.add(field.name(), types.ignoreAbove(field.name())));
            Detectors.fields(rule).forEach(name -> table.add(name, types.ignoreAbove(name)));
            table.add(rule.primaryTimestamp(), 64);
            compiled.indicators()
                    .ifPresent(query -> Conditions.fields(
                            query.ever(), field -> table.add(field.name(), types.ignoreAbove(field.name()))));
            compiled.indicators()
                    .ifPresent(query -> query.movingFields().forEach(name -> table.add(name, types.ignoreAbove(name))));
            source |= Detectors.needsSource(rule);
        }
        FieldTable fields = table.build();
        MatchPlan.Builder plan = MatchPlan.builder(types);
        Map<String, Integer> lanes = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        List<Indicators> indicators = new ArrayList<>();
        for (Compiled compiled : rules) {
            Rule rule = compiled.rule();
            plan.add(compiled.condition(), rule.index());
            String order = clock == Clock.SCHEDULE ? INGESTED : rule.primaryTimestamp();
            Detector detector = Detectors.of(rule, compiled.indicators(), clock, fields, types, alerts, budget);
            compiled.indicators()
                    .ifPresent(query -> indicators.add(new Indicators(rule, query, (IndicatorIntake) detector)));
            entries.add(new Entry(
                    rule,
                    detector,
                    lanes.computeIfAbsent(order, name -> lanes.size()),
                    fields.slot(rule.primaryTimestamp()),
                    rule.timestampFallback(),
                    clock == Clock.STREAM && rule.timestampFallback(),
                    Detectors.isOrderFree(rule, clock),
                    false));
        }
        for (Indicators each : indicators) {
            plan.add(each.query().ever(), each.query().index());
            entries.add(each.entry(entries));
        }
        if (derives) {
            plan.add(ParentEntity.concerns(), IndexPatterns.ALL);
        }
        return new HuntPlan(
                fields,
                types,
                plan.build(fields),
                entries,
                indicators,
                List.copyOf(lanes.keySet()),
                derives,
                source);
    }

    /** Every field that anybody needs. */
    public FieldTable fields() {
        return fields;
    }

    MatchPlan matches() {
        return matches;
    }

    List<Entry> entries() {
        return entries;
    }

    /** The fields that lanes are ordered by; {@code @timestamp} stands in where one is absent. */
    List<String> laneFields() {
        return laneFields;
    }

    /** Whether parents are derived; the number after the last rule's then marks events that tell of processes. */
    boolean derives() {
        return derives;
    }

    int ingestedSlot() {
        return fields.slot(INGESTED);
    }

    /** By slot, which fields are asked for after matching: by detectors, for the time, and to derive. */
    boolean[] waitingFields() {
        return waitingFields;
    }

    boolean needsSource() {
        return needsSource;
    }

    /** Which documents are whose indicators; their conditions' numbers are positions in this. */
    List<Indicators> indicators() {
        return indicators;
    }

    /** The indicators' conditions alone, for documents that are nothing else. */
    MatchPlan indicatorMatches() {
        MatchPlan.Builder plan = MatchPlan.builder(types);
        indicators.forEach(each -> plan.add(each.query().ever(), each.query().index()));
        return plan.build(fields);
    }
}
