package io.picket.detect;

import io.picket.alert.SourceDocument;
import io.picket.condition.FieldTypes;
import io.picket.detect.SequenceCourses.Attempt;
import io.picket.detect.SequenceCourses.Course;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.EqlQueries;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How near each key of a sequence rule came to an alert on the stream clock, for explaining. The rule's own machine does
 * the work and is watched; nothing is raised. Beside the events that meet a step, all others of the rule's indices are
 * looked at, for the one that came nearest to the step that was waited for.
 *
 * <p>Plain, not fast. What it holds is bounded, see {@link SequenceCourses}; keys beyond are counted.
 */
public final class SequenceStandings implements Detector {

    /** How an event stands to a step. */
    @FunctionalInterface
    public interface Lacking {
        /** How many of the things that the condition of this number asks the event does not meet. */
        int of(Event event, int condition, long time);
    }

    /**
     * A place of a sequence.
     *
     * @param step its number in the query, from 1; steps that run several times have several
     * @param condition the number of the condition that an event there meets
     */
    public record Place(int step, int condition) {}

    /**
     * What came of it.
     *
     * @param places of the events of a sequence
     * @param steps how many steps there are, each counted as often as it runs
     * @param maxspan most milliseconds from the first event to the last, both included
     * @param standings nearest first
     * @param met by condition: events that meet it
     * @param joinless by condition: those of them that lack a field to be joined by
     * @param left keys that were not followed
     */
    public record Result(
            List<Place> places,
            int steps,
            long maxspan,
            List<SequenceStanding> standings,
            List<Long> met,
            List<Long> joinless,
            long left) {}

    private final SequenceShape shape;
    private final SequenceSteps steps;
    private final SequenceMoments moments;
    private final RunNotes notes = new RunNotes(false);
    private final JoinedNotes joinedNotes = new JoinedNotes();
    private final Lacking lacking;
    private final Predicate<List<@Nullable Object>> sought;
    private final int all;
    private final long[] met;
    private final long[] joinless;
    private final SequenceCourses courses;

    /**
     * For a rule whose query is a sequence. Events come with the numbers of the conditions they meet, and with one more,
     * which every event meets.
     *
     * @param fields must hold those of {@link Detectors#fields}
     * @param lacking asked of events that may be the nearest
     * @param sought keys that are followed from their first event on, whatever that meets
     */
    public SequenceStandings(
            Rule rule, FieldTable fields, FieldTypes types, Lacking lacking, Predicate<List<@Nullable Object>> sought) {
        if (!(rule.body() instanceof EqlBody body)
                || !(EqlQueries.of(body, types) instanceof Read.Ok<EqlQuery>(EqlQuery.Sequence query, var doubts))) {
            throw new IllegalArgumentException("no sequence: " + rule.ruleId());
        }
        this.shape = SequenceMoments.shape(rule, query);
        this.steps = SequenceSteps.of(query, fields);
        this.lacking = lacking;
        this.sought = sought;
        this.courses = new SequenceCourses(shape);
        this.all = query.conditions().size();
        this.met = new long[all];
        this.joinless = new long[all];
        long bytes = StateBudget.DEFAULT.bytes();
        SequenceMachine<SourceDocument> machine =
                new SequenceMachine<>(shape, SourceDocument::bytes, bytes / 2, joinedNotes, courses::found);
        machine.watch(courses);
        this.moments = new SequenceMoments(rule, query, fields, types, machine, notes, joinedNotes, bytes / 4);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        throw new UnsupportedOperationException("a sequence asks which of its conditions the event meets");
    }

    @Override
    public void add(Event event, int[] conditions, int count, long primary, long arrival) {
        if (primary == NO_TIME) {
            return;
        }
        int own = count > 0 && conditions[count - 1] == all ? count - 1 : count;
        for (int i = 0; i < own; i++) {
            met[conditions[i]]++;
            joinless[conditions[i]] += keys(event, conditions[i]).isEmpty() ? 1 : 0;
        }
        moments.advance(primary);
        near(event, primary);
        moments.add(event, conditions, own, primary);
    }

    private List<JoinKey> keys(Event event, int condition) {
        List<SequenceSteps.Hit> hits = new ArrayList<>();
        steps.of(event, condition, hits);
        return hits.stream().map(SequenceSteps.Hit::key).toList();
    }

    // ---- what came near ----

    /** Holds the event against the steps that its keys wait for. */
    private void near(Event event, long time) {
        for (int step = 0; step < shape.missing().size(); step++) {
            if (shape.missing().get(step)) {
                continue;
            }
            int first = shape.positivesBefore(step);
            int lacks = -1;
            for (JoinKey key : keys(event, step)) {
                Course course = sought.test(key.values()) ? courses.follow(key) : courses.of(key);
                if (course == null) {
                    continue;
                }
                for (int place = first; place < first + shape.runs().get(step); place++) {
                    Attempt attempt = courses.waitingFor(course, place, time);
                    if (attempt != null) {
                        lacks = lacks < 0 ? lacking.of(event, step, time) : lacks;
                        courses.nearer(attempt, event, time, lacks);
                    }
                }
            }
        }
    }

    @Override
    public void advance(long time) {
        moments.advance(time);
    }

    @Override
    public void finish() {
        moments.finish();
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(notes.warnings());
        warnings.addAll(joinedNotes.warnings());
        return new DetectorStatus(moments.bytes(), notes.shedEvents(), joinedNotes.count(), 0, warnings);
    }

    /** How the keys stand after all that was added; the end of it. */
    public Result result() {
        List<Place> of = new ArrayList<>();
        int number = 0;
        for (int condition = 0; condition < shape.missing().size(); condition++) {
            for (int run = 0; run < shape.runs().get(condition); run++) {
                number++;
                if (!shape.missing().get(condition)) {
                    of.add(new Place(number, condition));
                }
            }
        }
        return new Result(
                of,
                number,
                shape.maxspan(),
                courses.standings(),
                Arrays.stream(met).boxed().toList(),
                Arrays.stream(joinless).boxed().toList(),
                courses.left());
    }
}
