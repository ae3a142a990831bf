package io.picket.explain;

import io.picket.condition.DateText;
import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.enrich.ParentEntity;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.explain.Explanation.Note;
import io.picket.explain.Explanation.Section;
import io.picket.match.Scope;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.MappingEntry;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.rule.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of an event that matches: its time, its group, its terms, its keys. */
final class Afterwards {

    private static final String TIMESTAMP = "@timestamp";
    private static final int VALUES_TOLD = 3;

    private final Rule rule;
    private final FieldTable table;
    private final FieldTypes types;

    Afterwards(Rule rule, FieldTable table, FieldTypes types) {
        this.rule = rule;
        this.table = table;
        this.types = types;
    }

    /** The fields that it looks at. */
    static Set<String> fields(Rule rule, List<RuleSections.Asked> asked) {
        Set<String> fields = new LinkedHashSet<>();
        fields.add(TIMESTAMP);
        fields.add(rule.primaryTimestamp());
        switch (rule.body()) {
            case ThresholdBody(var query, Threshold threshold) -> {
                fields.addAll(threshold.fields());
                threshold.cardinality().ifPresent(counted -> fields.add(counted.field()));
            }
            case NewTermsBody terms -> fields.addAll(terms.fields());
            case ThreatMatchBody threat ->
                threat.mapping().forEach(group -> group.forEach(entry -> fields.add(entry.field())));
            default -> {}
        }
        asked.forEach(one -> one.keys().forEach(key -> fields.add(key.field())));
        return fields;
    }

    List<Note> of(Event event, Scope scope, List<RuleSections.Asked> asked, List<Section> sections) {
        List<Note> notes = new ArrayList<>();
        if (time(event).isEmpty()) {
            notes.add(untimed());
        }
        switch (rule.body()) {
            case ThresholdBody(var query, Threshold threshold) -> threshold(threshold, scope, notes);
            case NewTermsBody terms ->
                notes.add(terms(scope, terms.fields(), "Has the terms ", "Is not looked at for new terms"));
            case ThreatMatchBody threat -> notes.add(indicators(threat, scope));
            default -> {}
        }
        for (int i = 0; i < sections.size(); i++) {
            if (sections.get(i).passes() && !asked.get(i).keys().isEmpty()) {
                notes.add(keys(scope, asked.get(i)));
            }
        }
        return notes;
    }

    /** The time that the rule goes by, epoch milliseconds. */
    OptionalLong time(Event event) {
        long primary = millis(event, rule.primaryTimestamp());
        long time = primary == DateText.NONE && rule.timestampFallback() ? millis(event, TIMESTAMP) : primary;
        return time == DateText.NONE ? OptionalLong.empty() : OptionalLong.of(time);
    }

    private long millis(Event event, String name) {
        int value = event.first(table.slot(name));
        return value == Event.NONE
                ? DateText.NONE
                : DateText.millis(event.bytes(value), event.from(value), event.length(value));
    }

    private Note untimed() {
        String primary = rule.primaryTimestamp();
        String also = rule.timestampFallback() && !primary.equals(TIMESTAMP) ? " nor " + TIMESTAMP : "";
        return new Note(true, "Is left out: it has no readable " + primary + also + ", and rules go by time.");
    }

    private void threshold(Threshold threshold, Scope scope, List<Note> notes) {
        notes.add(
                threshold.fields().isEmpty()
                        ? new Note(false, "Is counted.")
                        : terms(scope, threshold.fields(), "Is counted for ", "Is not counted"));
        threshold.cardinality().map(Threshold.Cardinality::field).ifPresent(field -> {
            if (values(scope, field).isEmpty()) {
                notes.add(new Note(false, "Brings no value of " + field + ", which the rule counts."));
            }
        });
    }

    private Note terms(Scope scope, List<String> fields, String having, String lacking) {
        List<String> missing =
                fields.stream().filter(field -> values(scope, field).isEmpty()).toList();
        if (missing.equals(List.of(ParentEntity.FIELD))) {
            return new Note(
                    false,
                    lacking + " unless a hunt derives " + ParentEntity.FIELD
                            + ", which is missing, from earlier events.");
        }
        return missing.isEmpty()
                ? new Note(
                        false,
                        having
                                + fields.stream()
                                        .map(field -> told(scope, field))
                                        .collect(Collectors.joining(", ")) + ".")
                : new Note(true, lacking + ": " + String.join(", ", missing) + " missing.");
    }

    /** What is compared with indicators; which there are is not known here. */
    private Note indicators(ThreatMatchBody threat, Scope scope) {
        List<List<String>> groups = threat.mapping().stream()
                .map(group -> group.stream()
                        .filter(entry -> !entry.negate())
                        .map(MappingEntry::field)
                        .distinct()
                        .toList())
                .distinct()
                .toList();
        List<String> compared = groups.stream()
                .filter(fields ->
                        fields.stream().noneMatch(field -> values(scope, field).isEmpty()))
                .map(fields -> fields.stream().map(field -> told(scope, field)).collect(Collectors.joining(" with ")))
                .toList();
        return compared.isEmpty()
                ? new Note(
                        true,
                        "Is not compared with indicators: "
                                + groups.stream()
                                        .flatMap(List::stream)
                                        .distinct()
                                        .collect(Collectors.joining(", "))
                                + " missing.")
                : new Note(
                        false,
                        "Is an alert if an indicator of " + String.join(", ", threat.threatIndex()) + " has its "
                                + String.join(", or its ", compared) + ".");
    }

    private Note keys(Scope scope, RuleSections.Asked step) {
        String name = step.kind() == Explanation.Kind.UNTIL ? "until" : "step " + step.name();
        List<String> needed = step.keys().stream()
                .filter(key -> !key.optional())
                .map(RuleSections.Key::field)
                .toList();
        List<String> missing =
                needed.stream().filter(field -> values(scope, field).isEmpty()).toList();
        List<String> all = step.keys().stream().map(RuleSections.Key::field).toList();
        return missing.isEmpty()
                ? new Note(
                        false,
                        "As " + name + " joined by "
                                + all.stream().map(field -> told(scope, field)).collect(Collectors.joining(", ")) + ".")
                : new Note(true, "As " + name + " joined with nothing: " + String.join(", ", missing) + " missing.");
    }

    private String told(Scope scope, String field) {
        List<String> values = values(scope, field);
        return field + " "
                + (values.isEmpty()
                        ? "(none)"
                        : values.stream().limit(VALUES_TOLD).collect(Collectors.joining(" and ")))
                + (values.size() > VALUES_TOLD ? " and " + (values.size() - VALUES_TOLD) + " more" : "");
    }

    private List<String> values(Scope scope, String name) {
        Field field = types.field(name);
        return scope.seen(field).stream()
                .filter(Scope.Seen::counts)
                .map(Scope.Seen::text)
                .distinct()
                .toList();
    }
}
