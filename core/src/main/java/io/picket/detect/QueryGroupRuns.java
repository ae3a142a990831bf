package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SourceDocument;
import io.picket.alert.SuppressionResult;
import io.picket.alert.ValueGroup;
import io.picket.condition.FieldTypes;
import io.picket.detect.QueryWaiting.Entry;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.Suppression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A query rule with suppression on the schedule clock. Every run sorts the events in its range into groups; the oldest
 * event of a group is the alert and says how many more there were. {@code max_signals} counts groups, taken in the order
 * of their values.
 *
 * <p>As Elastic's engine does, a run remembers for each group it counted the newest event of it. From then on events up
 * to that time are left out if they belong to the group, from all their groups: an event in two groups of which only
 * one was within {@code max_signals} is not counted again for the other.
 *
 * <p>With a duration, a group that alerted less than that before the run counts on its old alert.
 */
final class QueryGroupRuns implements Rerun, RunWalk.Work {

    private static final String OWNER = "query-group-runs";
    private static final int VERSION = 1;
    private static final int HISTORY_ENTRY_BYTES = 240;

    private final Rule rule;
    private final Suppression suppression;
    private final Runs runs;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final SuppressionGroups groups;
    private final RunWalk walk;
    private final QueryWaiting waiting;
    private final SeenEvents seen;
    private final SuppressionWindows windows;
    private final RunNotes notes = new RunNotes(true);
    private final Map<ValueGroup, Long> countedUntil = new HashMap<>();
    private long overflowed;

    /** One group in one run: its oldest event, and how many there are up to when. */
    private static final class Bucket {
        private final List<Entry> entries = new ArrayList<>();

        private Entry oldest() {
            return entries.getFirst();
        }

        private long end() {
            return entries.getLast().primary();
        }
    }

    QueryGroupRuns(
            Rule rule,
            Suppression suppression,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        this.rule = rule;
        this.suppression = suppression;
        this.runs = Runs.of(rule.schedule());
        this.writer = writer;
        this.sink = sink;
        this.groups = SuppressionGroups.ofEachValue(suppression, table, types);
        this.walk = new RunWalk(runs, this);
        this.waiting = new QueryWaiting(runs, budget.bytes() / 2);
        this.seen = new SeenEvents(budget.bytes() / 4);
        this.windows = new SuppressionWindows(writer, sink, budget.bytes() / 4);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        long firstRun = walk.admit(primary, arrival, runs.fromBack(), notes);
        if (firstRun == NEVER) {
            return;
        }
        SourceDocument document = SourceDocument.of(event);
        List<ValueGroup> all = groups.of(event);
        if (!waiting.hasRoomFor(document, all.size())) {
            notes.shed(1);
        } else if (seen.add(document, primary)) {
            waiting.add(document, primary, firstRun, all);
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
        windows.advance(time);
        countedUntil.values().removeIf(end -> end < runs.from(time));
        List<Entry> view = waiting.view();
        List<Entry> counted = view.stream().filter(this::isCounted).toList();
        waiting.remove(counted);
        TreeMap<ValueGroup, Bucket> buckets = new TreeMap<>(groups.order());
        List<Entry> alone = new ArrayList<>();
        for (Entry entry : waiting.view()) {
            if (standsAlone(entry)) {
                alone.add(entry);
            } else {
                entry.groups()
                        .forEach(group -> buckets.computeIfAbsent(group, key -> new Bucket())
                                .entries
                                .add(entry));
            }
        }
        int raised = 0;
        int taken = 0;
        Set<Entry> done = new HashSet<>();
        for (Map.Entry<ValueGroup, Bucket> bucket : buckets.entrySet()) {
            if (taken++ == rule.maxSignals()) {
                break;
            }
            raised += count(bucket.getKey(), bucket.getValue(), time);
            done.addAll(bucket.getValue().entries);
        }
        for (Entry entry : alone) {
            if (raised >= rule.maxSignals()) {
                break;
            }
            Optional<Alert> alert = writer.event(entry.document(), time);
            alert.ifPresent(sink::alert);
            raised += alert.isPresent() ? 1 : 0;
            done.add(entry);
        }
        waiting.remove(done);
        if (buckets.size() > rule.maxSignals() || waiting.hasView()) {
            notes.cut(time);
            sink.overflow(overflow(time, buckets));
        }
    }

    private boolean standsAlone(Entry entry) {
        return !suppression.suppressMissing() && entry.groups().getFirst().lacksValue();
    }

    private boolean isCounted(Entry entry) {
        return !standsAlone(entry)
                && entry.groups().stream()
                        .anyMatch(group -> entry.primary() <= countedUntil.getOrDefault(group, Long.MIN_VALUE));
    }

    /** Makes an alert of a group, or counts it on the one it has: how many alerts were raised. */
    private int count(ValueGroup group, Bucket bucket, long time) {
        countedUntil.put(group, bucket.end());
        long docs = bucket.entries.size();
        SuppressionWindows.Window window = windows.at(group, time);
        if (window != null) {
            if (bucket.end() > window.end()) {
                window.absorb(docs, bucket.end(), time);
            }
            return 0;
        }
        Alert alert =
                writer.groupedEvent(bucket.oldest().document(), group, time).orElse(null);
        if (alert == null) {
            return 0;
        }
        SuppressionResult result =
                new SuppressionResult(group, bucket.oldest().primary(), bucket.end(), docs - 1, time);
        if (suppression.duration().isPresent()) {
            windows.open(
                    alert, result, time + Runs.millis(suppression.duration().get()));
        } else {
            sink.alert(writer.suppressed(alert, result));
        }
        return 1;
    }

    /** What no alert was made of: groups by their values, events that stand alone by their ids. */
    private Overflow overflow(long time, Map<ValueGroup, Bucket> buckets) {
        long groupsCut = Math.max(0, buckets.size() - rule.maxSignals());
        List<Entry> left = waiting.view();
        List<String> names = new ArrayList<>(buckets.keySet().stream()
                .skip(rule.maxSignals())
                .limit(Overflow.GROUPS_LISTED)
                .map(SuppressionGroups::name)
                .toList());
        List<String> ids = left.stream()
                .filter(this::standsAlone)
                .map(entry -> entry.document().id())
                .toList();
        ids.stream().limit(Overflow.GROUPS_LISTED - names.size()).forEach(names::add);
        return new Overflow(rule.ruleId(), runs.from(time), runs.to(time), groupsCut + ids.size(), names);
    }

    @Override
    public void forgetEvents() {
        waiting.forget(seen);
    }

    @Override
    public void advance(long time) {
        walk.advance(time);
        windows.advance(time);
    }

    @Override
    public void finish() {
        walk.finish();
        windows.finish();
    }

    @Override
    public DetectorStatus status() {
        long bytes =
                waiting.bytes() + seen.bytes() + windows.bytes() + (long) HISTORY_ENTRY_BYTES * countedUntil.size();
        return new DetectorStatus(
                bytes,
                notes.shedEvents(),
                windows.shed() + groups.shed(),
                overflowed + waiting.leftSize(),
                notes.warnings());
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        walk.save(out);
        waiting.save(out);
        seen.save(out);
        windows.save(out);
        notes.save(out);
        out.number(overflowed);
        out.size(countedUntil.size());
        countedUntil.forEach((group, end) -> {
            out.group(group);
            out.number(end);
        });
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        walk.load(in);
        waiting.load(in);
        seen.load(in);
        windows.load(in);
        notes.load(in);
        overflowed = in.number();
        countedUntil.clear();
        for (int i = in.size(); i > 0; i--) {
            countedUntil.put(in.group(), in.number());
        }
        in.done();
    }
}
