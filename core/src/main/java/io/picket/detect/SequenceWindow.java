package io.picket.detect;

import io.picket.alert.SourceDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;

/** Events of a sequence rule on their way through its runs: those that no run has seen yet, and those in range. */
final class SequenceWindow {

    private static final int ENTRY_BYTES = 200;
    private static final int HIT_BYTES = 48;

    /** A step that an event meets, with a key it has there. */
    record Hit(int step, JoinKey key) {}

    /**
     * One event.
     *
     * @param firstRun the first run that could see it
     */
    record Entry(SourceDocument document, SequenceOrder order, List<Hit> hits, long primary, long firstRun) {

        private long bytes() {
            long keys = hits.stream().mapToLong(hit -> HIT_BYTES + hit.key().bytes()).sum();
            return ENTRY_BYTES + document.bytes() + keys;
        }
    }

    private final Runs runs;
    private final long bytesMax;
    private final PriorityQueue<Entry> unseen = new PriorityQueue<>(
            Comparator.comparingLong(Entry::firstRun).thenComparing(Entry::order));
    private final TreeSet<Entry> inRange = new TreeSet<>(
            Comparator.comparingLong(Entry::primary).thenComparing(Entry::order));
    private long bytes;

    SequenceWindow(Runs runs, long bytesMax) {
        this.runs = runs;
        this.bytesMax = bytesMax;
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

    /** The first run that sees a new event, or {@link RunWalk.Work#NEVER}. */
    long nextArrival() {
        return unseen.isEmpty() ? RunWalk.Work.NEVER : unseen.element().firstRun();
    }

    /** Moves on to a run: the events in its range, in the order of sequences. */
    List<Entry> open(long run) {
        while (!unseen.isEmpty() && unseen.element().firstRun() <= run) {
            inRange.add(unseen.remove());
        }
        while (!inRange.isEmpty() && inRange.first().primary() < runs.from(run)) {
            bytes -= inRange.removeFirst().bytes();
        }
        List<Entry> ordered = new ArrayList<>(inRange);
        ordered.sort(Comparator.comparing(Entry::order));
        return ordered;
    }

    /** Memory taken, estimated. */
    long bytes() {
        return bytes;
    }

    void save(StateWriter out) {
        save(out, unseen);
        save(out, inRange);
    }

    private static void save(StateWriter out, Collection<Entry> entries) {
        out.size(entries.size());
        for (Entry entry : entries) {
            out.document(entry.document());
            entry.order().save(out);
            out.size(entry.hits().size());
            entry.hits().forEach(hit -> {
                out.number(hit.step());
                out.values(hit.key().values());
            });
            out.number(entry.primary());
            out.number(entry.firstRun());
        }
    }

    void load(StateReader in) {
        bytes = 0;
        load(in, unseen);
        load(in, inRange);
    }

    private void load(StateReader in, Collection<Entry> entries) {
        entries.clear();
        for (int i = in.size(); i > 0; i--) {
            SourceDocument document = in.document();
            SequenceOrder order = SequenceOrder.load(in);
            List<Hit> hits = new ArrayList<>();
            for (int n = in.size(); n > 0; n--) {
                hits.add(new Hit((int) in.number(), new JoinKey(in.values())));
            }
            Entry entry = new Entry(document, order, hits, in.number(), in.number());
            entries.add(entry);
            bytes += entry.bytes();
        }
    }
}
