package io.picket.detect;

import io.picket.alert.AlertWriter;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.eql.EqlQuery;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.rule.EqlQueries;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.rule.Suppression;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the detector of a rule. */
public final class Detectors {

    private Detectors() {}

    /**
     * A detector that has seen nothing yet.
     *
     * @param table the fields that events carry; it holds at least {@link #fields} of the rule
     * @throws IllegalArgumentException if rules of this type do not run, or {@link #problems} has an error for the rule
     */
    public static Detector of(
            Rule rule, Clock clock, FieldTable table, FieldTypes types, AlertSink sink, StateBudget budget) {
        AlertWriter writer = new AlertWriter(rule, types);
        return switch (rule.body()) {
            case QueryBody query ->
                switch (clock) {
                    case STREAM -> new QueryStream(rule, writer, table, types, sink, budget);
                    case SCHEDULE ->
                        rule.suppression()
                                .map(asked ->
                                        (Detector) new QueryGroupRuns(rule, asked, writer, table, types, sink, budget))
                                .orElseGet(() -> new QueryRuns(rule, writer, sink, budget));
                };
            case NewTermsBody terms ->
                switch (clock) {
                    case STREAM -> new NewTermsStream(rule, terms, writer, table, types, sink, budget);
                    case SCHEDULE -> new NewTermsRuns(rule, terms, writer, table, types, sink, budget);
                };
            case ThresholdBody threshold -> threshold(rule, clock, table, types, writer, sink, budget);
            case EqlBody eql -> eql(rule, eql, clock, table, types, writer, sink, budget);
            case EsqlBody esql -> throw notRun(rule);
            case ThreatMatchBody threat -> {
                IndicatorQuery query =
                        IndicatorQuery.of(rule, List.of(), Map.of(), types).orThrow();
                yield threat(rule, threat, Condition.ALWAYS, query, clock, table, types, writer, sink, budget);
            }
            case MachineLearningBody learning -> throw notRun(rule);
        };
    }

    /**
     * A detector for events that may meet the rule's conditions at some time: if these depend on what time it is, each
     * event is asked at the time that its clock says, which is the event's own or that of the run.
     *
     * @param conditions what the rule asks; see {@link MovingConditions}
     * @param indicators which documents are the rule's indicators, if it has any: its detector then is an
     *     {@link IndicatorIntake}
     * @param table also holds the fields of the conditions and of the indicators
     */
    public static Detector of(
            Rule rule,
            List<Condition> conditions,
            Optional<IndicatorQuery> indicators,
            Clock clock,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        if (rule.body() instanceof ThreatMatchBody body && indicators.isPresent()) {
            AlertWriter writer = new AlertWriter(rule, types);
            return threat(
                    rule, body, conditions.getFirst(), indicators.get(), clock, table, types, writer, sink, budget);
        }
        if (conditions.stream().noneMatch(MovingConditions::moves)) {
            return of(rule, clock, table, types, sink, budget);
        }
        if (clock == Clock.STREAM) {
            return new MovingStream(conditions, types, of(rule, clock, table, types, sink, budget));
        }
        long half = budget.bytes() / 2;
        StateBudget rest = new StateBudget(Math.max(half, StateBudget.BYTES_MIN), budget.hashSeed());
        Runs runs = Runs.of(rule.schedule());
        long reach = rule.body() instanceof NewTermsBody terms
                ? runs.toBack() + NewTermsHistory.of(terms, rule.schedule()).back()
                : runs.fromBack();
        if (of(rule, clock, table, types, sink, rest) instanceof Rerun inner) {
            return new MovingRuns(conditions, inner, runs, reach, table, types, half);
        }
        throw notRun(rule);
    }

    /** The same for a rule without indicators. */
    public static Detector of(
            Rule rule,
            List<Condition> conditions,
            Clock clock,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        return of(rule, conditions, Optional.empty(), clock, table, types, sink, budget);
    }

    private static Detector threat(
            Rule rule,
            ThreatMatchBody body,
            Condition condition,
            IndicatorQuery query,
            Clock clock,
            FieldTable table,
            FieldTypes types,
            AlertWriter writer,
            AlertSink sink,
            StateBudget budget) {
        return switch (clock) {
            case STREAM -> new ThreatStream(rule, condition, body, query, writer, table, types, sink, budget);
            case SCHEDULE -> new ThreatRuns(rule, condition, body, query, writer, table, types, sink, budget);
        };
    }

    private static Detector eql(
            Rule rule,
            EqlBody body,
            Clock clock,
            FieldTable table,
            FieldTypes types,
            AlertWriter writer,
            AlertSink sink,
            StateBudget budget) {
        // Conditions are the matcher's; the rest of a query does not depend on what now is.
        if (!(EqlQueries.of(body, types) instanceof Read.Ok<EqlQuery>(EqlQuery query, var doubts))) {
            throw notRun(rule);
        }
        return switch (clock) {
            case SCHEDULE -> new EqlRuns(rule, query, writer, table, types, sink, budget);
            case STREAM ->
                switch (query) {
                    case EqlQuery.Events events -> new QueryStream(rule, writer, table, types, sink, budget);
                    case EqlQuery.Sequence sequence ->
                        new SequenceStream(rule, sequence, writer, table, types, sink, budget);
                    case EqlQuery.Sample sample -> new SampleStream(rule, sample, writer, table, sink, budget);
                };
        };
    }

    /** How many alerts a rule may raise in an interval of the stream clock: no more than pipes leave of a result. */
    static int alertsMax(Rule rule) {
        return rule.body() instanceof EqlBody eql
                ? Math.min(rule.maxSignals(), EqlQueries.resultsMax(eql))
                : rule.maxSignals();
    }

    /** The detector for events that, on the stream clock, are known to meet some of the conditions at some time. */
    public static Detector atTheirTime(List<Condition> conditions, FieldTypes types, Detector detector) {
        return conditions.stream().anyMatch(MovingConditions::moves)
                ? new MovingStream(conditions, types, detector)
                : detector;
    }

    /** Suppression of threshold rules is by duration; without one there is nothing to suppress. */
    private static Detector threshold(
            Rule rule,
            Clock clock,
            FieldTable table,
            FieldTypes types,
            AlertWriter writer,
            AlertSink sink,
            StateBudget budget) {
        return rule.suppression()
                .flatMap(Suppression::duration)
                .map(duration -> (Detector) new SuppressedThreshold(
                        writer,
                        sink,
                        Runs.millis(duration),
                        budget,
                        (between, write) -> ThresholdDetectors.of(rule, clock, table, types, between, write, budget)))
                .orElseGet(() -> ThresholdDetectors.of(rule, clock, table, types, sink, writer::threshold, budget));
    }

    /** Why a rule whose condition compiles still cannot run over fields of these types; empty if it can. */
    public static List<Problem> problems(Rule rule, FieldTypes types) {
        return switch (rule.body()) {
            case ThresholdBody threshold -> ThresholdDetectors.problems(rule, types);
            case NewTermsBody terms -> NewTermsHistory.problems(rule, terms);
            case QueryBody query -> List.of();
            case EqlBody eql -> List.of();
            case EsqlBody esql -> List.of();
            case ThreatMatchBody threat -> List.of();
            case MachineLearningBody learning -> List.of();
        };
    }

    /** Names of the fields that the rule's detector asks events for, beside those of the rule's condition. */
    public static Set<String> fields(Rule rule) {
        Set<String> fields = new LinkedHashSet<>();
        switch (rule.body()) {
            case NewTermsBody terms -> fields.addAll(terms.fields());
            case ThresholdBody threshold -> fields.addAll(ThresholdDetectors.fields(rule));
            case QueryBody query -> {}
            case EqlBody eql -> fields.addAll(EqlQueries.fields(eql));
            case EsqlBody esql -> {}
            case ThreatMatchBody threat -> fields.addAll(ThreatMapping.fields(threat));
            case MachineLearningBody learning -> {}
        }
        rule.suppression().map(Suppression::groupBy).ifPresent(fields::addAll);
        return fields;
    }

    /**
     * The field of the times that detectors are given as primary: the rule's primary timestamp; but Elastic orders the
     * events of sequences by the query's own timestamp, whatever the rule's is, and so does the stream clock.
     */
    public static String timeField(Rule rule, Clock clock) {
        return clock == Clock.STREAM && rule.body() instanceof EqlBody eql && EqlQueries.isSequence(eql)
                ? EqlQueries.timestampField(eql)
                : rule.primaryTimestamp();
    }

    /** Whether {@code @timestamp} stands in where an event lacks the {@link #timeField}. */
    public static boolean timeFallback(Rule rule, Clock clock) {
        return clock == Clock.STREAM && rule.body() instanceof EqlBody eql && EqlQueries.isSequence(eql)
                ? EqlQueries.timestampField(eql).equals("@timestamp")
                : rule.timestampFallback();
    }

    /** The table of every field that one rule needs: for its condition, its detector and its time. */
    public static FieldTable table(Rule rule, Condition condition, FieldTypes types) {
        FieldTable.Builder table = FieldTable.builder();
        MatchPlan.fields(List.of(condition)).forEach(field -> table.add(field.name(), types.ignoreAbove(field.name())));
        fields(rule).forEach(name -> table.add(name, types.ignoreAbove(name)));
        return table.add("@timestamp", FieldTypes.IGNORE_ABOVE_DEFAULT)
                .add(rule.primaryTimestamp(), FieldTypes.IGNORE_ABOVE_DEFAULT)
                .build();
    }

    /** Whether the rule's alerts carry the events' documents, so that events must come with their bytes. */
    public static boolean needsSource(Rule rule) {
        return switch (rule.body()) {
            case ThresholdBody threshold -> false;
            case QueryBody query -> true;
            case NewTermsBody terms -> true;
            case EqlBody eql -> true;
            case EsqlBody esql -> true;
            case ThreatMatchBody threat -> true;
            case MachineLearningBody learning -> true;
        };
    }

    /** Whether an event that comes too late for its place in time can still be judged: no other event matters to it. */
    public static boolean isOrderFree(Rule rule, Clock clock) {
        return clock == Clock.STREAM
                && rule.suppression().isEmpty()
                && switch (rule.body()) {
                    case QueryBody query -> true;
                    case ThresholdBody threshold -> false;
                    case NewTermsBody terms -> false;
                    case EqlBody eql -> !EqlQueries.isJoined(eql);
                    case EsqlBody esql -> false;
                    case ThreatMatchBody threat -> true;
                    case MachineLearningBody learning -> false;
                };
    }

    private static IllegalArgumentException notRun(Rule rule) {
        return new IllegalArgumentException("rules of type " + rule.type().word() + " do not run: " + rule.ruleId());
    }
}
