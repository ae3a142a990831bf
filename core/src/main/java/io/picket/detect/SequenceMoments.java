package io.picket.detect;

import io.picket.alert.SourceDocument;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.EqlQueries;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Brings the events of a sequence rule on the stream clock to its machine. Events come by time, those of one moment in
 * any order; they are held until the moment is over, put in order ({@link SequenceEvent}), and each is taken once however
 * often it came.
 */
final class SequenceMoments {

    private final SequenceSteps steps;
    private final SequencePlaces places;
    private final SequenceMachine<SourceDocument> machine;
    private final RunNotes notes;
    private final JoinedNotes joinedNotes;
    private final long bytesMax;

    /** Events of the moment {@code now}. */
    private final List<SequenceEvent> moment = new ArrayList<>();

    private long momentBytes;
    private long number;

    /** Nothing before it is taken any more. */
    private long now = Long.MIN_VALUE;

    SequenceMoments(
            Rule rule,
            EqlQuery.Sequence query,
            FieldTable table,
            FieldTypes types,
            SequenceMachine<SourceDocument> machine,
            RunNotes notes,
            JoinedNotes joinedNotes,
            long bytesMax) {
        EqlBody body = (EqlBody) rule.body();
        this.steps = SequenceSteps.of(query, table);
        this.places = new SequencePlaces(EqlQueries.timestampField(body), body.tiebreakerField(), table, types);
        this.machine = machine;
        this.notes = notes;
        this.joinedNotes = joinedNotes;
        this.bytesMax = bytesMax;
    }

    /** The query's shape; a sequence without a maxspan may be as long as the rule looks back. */
    static SequenceShape shape(Rule rule, EqlQuery.Sequence query) {
        SequenceShape shape = SequenceShape.of(query);
        return shape.maxspan() == SequenceShape.NO_LIMIT
                ? shape.within(Math.max(1, Runs.of(rule.schedule()).lookBack()))
                : shape;
    }

    /** Takes an event; the parameters are as in {@link Detector#add(Event, int[], int, long, long)}. */
    void add(Event event, int[] conditions, int count, long primary) {
        if (primary == Detector.NO_TIME) {
            notes.untimed();
            return;
        }
        if (primary < now) {
            notes.late();
            return;
        }
        List<SequenceSteps.Hit> hits = steps.of(event, conditions, count);
        if (hits.isEmpty()) {
            return;
        }
        if (primary > now) {
            takeMoment();
            now = primary;
        }
        SequenceEvent one = new SequenceEvent(places.of(event, primary), SourceDocument.of(event), hits);
        if (momentBytes + one.bytes() > bytesMax) {
            notes.shed(1);
            return;
        }
        moment.add(one);
        momentBytes += one.bytes();
    }

    private void takeMoment() {
        if (moment.isEmpty()) {
            return;
        }
        machine.advance(now);
        Collections.sort(moment);
        SequenceEvent before = null;
        for (SequenceEvent one : moment) {
            if (before == null || !one.isSameAs(before)) {
                one.into(machine, one.document(), number++);
            }
            before = one;
        }
        moment.clear();
        momentBytes = 0;
        joinedNotes.crowded(steps.takeCrowded());
    }

    /** No event before this time will come any more. */
    void advance(long time) {
        if (time > now) {
            takeMoment();
            now = time;
        }
        machine.advance(time);
    }

    void finish() {
        takeMoment();
        machine.finish();
    }

    /** Memory that it and the machine take, in bytes. */
    long bytes() {
        return momentBytes + machine.bytes();
    }

    boolean hasBegun() {
        return now != Long.MIN_VALUE;
    }

    void save(StateWriter out) {
        out.number(now);
        out.number(number);
        out.size(moment.size());
        moment.forEach(one -> one.save(out));
        machine.save(out, StateWriter::sharedDocument);
    }

    void load(StateReader in) {
        now = in.number();
        number = in.number();
        for (int i = in.size(); i > 0; i--) {
            SequenceEvent one = SequenceEvent.load(in);
            moment.add(one);
            momentBytes += one.bytes();
        }
        machine.load(in, StateReader::sharedDocument);
    }
}
