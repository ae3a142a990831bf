package io.picket.detect;

import io.picket.alert.SourceDocument;
import io.picket.alert.ValueGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Events on their way through the runs of a query rule: first those that no run has seen yet, then those in range that
 * have not become alerts.
 */
final class QueryWaiting {

    private static final int ENTRY_BYTES = 160;
    private static final int GROUP_BYTES = 200;

    /**
     * One event.
     *
     * @param firstRun the first run that could see it
     * @param number counts events as they come; breaks ties of time
     * @param groups suppression groups; empty where the rule does not suppress
     */
    record Entry(SourceDocument document, long primary, long firstRun, long number, List<ValueGroup> groups) {

        private long bytes() {
            return ENTRY_BYTES + document.bytes() + (long) GROUP_BYTES * groups.size();
        }
    }

    private final Runs runs;
    private final long bytesMax;
    private final PriorityQueue<Entry> unseen =
            new PriorityQueue<>(Comparator.comparingLong(Entry::firstRun).thenComparingLong(Entry::number));
    private final TreeSet<Entry> inRange =
            new TreeSet<>(Comparator.comparingLong(Entry::primary).thenComparingLong(Entry::number));
    /** Events that were in view when they were forgotten; they may come again, or have fallen out of range. */
    private final Set<String> left = new HashSet<>();

    private long numbers;
    private long bytes;

    QueryWaiting(Runs runs, long bytesMax) {
        this.runs = runs;
        this.bytesMax = bytesMax;
    }

    /** Whether one more event of this size fits. */
    boolean hasRoomFor(SourceDocument document, int groups) {
        return bytes + ENTRY_BYTES + document.bytes() + (long) GROUP_BYTES * groups <= bytesMax;
    }

    void add(SourceDocument document, long primary, long firstRun, List<ValueGroup> groups) {
        Entry entry = new Entry(document, primary, firstRun, numbers++, groups);
        unseen.add(entry);
        if (!left.isEmpty()) {
            left.remove(document.key());
        }
        bytes += entry.bytes();
    }

    /** The first run that sees a new event, or {@link RunWalk.Work#NEVER}. */
    long nextArrival() {
        return unseen.isEmpty() ? RunWalk.Work.NEVER : unseen.element().firstRun();
    }

    /** Moves on to a run; events that fell out of its range are gone: how many. */
    long open(long run) {
        while (!unseen.isEmpty() && unseen.element().firstRun() <= run) {
            inRange.add(unseen.remove());
        }
        long gone = left.size();
        left.clear();
        while (!inRange.isEmpty() && inRange.first().primary() < runs.from(run)) {
            bytes -= inRange.removeFirst().bytes();
            gone++;
        }
        return gone;
    }

    /** Forgets every event, also that it was seen. */
    void forget(SeenEvents seen) {
        inRange.forEach(entry -> left.add(entry.document().key()));
        inRange.forEach(entry -> seen.remove(entry.document(), entry.primary()));
        unseen.forEach(entry -> seen.remove(entry.document(), entry.primary()));
        inRange.clear();
        unseen.clear();
        bytes = 0;
    }

    /** What the run has in view, oldest first. */
    List<Entry> view() {
        return new ArrayList<>(inRange);
    }

    boolean hasView() {
        return !inRange.isEmpty();
    }

    int viewSize() {
        return inRange.size();
    }

    /** Events that no run has made an alert of yet though it saw them. */
    int leftSize() {
        return left.size() + inRange.size();
    }

    /** Takes the oldest event in view. */
    Entry takeOldest() {
        Entry oldest = inRange.removeFirst();
        bytes -= oldest.bytes();
        return oldest;
    }

    void remove(Collection<Entry> done) {
        for (Entry entry : done) {
            if (inRange.remove(entry)) {
                bytes -= entry.bytes();
            }
        }
    }

    /** Names of the events in view, oldest first, at most as many as an overflow record lists. */
    List<String> names() {
        return inRange.stream()
                .limit(Overflow.GROUPS_LISTED)
                .map(entry -> entry.document().id())
                .toList();
    }

    /** Memory taken, estimated. */
    long bytes() {
        return bytes;
    }

    void save(StateWriter out) {
        out.number(numbers);
        save(out, unseen);
        save(out, inRange);
        out.size(left.size());
        left.forEach(out::text);
    }

    private static void save(StateWriter out, Collection<Entry> entries) {
        out.size(entries.size());
        for (Entry entry : entries) {
            out.document(entry.document());
            out.number(entry.primary());
            out.number(entry.firstRun());
            out.number(entry.number());
            out.size(entry.groups().size());
            entry.groups().forEach(out::group);
        }
    }

    void load(StateReader in) {
        numbers = in.number();
        bytes = 0;
        load(in, unseen);
        load(in, inRange);
        for (int i = in.size(); i > 0; i--) {
            left.add(in.text());
        }
    }

    private void load(StateReader in, Collection<Entry> entries) {
        entries.clear();
        for (int i = in.size(); i > 0; i--) {
            SourceDocument document = in.document();
            long primary = in.number();
            long firstRun = in.number();
            long number = in.number();
            List<ValueGroup> groups = new ArrayList<>();
            for (int n = in.size(); n > 0; n--) {
                groups.add(in.group());
            }
            Entry entry = new Entry(document, primary, firstRun, number, groups);
            entries.add(entry);
            bytes += entry.bytes();
        }
    }
}
