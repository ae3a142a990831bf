package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.Conditions;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.condition.MovingConditions;
import io.picket.detect.AlertSink;
import io.picket.detect.Clock;
import io.picket.detect.Detector;
import io.picket.detect.Detectors;
import io.picket.detect.StateBudget;
import io.picket.enrich.ParentEntity;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.MatchPlan;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Rules made ready for a hunt: their conditions in one match plan, a detector each, and the table of all the fields
 * anybody needs. The numbers of the match plan are positions in {@link #entries}; rules over alerts have a plan of their own.
 */
public final class HuntPlan {

    static final String TIMESTAMP = "@timestamp";
    static final String INGESTED = "event.ingested";

    /**
     * A rule whose conditions have been compiled.
     *
     * @param conditions the query, the filters and what the exceptions leave; one, or one for each step of joined events;
     *     they may depend on what time it is
     * @param indicators which documents are its indicators, for an indicator match rule
     */
    public record Compiled(Rule rule, List<Condition> conditions, Optional<IndicatorQuery> indicators) {
        public Compiled {
            conditions = List.copyOf(conditions);
        }

        public Compiled(Rule rule, List<Condition> conditions) {
            this(rule, conditions, Optional.empty());
        }
    }

    /**
     * What is to be done with the events that meet one of some conditions.
     *
     * @param index which indices they are in
     * @param fields names of those the detector asks for beside the conditions'
     * @param orderFree whether an event that comes too late for its place can still be judged
     * @param needsSource whether events must come with their bytes
     * @param detector made for the table of all the fields anybody needs
     */
    record Task(
            Rule rule,
            IndexPatterns index,
            List<Condition> conditions,
            Set<String> fields,
            boolean orderFree,
            boolean needsSource,
            Function<FieldTable, Detector> detector) {

        /** Of the rule's own indices. */
        Task(
                Rule rule,
                List<Condition> conditions,
                Set<String> fields,
                boolean orderFree,
                boolean needsSource,
                Function<FieldTable, Detector> detector) {
            this(rule, rule.index(), conditions, fields, orderFree, needsSource, detector);
        }

        Task besidesOwnAlerts() {
            List<Condition> besides = conditions.stream()
                    .map(condition -> AlertPlan.besidesOwn(condition, rule))
                    .toList();
            return new Task(rule, index, besides, fields, orderFree, needsSource, detector);
        }
    }

    /**
     * One rule at work.
     *
     * @param number its position among the entries
     * @param firstCondition the number of its first condition in the match plan
     * @param lane the number of the lane its events wait in
     * @param primarySlot the field its clock reads first
     * @param goesByLane whether the lane's time is the rule's primary time, and its time of arrival does not matter
     * @param orderFree whether an event that comes too late for its place can still be judged
     */
    record Entry(
            int number,
            Rule rule,
            Detector detector,
            int firstCondition,
            int lane,
            int primarySlot,
            boolean fallback,
            boolean goesByLane,
            boolean orderFree) {}

    private final FieldTable fields;
    private final FieldTypes types;
    private final MatchPlan matches;
    private final List<Entry> entries;
    private final Entry[] byCondition;
    private final List<String> laneFields;
    private final Optional<AlertPlan> overAlerts;
    private final boolean derives;
    private final boolean needsSource;
    private final boolean[] waitingFields;

    private HuntPlan(
            FieldTable fields,
            FieldTypes types,
            MatchPlan matches,
            List<Entry> entries,
            List<String> laneFields,
            Optional<AlertPlan> overAlerts,
            Set<String> asked,
            boolean derives,
            boolean needsSource) {
        this.fields = fields;
        this.types = types;
        this.matches = matches;
        this.entries = List.copyOf(entries);
        this.byCondition = byCondition(entries, matches.size() - (derives ? 1 : 0));
        this.laneFields = List.copyOf(laneFields);
        this.overAlerts = overAlerts;
        this.derives = derives;
        this.needsSource = needsSource;
        this.waitingFields = new boolean[fields.size()];
        Set<String> later = new LinkedHashSet<>(laneFields);
        overAlerts.ifPresent(plan -> later.addAll(plan.orders()));
        later.addAll(asked);
        later.add(TIMESTAMP);
        later.add(INGESTED);
        if (derives) {
            later.addAll(ParentEntity.fields());
        }
        for (Entry entry : allEntries()) {
            later.add(entry.rule().primaryTimestamp());
            later.add(fields.name(entry.primarySlot()));
        }
        later.forEach(name -> waitingFields[fields.slot(name)] = true);
    }

    static Entry[] byCondition(List<Entry> entries, int conditions) {
        Entry[] by = new Entry[conditions];
        for (Entry entry : entries) {
            // Entries stand in the order of their conditions, so a later one takes over what is its own.
            Arrays.fill(by, entry.firstCondition(), conditions, entry);
        }
        return by;
    }

    /**
     * Makes rules ready.
     *
     * @param derive whether to derive what sources leave out
     * @param alerts where detectors send what they raise
     */
    public static HuntPlan of(
            List<Compiled> rules, Clock clock, FieldTypes types, boolean derive, StateBudget budget, AlertSink alerts) {
        boolean overAlerts = rules.stream().anyMatch(compiled -> AlertPlan.isFor(compiled.rule()));
        Optional<AlertFeed> feed = overAlerts ? Optional.of(new AlertFeed(alerts)) : Optional.empty();
        AlertSink sink = feed.<AlertSink>map(each -> each).orElse(alerts);
        List<Task> tasks = new ArrayList<>();
        List<Task> ears = new ArrayList<>();
        for (Compiled compiled : rules) {
            Task task = task(compiled, clock, types, budget, sink);
            Optional<IndicatorEar> ear = compiled.indicators().map(query -> new IndicatorEar(compiled.rule(), query));
            tasks.add(ear.map(each -> each.besides(task)).orElse(task));
            ear.ifPresent(each -> ears.add(each.task(Detectors.fields(compiled.rule()))));
        }
        tasks.addAll(ears);
        return of(tasks, feed, clock, types, derive);
    }

    private static Task task(Compiled compiled, Clock clock, FieldTypes types, StateBudget budget, AlertSink alerts) {
        Rule rule = compiled.rule();
        boolean moves = compiled.conditions().stream().anyMatch(MovingConditions::moves);
        Set<String> asked = new LinkedHashSet<>(Detectors.fields(rule));
        if (moves) {
            for (Condition condition : compiled.conditions()) {
                Conditions.fields(condition, field -> asked.add(field.name()));
            }
        }
        return new Task(
                rule,
                compiled.conditions(),
                asked,
                Detectors.isOrderFree(rule, clock),
                moves || Detectors.needsSource(rule),
                table -> Detectors.of(
                        rule, compiled.conditions(), compiled.indicators(), clock, table, types, alerts, budget));
    }

    /** The same for other detectors than the rules' own, which alerts do not matter to. */
    static HuntPlan of(List<Task> tasks, Clock clock, FieldTypes types, boolean derive) {
        return of(tasks, Optional.empty(), clock, types, derive);
    }

    private static HuntPlan of(
            List<Task> given, Optional<AlertFeed> feed, Clock clock, FieldTypes types, boolean derive) {
        List<Task> tasks = feed.isEmpty()
                ? given
                : given.stream()
                        .map(task -> AlertPlan.isFor(task.rule()) ? task.besidesOwnAlerts() : task)
                        .toList();
        Set<String> asked = new LinkedHashSet<>();
        tasks.forEach(task -> asked.addAll(task.fields()));
        boolean derives = derive && asked.contains(ParentEntity.FIELD);
        FieldTable fields = table(tasks, asked, clock, types, derives);
        AlertOrigins origins = new AlertOrigins(given.stream().map(Task::rule).toList());
        List<String> notes = new ArrayList<>();
        Lot events = new Lot(fields, types, clock);
        Lot overAlerts = new Lot(fields, types, clock);
        for (Task task : tasks) {
            boolean isOver = feed.isPresent() && AlertPlan.isFor(task.rule());
            (isOver ? overAlerts : events).add(task);
            if (isOver) {
                origins.note(task.rule(), task.conditions()).ifPresent(notes::add);
            }
        }
        if (derives) {
            events.plan.add(ParentEntity.concerns(), IndexPatterns.ALL);
        }
        if (events.orders.isEmpty()) {
            events.orders.put(TIMESTAMP, 0);
        }
        Optional<AlertPlan> stage = feed.map(each -> new AlertPlan(
                overAlerts.plan.build(fields),
                List.copyOf(overAlerts.entries),
                List.copyOf(overAlerts.orders.keySet()),
                clock,
                each,
                List.copyOf(notes)));
        return new HuntPlan(
                fields,
                types,
                events.plan.build(fields),
                events.entries,
                List.copyOf(events.orders.keySet()),
                stage,
                asked,
                derives,
                tasks.stream().anyMatch(Task::needsSource));
    }

    /** Entries whose conditions are in one match plan, being made. */
    private static final class Lot {
        private final FieldTable fields;
        private final Clock clock;
        private final MatchPlan.Builder plan;
        private final Map<String, Integer> orders = new LinkedHashMap<>();
        private final List<Entry> entries = new ArrayList<>();

        Lot(FieldTable fields, FieldTypes types, Clock clock) {
            this.fields = fields;
            this.clock = clock;
            this.plan = MatchPlan.builder(types);
        }

        void add(Task task) {
            Rule rule = task.rule();
            int firstCondition =
                    plan.add(MovingConditions.ever(task.conditions().getFirst()), task.index());
            task.conditions().stream()
                    .skip(1)
                    .forEach(condition -> plan.add(MovingConditions.ever(condition), task.index()));
            String time = Detectors.timeField(rule, clock);
            String order = clock == Clock.SCHEDULE ? INGESTED : time;
            boolean fallback = Detectors.timeFallback(rule, clock);
            entries.add(new Entry(
                    entries.size(),
                    rule,
                    task.detector().apply(fields),
                    firstCondition,
                    orders.computeIfAbsent(order, name -> orders.size()),
                    fields.slot(time),
                    fallback,
                    clock == Clock.STREAM && fallback,
                    task.orderFree()));
        }
    }

    private static FieldTable table(
            List<Task> tasks, Set<String> asked, Clock clock, FieldTypes types, boolean derives) {
        FieldTable.Builder table = FieldTable.builder();
        table.add(TIMESTAMP, 64).add(INGESTED, 64);
        Provenance.FIELDS.forEach(name -> table.add(name, FieldTypes.IGNORE_ABOVE_DEFAULT));
        if (derives) {
            ParentEntity.fields().forEach(name -> table.add(name, types.ignoreAbove(name)));
            Conditions.fields(
                    ParentEntity.concerns(), field -> table.add(field.name(), types.ignoreAbove(field.name())));
        }
        for (Task task : tasks) {
            for (Condition condition : task.conditions()) {
                Conditions.fields(condition, field -> table.add(field.name(), types.ignoreAbove(field.name())));
            }
            table.add(task.rule().primaryTimestamp(), 64);
            table.add(Detectors.timeField(task.rule(), clock), 64);
        }
        asked.forEach(name -> table.add(name, types.ignoreAbove(name)));
        table.add(AlertPlan.DEPTH, 64);
        for (String name : table.build().names()) {
            AlertPlan.nameToday(name).ifPresent(today -> table.add(today, types.ignoreAbove(today)));
        }
        return table.build();
    }

    /** Every field that anybody needs. */
    public FieldTable fields() {
        return fields;
    }

    /** The conditions of all rules; those of one rule have numbers side by side. */
    public MatchPlan matches() {
        return matches;
    }

    List<Entry> entries() {
        return entries;
    }

    /** The rules that are judged after all others, if there are any. */
    Optional<AlertPlan> overAlerts() {
        return overAlerts;
    }

    /** Entries of both kinds. */
    List<Entry> allEntries() {
        List<Entry> all = new ArrayList<>(entries);
        overAlerts.ifPresent(plan -> all.addAll(plan.entries()));
        return all;
    }

    /** The rules, each once. */
    List<Rule> rules() {
        return allEntries().stream()
                .filter(entry -> !(entry.detector() instanceof IndicatorEar))
                .map(Entry::rule)
                .toList();
    }

    /** The rule that asks the condition of this number. */
    Entry entryOf(int condition) {
        return byCondition[condition];
    }

    /** How many conditions rules ask; their numbers are 0 to this. */
    int conditionCount() {
        return byCondition.length;
    }

    /** The fields that lanes are ordered by; {@code @timestamp} stands in where one is absent. */
    List<String> laneFields() {
        return laneFields;
    }

    /** Whether parents are derived; the number after the last condition then marks events that tell of processes. */
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

    /** Which documents are whose indicators, in the order of the rules that have any. */
    List<IndicatorEar> indicators() {
        List<IndicatorEar> ears = new ArrayList<>();
        for (Entry entry : allEntries()) {
            if (entry.detector() instanceof IndicatorEar ear) {
                ears.add(ear);
            }
        }
        return ears;
    }

    /** The conditions of {@link #indicators} alone, for documents that are nothing else. */
    MatchPlan indicatorMatches() {
        MatchPlan.Builder plan = MatchPlan.builder(types);
        indicators().forEach(each -> plan.add(each.query().ever(), each.query().index()));
        return plan.build(fields);
    }
}
