package io.picket.detect;

import io.picket.alert.AlertWriter;
import io.picket.condition.FieldTypes;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.rule.Suppression;
import java.util.LinkedHashSet;
import java.util.Set;

/** Makes the detector of a rule. */
public final class Detectors {

    private Detectors() {}

    /**
     * A detector that has seen nothing yet.
     *
     * @param table the fields that events carry; it holds at least {@link #fields} of the rule
     * @throws IllegalArgumentException if rules of this type do not run, or the rule is not one that could be saved
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
            case ThresholdBody threshold -> throw notRun(rule);
            case EqlBody eql -> throw notRun(rule);
            case EsqlBody esql -> throw notRun(rule);
            case ThreatMatchBody threat -> throw notRun(rule);
            case MachineLearningBody learning -> throw notRun(rule);
        };
    }

    /** Names of the fields that the rule's detector asks events for, beside those of the rule's condition. */
    public static Set<String> fields(Rule rule) {
        Set<String> fields = new LinkedHashSet<>();
        switch (rule.body()) {
            case NewTermsBody terms -> fields.addAll(terms.fields());
            case ThresholdBody threshold -> {
                fields.addAll(threshold.threshold().fields());
                threshold.threshold().cardinality().ifPresent(distinct -> fields.add(distinct.field()));
            }
            case QueryBody query -> {}
            case EqlBody eql -> {}
            case EsqlBody esql -> {}
            case ThreatMatchBody threat -> {}
            case MachineLearningBody learning -> {}
        }
        rule.suppression().map(Suppression::groupBy).ifPresent(fields::addAll);
        return fields;
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

    private static IllegalArgumentException notRun(Rule rule) {
        return new IllegalArgumentException("rules of type " + rule.type().word() + " do not run: " + rule.ruleId());
    }
}
