package io.picket.example;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.example.RuleExamples.Found;
import io.picket.match.Scope.Seen;
import io.picket.rule.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Enough events of one group with enough different values, and one too few of either. */
final class ThresholdExamples {

    /** Most events of a scenario; a rule that asks for more is not made up for. */
    private static final long EVENTS_MAX = 20_000;

    private static final int MISSES_OF_MANY = 2;
    private static final int MANY = 200;

    private final Threshold threshold;
    private final Condition condition;
    private final Stage stage;
    private final FieldTypes types;
    private final List<Goal> always = new ArrayList<>();
    private final long distinct;
    private final int count;
    private final long step;

    ThresholdExamples(Threshold threshold, Condition condition, Stage stage, FieldTypes types) {
        this.threshold = threshold;
        this.condition = condition;
        this.stage = stage;
        this.types = types;
        threshold.fields().forEach(name -> always.add(exists(name)));
        threshold.cardinality().ifPresent(counted -> always.add(exists(counted.field())));
        this.distinct =
                threshold.cardinality().map(Threshold.Cardinality::value).orElse(0L);
        this.count = (int) Math.min(EVENTS_MAX + 1, Math.max(1, Math.max(threshold.value(), distinct)));
        this.step = Math.clamp(stage.rule().schedule().lookBack().toMillis() / 4 / count, 0, 1_000);
    }

    private Goal exists(String name) {
        return new Goal(new Condition.Exists(types.field(name)), true);
    }

    Found scenarios(int most) {
        if (count > EVENTS_MAX) {
            return Found.none("It asks for more than " + EVENTS_MAX + " events.");
        }
        ConditionExamples examples = new ConditionExamples(condition, always, stage.draft(types), types);
        Optional<Made> match = examples.match();
        if (match.isEmpty()) {
            return Found.none("No event was found that meets the rule's condition and has its fields.");
        }
        List<Made> events = varied(match.get(), examples);
        if (events.size() < count) {
            return Found.none("It asks for " + distinct + " different values of "
                    + threshold.cardinality().map(Threshold.Cardinality::field).orElse("") + "; only " + events.size()
                    + " were found.");
        }
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(new Scenario("match", "as the rule asks", true, events("match", events, 0)));
        tooFew(events, scenarios);
        stage.elsewhere(events, i -> i * step).ifPresent(scenarios::add);
        int number = 0;
        for (ConditionExamples.NearMiss miss : examples.nearMisses(match.get(), count > MANY ? MISSES_OF_MANY : most)) {
            List<Made> same = new ArrayList<>();
            for (Made event : events) {
                Made other = counted(event)
                        .map(values -> miss.document().with(countedField(), values))
                        .orElse(miss.document());
                same.add(examples.meets(other) ? miss.document() : other);
            }
            String name = "miss-" + ++number;
            scenarios.add(new Scenario(name, "", false, events(name, same, 0)));
        }
        return new Found(scenarios, "");
    }

    private String countedField() {
        return threshold.cardinality().map(Threshold.Cardinality::field).orElse("");
    }

    private Optional<List<Seen>> counted(Made event) {
        return threshold.cardinality().map(counted -> event.values().getOrDefault(counted.field(), List.of()));
    }

    /** So many events of one group: with different values of the counted field, as long as they are needed. */
    private List<Made> varied(Made match, ConditionExamples examples) {
        List<Made> events = new ArrayList<>();
        if (threshold.cardinality().isPresent()) {
            Field field = types.field(countedField());
            for (Seen value : candidates(field, match)) {
                Made event = match.with(field.name(), List.of(value));
                if (events.size() < distinct && examples.meets(event)) {
                    events.add(event);
                }
            }
            if (events.size() < distinct) {
                return events;
            }
        }
        while (events.size() < count) {
            events.add(events.isEmpty() ? match : events.getFirst());
        }
        return events;
    }

    private Set<Seen> candidates(Field field, Made match) {
        Set<Seen> values = new LinkedHashSet<>(match.values().getOrDefault(field.name(), List.of()));
        int most = (int) distinct * 2 + 100;
        values.addAll(Candidates.named(condition, field, most));
        values.addAll(Candidates.ofType(field, most * 3));
        return values;
    }

    private void tooFew(List<Made> events, List<Scenario> scenarios) {
        if (threshold.value() > 1 && events.size() == threshold.value()) {
            List<Made> fewer = events.subList(0, events.size() - 1);
            scenarios.add(
                    new Scenario("miss-one-event", "one event too few", false, events("miss-one-event", fewer, 0)));
        }
        if (distinct > 1) {
            List<Made> repeating = new ArrayList<>(events);
            for (int i = (int) distinct - 1; i < repeating.size(); i++) {
                repeating.set(i, events.getFirst());
            }
            scenarios.add(
                    new Scenario("miss-one-value", "one value too few", false, events("miss-one-value", repeating, 0)));
        }
        if (threshold.value() > 1 && events.size() == threshold.value() || distinct > 1) {
            long late = stage.rule().schedule().lookBack().toMillis() + 60_000;
            scenarios.add(new Scenario(
                    "miss-window", "the last one needed is too late", false, events("miss-window", events, late)));
        }
    }

    /** @param delay of the event that completes the threshold, in milliseconds */
    private List<ExampleEvent> events(String name, List<Made> made, long delay) {
        int late = distinct > 1 ? (int) distinct - 1 : made.size() - 1;
        return stage.events(name, made, i -> i * step + (i >= late ? delay : 0));
    }
}
