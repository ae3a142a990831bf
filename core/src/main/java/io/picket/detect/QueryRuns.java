package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.event.Event;
import io.picket.rule.Rule;
import java.util.List;
import java.util.Optional;

/**
 * A query rule on the schedule clock: every run turns the oldest events in its range that are no alerts yet into alerts,
 * up to {@code max_signals}; what is left may become one in a later run that still has it in range.
 */
final class QueryRuns implements Rerun, RunWalk.Work {

    private static final String OWNER = "query-runs";
    private static final int VERSION = 1;

    private final Rule rule;
    private final Runs runs;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final RunWalk walk;
    private final QueryWaiting waiting;
    private final SeenEvents seen;
    private final RunNotes notes = new RunNotes(false);
    private long overflowed;

    QueryRuns(Rule rule, AlertWriter writer, AlertSink sink, StateBudget budget) {
        this.rule = rule;
        this.runs = Runs.of(rule.schedule());
        this.writer = writer;
        this.sink = sink;
        this.walk = new RunWalk(runs, this);
        this.waiting = new QueryWaiting(runs, budget.bytes() / 4 * 3);
        this.seen = new SeenEvents(budget.bytes() / 4);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        long firstRun = walk.admit(primary, arrival, runs.fromBack(), notes);
        if (firstRun == NEVER) {
            return;
        }
        SourceDocument document = SourceDocument.of(event);
        if (!waiting.hasRoomFor(document, 0)) {
            notes.shed(1);
        } else if (seen.add(document, primary)) {
            waiting.add(document, primary, firstRun, List.of());
        }
    }

    @Override
    public long nextRun() {
        long arrival = waiting.nextArrival();
        return waiting.hasView() ? Math.min(arrival, runs.next(walk.lastRun())) : arrival;
    }

    @Override
    public void run(long time) {
        overflowed += waiting.open(time);
        seen.forget(runs.from(time));
        int raised = 0;
        while (raised < rule.maxSignals() && waiting.hasView()) {
            Optional<Alert> alert = writer.event(waiting.takeOldest().document(), time);
            if (alert.isPresent()) {
                sink.alert(alert.get());
                raised++;
            }
        }
        if (waiting.hasView()) {
            notes.cut(time);
            sink.overflow(
                    new Overflow(rule.ruleId(), runs.from(time), runs.to(time), waiting.viewSize(), waiting.names()));
        }
    }

    @Override
    public void forgetEvents() {
        waiting.forget(seen);
    }

    @Override
    public void advance(long time) {
        walk.advance(time);
    }

    @Override
    public void finish() {
        walk.finish();
    }

    @Override
    public DetectorStatus status() {
        return new DetectorStatus(
                waiting.bytes() + seen.bytes(),
                notes.shedEvents(),
                0,
                overflowed + waiting.leftSize(),
                notes.warnings());
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        walk.save(out);
        waiting.save(out);
        seen.save(out);
        notes.save(out);
        out.number(overflowed);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        walk.load(in);
        waiting.load(in);
        seen.load(in);
        notes.load(in);
        overflowed = in.number();
        in.done();
    }
}
