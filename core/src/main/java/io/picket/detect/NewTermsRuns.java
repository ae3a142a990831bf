package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.alert.ValueGroup;
import io.picket.condition.FieldTypes;
import io.picket.detect.NewTermsTable.Candidate;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.NewTermsBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new-terms rule on the schedule clock: every run alerts on the first event of each value that is in its range and was
 * not in its history before the range, in the order of the values, up to {@code max_signals}.
 */
final class NewTermsRuns implements Rerun, RunWalk.Work {

    private static final String OWNER = "new-terms-runs";
    private static final int VERSION = 1;

    private final Rule rule;
    private final Runs runs;
    private final NewTermsHistory history;
    private final FieldTuples<Object> fields;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final RunWalk walk;
    private final NewTermsTable table;
    private final Comparator<Candidate> order;
    private final RuleSuppression suppression;
    private final RunNotes notes;
    private final NewTermsNotes termNotes;

    NewTermsRuns(
            Rule rule,
            NewTermsBody body,
            AlertWriter writer,
            FieldTable slots,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        this.rule = rule;
        this.runs = Runs.of(rule.schedule());
        this.history = NewTermsHistory.of(body, rule.schedule());
        this.fields = FieldTuples.ofPresent(body.fields(), slots, types);
        this.writer = writer;
        this.sink = sink;
        this.walk = new RunWalk(runs, this);
        this.table = new NewTermsTable(runs, history, budget.bytes() / 4 * 3);
        this.order = Comparator.comparing(Candidate::term, fields.order()).thenComparingLong(Candidate::number);
        this.suppression = new RuleSuppression(rule, runs, writer, slots, types, sink, budget.bytes() / 4);
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.termNotes = new NewTermsNotes(history);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (primary == NO_TIME) {
            notes.untimed();
            return;
        }
        termNotes.data(primary);
        long known = arrival == NO_TIME ? primary : arrival;
        walk.arrive(primary, known);
        List<List<Object>> terms = fields.of(event);
        if (terms.isEmpty()) {
            return;
        }
        SourceDocument document = SourceDocument.of(event);
        ValueGroup group = suppression.groupOf(event);
        for (List<Object> term : terms) {
            termNotes.forgot(table.add(term, document, group, primary, walk.firstSeeing(primary, known)));
        }
    }

    @Override
    public long nextRun() {
        return table.nextRun();
    }

    @Override
    public void run(long time) {
        List<Candidate> found = table.newIn(time);
        found.sort(order);
        found.forEach(candidate -> candidate.beyond(false));
        SuppressionInMemory by = suppression.asked();
        List<Candidate> beyond = by == null ? raise(found, time) : suppress(by, found, time);
        if (!beyond.isEmpty()) {
            beyond.forEach(candidate -> candidate.beyond(true));
            notes.cut(time);
            List<String> names = beyond.stream()
                    .limit(Overflow.GROUPS_LISTED)
                    .map(NewTermsRuns::name)
                    .toList();
            sink.overflow(new Overflow(rule.ruleId(), runs.from(time), runs.to(time), beyond.size(), names));
        }
        table.forget(runs.next(time));
    }

    /** Makes alerts, and says which terms were beyond the limit. */
    private List<Candidate> raise(List<Candidate> found, long time) {
        int raised = 0;
        int at = 0;
        for (; at < found.size() && raised < rule.maxSignals(); at++) {
            Candidate candidate = found.get(at);
            Optional<Alert> alert = writer.newTerms(candidate.document(), candidate.term(), time);
            table.done(candidate);
            if (alert.isPresent()) {
                sink.alert(alert.get());
                noteRaised(time);
                raised++;
            }
        }
        return found.subList(at, found.size());
    }

    private List<Candidate> suppress(SuppressionInMemory by, List<Candidate> found, long time) {
        long most = (long) SuppressionInMemory.FOUND_PER_ALERT_MAX * rule.maxSignals();
        int looked = (int) Math.min(most, found.size());
        Map<SuppressionInMemory.Found, Candidate> candidates = new LinkedHashMap<>();
        for (Candidate candidate : found.subList(0, looked)) {
            ValueGroup group = candidate.group();
            if (group != null) {
                candidates.put(
                        new SuppressionInMemory.Found(
                                group,
                                candidate.time(),
                                () -> writer.newTerms(candidate.document(), candidate.term(), time)),
                        candidate);
            }
        }
        SuppressionInMemory.Outcome outcome = by.run(time, List.copyOf(candidates.keySet()), rule.maxSignals());
        for (SuppressionInMemory.Found one : outcome.raised()) {
            Candidate candidate = candidates.remove(one);
            if (candidate != null) {
                table.done(candidate);
                noteRaised(time);
            }
        }
        candidates.keySet().retainAll(outcome.beyond());
        List<Candidate> beyond = new ArrayList<>(candidates.values());
        beyond.addAll(found.subList(looked, found.size()));
        return beyond;
    }

    private void noteRaised(long time) {
        termNotes.raised(runs.to(time) - history.back());
    }

    private static String name(Candidate candidate) {
        return String.join(" · ", candidate.term().stream().map(String::valueOf).toList());
    }

    @Override
    public void forgetEvents() {
        table.forgetEvents();
    }

    @Override
    public void advance(long time) {
        termNotes.data(time);
        walk.advance(time);
        table.forget(runs.atOrAfter(time));
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
        warnings.addAll(termNotes.warnings());
        return new DetectorStatus(
                table.bytes() + suppression.bytes(),
                0,
                termNotes.forgotten() + fields.shed() + suppression.shed(),
                table.overflowed(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        walk.save(out);
        table.save(out);
        notes.save(out);
        termNotes.save(out);
        suppression.save(out);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        walk.load(in);
        table.load(in);
        notes.load(in);
        termNotes.load(in);
        suppression.load(in);
        in.done();
    }
}
