package io.picket.example;

import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.example.RuleExamples.Found;
import io.picket.rule.RuleBody.EqlBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An event for each step, joined by the same keys, in any order; and the same without one, too late, of other keys. */
final class SampleExamples {

    private static final long SECOND = 1_000;

    private final JoinedExamples joined;
    private final Stage stage;

    SampleExamples(EqlQuery.Sample sample, EqlBody body, Stage stage, FieldTypes types) {
        this.stage = stage;
        this.joined = new JoinedExamples(sample, sample.steps(), body, stage, types);
    }

    Found scenarios(int most) {
        Optional<List<Made>> found = joined.events();
        if (found.isEmpty()) {
            return Found.none("No events were found that meet the steps and share their keys.");
        }
        List<Made> events = found.get();
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(scenario("match", "as the rule asks", events));
        if (!scenarios.getFirst().alerts()) {
            return Found.none("The events made up for the steps are no sample.");
        }
        scenarios.add(scenario("match-order", "in reverse order", events.reversed()));
        List<Scenario> misses = new ArrayList<>();
        for (int step = 0; step < events.size(); step++) {
            List<Made> others = new ArrayList<>(events);
            others.remove(step);
            misses.add(scenario("miss-step-" + (step + 1), "without the event of step " + (step + 1), others));
        }
        int key = 0;
        for (Made other : joined.otherKeys(events)) {
            List<Made> others = JoinedExamples.withLast(events, other);
            misses.add(scenario("miss-key-" + ++key, "the last event has another key", others));
        }
        steps(events, Math.ceilDiv(most, events.size()), misses);
        // An event that misses its step may still meet another one.
        misses.stream().filter(miss -> !miss.alerts()).forEach(scenarios::add);
        scenarios.add(tooLate(events));
        stage.elsewhere(events, i -> i * SECOND).ifPresent(scenarios::add);
        return new Found(scenarios, "");
    }

    /** Near misses of each step; the one that misses comes last. */
    private void steps(List<Made> events, int most, List<Scenario> into) {
        int number = 0;
        for (int step = 0; step < events.size(); step++) {
            List<Made> others = new ArrayList<>(events);
            Made event = others.remove(step);
            for (Made miss : joined.nearMisses(step, event, most)) {
                List<Made> all = new ArrayList<>(others);
                all.add(miss);
                into.add(scenario("miss-" + ++number, "the last event only just misses step " + (step + 1), all));
            }
        }
    }

    private Scenario tooLate(List<Made> events) {
        long late = stage.rule().schedule().lookBack().toMillis() + 60 * SECOND;
        int last = events.size() - 1;
        return new Scenario(
                "miss-window",
                "the last event is too late",
                false,
                stage.events("miss-window", events, i -> i == last ? late : i * SECOND));
    }

    private Scenario scenario(String name, String what, List<Made> events) {
        List<Long> times =
                IntStream.range(0, events.size()).mapToObj(i -> i * SECOND).toList();
        return joined.scenario(name, what, events, times);
    }
}
