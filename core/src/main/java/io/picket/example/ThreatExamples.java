package io.picket.example;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.example.RuleExamples.Found;
import io.picket.match.Scope.Seen;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.RuleBody.MappingEntry;
import io.picket.rule.RuleBody.ThreatMatchBody;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An event and an indicator that say the same in the fields of one group of the rule's mapping; and the same where they
 * differ, or either is not what the rule asks for.
 *
 * <p>An indicator counts for whatever comes after it, so events that are to find none have values that no indicator has.
 */
final class ThreatExamples {

    private static final long SECOND = 1_000;
    private static final int VALUES_TRIED = 200;

    /** An event and an indicator with the same values. */
    private record Pair(Made event, Made indicator) {}

    /** A document, and where it is. */
    private record Placed(String index, Made document) {}

    private final ThreatMatchBody body;
    private final Condition condition;
    private final IndicatorQuery query;
    private final Condition threat;
    private final Stage stage;
    private final FieldTypes types;
    private final String threatIndex;
    private final Search search;
    private final Set<String> used = new HashSet<>();
    private final List<Scenario> scenarios = new ArrayList<>();

    /** @param condition what the rule asks of events, at the time of the stage */
    ThreatExamples(ThreatMatchBody body, Condition condition, IndicatorQuery query, Stage stage, FieldTypes types) {
        this.body = body;
        this.condition = condition;
        this.query = query;
        this.threat = Condition.and(List.of(query.ever(), MovingConditions.at(query.moving(), stage.at())));
        this.stage = stage;
        this.types = types;
        this.threatIndex = Stage.indexOf(query.index());
        this.search = new Search(List.of(condition, threat), types);
    }

    Found scenarios(int most) {
        List<List<MappingEntry>> matching = new ArrayList<>();
        for (List<MappingEntry> group : body.mapping()) {
            pair(group).ifPresent(pair -> {
                matching.add(group);
                String name = matching.size() == 1 ? "match" : "match-" + matching.size();
                String what = "an indicator has the same " + first(group).field();
                add(name, what, true, indicator(pair.indicator()), event(pair.event()));
            });
        }
        if (scenarios.isEmpty()) {
            return Found.none("No event and indicator were found that have the same values.");
        }
        List<MappingEntry> group = matching.getFirst();
        pair(group)
                .ifPresent(pair -> add(
                        "match-later",
                        "the indicator comes after the event",
                        true,
                        event(pair.event()),
                        indicator(pair.indicator())));
        Optional<Pair> known = pair(group);
        Optional<Pair> unknown = pair(group);
        if (known.isPresent() && unknown.isPresent()) {
            Placed event = event(unknown.get().event());
            add(
                    "miss-value",
                    "the indicator has another value",
                    false,
                    indicator(known.get().indicator()),
                    event);
        }
        known.ifPresent(pair -> missesOfEvent(group, pair, most));
        unknown.ifPresent(pair -> missesOfIndicator(group, pair, most));
        return new Found(scenarios, "");
    }

    /** Where the indicator is as it should be, and the event is not. */
    private void missesOfEvent(List<MappingEntry> group, Pair pair, int most) {
        int number = 0;
        ConditionExamples examples = events(List.of(), mapped(group, pair.event()));
        for (ConditionExamples.NearMiss miss : examples.nearMisses(pair.event(), most)) {
            add("miss-" + ++number, "", false, indicator(pair.indicator()), event(miss.document()));
        }
        add("miss-index", "", false, indicator(pair.indicator()), new Placed(Stage.ELSEWHERE, pair.event()));
    }

    /** Where the event is as it should be, and there is no indicator for it. */
    private void missesOfIndicator(List<MappingEntry> group, Pair pair, int most) {
        add("miss-indicator", "there is no indicator", false, event(pair.event()));
        ConditionExamples examples = indicators(List.of(), same(group, pair.event()));
        int number = 0;
        for (ConditionExamples.NearMiss miss : examples.nearMisses(pair.indicator(), most)) {
            add(
                    "miss-indicator-" + ++number,
                    "what has the same value is no indicator by the threat query and filters",
                    false,
                    indicator(miss.document()),
                    event(pair.event()));
        }
        add(
                "miss-threat-index",
                "the indicator is in another index",
                false,
                new Placed(Stage.ELSEWHERE, pair.indicator()),
                event(pair.event()));
    }

    // ---- values that an event and an indicator share ----

    private static MappingEntry first(List<MappingEntry> group) {
        return group.stream().filter(entry -> !entry.negate()).findFirst().orElse(group.getFirst());
    }

    /** A pair that has, in the group's first fields, a value that none had before. */
    private Optional<Pair> pair(List<MappingEntry> group) {
        if (group.isEmpty() || first(group).negate()) {
            return Optional.empty();
        }
        for (Seen value : candidates(first(group))) {
            Set<String> compared = compared(first(group), List.of(value));
            if (Collections.disjoint(used, compared)) {
                Optional<Pair> pair = pair(group, value);
                if (pair.isPresent()) {
                    used.addAll(compared);
                    return pair;
                }
            }
        }
        return Optional.empty();
    }

    private Set<Seen> candidates(MappingEntry entry) {
        Field field = types.field(entry.field());
        Set<Seen> values = new LinkedHashSet<>(Candidates.named(condition, field, VALUES_TRIED));
        values.addAll(Candidates.named(threat, types.field(entry.value()), VALUES_TRIED));
        if (field.type() == FieldType.TEXT) {
            // Texts that share a word are the same.
            for (int i = 1; i <= VALUES_TRIED; i++) {
                values.add(Candidates.text("word" + i));
            }
        } else {
            values.addAll(Candidates.ofType(field, VALUES_TRIED));
        }
        return values;
    }

    private Optional<Pair> pair(List<MappingEntry> group, Seen value) {
        Field field = types.field(first(group).field());
        return events(present(group, MappingEntry::field), Map.of(field, value))
                .match()
                .filter(event -> value(event, field.name()).equals(Optional.of(value)))
                .flatMap(event -> indicators(present(group, MappingEntry::value), same(group, event))
                        .match()
                        .filter(indicator -> isSame(group, event, indicator))
                        .map(indicator -> new Pair(event, indicator)));
    }

    /** The event's values in the fields of the group. */
    private Map<Field, Seen> mapped(List<MappingEntry> group, Made event) {
        Map<Field, Seen> values = new HashMap<>();
        for (MappingEntry entry : group) {
            value(event, entry.field()).ifPresent(value -> values.put(types.field(entry.field()), value));
        }
        return values;
    }

    /** What an indicator has to have to match an event. */
    private Map<Field, Seen> same(List<MappingEntry> group, Made event) {
        Map<Field, Seen> same = new HashMap<>();
        group.stream()
                .filter(entry -> !entry.negate())
                .forEach(entry ->
                        value(event, entry.field()).ifPresent(value -> same.put(types.field(entry.value()), value)));
        return same;
    }

    private ConditionExamples events(List<Goal> always, Map<Field, Seen> usual) {
        return new ConditionExamples(condition, always, stage.draft(types, usual), types);
    }

    /** Indicators; where events and indicators may be in one index, rather such as are no events of the rule. */
    private ConditionExamples indicators(List<Goal> always, Map<Field, Seen> usual) {
        Draft draft = stage.draft(types, usual);
        if (stage.rule().index().matches(threatIndex)) {
            List<Goal> more = new ArrayList<>(always);
            more.add(new Goal(condition, false));
            ConditionExamples noEvents = new ConditionExamples(threat, more, draft, types);
            if (noEvents.match().isPresent()) {
                return noEvents;
            }
        }
        return new ConditionExamples(threat, always, draft, types);
    }

    private List<Goal> present(List<MappingEntry> group, Function<MappingEntry, String> side) {
        return group.stream()
                .filter(entry -> !entry.negate())
                .map(entry -> new Goal(new Condition.Exists(types.field(side.apply(entry))), true))
                .distinct()
                .toList();
    }

    private static Optional<Seen> value(Made made, String field) {
        List<Seen> values = made.values().getOrDefault(field, List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    // ---- the verdict ----

    private Placed event(Made made) {
        return new Placed(stage.index(), made);
    }

    private Placed indicator(Made made) {
        return new Placed(threatIndex, made);
    }

    /** Adds a scenario that is what it is meant to be; a document may be event and indicator at once. */
    private void add(String name, String what, boolean alerts, Placed... placed) {
        List<Placed> all = List.of(placed);
        boolean found = all.stream().anyMatch(event -> all.stream().anyMatch(other -> matches(event, other)));
        if (found == alerts) {
            List<ExampleEvent> events = new ArrayList<>();
            List<Made> made = all.stream().map(Placed::document).toList();
            for (ExampleEvent example : stage.events(name, made, i -> i * SECOND)) {
                events.add(new ExampleEvent(all.get(events.size()).index(), example.id(), example.document()));
            }
            scenarios.add(new Scenario(name, what, alerts, events));
        }
    }

    private boolean matches(Placed event, Placed indicator) {
        return stage.rule().index().matches(event.index())
                && query.index().matches(indicator.index())
                && search.evaluator().meets(condition, search.scope(event.document()))
                && search.evaluator().meets(threat, search.scope(indicator.document()))
                && body.mapping().stream().anyMatch(group -> isSame(group, event.document(), indicator.document()));
    }

    private boolean isSame(List<MappingEntry> group, Made event, Made indicator) {
        return !first(group).negate()
                && group.stream().allMatch(entry -> isSame(entry, event, indicator) != entry.negate());
    }

    private boolean isSame(MappingEntry entry, Made event, Made indicator) {
        Set<String> values = compared(entry, event.values().getOrDefault(entry.field(), List.of()));
        Set<String> others = compared(entry, indicator.values().getOrDefault(entry.value(), List.of()));
        return !Collections.disjoint(values, others);
    }

    /** What of values is compared: the whole, or the words. */
    private Set<String> compared(MappingEntry entry, List<Seen> seen) {
        Set<String> values = new HashSet<>();
        for (Seen value : seen) {
            boolean isText = types.typeOf(entry.field()) == FieldType.TEXT;
            values.addAll(
                    isText ? List.of(value.text().toLowerCase(Locale.ROOT).split("\\W+", -1)) : List.of(value.text()));
        }
        return values;
    }
}
