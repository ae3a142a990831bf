package io.picket.detect;

import io.picket.alert.AlertWriter;
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
 * A sequence rule on the stream clock: a sequence is an alert, and a building block for each of its events, as its last
 * event comes; with a trailing missing event, when that can no longer come in time. A sequence without a maxspan may be
 * as long as the rule looks back.
 *
 * <p>Events come by time, those of one moment in any order; they are held until the moment is over, put in order
 * ({@link SequenceEvent}), and each is taken once however often it came.
 */
final class SequenceStream implements Detector, Resumable {

    private static final String OWNER = "sequence-stream";
    private static final int VERSION = 1;

    private final SequenceSteps steps;
    private final SequencePlaces places;
    private final SequenceMachine<SourceDocument> machine;
    private final JoinedAlerts alerts;
    private final RunNotes notes;
    private final JoinedNotes joinedNotes = new JoinedNotes();
    private final long bytesMax;

    /** Events of the moment {@code now}. */
    private final List<SequenceEvent> moment = new ArrayList<>();

    private long momentBytes;
    private long number;

    /** Nothing before it is taken any more. */
    private long now = Long.MIN_VALUE;

    SequenceStream(
            Rule rule,
            EqlQuery.Sequence query,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        EqlBody body = (EqlBody) rule.body();
        SequenceShape shape = SequenceShape.of(query);
        Runs runs = Runs.of(rule.schedule());
        SequenceShape within =
                shape.maxspan() == SequenceShape.NO_LIMIT ? shape.within(Math.max(1, runs.lookBack())) : shape;
        this.steps = SequenceSteps.of(query, table);
        this.places = new SequencePlaces(EqlQueries.timestampField(body), body.tiebreakerField(), table, types);
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.alerts = new JoinedAlerts(
                rule, writer, sink, notes, within.hasMissing() ? within.maxspan() : 0, budget.bytes() / 4);
        this.machine =
                new SequenceMachine<>(within, SourceDocument::bytes, budget.bytes() / 2, joinedNotes, this::raise);
        this.bytesMax = budget.bytes() / 4;
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        throw new UnsupportedOperationException("a sequence asks which of its conditions the event meets");
    }

    @Override
    public void add(Event event, int[] conditions, int count, long primary, long arrival) {
        if (primary == NO_TIME) {
            notes.untimed();
            return;
        }
        if (primary < now) {
            notes.late();
            return;
        }
        List<SequenceSteps.Hit> hits = new ArrayList<>(2);
        for (int i = 0; i < count; i++) {
            steps.of(event, conditions[i], hits);
        }
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

    private void raise(SequenceFound<SourceDocument> found) {
        alerts.raise(found.present(), found.time());
    }

    @Override
    public void advance(long time) {
        if (time > now) {
            takeMoment();
            now = time;
        }
        machine.advance(time);
        alerts.advance(time);
    }

    @Override
    public void finish() {
        takeMoment();
        machine.finish();
        alerts.finish();
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(notes.warnings());
        warnings.addAll(joinedNotes.warnings());
        return new DetectorStatus(
                momentBytes + machine.bytes() + alerts.bytes(),
                notes.shedEvents(),
                joinedNotes.count() + alerts.shed(),
                alerts.overflowed(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        out.number(now);
        out.number(number);
        out.size(moment.size());
        moment.forEach(one -> one.save(out));
        machine.save(out, StateWriter::sharedDocument);
        alerts.save(out);
        notes.save(out);
        joinedNotes.save(out);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        if (now != Long.MIN_VALUE) {
            throw new IllegalStateException("already under way");
        }
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        now = in.number();
        number = in.number();
        for (int i = in.size(); i > 0; i--) {
            SequenceEvent one = SequenceEvent.load(in);
            moment.add(one);
            momentBytes += one.bytes();
        }
        machine.load(in, StateReader::sharedDocument);
        alerts.load(in);
        notes.load(in);
        joinedNotes.load(in);
        in.done();
    }
}
