package io.picket.detect;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.rule.Threshold;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A threshold rule made ready for counting: fields as slots, times in milliseconds, and what evidence there can be. */
final class ThresholdPlan {

    /** From here on a value's number names a word; below it is the value itself, such as a port. */
    static final int WORD = 1 << 30;

    /** Most alerts a run may raise, whatever {@code max_signals} says: the default of Elastic's alerting framework. */
    static final int ALERTS_CAP = 1_000;

    static final String TARGET_FIELD = "destination.ip";
    static final String PORT_FIELD = "destination.port";

    private static final List<String> NETWORK_DETAILS = List.of("network.transport", "process.name", "user.name");
    private static final List<String> PROCESS_DETAILS =
            List.of("process.name", "user.name", "host.name", "process.parent.name");

    /** Where a contact's address or port is to be found. */
    enum Source {
        /** It is one of the values grouped by. */
        GROUP,
        /** It is the value counted. */
        VALUE,
        /** It is read for evidence alone. */
        EVENT,
        /** Nowhere. */
        NOWHERE
    }

    final String ruleId;
    final List<String> groupFields;
    final FieldType[] groupTypes;
    final int[] groupSlots;
    final Optional<String> countedField;
    final FieldType countedType;
    final int countedSlot;
    final long value;
    final long distinct;
    final long interval;
    final long fromBack;
    final long toBack;
    final int maxSignals;
    final List<String> warnings;
    final boolean isNetwork;
    final Source target;
    final Source port;
    final int targetSlot;
    final int portSlot;
    final List<String> detailFields;
    final int[] detailSlots;
    final boolean hasCommands;

    ThresholdPlan(Rule rule, FieldTable fields, FieldTypes types) {
        Threshold threshold = thresholdOf(rule);
        ruleId = rule.ruleId();
        groupFields = threshold.fields();
        groupTypes = groupFields.stream().map(types::typeOf).toArray(FieldType[]::new);
        groupSlots = groupFields.stream().mapToInt(fields::slot).toArray();
        countedField = threshold.cardinality().map(Threshold.Cardinality::field);
        countedType = countedField.map(types::typeOf).orElse(FieldType.KEYWORD);
        countedSlot = countedField.map(fields::slot).orElse(FieldTable.NONE);
        value = threshold.value();
        distinct = threshold.cardinality().map(Threshold.Cardinality::value).orElse(0L);
        interval = Math.max(1, rule.schedule().interval().toMillis());
        fromBack = rule.schedule().fromBack().toMillis();
        toBack = rule.schedule().toBack().toMillis();
        maxSignals = Math.min(rule.maxSignals(), ALERTS_CAP);
        warnings = rule.maxSignals() > ALERTS_CAP
                ? List.of("max_signals is " + rule.maxSignals() + ", a run raises at most " + ALERTS_CAP + " alerts")
                : List.of();
        isNetwork = isNetwork(threshold);
        target = sourceOf(TARGET_FIELD);
        port = sourceOf(PORT_FIELD);
        targetSlot = fields.slot(TARGET_FIELD);
        portSlot = fields.slot(PORT_FIELD);
        detailFields = details(threshold);
        detailSlots = detailFields.stream().mapToInt(fields::slot).toArray();
        hasCommands = isProcess(threshold);
    }

    /** What state depends on: a rule that differs in it cannot take up a snapshot. */
    String signature() {
        return ruleId
                + groupFields
                + Arrays.toString(groupTypes)
                + countedField
                + countedType
                + detailFields
                + isNetwork;
    }

    /** Milliseconds of the look-back, both ends belonging to it. */
    long lookBack() {
        return fromBack - toBack;
    }

    WindowLog.Columns columns(boolean fullTime) {
        return new WindowLog.Columns(fullTime, target == Source.EVENT, port == Source.EVENT, hasCommands);
    }

    private Source sourceOf(String field) {
        if (!isNetwork) {
            return Source.NOWHERE;
        }
        if (groupFields.contains(field)) {
            return Source.GROUP;
        }
        return countedField.filter(field::equals).isPresent() ? Source.VALUE : Source.EVENT;
    }

    static Threshold thresholdOf(Rule rule) {
        if (rule.body() instanceof ThresholdBody(var query, Threshold threshold)) {
            return threshold;
        }
        throw new IllegalArgumentException("not a threshold rule: " + rule.ruleId());
    }

    static boolean isNetwork(Threshold threshold) {
        return anyStartsWith(threshold, "source.", "destination.", "client.", "server.", "network.");
    }

    static boolean isProcess(Threshold threshold) {
        return anyStartsWith(threshold, "process.");
    }

    /** Fields told as evidence beside the group: those that it does not hold already. */
    static List<String> details(Threshold threshold) {
        List<String> wanted =
                isProcess(threshold) ? PROCESS_DETAILS : isNetwork(threshold) ? NETWORK_DETAILS : List.<String>of();
        return wanted.stream()
                .filter(field -> !threshold.fields().contains(field))
                .toList();
    }

    private static boolean anyStartsWith(Threshold threshold, String... starts) {
        for (String start : starts) {
            if (threshold.fields().stream().anyMatch(field -> field.startsWith(start))
                    || threshold
                            .cardinality()
                            .filter(c -> c.field().startsWith(start))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
