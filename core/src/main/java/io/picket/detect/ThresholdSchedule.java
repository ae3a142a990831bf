package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.ThresholdResult;
import io.picket.detect.RunRanges.Range;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A threshold rule on the schedule clock: runs at multiples of the interval since the epoch, each over its range, both
 * ends included, counting afresh everything that had arrived. Nothing is kept from run to run but what Elastic keeps:
 * for each group that alerted the time of the newest event counted then. Events up to it are not counted for that group
 * again, and an event in several groups is not counted at all if it is too old for one of them; the memory of a group
 * goes when a range begins at or after it.
 *
 * <p>Runs that cannot raise anything are left out, so that years between two events cost nothing. A run can raise
 * something only if an event lies in its range for the first time, if the run before was cut off by
 * {@code max_signals}, or if its range begins exactly at a remembered time, whose event then counts again. These times
 * are kept in {@link #due}.
 */
final class ThresholdSchedule implements PackingDetector, Rerun {

    private static final int EVENTS_BETWEEN_BUDGET_CHECKS = 256;

    final ThresholdPlan plan;
    final Window window;
    private final ThresholdEvent reader;
    private final AlertSink sink;
    private final Function<ThresholdResult, Alert> writer;
    private final StateBudget budget;
    private final Sighting record = new Sighting();

    /** Times of runs that may raise something. */
    final TreeSet<Long> due = new TreeSet<>();
    /** Time of the newest event counted in a group's last alert. */
    final Map<GroupKey, Long> counted = new TreeMap<>();

    /** No run after the first one at or after this is needed, for all that is known. */
    long end = Long.MIN_VALUE;

    long lastRun = Long.MIN_VALUE;
    private int sinceCheck;
    private long leftOut;
    long overflowAlerts;

    ThresholdSchedule(
            ThresholdPlan plan,
            FieldTable fields,
            AlertSink sink,
            Function<ThresholdResult, Alert> writer,
            StateBudget budget) {
        this.plan = plan;
        this.window = new Window(plan.columns(true), plan.value, plan.distinct, budget.hashSeed());
        this.reader = new ThresholdEvent(plan, fields, window);
        this.sink = sink;
        this.writer = writer;
        this.budget = budget;
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (isSeenByARun(primary, arrival) && reader.read(event, primary)) {
            count(primary, arrival);
        }
    }

    @Override
    public void pack(Event event, ByteOutput out) {
        reader.pack(event, out);
    }

    @Override
    public void add(byte[] bytes, int from, int to, long primary, long arrival) {
        if (isSeenByARun(primary, arrival) && reader.load(bytes, from, primary)) {
            count(primary, arrival);
        }
    }

    /** Whether a run is still to come in whose range an event of these times lies. */
    private boolean isSeenByARun(long primary, long arrival) {
        advance(arrival);
        if (primary == NO_TIME) {
            return false;
        }
        long firstRun = firstRun(primary, arrival);
        end = Math.max(end, firstRun);
        return firstRun > lastRun && firstRun <= primary + plan.fromBack;
    }

    private long firstRun(long primary, long arrival) {
        return runAt(Math.max(arrival, primary + plan.toBack));
    }

    /** Counts the event that was read. */
    private void count(long primary, long arrival) {
        due.add(firstRun(primary, arrival));
        leftOut += reader.groupsLeftOut();
        for (int i = 0; i < reader.groups(); i++) {
            int group = reader.acquireGroup(i, window.groups);
            int values = reader.values();
            if (values == 0) {
                window.add(group, reader.sighting, Sighting.NONE, i == 0, true);
            }
            for (int v = 0; v < values; v++) {
                window.add(group, reader.sighting, reader.value(v), i == 0 && v == 0, v == 0);
            }
            window.groups.release(group);
        }
        reader.release();
        if (++sinceCheck >= EVENTS_BETWEEN_BUDGET_CHECKS) {
            checkBudget(arrival);
        }
    }

    @Override
    public void advance(long time) {
        while (!due.isEmpty() && due.first() < time) {
            run(due.pollFirst());
        }
        end = Math.max(end, time);
    }

    @Override
    public void finish() {
        while (!due.isEmpty() && due.first() <= runAt(end)) {
            run(due.pollFirst());
        }
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(plan.warnings);
        if (overflowAlerts > 0) {
            warnings.add("This rule reached max_signals in a run; " + overflowAlerts
                    + " times a group that met the threshold was not made an alert in that run.");
        }
        return new DetectorStatus(
                window.stateBytes(), window.shedEvents() + leftOut, window.shedGroups(), overflowAlerts, warnings);
    }

    @Override
    public void forgetEvents() {
        window.expire(Long.MAX_VALUE);
        due.clear();
    }

    /** The first run at or after a time. */
    private long runAt(long time) {
        return Math.ceilDiv(time, plan.interval) * plan.interval;
    }

    // ---- one run ----

    private void run(long startedAt) {
        Range range = new Range(startedAt - plan.fromBack, startedAt - plan.toBack);
        counted.values().removeIf(last -> last <= range.from());
        BitSet visible = visible(range);
        List<GroupKey> matched = matched(visible);
        int alerts = Math.min(matched.size(), plan.maxSignals);
        for (GroupKey key : matched.subList(0, alerts)) {
            raise(key, visible, range, startedAt);
        }
        if (matched.size() > alerts) {
            overflow(matched.subList(alerts, matched.size()), range);
            due.add(startedAt + plan.interval);
        }
        lastRun = startedAt;
        window.expire(startedAt + plan.interval - plan.fromBack);
    }

    /** Which records (counted from the oldest) lie in the range and belong to events not counted before. */
    private BitSet visible(Range range) {
        long[] countedUpTo = new long[window.groups.numbers()];
        Arrays.fill(countedUpTo, Long.MIN_VALUE);
        counted.forEach((key, last) -> {
            int group = window.groups.find(key.bytes());
            if (group >= 0) {
                countedUpTo[group] = last;
            }
        });
        WindowLog log = window.log;
        int size = log.size();
        BitSet visible = new BitSet(size);
        int start = 0;
        while (start < size) {
            long time = log.time(log.head() + start);
            boolean isVisible = range.from() <= time && time <= range.to();
            int next = start;
            do {
                isVisible &= countedUpTo[log.group(log.head() + next)] < time;
                next++;
            } while (next < size && (log.flags(log.head() + next) & WindowLog.EVENT_START) == 0);
            visible.set(start, next, isVisible);
            start = next;
        }
        return visible;
    }

    /** The groups that meet the threshold, ascending. */
    private List<GroupKey> matched(BitSet visible) {
        WindowLog log = window.log;
        int[] events = new int[window.groups.numbers()];
        long[] pairs = new long[visible.cardinality()];
        int count = 0;
        for (int i = visible.nextSetBit(0); i >= 0; i = visible.nextSetBit(i + 1)) {
            int position = log.head() + i;
            int group = log.group(position);
            if ((log.flags(position) & WindowLog.GROUP_START) != 0) {
                events[group]++;
            }
            if (log.value(position) != Sighting.NONE) {
                pairs[count++] = (long) group << 32 | log.value(position);
            }
        }
        Arrays.sort(pairs, 0, count);
        int[] distinct = new int[events.length];
        for (int i = 0; i < count; i++) {
            if (i == 0 || pairs[i] != pairs[i - 1]) {
                distinct[(int) (pairs[i] >>> 32)]++;
            }
        }
        List<GroupKey> matched = new ArrayList<>();
        for (int group = 0; group < events.length; group++) {
            if (events[group] > 0 && events[group] >= plan.value && distinct[group] >= plan.distinct) {
                matched.add(new GroupKey(window.groups.bytes(group)));
            }
        }
        matched.sort(null);
        return matched;
    }

    private void raise(GroupKey key, BitSet visible, Range range, long startedAt) {
        int group = window.groups.find(key.bytes());
        GroupTally tally = new GroupTally(plan, window);
        for (int position : window.records(group)) {
            if (visible.get(position - window.log.head())) {
                window.log.read(position, record);
                tally.add(record, true);
            }
        }
        counted.put(key, tally.last());
        long again = tally.last() + plan.fromBack;
        if (again > startedAt && again == runAt(again)) {
            due.add(again);
        }
        sink.alert(writer.apply(tally.result(
                key,
                window.isExact(group, range.from()),
                window.isCountExact(group, range.from()),
                range.from(),
                startedAt)));
        tally.release();
    }

    private void overflow(List<GroupKey> groups, Range range) {
        overflowAlerts += groups.size();
        List<String> names = groups.stream()
                .limit(Overflow.GROUPS_LISTED)
                .map(GroupKey::name)
                .toList();
        sink.overflow(new Overflow(plan.ruleId, range.from(), range.to(), groups.size(), names));
    }

    // ---- putting away ----

    @Override
    public byte[] snapshot() {
        return Snapshots.write(Clock.SCHEDULE, plan, this::write);
    }

    @Override
    public void restore(byte[] snapshot) {
        if (end != Long.MIN_VALUE) {
            throw new IllegalStateException("already under way");
        }
        Snapshots.read(snapshot, Clock.SCHEDULE, plan, this::read);
    }

    private void write(DataOutputStream out) throws IOException {
        window.write(out);
        out.writeLong(end);
        out.writeLong(lastRun);
        out.writeLong(leftOut);
        out.writeLong(overflowAlerts);
        out.writeInt(due.size());
        for (long run : due) {
            out.writeLong(run);
        }
        out.writeInt(counted.size());
        for (Map.Entry<GroupKey, Long> entry : counted.entrySet()) {
            out.writeInt(entry.getKey().bytes().length);
            out.write(entry.getKey().bytes());
            out.writeLong(entry.getValue());
        }
    }

    private void read(DataInputStream in) throws IOException {
        Window.Numbers numbers = window.readNumbers(in);
        window.read(in, numbers);
        numbers.release();
        end = in.readLong();
        lastRun = in.readLong();
        leftOut = in.readLong();
        overflowAlerts = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            due.add(in.readLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            GroupKey key = new GroupKey(in.readNBytes(in.readInt()));
            counted.put(key, in.readLong());
        }
    }

    private void checkBudget(long time) {
        sinceCheck = 0;
        if (window.stateBytes() > budget.bytes()) {
            window.shed(budget.bytes() * 3 / 4, runAt(time) - plan.fromBack);
        }
    }
}
