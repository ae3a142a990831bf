package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.alert.ValueGroup;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.detect.IndicatorSet.Added;
import io.picket.detect.QueryWaiting.Entry;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.ThreatMatchBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An indicator match rule on the schedule clock: every run compares the events in its range with the indicators that came
 * before it and that the threat query takes at its time. What matches becomes an alert, the newest event first (with
 * suppression the oldest), up to {@code max_signals}.
 *
 * <p>Only events that some indicator matches wait for the runs; the others lie aside, for indicators that come later.
 */
final class ThreatRuns implements Detector, IndicatorIntake, Resumable, RunWalk.Work {

    private static final String OWNER = "threat-runs";
    private static final int VERSION = 1;

    private final Rule rule;
    private final Runs runs;
    private final TimedCondition condition;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final RunWalk walk;
    private final QueryWaiting waiting;
    private final SeenEvents seen;
    private final IndicatorSet indicators;
    private final RecentEvents recent;
    private final EventReader reader;
    private final Event again;
    private final RuleSuppression suppression;
    private final RunNotes notes;
    private final ThreatNotes threatNotes;
    private Set<Long> beyond = new HashSet<>();
    private long overflowed;
    private long latest = NO_TIME;

    ThreatRuns(
            Rule rule,
            Condition condition,
            ThreatMatchBody body,
            IndicatorQuery query,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        this.rule = rule;
        this.runs = Runs.of(rule.schedule());
        this.condition = new TimedCondition(condition, types);
        this.writer = writer;
        this.sink = sink;
        this.walk = new RunWalk(runs, this);
        this.waiting = new QueryWaiting(runs, budget.bytes() / 4);
        this.seen = new SeenEvents(budget.bytes() / 8);
        this.indicators = new IndicatorSet(body, query, table, types, budget.indicatorBytes(), budget.hashSeed());
        this.recent = new RecentEvents(
                indicators, table, ThreatMapping.kept(rule, condition, body, table), budget.bytes() / 2);
        this.reader = new EventReader(table);
        this.again = new Event(table);
        this.suppression = new RuleSuppression(rule, runs, writer, table, types, sink, budget.bytes() / 8);
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.threatNotes = new ThreatNotes(indicators, recent);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        long firstRun = walk.admit(primary, arrival, runs.fromBack(), notes);
        if (primary != NO_TIME) {
            latest = Math.max(latest, arrival == NO_TIME ? primary : arrival);
        }
        if (firstRun == NEVER) {
            return;
        }
        if (indicators.touches(event)) {
            await(event, primary, firstRun);
        } else {
            recent.add(event, primary, firstRun, runs.from(runs.atOrAfter(latest)));
        }
    }

    private void await(Event event, long primary, long firstRun) {
        SourceDocument document = SourceDocument.of(event);
        ValueGroup group = suppression.groupOf(event);
        List<ValueGroup> groups = group == null ? List.of() : List.of(group);
        if (!waiting.hasRoomFor(document, groups.size())) {
            notes.shed(1);
        } else if (seen.add(document, primary)) {
            waiting.add(document, primary, firstRun, groups);
        }
    }

    @Override
    public boolean indicator(Event indicator, long arrival) {
        boolean isLate = latest != NO_TIME;
        if (arrival != NO_TIME) {
            walk.advance(arrival);
        }
        Added added = indicators.add(indicator);
        if (added == Added.TAKEN && isLate) {
            long known = arrival == NO_TIME ? latest : arrival;
            long due = runs.atOrAfter(known);
            long run = walk.lastRun() == Long.MIN_VALUE ? due : Math.max(due, runs.next(walk.lastRun()));
            recent.take(indicators.hashes(), runs.from(run), (event, primary, firstRun) -> {
                boolean touched = indicators.touches(event);
                if (touched) {
                    await(event, primary, Math.max(firstRun, run));
                }
                return touched;
            });
        }
        return threatNotes.counts(added, isLate);
    }

    @Override
    public long nextRun() {
        long arrival = waiting.nextArrival();
        return waiting.hasView() ? Math.min(arrival, runs.next(walk.lastRun())) : arrival;
    }

    /** An event in a run's range, with the indicators that match it at the run's time. */
    private record Hit(Entry entry, List<ThreatMatch> matches) {}

    @Override
    public void run(long time) {
        waiting.open(time);
        seen.forget(runs.from(time));
        List<Hit> hits = hits(time);
        SuppressionInMemory by = suppression.asked();
        List<Entry> left = by == null ? raise(hits.reversed(), time) : suppress(by, hits, time);
        Set<Long> leftNow = new HashSet<>();
        left.forEach(entry -> leftNow.add(entry.number()));
        Set<Long> inView = new HashSet<>();
        waiting.view().forEach(entry -> inView.add(entry.number()));
        hits.forEach(hit -> inView.add(hit.entry().number()));
        overflowed += beyond.stream().filter(number -> !inView.contains(number)).count();
        beyond = leftNow;
        if (!left.isEmpty()) {
            notes.cut(time);
            List<String> names = left.stream()
                    .limit(Overflow.GROUPS_LISTED)
                    .map(entry -> entry.document().id())
                    .toList();
            sink.overflow(new Overflow(rule.ruleId(), runs.from(time), runs.to(time), left.size(), names));
        }
    }

    /** What matches, the oldest first. */
    private List<Hit> hits(long time) {
        List<Hit> hits = new ArrayList<>();
        for (Entry entry : waiting.view()) {
            SourceDocument document = entry.document();
            byte[] source = document.source();
            if (reader.read(source, 0, source.length, again)) {
                again.origin(document.index(), document.id());
                List<ThreatMatch> matches = condition.meets(again, time) ? indicators.matches(again, time) : List.of();
                if (!matches.isEmpty()) {
                    hits.add(new Hit(entry, matches));
                }
            }
        }
        return hits;
    }

    private Optional<Alert> alert(Hit hit, long time) {
        return indicators.alert(writer, hit.entry().document(), hit.matches(), time);
    }

    /** Makes alerts, and says what was beyond the limit. */
    private List<Entry> raise(List<Hit> hits, long time) {
        int raised = 0;
        List<Entry> done = new ArrayList<>();
        List<Entry> left = new ArrayList<>();
        for (Hit hit : hits) {
            if (raised >= rule.maxSignals()) {
                left.add(hit.entry());
                continue;
            }
            Optional<Alert> alert = alert(hit, time);
            alert.ifPresent(sink::alert);
            raised += alert.isPresent() ? 1 : 0;
            done.add(hit.entry());
        }
        waiting.remove(done);
        return left;
    }

    private List<Entry> suppress(SuppressionInMemory by, List<Hit> hits, long time) {
        long most = (long) SuppressionInMemory.FOUND_PER_ALERT_MAX * rule.maxSignals();
        Map<SuppressionInMemory.Found, Entry> found = new LinkedHashMap<>();
        List<Entry> left = new ArrayList<>();
        for (Hit hit : hits) {
            Entry entry = hit.entry();
            if (found.size() < most) {
                found.put(
                        new SuppressionInMemory.Found(
                                entry.groups().getFirst(), entry.primary(), () -> alert(hit, time)),
                        entry);
            } else {
                left.add(entry);
            }
        }
        SuppressionInMemory.Outcome outcome = by.run(time, List.copyOf(found.keySet()), rule.maxSignals());
        List<Entry> beyondLimit = new ArrayList<>();
        outcome.beyond().forEach(one -> {
            Entry entry = found.remove(one);
            if (entry != null) {
                beyondLimit.add(entry);
            }
        });
        waiting.remove(found.values());
        beyondLimit.addAll(left);
        return beyondLimit;
    }

    @Override
    public void advance(long time) {
        walk.advance(time);
        suppression.advance(time);
    }

    @Override
    public void finish() {
        walk.finish();
        suppression.finish();
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(notes.warnings());
        warnings.addAll(threatNotes.warnings());
        return new DetectorStatus(
                waiting.bytes() + seen.bytes() + recent.bytes() + indicators.bytes() + suppression.bytes(),
                notes.shedEvents(),
                suppression.shed(),
                overflowed + beyond.size(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        walk.save(out);
        waiting.save(out);
        seen.save(out);
        notes.save(out);
        threatNotes.save(out);
        indicators.save(out);
        recent.save(out);
        out.number(latest);
        out.number(overflowed);
        out.size(beyond.size());
        beyond.forEach(out::number);
        suppression.save(out);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        walk.load(in);
        waiting.load(in);
        seen.load(in);
        notes.load(in);
        threatNotes.load(in);
        indicators.load(in);
        recent.load(in);
        latest = in.number();
        overflowed = in.number();
        beyond = new HashSet<>();
        for (int i = in.size(); i > 0; i--) {
            beyond.add(in.number());
        }
        suppression.load(in);
        in.done();
    }
}
