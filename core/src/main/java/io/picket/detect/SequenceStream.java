package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A sequence rule on the stream clock: a sequence is an alert, and a building block for each of its events, as its last
 * event comes; with a trailing missing event, when that can no longer come in time. A sequence without a maxspan may be
 * as long as the rule looks back.
 */
final class SequenceStream implements Detector, KeyedState {

    private static final String OWNER = "sequence-stream";
    private static final int VERSION = 1;

    private final AlertWriter writer;
    private final AlertSink sink;
    private final SequenceSteps steps;
    private final SequenceTiebreak tiebreak;
    private final SequenceMachine<SourceDocument> machine;
    private final Allowance allowance;
    private final SeenEvents seen;
    private final RunNotes notes = new RunNotes(false);
    private final long remembered;
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
        Runs runs = Runs.of(rule.schedule());
        SequenceShape asked = SequenceShape.of(query);
        SequenceShape shape = asked.maxspan() == SequenceShape.NO_LIMIT
                ? new SequenceShape(asked.missing(), Math.max(1, runs.lookBack()))
                : asked;
        this.writer = writer;
        this.sink = sink;
        this.steps = SequenceSteps.of(query, table, types);
        this.tiebreak = SequenceTiebreak.of((EqlBody) rule.body(), table, types);
        this.machine =
                new SequenceMachine<>(shape, SourceDocument::bytes, budget.bytes() / 4 * 3, this::raise);
        this.allowance = new Allowance(rule.ruleId(), runs, rule.maxSignals(), sink, notes);
        this.seen = new SeenEvents(budget.bytes() / 4);
        this.remembered = shape.maxspan();
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (primary == NO_TIME) {
            notes.untimed();
            return;
        }
        if (primary < now) {
            notes.late();
            return;
        }
        now = primary;
        List<Integer> hits = new ArrayList<>();
        List<JoinKey> keys = new ArrayList<>();
        steps.of(event, (step, key) -> {
            hits.add(step);
            keys.add(key);
        });
        if (hits.isEmpty()) {
            return;
        }
        SourceDocument document = SourceDocument.of(event);
        if (!seen.add(document, primary)) {
            return;
        }
        machine.advance(primary);
        SequenceOrder order = new SequenceOrder(primary, tiebreak.of(event), number++);
        for (int i = 0; i < hits.size(); i++) {
            machine.add(order, document, hits.get(i), keys.get(i));
        }
    }

    private void raise(SequenceFound<SourceDocument> found) {
        List<SourceDocument> events =
                found.events().stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
        long time = found.last().time();
        String name = String.join("+", events.stream().map(SourceDocument::id).toList());
        if (allowance.isSpent(time, name)) {
            return;
        }
        List<Alert> alerts = writer.sequence(events, time);
        if (!alerts.isEmpty()) {
            allowance.take(time);
            alerts.forEach(sink::alert);
        }
    }

    @Override
    public void advance(long time) {
        now = Math.max(now, time);
        machine.advance(time);
        seen.forget(time - remembered);
        allowance.advance(time);
    }

    @Override
    public void finish() {
        machine.finish();
        allowance.finish();
    }

    @Override
    public DetectorStatus status() {
        return new DetectorStatus(
                seen.bytes() + machine.bytes(),
                notes.shedEvents(),
                machine.shedKeys() + steps.shedKeys(),
                allowance.overflowed(),
                notes.warnings());
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        machine.save(out, StateWriter::document);
        allowance.save(out);
        seen.save(out);
        notes.save(out);
        out.number(number);
        out.number(now);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        machine.load(in, StateReader::document);
        allowance.load(in);
        seen.load(in);
        notes.load(in);
        number = in.number();
        now = in.number();
        in.done();
    }
}
