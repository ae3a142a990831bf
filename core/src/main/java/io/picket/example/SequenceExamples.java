package io.picket.example;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.Literal;
import io.picket.detect.EqlAnswer;
import io.picket.detect.EqlRequest;
import io.picket.detect.EqlSearch;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.example.RuleExamples.Found;
import io.picket.match.Scope.Seen;
import io.picket.rule.RuleBody.EqlBody;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An event for each step, joined by the same keys and in time; and the same out of order, too late, of other keys. */
final class SequenceExamples {

    private static final long SECOND = 1_000;

    private final EqlQuery.Sequence sequence;
    private final EqlRequest request;
    private final Stage stage;
    private final FieldTypes types;
    private final List<EqlQuery.Step> positives;
    private final long gap;

    SequenceExamples(EqlQuery.Sequence sequence, EqlBody body, Stage stage, FieldTypes types) {
        this.sequence = sequence;
        this.stage = stage;
        this.types = types;
        this.request = new EqlRequest(
                body.timestampField().orElse("@timestamp"),
                body.tiebreakerField(),
                EqlRequest.SIZE_DEFAULT,
                true,
                1,
                EqlRequest.BYTES_DEFAULT);
        this.positives =
                sequence.steps().stream().filter(step -> !step.missing()).toList();
        long span = sequence.maxspan().map(limit -> limit.toMillis()).orElse(60 * SECOND);
        stage.spread(span);
        // Room for one more event between any two.
        this.gap = Math.max(2, Math.min(SECOND, span / (2L * positives.size())) / 2 * 2);
    }

    Found scenarios(int most) {
        Optional<List<Made>> joined = joined();
        if (joined.isEmpty()) {
            return Found.none("No events were found that meet the steps and share their keys.");
        }
        List<Made> events = joined.get();
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(scenario("match", "as the rule asks", events, times(events.size())));
        if (!scenarios.getFirst().alerts()) {
            return Found.none("The events made up for the steps are no sequence.");
        }
        List<Long> reversed = new ArrayList<>(times(events.size()));
        Collections.reverse(reversed);
        scenarios.add(scenario("miss-order", "in reverse order", events, reversed));
        scenarios.add(scenario(
                "miss-last", "without the last event", events.subList(0, events.size() - 1), times(events.size() - 1)));
        sequence.maxspan().ifPresent(span -> {
            List<Long> late = new ArrayList<>(times(events.size()));
            late.set(late.size() - 1, span.toMillis() + SECOND);
            scenarios.add(scenario("miss-maxspan", "the last event is too late", events, late));
        });
        otherKey(events)
                .ifPresent(others -> scenarios.add(
                        scenario("miss-key", "the last event has another key", others, times(others.size()))));
        sequence.until()
                .ifPresent(until ->
                        between("miss-until", "ended by the until event", until, events, events.size() - 1, scenarios));
        for (int step = 0; step < sequence.steps().size(); step++) {
            if (sequence.steps().get(step).missing()) {
                int before = (int) sequence.steps().subList(0, step).stream()
                        .filter(one -> !one.missing())
                        .count();
                between(
                        "miss-missing",
                        "with an event that must be missing",
                        sequence.steps().get(step),
                        events,
                        before,
                        scenarios);
            }
        }
        lastStep(events, most, scenarios);
        return new Found(scenarios, "");
    }

    private List<Long> times(int count) {
        return IntStream.range(0, count).mapToObj(i -> i * gap).toList();
    }

    // ---- events that share their keys ----

    /** Keys come from one step's event and are asked of the others; each step is tried as the first. */
    private Optional<List<Made>> joined() {
        for (int leader = 0; leader < positives.size(); leader++) {
            EqlQuery.Step step = positives.get(leader);
            List<Goal> having = step.keys().stream()
                    .map(key -> new Goal(new Condition.Exists(key.field()), true))
                    .toList();
            Optional<Made> first = new ConditionExamples(step.condition(), having, stage.draft(types), types).match();
            if (first.isPresent()) {
                Optional<List<Made>> all = joined(keys(step, first.get()));
                if (all.isPresent()) {
                    return all;
                }
            }
        }
        return Optional.empty();
    }

    private static List<@Nullable Seen> keys(EqlQuery.Step step, Made made) {
        List<@Nullable Seen> keys = new ArrayList<>();
        for (EqlQuery.Key key : step.keys()) {
            List<Seen> values = made.values().getOrDefault(key.field().name(), List.of());
            keys.add(values.isEmpty() ? null : values.getFirst());
        }
        return keys;
    }

    private Optional<List<Made>> joined(List<@Nullable Seen> keys) {
        List<Made> events = new ArrayList<>();
        for (EqlQuery.Step step : positives) {
            Optional<Made> event = event(step, keys);
            if (event.isEmpty()) {
                return Optional.empty();
            }
            events.add(event.get());
        }
        return Optional.of(events);
    }

    private Optional<Made> event(EqlQuery.Step step, List<@Nullable Seen> keys) {
        return new ConditionExamples(step.condition(), having(step, keys), stage.draft(types), types).match();
    }

    private static List<Goal> having(EqlQuery.Step step, List<@Nullable Seen> keys) {
        List<Goal> goals = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Seen value = keys.get(i);
            if (value != null) {
                Literal literal = new Literal.Text(value.text());
                goals.add(
                        new Goal(new Condition.In(step.keys().get(i).field(), List.of(literal), Case.SENSITIVE), true));
            }
        }
        return goals;
    }

    // ---- what is not as it should be ----

    /** The last event with another value of some key. */
    private Optional<List<Made>> otherKey(List<Made> events) {
        EqlQuery.Step last = positives.getLast();
        List<@Nullable Seen> keys = keys(last, events.getLast());
        for (int i = 0; i < keys.size(); i++) {
            Seen value = keys.get(i);
            if (value != null) {
                List<Goal> goals = new ArrayList<>(having(last, keys));
                goals.set(
                        goals.size() > i ? i : 0,
                        goals.get(Math.min(i, goals.size() - 1)).opposite());
                goals.add(new Goal(new Condition.Exists(last.keys().get(i).field()), true));
                Optional<Made> other =
                        new ConditionExamples(last.condition(), goals, stage.draft(types), types).match();
                if (other.isPresent()) {
                    List<Made> others = new ArrayList<>(events.subList(0, events.size() - 1));
                    others.add(other.get());
                    return Optional.of(others);
                }
            }
        }
        return Optional.empty();
    }

    /** One more event just before the one of this number, or after the last. */
    private void between(
            String name, String what, EqlQuery.Step step, List<Made> events, int before, List<Scenario> into) {
        Optional<Made> more = event(step, keys(positives.getFirst(), events.getFirst()));
        if (more.isPresent()) {
            List<Made> all = new ArrayList<>(events);
            List<Long> times = new ArrayList<>(times(events.size()));
            all.add(before, more.get());
            times.add(before, before * gap - gap / 2);
            into.add(scenario(name, what, all, times));
        }
    }

    private void lastStep(List<Made> events, int most, List<Scenario> into) {
        EqlQuery.Step last = positives.getLast();
        List<Goal> having = having(last, keys(last, events.getLast()));
        ConditionExamples examples = new ConditionExamples(last.condition(), having, stage.draft(types), types);
        int number = 0;
        for (ConditionExamples.NearMiss miss : examples.nearMisses(events.getLast(), most)) {
            List<Made> all = new ArrayList<>(events.subList(0, events.size() - 1));
            all.add(miss.document());
            into.add(scenario("miss-" + ++number, "", all, times(all.size())));
        }
    }

    // ---- the verdict ----

    private Scenario scenario(String name, String what, List<Made> made, List<Long> times) {
        EqlSearch search = new EqlSearch(sequence, request, types);
        EventReader reader = new EventReader(search.table());
        List<ExampleEvent> events = stage.events(name, made, i -> times.get((int) i));
        for (ExampleEvent example : events) {
            Event event = new Event(search.table());
            byte[] bytes = JsonMapper.shared().writeValueAsBytes(example.document());
            if (reader.read(bytes, 0, bytes.length, event)) {
                event.origin(example.index(), example.id());
                search.add(event);
            }
        }
        boolean found = search.answer() instanceof EqlAnswer.Sequences answer
                && !answer.sequences().isEmpty();
        return new Scenario(name, what, found, events);
    }
}
