package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.ThresholdResult;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.Threshold;
import io.picket.text.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Detectors of threshold rules. */
public final class ThresholdDetectors {

    private static final List<String> PROCESS_EVIDENCE = List.of("process.args", "process.command_line");

    private ThresholdDetectors() {}

    /**
     * A detector for a threshold rule. Its keyed state is under {@code budget}.
     *
     * @param fields must hold {@link #fields} of the rule, or what is missing counts as absent from every event
     * @param writer makes the alert document
     * @throws IllegalArgumentException if {@link #problems} has an error for the rule
     */
    public static PackingDetector of(
            Rule rule,
            Clock clock,
            FieldTable fields,
            FieldTypes types,
            AlertSink sink,
            Function<ThresholdResult, Alert> writer,
            StateBudget budget) {
        List<Problem> problems = problems(rule, types);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        ThresholdPlan plan = new ThresholdPlan(rule, fields, types);
        return switch (clock) {
            case STREAM -> new ThresholdStream(plan, fields, sink, writer, budget);
            case SCHEDULE -> new ThresholdSchedule(plan, fields, sink, writer, budget);
        };
    }

    /** Every field a threshold rule needs beyond its condition: to group, to count, and for evidence. */
    public static Collection<String> fields(Rule rule) {
        Threshold threshold = ThresholdPlan.thresholdOf(rule);
        Set<String> fields = new LinkedHashSet<>(threshold.fields());
        threshold.cardinality().ifPresent(cardinality -> fields.add(cardinality.field()));
        if (ThresholdPlan.isNetwork(threshold)) {
            fields.add(ThresholdPlan.TARGET_FIELD);
            fields.add(ThresholdPlan.PORT_FIELD);
            fields.addAll(ContactOutcome.FIELDS);
        }
        fields.addAll(ThresholdPlan.details(threshold));
        if (ThresholdPlan.isProcess(threshold)) {
            fields.addAll(PROCESS_EVIDENCE);
        }
        return fields;
    }

    /** Why a threshold rule cannot run over fields of these types; empty if it can. */
    public static List<Problem> problems(Rule rule, FieldTypes types) {
        Threshold threshold = ThresholdPlan.thresholdOf(rule);
        List<Problem> problems = new ArrayList<>();
        for (String field : threshold.fields()) {
            checkType(rule, field, types.typeOf(field), "grouped by", problems);
        }
        threshold
                .cardinality()
                .ifPresent(cardinality ->
                        checkType(rule, cardinality.field(), types.typeOf(cardinality.field()), "counted", problems));
        long lookBack = rule.schedule().lookBack().toMillis();
        if (lookBack <= 0) {
            problems.add(Problem.error(
                    "THRESHOLD-002",
                    "The range from " + rule.schedule().from() + " to "
                            + rule.schedule().to() + " is empty.",
                    "Let from lie before to.",
                    rule.place()));
        }
        return problems;
    }

    private static void checkType(Rule rule, String field, FieldType type, String use, List<Problem> problems) {
        boolean isSingle = switch (type) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, UNKNOWN -> true;
            case LONG, DOUBLE, BOOLEAN, IP, DATE, VERSION -> true;
            case TEXT, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> false;
        };
        if (!isSingle) {
            problems.add(Problem.error(
                    "THRESHOLD-001",
                    "The field " + field + " cannot be " + use + ": its type is "
                            + type.name().toLowerCase(java.util.Locale.ROOT) + ", whose values have no exact whole.",
                    "Use a keyword, number, boolean, date or ip field, such as the field's .keyword form.",
                    rule.place()));
        }
    }
}
