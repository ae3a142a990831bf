package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.Conditions;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.detect.Clock;
import io.picket.detect.Detector;
import io.picket.detect.DetectorStatus;
import io.picket.detect.Detectors;
import io.picket.detect.SequenceStandings;
import io.picket.detect.ThresholdStandings;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.explain.Explainer.Part;
import io.picket.explain.Explanation.Kind;
import io.picket.rule.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a rule's events on their way to an alert, over event files: how many meet the query, what filters and
 * exceptions take out, and how near the groups of the others come. A hunt with other detectors, so that order, lateness
 * and derived fields are a hunt's.
 */
public final class GroupStudy {

    /** Events that meet the query and are taken out by one filter or one exception; by another one as well, maybe. */
    public record Removed(Kind kind, String name, long events) {}

    /**
     * What there was.
     *
     * @param query events of the rule's indices that meet its query
     * @param matched those that neither a filter nor an exception takes out
     */
    public record Outcome<R>(HuntSummary summary, long query, List<Removed> removed, long matched, R result) {
        public Outcome {
            removed = List.copyOf(removed);
        }
    }

    private final Rule rule;
    private final FieldTypes types;
    private final HuntOptions options;
    private final boolean derive;
    private final List<Condition> asked;
    private final List<Part> removing;

    /** @param parts the rule's sections: what it asks, its filters and exceptions */
    public GroupStudy(Rule rule, List<Part> parts, FieldTypes types, HuntOptions options, boolean derive) {
        this.rule = rule;
        this.types = types;
        this.options = options;
        this.derive = derive;
        this.removing = parts.stream()
                .filter(part -> part.kind() == Kind.FILTER || part.kind() == Kind.EXCEPTION)
                .toList();
        this.asked = parts.stream()
                .filter(part -> !removing.contains(part))
                .map(Part::condition)
                .toList();
    }

    /** How near the groups of a threshold rule come, on the stream clock. */
    public Outcome<ThresholdStandings.Result> threshold(List<EventFile> files) throws IOException {
        return over(
                files,
                List.of(remaining(Condition.or(asked))),
                table -> new ThresholdStandings(rule, table, types),
                ThresholdStandings::result);
    }

    /**
     * How near the keys of a sequence rule come, on the stream clock.
     *
     * @param lacking how far an event is from a condition, of those of {@link Part} that are asked, by its number
     * @param sought keys that are followed whether or not an event of theirs meets a step
     */
    public Outcome<SequenceStandings.Result> sequence(
            List<EventFile> files, SequenceStandings.Lacking lacking, Predicate<List<@Nullable Object>> sought)
            throws IOException {
        List<Condition> conditions = new ArrayList<>();
        asked.forEach(condition -> conditions.add(remaining(condition)));
        conditions.add(Condition.ALWAYS);
        return over(
                files,
                conditions,
                table -> new SequenceStandings(rule, table, types, lacking, sought),
                SequenceStandings::result);
    }

    /** The condition where no filter or exception takes the event out. */
    private Condition remaining(Condition condition) {
        List<Condition> all = new ArrayList<>(List.of(condition));
        removing.forEach(part -> all.add(stays(part)));
        return Condition.and(all);
    }

    private static Condition stays(Part part) {
        return part.kind() == Kind.FILTER ? part.condition() : Condition.not(part.condition());
    }

    private <D extends Detector, R> Outcome<R> over(
            List<EventFile> files, List<Condition> conditions, Function<FieldTable, D> maker, Function<D, R> result)
            throws IOException {
        List<D> made = new ArrayList<>();
        Function<FieldTable, Detector> last = table -> {
            made.add(maker.apply(table));
            return made.getFirst();
        };
        Condition query = Condition.or(asked);
        List<Counting> counts = new ArrayList<>();
        List<HuntPlan.Task> tasks = new ArrayList<>();
        tasks.add(counted(query, counts));
        for (Part part : removing) {
            tasks.add(counted(Condition.and(List.of(query, Condition.not(stays(part)))), counts));
        }
        tasks.add(counted(remaining(query), counts));
        tasks.add(task(conditions, Detectors.fields(rule), false, last));
        HuntPlan plan = HuntPlan.of(tasks, Clock.STREAM, types, derive);
        try (Hunt hunt = new Hunt(plan, options)) {
            HuntSummary summary = hunt.run(files, HuntProgress.SILENT);
            List<Removed> removed = new ArrayList<>();
            for (int i = 0; i < removing.size(); i++) {
                Part part = removing.get(i);
                removed.add(new Removed(part.kind(), part.name(), counts.get(i + 1).events));
            }
            return new Outcome<>(
                    summary, counts.getFirst().events, removed, counts.getLast().events, result.apply(made.getFirst()));
        }
    }

    private HuntPlan.Task counted(Condition condition, List<Counting> into) {
        Counting counting = new Counting();
        into.add(counting);
        return task(List.of(condition), Set.of(), true, table -> counting);
    }

    private HuntPlan.Task task(
            List<Condition> conditions,
            Set<String> fields,
            boolean orderFree,
            Function<FieldTable, Detector> detector) {
        boolean moves = conditions.stream().anyMatch(MovingConditions::moves);
        boolean joins = conditions.size() > 1;
        Set<String> asking = new LinkedHashSet<>(fields);
        if (moves || joins) {
            conditions.forEach(condition -> Conditions.fields(condition, field -> asking.add(field.name())));
        }
        return new HuntPlan.Task(
                rule,
                conditions,
                asking,
                orderFree,
                moves || joins,
                table -> Detectors.atTheirTime(conditions, types, detector.apply(table)));
    }

    /** Counts the events it is shown. */
    private static final class Counting implements Detector {
        private long events;

        @Override
        public void add(Event event, long primary, long arrival) {
            events++;
        }

        @Override
        public void advance(long time) {}

        @Override
        public void finish() {}

        @Override
        public DetectorStatus status() {
            return DetectorStatus.QUIET;
        }
    }
}
