package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.condition.DateText;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.EqlQueries;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sequence rule on the schedule clock: every run that has a new event in range looks for sequences among all events in
 * range, keeps the newest {@code max_signals} and raises those that were not raised before. What is found depends on
 * the range: a sequence longer than the look-back is never seen whole, and a trailing missing event is taken to be
 * missing when the range ends before it comes. Both are as in Elastic's engine.
 */
final class SequenceRuns implements Detector, KeyedState, RunWalk.Work {

    private static final String OWNER = "sequence-runs";
    private static final int VERSION = 1;

    private final Rule rule;
    private final Runs runs;
    private final SequenceShape shape;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final SequenceSteps steps;
    private final SequenceTiebreak tiebreak;
    private final int timestamp;
    private final RunWalk walk;
    private final SequenceWindow window;
    private final SeenEvents seen;
    private final long bytesMax;
    private final RunNotes notes = new RunNotes(false);

    /** Names of the sequences raised, by the latest primary time in them. */
    private final Map<String, Long> raised = new TreeMap<>();

    private long overflowed;
    private long shed;
    private long number;

    SequenceRuns(
            Rule rule,
            EqlQuery.Sequence query,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        EqlBody body = (EqlBody) rule.body();
        this.rule = rule;
        this.runs = Runs.of(rule.schedule());
        this.shape = SequenceShape.of(query);
        this.writer = writer;
        this.sink = sink;
        this.steps = SequenceSteps.of(query, table, types);
        this.tiebreak = SequenceTiebreak.of(body, table, types);
        this.timestamp = table.slot(EqlQueries.timestampField(body));
        this.walk = new RunWalk(runs, this);
        this.bytesMax = budget.bytes() / 4;
        this.window = new SequenceWindow(runs, budget.bytes() / 2);
        this.seen = new SeenEvents(budget.bytes() / 4);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        String written = event.firstText(timestamp);
        long time = written == null ? DateText.NONE : DateText.millis(written);
        if (primary == NO_TIME || time == DateText.NONE) {
            notes.untimed();
            return;
        }
        long known = arrival == NO_TIME ? primary : arrival;
        walk.arrive(primary, known);
        long firstRun = walk.firstSeeing(primary, known);
        if (primary < runs.from(firstRun)) {
            notes.late();
            return;
        }
        List<SequenceWindow.Hit> hits = new ArrayList<>();
        steps.of(event, (step, key) -> hits.add(new SequenceWindow.Hit(step, key)));
        SourceDocument document = SourceDocument.of(event);
        if (hits.isEmpty() || !seen.add(document, primary)) {
            return;
        }
        SequenceOrder order = new SequenceOrder(time, tiebreak.of(event), number++);
        if (!window.add(new SequenceWindow.Entry(document, order, hits, primary, firstRun))) {
            notes.shed(1);
        }
    }

    @Override
    public long nextRun() {
        return window.nextArrival();
    }

    @Override
    public void run(long time) {
        List<SequenceWindow.Entry> entries = window.open(time);
        seen.forget(runs.from(time));
        raised.values().removeIf(primary -> primary < runs.from(time));
        List<SequenceFound<SequenceWindow.Entry>> found = new ArrayList<>();
        SequenceMachine<SequenceWindow.Entry> machine =
                new SequenceMachine<>(shape, entry -> 0, bytesMax, found::add);
        for (SequenceWindow.Entry entry : entries) {
            machine.advance(entry.order().time());
            entry.hits().forEach(hit -> machine.add(entry.order(), entry, hit.step(), hit.key()));
        }
        machine.finish();
        shed += machine.shedKeys();
        found.sort(null);
        int beyond = Math.max(0, found.size() - rule.maxSignals());
        if (found.size() >= rule.maxSignals()) {
            notes.cut(time);
        }
        if (beyond > 0) {
            overflowed += beyond;
            List<String> names = found.subList(0, Math.min(beyond, Overflow.GROUPS_LISTED)).stream()
                    .map(one -> name(events(one)))
                    .toList();
            sink.overflow(new Overflow(rule.ruleId(), runs.from(time), runs.to(time), beyond, names));
        }
        found.subList(beyond, found.size()).forEach(one -> raise(events(one), time));
    }

    private static List<SequenceWindow.Entry> events(SequenceFound<SequenceWindow.Entry> found) {
        List<SequenceWindow.Entry> events = new ArrayList<>();
        for (SequenceWindow.Entry event : found.events()) {
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }

    private static String name(List<SequenceWindow.Entry> events) {
        return String.join("+", events.stream().map(one -> one.document().id()).toList());
    }

    private void raise(List<SequenceWindow.Entry> events, long time) {
        long latest = events.stream().mapToLong(SequenceWindow.Entry::primary).max().orElse(time);
        if (raised.putIfAbsent(name(events), latest) == null) {
            List<Alert> alerts = writer.sequence(
                    events.stream().map(SequenceWindow.Entry::document).toList(), time);
            alerts.forEach(sink::alert);
        }
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
                window.bytes() + seen.bytes(),
                notes.shedEvents(),
                shed + steps.shedKeys(),
                overflowed,
                notes.warnings());
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        walk.save(out);
        window.save(out);
        seen.save(out);
        notes.save(out);
        out.size(raised.size());
        raised.forEach((name, primary) -> {
            out.text(name);
            out.number(primary);
        });
        out.number(overflowed);
        out.number(shed);
        out.number(number);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        walk.load(in);
        window.load(in);
        seen.load(in);
        notes.load(in);
        for (int i = in.size(); i > 0; i--) {
            raised.put(in.text(), in.number());
        }
        overflowed = in.number();
        shed = in.number();
        number = in.number();
        in.done();
    }
}
