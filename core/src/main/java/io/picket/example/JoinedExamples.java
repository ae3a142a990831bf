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
import io.picket.match.Scope.Seen;
import io.picket.rule.RuleBody.EqlBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An event for each step of a sequence or a sample, joined by the same keys, and what the query says of them. */
final class JoinedExamples {

    private final EqlQuery query;
    private final List<EqlQuery.Step> steps;
    private final EqlRequest request;
    private final Stage stage;
    private final FieldTypes types;

    /** @param steps those that events are made up for */
    JoinedExamples(EqlQuery query, List<EqlQuery.Step> steps, EqlBody body, Stage stage, FieldTypes types) {
        this.query = query;
        this.steps = List.copyOf(steps);
        this.stage = stage;
        this.types = types;
        this.request = new EqlRequest(
                body.timestampField().orElse("@timestamp"),
                body.tiebreakerField(),
                EqlRequest.SIZE_DEFAULT,
                true,
                1,
                EqlRequest.BYTES_DEFAULT);
    }

    // ---- events that share their keys ----

    /** Keys come from one step's event and are asked of the others; each step is tried as the first. */
    Optional<List<Made>> events() {
        for (EqlQuery.Step step : steps) {
            List<Goal> having = step.keys().stream()
                    .map(key -> new Goal(new Condition.Exists(key.field()), true))
                    .toList();
            Optional<List<Made>> all = examples(step, having).match().flatMap(first -> events(keys(step, first)));
            if (all.isPresent()) {
                return all;
            }
        }
        return Optional.empty();
    }

    private Optional<List<Made>> events(List<@Nullable Seen> keys) {
        List<Made> events = new ArrayList<>();
        for (EqlQuery.Step step : steps) {
            Optional<Made> event = examples(step, having(step, keys)).match();
            if (event.isEmpty()) {
                return Optional.empty();
            }
            events.add(event.get());
        }
        return Optional.of(events);
    }

    /** An event that meets another step and has the keys of the first event of these. */
    Optional<Made> event(EqlQuery.Step step, List<Made> events) {
        return examples(step, having(step, keys(steps.getFirst(), events.getFirst())))
                .match();
    }

    private ConditionExamples examples(EqlQuery.Step step, List<Goal> always) {
        return new ConditionExamples(step.condition(), always, stage.draft(types), types);
    }

    private static List<@Nullable Seen> keys(EqlQuery.Step step, Made made) {
        List<@Nullable Seen> keys = new ArrayList<>();
        for (EqlQuery.Key key : step.keys()) {
            List<Seen> values = made.values().getOrDefault(key.field().name(), List.of());
            keys.add(values.isEmpty() ? null : values.getFirst());
        }
        return keys;
    }

    private static List<Goal> having(EqlQuery.Step step, List<@Nullable Seen> keys) {
        List<Goal> goals = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Seen value = keys.get(i);
            if (value != null) {
                goals.add(having(step.keys().get(i), value));
            }
        }
        return goals;
    }

    private static Goal having(EqlQuery.Key key, Seen value) {
        List<Literal> literal = List.of(new Literal.Text(value.text()));
        return new Goal(new Condition.In(key.field(), literal, Case.SENSITIVE), true);
    }

    // ---- what is not as it should be ----

    /** The same with another last event. */
    static List<Made> withLast(List<Made> events, Made last) {
        List<Made> others = new ArrayList<>(events.subList(0, events.size() - 1));
        others.add(last);
        return others;
    }

    /** The last event with another value of one key, for each key of which there is another. */
    List<Made> otherKeys(List<Made> events) {
        EqlQuery.Step last = steps.getLast();
        List<@Nullable Seen> keys = keys(last, events.getLast());
        List<Made> others = new ArrayList<>();
        for (int other = 0; other < keys.size(); other++) {
            List<Goal> goals = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                Seen value = keys.get(i);
                if (value != null) {
                    Goal same = having(last.keys().get(i), value);
                    goals.add(i == other ? same.opposite() : same);
                }
            }
            if (keys.get(other) != null) {
                goals.add(new Goal(new Condition.Exists(last.keys().get(other).field()), true));
                examples(last, goals).match().ifPresent(others::add);
            }
        }
        return others;
    }

    /** Events with the keys of a step's event that only just miss its condition. */
    List<Made> nearMisses(int number, Made event, int most) {
        EqlQuery.Step step = steps.get(number);
        return examples(step, having(step, keys(step, event))).nearMisses(event, most).stream()
                .map(ConditionExamples.NearMiss::document)
                .toList();
    }

    // ---- the verdict ----

    /** @param times of the events, in milliseconds after the scenario's beginning */
    Scenario scenario(String name, String what, List<Made> made, List<Long> times) {
        EqlSearch search = new EqlSearch(query, request, types);
        EventReader reader = new EventReader(search.table());
        List<ExampleEvent> events = stage.events(name, made, i -> times.get((int) i));
        for (ExampleEvent example : events) {
            Event event = new Event(search.table());
            byte[] bytes = JsonMapper.shared().writeValueAsBytes(example.document());
            if (reader.read(bytes, 0, bytes.length, event)) {
                // In an index whose name begins with a dot a search would not look for itself.
                event.origin("", example.id());
                search.add(event);
            }
        }
        boolean found = search.answer() instanceof EqlAnswer.Sequences answer
                && !answer.sequences().isEmpty();
        return new Scenario(name, what, found, events);
    }
}
