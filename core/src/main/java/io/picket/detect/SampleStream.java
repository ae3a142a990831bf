package io.picket.detect;

import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sample rule on the stream clock: as soon as the events of one look-back hold a different one for each step of a key,
 * they are an alert, and a building block each. They are used up by it; the next alert on the key takes new ones.
 *
 * <p>For each key and step the newest events are kept, as many as there are steps, which is enough to find different
 * ones. At the memory budget the half of the keys that have been quiet longest is given up.
 */
final class SampleStream implements Detector, Resumable {

    private static final String OWNER = "sample-stream";
    private static final int VERSION = 1;
    private static final int KEY_BYTES = 160;
    private static final int STEP_BYTES = 64;
    private static final int EVENT_BYTES = 32;

    private final int stepCount;
    private final long lookBack;
    private final SequenceSteps steps;
    private final SeenEvents seen;
    private final JoinedAlerts alerts;
    private final RunNotes notes;
    private final JoinedNotes joinedNotes = new JoinedNotes();
    private final long bytesMax;

    /** The keys, the quietest first. */
    private final Map<JoinKey, Waiting> keys = new LinkedHashMap<>();

    private long bytes;
    private long now = Long.MIN_VALUE;

    /** An event; the same one wherever its document is the same. */
    private record Held(SourceDocument document, long time) {

        long bytes() {
            return EVENT_BYTES + document.bytes();
        }
    }

    /** What waits for one key: by step, oldest first. */
    private static final class Waiting {
        final List<List<Held>> events = new ArrayList<>();
        long latest = Long.MIN_VALUE;

        Waiting(int steps) {
            for (int i = 0; i < steps; i++) {
                events.add(new ArrayList<>());
            }
        }
    }

    SampleStream(
            Rule rule,
            EqlQuery.Sample query,
            AlertWriter writer,
            FieldTable table,
            AlertSink sink,
            StateBudget budget) {
        this.stepCount = query.steps().size();
        this.lookBack = Math.max(0, Runs.of(rule.schedule()).lookBack());
        this.steps = SequenceSteps.of(query, table);
        this.seen = new SeenEvents(budget.bytes() / 8);
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.alerts = new JoinedAlerts(rule, writer, sink, notes, 0, budget.bytes() / 4);
        this.bytesMax = budget.bytes() / 2;
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        throw new UnsupportedOperationException("a sample asks which of its conditions the event meets");
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
        List<SequenceSteps.Hit> hits = steps.of(event, conditions, count);
        joinedNotes.crowded(steps.takeCrowded());
        if (hits.isEmpty()) {
            return;
        }
        advance(primary);
        Held held = new Held(SourceDocument.of(event), primary);
        if (!seen.add(held.document(), primary)) {
            return;
        }
        Set<JoinKey> touched = new LinkedHashSet<>();
        for (SequenceSteps.Hit hit : hits) {
            put(hit, held);
            touched.add(hit.key());
        }
        touched.forEach(this::complete);
        if (bytes > bytesMax) {
            shed();
        }
    }

    private void put(SequenceSteps.Hit hit, Held held) {
        Waiting waiting = keys.remove(hit.key());
        if (waiting == null) {
            waiting = new Waiting(stepCount);
            bytes += bytesOf(hit.key());
        }
        keys.put(hit.key(), waiting);
        waiting.latest = held.time();
        List<Held> events = waiting.events.get(hit.step());
        events.add(held);
        bytes += held.bytes();
        while (events.size() > stepCount || events.getFirst().time() < held.time() - lookBack) {
            bytes -= events.removeFirst().bytes();
        }
    }

    private void complete(JoinKey key) {
        Waiting waiting = keys.get(key);
        if (waiting == null) {
            return;
        }
        for (List<Held> events : waiting.events) {
            while (!events.isEmpty() && events.getFirst().time() < now - lookBack) {
                bytes -= events.removeFirst().bytes();
            }
        }
        for (List<Held> chosen : SampleChoice.of(waiting.events, 1)) {
            for (List<Held> events : waiting.events) {
                events.removeIf(held -> {
                    boolean used = chosen.contains(held);
                    bytes -= used ? held.bytes() : 0;
                    return used;
                });
            }
            alerts.raise(chosen.stream().map(Held::document).toList(), now);
        }
    }

    private long bytesOf(JoinKey key) {
        return KEY_BYTES + key.bytes() + (long) STEP_BYTES * stepCount;
    }

    private void forgetQuiet() {
        for (var all = keys.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<JoinKey, Waiting> quietest = all.next();
            if (quietest.getValue().latest >= now - lookBack) {
                return;
            }
            release(all, quietest);
        }
    }

    private void shed() {
        int left = (keys.size() + 1) / 2;
        for (var all = keys.entrySet().iterator(); left > 0 && all.hasNext(); left--) {
            Map.Entry<JoinKey, Waiting> quietest = all.next();
            joinedNotes.gaveUp(quietest.getKey());
            release(all, quietest);
        }
    }

    private void release(Iterator<Map.Entry<JoinKey, Waiting>> at, Map.Entry<JoinKey, Waiting> entry) {
        bytes -= bytesOf(entry.getKey());
        for (List<Held> events : entry.getValue().events) {
            for (Held held : events) {
                bytes -= held.bytes();
            }
        }
        at.remove();
    }

    @Override
    public void advance(long time) {
        if (time > now) {
            now = time;
            seen.forget(now);
            forgetQuiet();
            alerts.advance(now);
        }
    }

    @Override
    public void finish() {
        alerts.finish();
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(notes.warnings());
        warnings.addAll(joinedNotes.warnings());
        return new DetectorStatus(
                bytes + seen.bytes() + alerts.bytes(),
                notes.shedEvents(),
                joinedNotes.count() + alerts.shed(),
                alerts.overflowed(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        out.number(now);
        out.size(keys.size());
        keys.forEach((key, waiting) -> {
            out.values(key.values());
            out.number(waiting.latest);
            for (List<Held> events : waiting.events) {
                out.size(events.size());
                events.forEach(held -> {
                    out.sharedDocument(held.document());
                    out.number(held.time());
                });
            }
        });
        seen.save(out);
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
        for (int i = in.size(); i > 0; i--) {
            JoinKey key = JoinKey.of(in.values());
            Waiting waiting = new Waiting(stepCount);
            waiting.latest = in.number();
            bytes += bytesOf(key);
            for (List<Held> events : waiting.events) {
                for (int n = in.size(); n > 0; n--) {
                    Held held = new Held(in.sharedDocument(), in.number());
                    events.add(held);
                    bytes += held.bytes();
                }
            }
            keys.put(key, waiting);
        }
        seen.load(in);
        alerts.load(in);
        notes.load(in);
        joinedNotes.load(in);
        in.done();
    }
}
