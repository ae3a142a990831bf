package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.ThresholdResult;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A threshold rule on the stream clock.
 *
 * <p>At any moment t a group's window is the look-back before t, both ends included. When the window meets the rule's
 * value and cardinality the group crosses; once all events of that very millisecond are there (so that their order does
 * not matter) an alert is raised and its episode opens. Later events of the group grow the alert and are not counted
 * towards another one. When the group has been silent for more than one look-back the episode ends and the alert goes
 * out complete; by then its window is empty, so the next alert needs the whole threshold anew.
 *
 * <p>{@code max_signals} bounds alerts raised in an interval. Intervals end where runs of the schedule clock would look
 * up to: multiples of the interval since the epoch, less the rule's {@code to}; their last moment belongs to them.
 * Groups that cross beyond it wait. When an interval ends, those whose window still meets the threshold are raised
 * into the next one, in ascending order of their keys, which is the order in which a scheduled run would have taken
 * them; that is why every group that alerts on the schedule alerts here. The others are folded into one
 * {@link Overflow} of the interval.
 *
 * <p>The one exception: a scheduled run passes over an event with several values in a group field when it is too old
 * for one of its groups. Here it counts for the others, so beyond {@code max_signals} another group may be taken first.
 */
final class ThresholdStream implements PackingDetector, Resumable {

    /** Groups that may wait for room; the rest, highest keys first, are folded at once. */
    static final int WAITING_MAX = 10_000;

    private static final int EVENTS_BETWEEN_BUDGET_CHECKS = 256;
    private static final long NEWS_FACTOR = 10;

    final ThresholdPlan plan;
    final Window window;
    private final ThresholdEvent reader;
    private final AlertSink sink;
    private final Function<ThresholdResult, Alert> writer;
    private final StateBudget budget;
    private final Sighting record = new Sighting();

    long now = Long.MIN_VALUE;
    long interval = Long.MIN_VALUE;
    int raisedInInterval;
    private long earliestEnd = Long.MAX_VALUE;
    private long tallyBytes;
    private int sinceCheck;
    private long leftOut;
    long overflowAlerts;

    private @Nullable Episode[] byGroup = new Episode[64];
    private List<Episode> crossed = new ArrayList<>();
    private List<Episode> waiting = new ArrayList<>();
    private List<Episode> open = new ArrayList<>();
    private List<Episode> folded = new ArrayList<>();
    private long foldedCount;
    private final TreeSet<GroupKey> foldedKeys = new TreeSet<>();

    ThresholdStream(
            ThresholdPlan plan,
            FieldTable fields,
            AlertSink sink,
            Function<ThresholdResult, Alert> writer,
            StateBudget budget) {
        this.plan = plan;
        this.window = new Window(plan.columns(false), plan.value, plan.distinct, budget.hashSeed());
        this.reader = new ThresholdEvent(plan, fields, window);
        this.sink = sink;
        this.writer = writer;
        this.budget = budget;
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (primary == NO_TIME) {
            return;
        }
        reach(primary);
        if (reader.read(event, now)) {
            count();
        }
    }

    @Override
    public void pack(Event event, ByteOutput out) {
        reader.pack(event, out);
    }

    @Override
    public void add(byte[] bytes, int from, int to, long primary, long arrival) {
        if (primary == NO_TIME) {
            return;
        }
        reach(primary);
        if (reader.load(bytes, from, now)) {
            count();
        }
    }

    private void reach(long time) {
        if (time > now) {
            moveTo(time);
        }
    }

    /** Counts the event that was read. */
    private void count() {
        leftOut += reader.groupsLeftOut();
        for (int i = 0; i < reader.groups(); i++) {
            int group = reader.acquireGroup(i, window.groups);
            add(group, i == 0);
            window.groups.release(group);
        }
        reader.release();
        if (++sinceCheck >= EVENTS_BETWEEN_BUDGET_CHECKS) {
            checkBudget();
        }
    }

    @Override
    public void advance(long time) {
        reach(time);
    }

    @Override
    public void finish() {
        settle();
        while (!waiting.isEmpty() || foldedCount > 0) {
            endInterval(intervalEnd(now));
            now = intervalEnd(now) + 1;
        }
        earliestEnd = Long.MIN_VALUE;
        close(Long.MAX_VALUE);
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(plan.warnings);
        if (overflowAlerts > 0) {
            warnings.add(overflowAlerts
                    + " groups met the threshold beyond max_signals and were folded into overflow records.");
        }
        return new DetectorStatus(
                window.stateBytes() + tallyBytes,
                window.shedEvents() + leftOut,
                window.shedGroups(),
                overflowAlerts,
                warnings);
    }

    // ---- one event ----

    private void add(int group, boolean firstOfEvent) {
        Episode episode = group < byGroup.length ? byGroup[group] : null;
        Sighting sighting = reader.sighting;
        if (episode != null && episode.stage == Episode.Stage.OPEN) {
            grow(episode, sighting);
            return;
        }
        int values = reader.values();
        if (values == 0) {
            window.add(group, sighting, Sighting.NONE, firstOfEvent, true);
        }
        for (int i = 0; i < values; i++) {
            window.add(group, sighting, reader.value(i), firstOfEvent && i == 0, i == 0);
        }
        if (episode == null && window.meets(group)) {
            cross(group);
        }
    }

    private void grow(Episode episode, Sighting sighting) {
        GroupTally tally = episode.open();
        long before = tally.stateBytes();
        boolean mayGrow = tallyBytes < budget.bytes() / 2;
        int values = reader.values();
        sighting.isFirstInGroup = true;
        sighting.value = values == 0 ? Sighting.NONE : reader.value(0);
        tally.add(sighting, mayGrow);
        sighting.isFirstInGroup = false;
        for (int i = 1; i < values; i++) {
            sighting.value = reader.value(i);
            tally.add(sighting, mayGrow);
        }
        tallyBytes += tally.stateBytes() - before;
        if (Math.max(tally.count(), tally.distinct()) >= episode.nextNews) {
            tellNews(episode);
        }
    }

    private void cross(int group) {
        Episode episode = new Episode(new GroupKey(window.groups.bytes(group)), group, now);
        window.groups.retain(group);
        hold(episode);
        crossed.add(episode);
    }

    private void hold(Episode episode) {
        if (episode.group >= byGroup.length) {
            byGroup = Arrays.copyOf(byGroup, Math.max(episode.group + 1, byGroup.length * 2));
        }
        byGroup[episode.group] = episode;
        window.protect(episode.group, episode.stage != Episode.Stage.FOLDED);
    }

    private void letGo(Episode episode) {
        byGroup[episode.group] = null;
        window.protect(episode.group, false);
        window.groups.release(episode.group);
    }

    // ---- time ----

    private void moveTo(long time) {
        settle();
        while (now != Long.MIN_VALUE && (!waiting.isEmpty() || foldedCount > 0) && intervalEnd(now) < time) {
            long end = intervalEnd(now);
            endInterval(end);
            now = end + 1;
        }
        now = time;
        window.expire(time - plan.lookBack());
        if (time > earliestEnd) {
            close(time);
        }
    }

    /** The last moment of the interval that {@code time} lies in. */
    private long intervalEnd(long time) {
        return Math.ceilDiv(time + plan.toBack, plan.interval) * plan.interval - plan.toBack;
    }

    /** Raises what crossed at the present moment, or lets it wait. */
    private void settle() {
        if (crossed.isEmpty()) {
            return;
        }
        enterInterval(intervalEnd(now));
        crossed.sort(Comparator.comparing(episode -> episode.key));
        for (Episode episode : crossed) {
            if (raisedInInterval < plan.maxSignals) {
                raise(episode, now);
            } else {
                episode.stage = Episode.Stage.WAITING;
                waiting.add(episode);
            }
        }
        crossed.clear();
        if (waiting.size() > 2 * WAITING_MAX) {
            foldHighest();
        }
    }

    private void enterInterval(long end) {
        if (end != interval) {
            interval = end;
            raisedInInterval = 0;
        }
    }

    private void foldHighest() {
        waiting.sort(Comparator.comparing(episode -> episode.key));
        List<Episode> many = waiting.subList(WAITING_MAX, waiting.size());
        for (Episode episode : many) {
            countFolded(episode);
            episode.stage = Episode.Stage.FOLDED;
            window.protect(episode.group, false);
            folded.add(episode);
        }
        many.clear();
    }

    private void countFolded(Episode episode) {
        foldedCount++;
        overflowAlerts++;
        foldedKeys.add(episode.key);
        if (foldedKeys.size() > Overflow.GROUPS_LISTED) {
            foldedKeys.pollLast();
        }
    }

    /** At the last moment of an interval: raises the waiting into the next one, lowest keys first, or folds them. */
    private void endInterval(long end) {
        window.expire(end - plan.lookBack());
        forgetFolded();
        enterInterval(end + plan.interval);
        waiting.sort(Comparator.comparing(episode -> episode.key));
        List<Episode> stillWaiting = new ArrayList<>();
        for (Episode episode : waiting) {
            if (!window.meets(episode.group)) {
                countFolded(episode);
                letGo(episode);
            } else if (raisedInInterval < plan.maxSignals) {
                raise(episode, end);
            } else {
                stillWaiting.add(episode);
            }
        }
        waiting = stillWaiting;
        if (foldedCount > 0) {
            List<String> names = foldedKeys.stream().map(GroupKey::name).toList();
            sink.overflow(new Overflow(plan.ruleId, end - plan.interval, end, foldedCount, names));
            foldedCount = 0;
            foldedKeys.clear();
        }
    }

    private void forgetFolded() {
        folded.forEach(this::letGo);
        folded = new ArrayList<>();
    }

    private void raise(Episode episode, long at) {
        raisedInInterval++;
        GroupTally tally = new GroupTally(plan, window);
        episode.tally = tally;
        episode.stage = Episode.Stage.OPEN;
        episode.raised = at;
        episode.exact = window.isExact(episode.group, at - plan.lookBack());
        episode.countExact = window.isCountExact(episode.group, at - plan.lookBack());
        boolean mayGrow = tallyBytes < budget.bytes() / 2;
        for (int position : window.records(episode.group)) {
            window.log.read(position, record);
            tally.add(record, mayGrow);
        }
        tallyBytes += tally.stateBytes();
        open.add(episode);
        earliestEnd = Math.min(earliestEnd, tally.last() + plan.lookBack());
        tellNews(episode);
    }

    private void tellNews(Episode episode) {
        GroupTally tally = episode.open();
        episode.nextNews = Math.max(tally.count(), tally.distinct()) * NEWS_FACTOR;
        sink.ongoing(() -> alert(episode));
    }

    /** Ends the episodes that were silent for more than one look-back at {@code time}. */
    private void close(long time) {
        List<Episode> ended = new ArrayList<>();
        List<Episode> lasting = new ArrayList<>();
        earliestEnd = Long.MAX_VALUE;
        for (Episode episode : open) {
            long end = episode.open().last() + plan.lookBack();
            if (end < time) {
                ended.add(episode);
            } else {
                lasting.add(episode);
                earliestEnd = Math.min(earliestEnd, end);
            }
        }
        ended.sort(Comparator.<Episode>comparingLong(episode -> episode.open().last())
                .thenComparing(episode -> episode.key));
        for (Episode episode : ended) {
            sink.alert(alert(episode));
            tallyBytes -= episode.open().stateBytes();
            episode.open().release();
            letGo(episode);
        }
        open = lasting;
    }

    private Alert alert(Episode episode) {
        return writer.apply(
                episode.open().result(episode.key, episode.exact, episode.countExact, episode.start, episode.raised));
    }

    // ---- putting away ----

    @Override
    public byte[] snapshot() {
        return Snapshots.write(Clock.STREAM, plan, this::write);
    }

    @Override
    public void restore(byte[] snapshot) {
        if (now != Long.MIN_VALUE) {
            throw new IllegalStateException("already under way");
        }
        Snapshots.read(snapshot, Clock.STREAM, plan, this::read);
    }

    private void write(DataOutputStream out) throws IOException {
        window.write(out);
        out.writeLong(now);
        out.writeLong(interval);
        out.writeInt(raisedInInterval);
        out.writeLong(leftOut);
        out.writeLong(overflowAlerts);
        out.writeLong(foldedCount);
        out.writeInt(foldedKeys.size());
        for (GroupKey key : foldedKeys) {
            out.writeInt(key.bytes().length);
            out.write(key.bytes());
        }
        List<Episode> episodes = new ArrayList<>(crossed);
        episodes.addAll(waiting);
        episodes.addAll(open);
        episodes.addAll(folded);
        out.writeInt(episodes.size());
        for (Episode episode : episodes) {
            episode.write(out);
        }
    }

    private void read(DataInputStream in) throws IOException {
        Window.Numbers numbers = window.readNumbers(in);
        window.read(in, numbers);
        now = in.readLong();
        interval = in.readLong();
        raisedInInterval = in.readInt();
        leftOut = in.readLong();
        overflowAlerts = in.readLong();
        foldedCount = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            foldedKeys.add(new GroupKey(in.readNBytes(in.readInt())));
        }
        for (int left = in.readInt(); left > 0; left--) {
            Episode episode = Episode.read(in, numbers, plan, window);
            hold(episode);
            switch (episode.stage) {
                case CROSSED -> crossed.add(episode);
                case WAITING -> waiting.add(episode);
                case FOLDED -> folded.add(episode);
                case OPEN -> {
                    open.add(episode);
                    tallyBytes += episode.open().stateBytes();
                    earliestEnd = Math.min(earliestEnd, episode.open().last() + plan.lookBack());
                }
            }
        }
        numbers.release();
    }

    // ---- memory ----

    private void checkBudget() {
        sinceCheck = 0;
        if (window.stateBytes() + tallyBytes > budget.bytes()) {
            forgetFolded();
            long target = Math.max(budget.bytes() * 3 / 4 - tallyBytes, budget.bytes() / 4);
            window.shed(target, now - plan.lookBack());
        }
    }
}
