package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.alert.SuppressionResult;
import io.picket.alert.ValueGroup;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * A query rule on the stream clock: every event is an alert as it comes. With suppression the first event of a group is
 * the alert, and later ones count on it for the suppression's duration, or for the rest of the interval.
 */
final class QueryStream implements Detector, Resumable {

    private static final String OWNER = "query-stream";
    private static final int VERSION = 1;

    private final Runs runs;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final Allowance allowance;
    private final SeenEvents seen;
    private final @Nullable Suppression suppression;
    private final @Nullable SuppressionGroups groups;
    private final SuppressionWindows windows;
    private final RunNotes notes;
    private boolean isUnderWay;

    QueryStream(Rule rule, AlertWriter writer, FieldTable table, FieldTypes types, AlertSink sink, StateBudget budget) {
        this.runs = Runs.of(rule.schedule());
        this.writer = writer;
        this.sink = sink;
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.allowance = new Allowance(rule.ruleId(), runs, Detectors.alertsMax(rule), sink, notes);
        this.seen = new SeenEvents(budget.bytes() / 4);
        this.suppression = rule.suppression().orElse(null);
        this.groups = suppression == null ? null : groups(rule, suppression, table, types);
        this.windows = new SuppressionWindows(writer, sink, budget.bytes() / 2);
    }

    /** Query rules group as an aggregation does, EQL rules in memory. */
    private static SuppressionGroups groups(Rule rule, Suppression suppression, FieldTable table, FieldTypes types) {
        return rule.body() instanceof QueryBody
                ? SuppressionGroups.ofEachValue(suppression, table, types)
                : SuppressionGroups.ofWholeArrays(suppression, table, types);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        isUnderWay = true;
        if (primary == NO_TIME) {
            notes.untimed();
            return;
        }
        SourceDocument document = SourceDocument.of(event);
        if (!seen.add(document, primary)) {
            return;
        }
        Suppression asked = suppression;
        if (asked == null || groups == null) {
            raise(document, primary);
            return;
        }
        for (ValueGroup group : groups.of(event)) {
            if (group.lacksValue() && !asked.suppressMissing()) {
                raise(document, primary);
                return;
            }
            suppress(asked, group, document, primary);
        }
    }

    private void raise(SourceDocument document, long time) {
        if (allowance.isSpent(time, document.id())) {
            return;
        }
        writer.event(document, time).ifPresent(alert -> {
            allowance.take(time);
            sink.alert(alert);
        });
    }

    private void suppress(Suppression asked, ValueGroup group, SourceDocument document, long time) {
        windows.advance(time);
        SuppressionWindows.Window window = windows.at(group, time);
        if (window != null) {
            window.absorb(1, time, time);
            return;
        }
        if (allowance.isSpent(time, SuppressionGroups.name(group))) {
            return;
        }
        Alert alert = writer.groupedEvent(document, group, time).orElse(null);
        if (alert != null) {
            allowance.take(time);
            long until = asked.duration()
                    .map(duration -> time + Runs.millis(duration))
                    .orElse(runs.intervalEnd(time));
            windows.open(alert, new SuppressionResult(group, time, time, 0, time), until);
        }
    }

    @Override
    public void advance(long time) {
        seen.forget(time);
        windows.advance(time);
        allowance.advance(time);
    }

    @Override
    public void finish() {
        windows.finish();
        allowance.finish();
    }

    @Override
    public DetectorStatus status() {
        return new DetectorStatus(
                seen.bytes() + windows.bytes(),
                0,
                windows.shed() + (groups == null ? 0 : groups.shed()),
                allowance.overflowed(),
                notes.warnings());
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        allowance.save(out);
        seen.save(out);
        windows.save(out);
        notes.save(out);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        if (isUnderWay) {
            throw new IllegalStateException("already under way");
        }
        isUnderWay = true;
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        allowance.load(in);
        seen.load(in);
        windows.load(in);
        notes.load(in);
        in.done();
    }
}
