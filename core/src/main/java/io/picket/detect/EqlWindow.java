package io.picket.detect;

import io.picket.alert.ValueGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Events of an EQL rule on their way through its runs: those that no run has seen yet, and those in range. */
final class EqlWindow {

    private static final int ENTRY_BYTES = 160;
    private static final int GROUP_BYTES = 200;

    /**
     * One event.
     *
     * @param group its suppression group; null where single events are not suppressed
     * @param primary the rule's primary timestamp, epoch milliseconds
     * @param firstRun the first run that could see it
     * @param number counts events as they come
     */
    record Entry(SequenceEvent event, @Nullable ValueGroup group, long primary, long firstRun, long number) {

        private long bytes() {
            return ENTRY_BYTES + event.bytes() + (group == null ? 0 : GROUP_BYTES);
        }
    }

    private final Runs runs;
    private final long bytesMax;
    private final PriorityQueue<Entry> unseen =
            new PriorityQueue<>(Comparator.comparingLong(Entry::firstRun).thenComparingLong(Entry::number));
    private final TreeSet<Entry> inRange =
            new TreeSet<>(Comparator.comparingLong(Entry::primary).thenComparingLong(Entry::number));
    private long numbers;
    private long bytes;

    EqlWindow(Runs runs, long bytesMax) {
        this.runs = runs;
        this.bytesMax = bytesMax;
    }

    /** A number that no event has had. */
    long nextNumber() {
        return numbers++;
    }

    /** Takes an event; false if there is no room for it. */
    boolean add(Entry entry) {
        if (bytes + entry.bytes() > bytesMax) {
            return false;
        }
        unseen.add(entry);
        bytes += entry.bytes();
        return true;
    }

    /**
     * The first run that has other events in range than the one before, and any at all; or {@link RunWalk.Work#NEVER}.
     * When an event leaves, what it displaced may be found.
     */
    long nextRun() {
        long arrival = unseen.isEmpty() ? RunWalk.Work.NEVER : unseen.element().firstRun();
        if (inRange.isEmpty()) {
            return arrival;
        }
        long leaving = runs.atOrAfter(inRange.first().primary() + runs.fromBack() + 1);
        boolean allLeave = inRange.last().primary() < runs.from(leaving);
        return allLeave ? arrival : Math.min(arrival, leaving);
    }

    /** Moves on to a run: the events in its range. */
    List<Entry> open(long run) {
        while (!unseen.isEmpty() && unseen.element().firstRun() <= run) {
            inRange.add(unseen.remove());
        }
        while (!inRange.isEmpty() && inRange.first().primary() < runs.from(run)) {
            bytes -= inRange.removeFirst().bytes();
        }
        return new ArrayList<>(inRange);
    }

    /** Forgets all events, not the numbers. */
    void clear() {
        unseen.clear();
        inRange.clear();
        bytes = 0;
    }

    /** Memory taken, estimated. */
    long bytes() {
        return bytes;
    }

    void save(StateWriter out) {
        out.number(numbers);
        save(out, unseen);
        save(out, inRange);
    }

    private static void save(StateWriter out, Collection<Entry> entries) {
        out.size(entries.size());
        for (Entry entry : entries) {
            entry.event().save(out);
            ValueGroup group = entry.group();
            out.flag(group != null);
            if (group != null) {
                out.group(group);
            }
            out.number(entry.primary());
            out.number(entry.firstRun());
            out.number(entry.number());
        }
    }

    void load(StateReader in) {
        numbers = in.number();
        bytes = 0;
        load(in, unseen);
        load(in, inRange);
    }

    private void load(StateReader in, Collection<Entry> entries) {
        entries.clear();
        for (int i = in.size(); i > 0; i--) {
            SequenceEvent event = SequenceEvent.load(in);
            ValueGroup group = in.flag() ? in.group() : null;
            Entry entry = new Entry(event, group, in.number(), in.number(), in.number());
            entries.add(entry);
            bytes += entry.bytes();
        }
    }
}
