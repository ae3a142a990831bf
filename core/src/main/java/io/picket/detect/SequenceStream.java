package io.picket.detect;

import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequence rule on the stream clock: a sequence is an alert, and a building block for each of its events, as its last
 * event comes; with a trailing missing event, when that can no longer come in time. A sequence without a maxspan may be
 * as long as the rule looks back.
 */
final class SequenceStream implements Detector, Resumable {

    private static final String OWNER = "sequence-stream";
    private static final int VERSION = 1;

    private final SequenceMoments moments;
    private final JoinedAlerts alerts;
    private final RunNotes notes;
    private final JoinedNotes joinedNotes = new JoinedNotes();

    SequenceStream(
            Rule rule,
            EqlQuery.Sequence query,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        SequenceShape shape = SequenceMoments.shape(rule, query);
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.alerts = new JoinedAlerts(
                rule, writer, sink, notes, shape.hasMissing() ? shape.maxspan() : 0, budget.bytes() / 4);
        SequenceMachine<SourceDocument> machine =
                new SequenceMachine<>(shape, SourceDocument::bytes, budget.bytes() / 2, joinedNotes, this::raise);
        this.moments = new SequenceMoments(rule, query, table, types, machine, notes, joinedNotes, budget.bytes() / 4);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        throw new UnsupportedOperationException("a sequence asks which of its conditions the event meets");
    }

    @Override
    public void add(Event event, int[] conditions, int count, long primary, long arrival) {
        moments.add(event, conditions, count, primary);
    }

    private void raise(SequenceFound<SourceDocument> found) {
        alerts.raise(found.present(), found.time());
    }

    @Override
    public void advance(long time) {
        moments.advance(time);
        alerts.advance(time);
    }

    @Override
    public void finish() {
        moments.finish();
        alerts.finish();
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(notes.warnings());
        warnings.addAll(joinedNotes.warnings());
        return new DetectorStatus(
                moments.bytes() + alerts.bytes(),
                notes.shedEvents(),
                joinedNotes.count() + alerts.shed(),
                alerts.overflowed(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        moments.save(out);
        alerts.save(out);
        notes.save(out);
        joinedNotes.save(out);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        if (moments.hasBegun()) {
            throw new IllegalStateException("already under way");
        }
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        moments.load(in);
        alerts.load(in);
        notes.load(in);
        joinedNotes.load(in);
        in.done();
    }
}
