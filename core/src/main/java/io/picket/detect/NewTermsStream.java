package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.NewTermsBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A new-terms rule on the stream clock: an event that brings a value not seen within the history before it is an alert
 * at once, one for each such value.
 *
 * <p>The history before an event is the rule's history window without its look-back. That is what the most favourable
 * run of a schedule compares with: a run looks at a range and takes a value as new when nothing of it lies in the
 * history <em>before that range</em>. So whatever is new on a schedule is new here.
 *
 * <p>State is one time per value, in order of last sight; values older than the history fall out, and at the memory
 * budget the oldest do.
 */
final class NewTermsStream implements Detector, Resumable {

    private static final String OWNER = "new-terms-stream";
    private static final int VERSION = 1;
    private static final int TERM_BYTES = 200;

    private final NewTermsHistory history;
    private final FieldTuples<Object> fields;
    private final AlertWriter writer;
    private final Allowance allowance;
    private final RunNotes notes;
    private final NewTermsNotes termNotes;
    private final RuleSuppression suppression;
    private final LinkedHashMap<List<Object>, Long> lastSeen = new LinkedHashMap<>();
    private final long bytesMax;
    private long bytes;

    NewTermsStream(
            Rule rule,
            NewTermsBody body,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        Runs runs = Runs.of(rule.schedule());
        this.history = NewTermsHistory.of(body, rule.schedule());
        this.fields = FieldTuples.ofPresent(body.fields(), table, types);
        this.writer = writer;
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.termNotes = new NewTermsNotes(history);
        this.allowance = new Allowance(rule.ruleId(), runs, rule.maxSignals(), sink, notes);
        this.suppression = new RuleSuppression(rule, runs, writer, table, types, sink, budget.bytes() / 4);
        this.bytesMax = budget.bytes() / 4 * 3;
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (primary == NO_TIME) {
            notes.untimed();
            return;
        }
        termNotes.data(primary);
        SourceDocument document = null;
        for (List<Object> term : fields.of(event)) {
            if (isNew(term, primary)) {
                document = document == null ? SourceDocument.of(event) : document;
                raise(event, document, term, primary);
            }
        }
    }

    /** Notes that the term was there, and says whether it is new. */
    private boolean isNew(List<Object> term, long time) {
        Long last = lastSeen.remove(term);
        if (last == null) {
            bytes += bytesOf(term);
        }
        lastSeen.putLast(term, last == null ? time : Math.max(last, time));
        while (bytes > bytesMax) {
            forgetOldest();
            termNotes.forgot(1);
        }
        return last == null || time - last > history.gap();
    }

    private void raise(Event event, SourceDocument document, List<Object> term, long time) {
        String name = String.join(" · ", term.stream().map(String::valueOf).toList());
        if (suppression.absorbs(event, time)) {
            return;
        }
        if (allowance.isSpent(time, name)) {
            return;
        }
        Alert alert = writer.newTerms(document, term, time).orElse(null);
        if (alert == null) {
            return;
        }
        allowance.take(time);
        termNotes.raised(time - history.gap());
        suppression.raise(alert, event, time);
    }

    private void forgetOldest() {
        Map.Entry<List<Object>, Long> oldest = lastSeen.pollFirstEntry();
        bytes -= bytesOf(oldest.getKey());
    }

    private static long bytesOf(List<Object> term) {
        long bytes = TERM_BYTES;
        for (Object value : term) {
            bytes += value instanceof String text ? 56 + text.length() : 24;
        }
        return bytes;
    }

    @Override
    public void advance(long time) {
        termNotes.data(time);
        while (!lastSeen.isEmpty() && lastSeen.firstEntry().getValue() < time - history.gap()) {
            forgetOldest();
        }
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
        warnings.addAll(termNotes.warnings());
        return new DetectorStatus(
                bytes + suppression.bytes(),
                0,
                termNotes.forgotten() + fields.shed() + suppression.shed(),
                allowance.overflowed(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        allowance.save(out);
        notes.save(out);
        termNotes.save(out);
        out.size(lastSeen.size());
        lastSeen.forEach((term, time) -> {
            out.values(term);
            out.number(time);
        });
        suppression.save(out);
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        allowance.load(in);
        notes.load(in);
        termNotes.load(in);
        lastSeen.clear();
        bytes = 0;
        for (int i = in.size(); i > 0; i--) {
            List<Object> term = in.presentValues();
            lastSeen.put(term, in.number());
            bytes += bytesOf(term);
        }
        suppression.load(in);
        in.done();
    }
}
