package io.picket.example;

import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.example.RuleExamples.Found;
import io.picket.rule.RuleBody.EqlBody;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An event for each step, joined by the same keys and in time; and the same out of order, too late, of other keys. */
final class SequenceExamples {

    private static final long SECOND = 1_000;

    private final EqlQuery.Sequence sequence;
    private final JoinedExamples joined;
    private final List<EqlQuery.Step> positives;
    private final long gap;

    SequenceExamples(EqlQuery.Sequence sequence, EqlBody body, Stage stage, FieldTypes types) {
        this.sequence = sequence;
        this.positives =
                sequence.steps().stream().filter(step -> !step.missing()).toList();
        this.joined = new JoinedExamples(sequence, positives, body, stage, types);
        long span = sequence.maxspan().map(limit -> limit.toMillis()).orElse(60 * SECOND);
        stage.spread(span);
        // Room for one more event between any two.
        this.gap = Math.max(2, Math.min(SECOND, span / (2L * positives.size())) / 2 * 2);
    }

    Found scenarios(int most) {
        Optional<List<Made>> found = joined.events();
        if (found.isEmpty()) {
            return Found.none("No events were found that meet the steps and share their keys.");
        }
        List<Made> events = found.get();
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(joined.scenario("match", "as the rule asks", events, times(events.size())));
        if (!scenarios.getFirst().alerts()) {
            return Found.none("The events made up for the steps are no sequence.");
        }
        List<Long> reversed = new ArrayList<>(times(events.size()));
        Collections.reverse(reversed);
        scenarios.add(joined.scenario("miss-order", "in reverse order", events, reversed));
        scenarios.add(joined.scenario(
                "miss-last", "without the last event", events.subList(0, events.size() - 1), times(events.size() - 1)));
        sequence.maxspan().ifPresent(span -> {
            List<Long> late = new ArrayList<>(times(events.size()));
            late.set(late.size() - 1, span.toMillis() + SECOND);
            scenarios.add(joined.scenario("miss-maxspan", "the last event is too late", events, late));
        });
        joined.otherKeys(events).stream().limit(1).forEach(other -> {
            List<Made> others = JoinedExamples.withLast(events, other);
            scenarios.add(joined.scenario("miss-key", "the last event has another key", others, times(others.size())));
        });
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

    /** One more event just before the one of this number, or after the last. */
    private void between(
            String name, String what, EqlQuery.Step step, List<Made> events, int before, List<Scenario> into) {
        Optional<Made> more = joined.event(step, events);
        if (more.isPresent()) {
            List<Made> all = new ArrayList<>(events);
            List<Long> times = new ArrayList<>(times(events.size()));
            all.add(before, more.get());
            times.add(before, before * gap - gap / 2);
            into.add(joined.scenario(name, what, all, times));
        }
    }

    private void lastStep(List<Made> events, int most, List<Scenario> into) {
        int number = 0;
        for (Made miss : joined.nearMisses(positives.size() - 1, events.getLast(), most)) {
            List<Made> all = JoinedExamples.withLast(events, miss);
            into.add(joined.scenario("miss-" + ++number, "", all, times(all.size())));
        }
    }
}
