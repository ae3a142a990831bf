package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.detect.IndicatorSet.Added;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.ThreatMatchBody;
import java.util.ArrayList;
import java.util.List;

/**
 * An indicator match rule on the stream clock: an event that matches indicators known by then is an alert as it comes; an
 * indicator that comes later raises the alerts on events that the next run of a schedule would still look at.
 *
 * <p>What {@code now} means in the rule's queries is the event's time; when an indicator comes later, that of the
 * indicator's coming.
 */
final class ThreatStream implements Detector, IndicatorIntake, Resumable {

    private static final String OWNER = "threat-stream";
    private static final int VERSION = 1;

    private final Runs runs;
    private final TimedCondition condition;
    private final AlertWriter writer;
    private final Allowance allowance;
    private final SeenEvents seen;
    private final IndicatorSet indicators;
    private final RecentEvents recent;
    private final RuleSuppression suppression;
    private final RunNotes notes;
    private final ThreatNotes threatNotes;
    private long latest = NO_TIME;

    ThreatStream(
            Rule rule,
            Condition condition,
            ThreatMatchBody body,
            IndicatorQuery query,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        this.runs = Runs.of(rule.schedule());
        this.condition = new TimedCondition(condition, types);
        this.writer = writer;
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.allowance = new Allowance(rule.ruleId(), runs, rule.maxSignals(), sink, notes);
        this.seen = new SeenEvents(budget.bytes() / 4);
        this.indicators = new IndicatorSet(body, query, table, types, budget.indicatorBytes(), budget.hashSeed());
        this.recent = new RecentEvents(
                indicators, table, ThreatMapping.kept(rule, condition, body, table), budget.bytes() / 2);
        this.suppression = new RuleSuppression(rule, runs, writer, table, types, sink, budget.bytes() / 4);
        this.threatNotes = new ThreatNotes(indicators, recent);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (primary == NO_TIME) {
            notes.untimed();
            return;
        }
        latest = Math.max(latest, primary);
        List<ThreatMatch> matches = matches(event, primary);
        if (!matches.isEmpty()) {
            raise(event, matches, primary, primary);
        } else if (primary >= horizon(latest)) {
            recent.add(event, primary, primary, horizon(latest));
        }
    }

    private List<ThreatMatch> matches(Event event, long time) {
        return condition.meets(event, time) ? indicators.matches(event, time) : List.of();
    }

    /** What a run at this time or the next one still looks at begins here. */
    private long horizon(long time) {
        return runs.from(runs.atOrAfter(time));
    }

    @Override
    public boolean indicator(Event indicator, long arrival) {
        Added added = indicators.add(indicator);
        if (added == Added.TAKEN && latest != NO_TIME) {
            long known = arrival == NO_TIME ? latest : arrival;
            recent.take(indicators.hashes(), horizon(known), (event, primary, firstRun) -> {
                long time = Math.max(known, primary);
                List<ThreatMatch> matches = matches(event, time);
                if (!matches.isEmpty()) {
                    raise(event, matches, primary, time);
                }
                return !matches.isEmpty();
            });
        }
        return threatNotes.counts(added, latest != NO_TIME);
    }

    private void raise(Event event, List<ThreatMatch> matches, long primary, long time) {
        SourceDocument document = SourceDocument.of(event);
        if (!seen.add(document, primary)
                || suppression.absorbs(event, time)
                || allowance.isSpent(time, document.id())) {
            return;
        }
        Alert alert = indicators.alert(writer, document, matches, time).orElse(null);
        if (alert == null) {
            return;
        }
        allowance.take(time);
        suppression.raise(alert, event, time);
    }

    @Override
    public void advance(long time) {
        latest = Math.max(latest, time);
        seen.forget(Math.min(time, horizon(time)));
        allowance.advance(time);
        suppression.advance(time);
    }

    @Override
    public void finish() {
        allowance.finish();
        suppression.finish();
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(notes.warnings());
        warnings.addAll(threatNotes.warnings());
        return new DetectorStatus(
                seen.bytes() + recent.bytes() + indicators.bytes() + suppression.bytes(),
                0,
                suppression.shed(),
                allowance.overflowed(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        allowance.save(out);
        seen.save(out);
        notes.save(out);
        threatNotes.save(out);
        indicators.save(out);
        recent.save(out);
        out.number(latest);
        suppression.save(out);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        allowance.load(in);
        seen.load(in);
        notes.load(in);
        threatNotes.load(in);
        indicators.load(in);
        recent.load(in);
        latest = in.number();
        suppression.load(in);
        in.done();
    }
}
