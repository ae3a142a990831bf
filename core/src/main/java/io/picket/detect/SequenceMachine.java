package io.picket.detect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds sequences in events that come in order, as Elasticsearch's EQL finds them.
 *
 * <p>What: for each join key and each place but the last, at most one unfinished sequence waits. An event for place k
 * takes the one that waits at place k-1, which is used up whether or not it goes on: it does not when it has become older
 * than {@code maxspan}. A newer one displaces an older one that waits at the same place. So every event is looked at
 * once, and memory is keys times places. What nothing tells apart in time is taken together, later places first, so that
 * nothing of it follows the rest. An {@code until} event clears its key.
 *
 * <p>Steps that must be missing are checked when the events are complete ({@link SequenceGaps}): a sequence that fails
 * is given up, no other is tried in its stead.
 *
 * <p>INVARIANT: {@code bytes} is the sum over all that waits. When it passes the budget, what is out of date goes first,
 * then half of the keys: those furthest from the end of the sequence, and of those the ones that have been quiet longest.
 * {@link JoinedNotes} counts them and names some. Cost of an event: a look-up for each of its keys.
 */
final class SequenceMachine<E> {

    /** Stands for the {@code until} step. */
    static final int UNTIL = -1;

    private static final int KEY_BYTES = 104;
    private static final int PLACE_BYTES = 8;
    private static final int LINK_BYTES = 72;
    private static final int SWEEP_MIN = 1_024;

    private final SequenceShape shape;
    private final int[] firstPlaces;
    private final int places;
    private final ToLongFunction<E> bytesOf;
    private final long bytesMax;
    private final Consumer<SequenceFound<E>> sink;
    private final SequenceGaps<E> gaps;
    private final Map<JoinKey, Waiting<E>> keys = new HashMap<>();
    private final JoinedNotes notes;
    private long bytes;
    private int untilSweep = SWEEP_MIN;
    private @Nullable SequenceOrder latest;
    private @Nullable Watch<E> watch;

    /**
     * That an event meets a step.
     *
     * @param step its number in the query, from 0, or {@link #UNTIL}
     */
    record Met<E>(E event, int step, JoinKey key) {}

    /** An unfinished sequence, newest event first. */
    record Link<E>(@Nullable Link<E> before, SequenceOrder order, E event, long firstTime, long bytes) {}

    /** Follows what becomes of unfinished sequences, for explaining; places count from 0. */
    interface Watch<E> {

        /** An event was taken for a place; at the last one the sequence is complete but for what must be missing. */
        void reached(JoinKey key, int place, Link<E> last);

        /** What waited for a place is given up, since this event for it came too long after the first one. */
        void tooLate(JoinKey key, int place, SequenceOrder order, E event);

        /** Nothing waited for an event for this place. */
        void unused(JoinKey key, int place, SequenceOrder order, E event);

        /** All that waited is given up, since this event came. */
        void ended(JoinKey key, SequenceOrder order, E event);

        /** A complete sequence is given up, since an event that must be missing was there at this time. */
        void refuted(SequenceFound<E> found, int step, long time);
    }

    /** What waits for one key: at each place but the last. */
    private static final class Waiting<E> {
        final @Nullable Link<E>[] at;
        long latest = Long.MIN_VALUE;

        @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type parameters
        Waiting(int places) {
            this.at = new @Nullable Link[places];
        }

        /** The last place at which something waits; -1 if nothing does. */
        int furthest() {
            int place = at.length - 1;
            while (place >= 0 && at[place] == null) {
                place--;
            }
            return place;
        }
    }

    /**
     * A machine that has seen nothing yet.
     *
     * @param bytesOf memory an event takes while it is kept, in bytes
     * @param notes where it says what it gives up
     */
    SequenceMachine(
            SequenceShape shape,
            ToLongFunction<E> bytesOf,
            long bytesMax,
            JoinedNotes notes,
            Consumer<SequenceFound<E>> sink) {
        this.shape = shape;
        this.bytesOf = bytesOf;
        this.bytesMax = bytesMax;
        this.sink = sink;
        this.notes = notes;
        this.gaps = new SequenceGaps<>(shape, notes, sink);
        this.places = shape.positives();
        this.firstPlaces = new int[shape.missing().size()];
        for (int step = 0; step < firstPlaces.length; step++) {
            firstPlaces[step] = shape.positivesBefore(step);
        }
    }

    void watch(Watch<E> by) {
        watch = by;
        gaps.watch(by);
    }

    /**
     * Takes all that nothing tells apart in time; with places in order that is one event, once for each step it meets and
     * each key it has there.
     *
     * @param order behind that of everything taken before
     */
    void take(SequenceOrder order, List<Met<E>> all) {
        if (latest != null && order.compareTo(latest) <= 0) {
            throw new IllegalArgumentException("events come in order");
        }
        latest = order;
        List<Met<E>> ranked = all;
        if (all.size() > 1) {
            ranked = new ArrayList<>(all);
            ranked.sort(Comparator.comparingInt(one -> rank(one.step())));
        }
        for (Met<E> one : ranked) {
            if (one.step() == UNTIL) {
                if (watch != null) {
                    watch.ended(one.key(), order, one.event());
                }
                forget(one.key());
            } else if (shape.missing().get(one.step())) {
                gaps.seen(one.step(), one.key(), order.time());
            } else {
                take(order, one);
            }
        }
        sweep(order.time());
    }

    /** What must be missing first, then later places before earlier ones, {@code until} last. */
    private int rank(int step) {
        if (step == UNTIL) {
            return 1;
        }
        return shape.missing().get(step) ? Integer.MIN_VALUE : -firstPlaces[step];
    }

    /** Says that no event before this time will come any more. */
    void advance(long time) {
        gaps.advance(time);
    }

    /** Says that no event will come at all. */
    void finish() {
        gaps.finish();
    }

    private void take(SequenceOrder order, Met<E> met) {
        int first = firstPlaces[met.step()];
        Waiting<E> waiting = keys.get(met.key());
        for (int place = first + shape.runs().get(met.step()) - 1; place >= first; place--) {
            Link<E> before = null;
            if (place > 0) {
                before = waiting == null ? null : takeWaiting(waiting, place - 1, order);
                if (before == null || isTooOld(before.firstTime(), order.time())) {
                    if (watch != null) {
                        leftOut(watch, met, place, order, before);
                    }
                    continue;
                }
            }
            Link<E> link = link(before, order, met.event());
            if (watch != null) {
                watch.reached(met.key(), place, link);
            }
            if (place == places - 1) {
                complete(met.key(), link);
            } else {
                waiting = store(met.key(), waiting, place, link);
            }
        }
    }

    private void leftOut(Watch<E> by, Met<E> met, int place, SequenceOrder order, @Nullable Link<E> before) {
        if (before == null) {
            by.unused(met.key(), place, order, met.event());
        } else {
            by.tooLate(met.key(), place, order, met.event());
        }
    }

    private Link<E> link(@Nullable Link<E> before, SequenceOrder order, E event) {
        long first = before == null ? order.time() : before.firstTime();
        long size = (before == null ? 0 : before.bytes()) + LINK_BYTES + bytesOf.applyAsLong(event);
        return new Link<>(before, order, event, first, size);
    }

    /** Oldest first. */
    static <E> List<Link<E>> links(@Nullable Link<E> last) {
        List<Link<E>> links = new ArrayList<>();
        for (Link<E> link = last; link != null; link = link.before()) {
            links.add(link);
        }
        Collections.reverse(links);
        return links;
    }

    private boolean isTooOld(long first, long now) {
        return shape.maxspan() != SequenceShape.NO_LIMIT && now - first > shape.maxspan();
    }

    /** Takes away what waits at a place, if it is older than the event. */
    private @Nullable Link<E> takeWaiting(Waiting<E> waiting, int place, SequenceOrder order) {
        Link<E> link = waiting.at[place];
        if (link == null || link.order().compareTo(order) >= 0) {
            return null;
        }
        waiting.at[place] = null;
        bytes -= link.bytes();
        return link;
    }

    private Waiting<E> store(JoinKey key, @Nullable Waiting<E> known, int place, Link<E> link) {
        Waiting<E> waiting = known;
        if (waiting == null) {
            waiting = new Waiting<>(places - 1);
            keys.put(key, waiting);
            bytes += bytesOf(key);
        }
        Link<E> displaced = waiting.at[place];
        if (displaced != null) {
            bytes -= displaced.bytes();
        }
        waiting.at[place] = link;
        waiting.latest = link.order().time();
        bytes += link.bytes();
        return waiting;
    }

    private long bytesOf(JoinKey key) {
        return KEY_BYTES + key.bytes() + (long) PLACE_BYTES * places;
    }

    private void complete(JoinKey key, Link<E> last) {
        List<Link<E>> links = links(last);
        List<@Nullable E> events = new ArrayList<>();
        int place = 0;
        for (int step = 0; step < firstPlaces.length; step++) {
            boolean missing = shape.missing().get(step);
            for (int run = 0; run < shape.runs().get(step); run++) {
                events.add(missing ? null : links.get(place++).event());
            }
        }
        SequenceFound<E> found =
                new SequenceFound<>(key, events, last.order(), last.order().time());
        if (shape.hasMissing()) {
            long[] times = links.stream().mapToLong(link -> link.order().time()).toArray();
            gaps.check(found, times, last.bytes());
        } else {
            sink.accept(found);
        }
    }

    private void forget(JoinKey key) {
        Waiting<E> waiting = keys.remove(key);
        if (waiting != null) {
            release(key, waiting);
        }
    }

    private void release(JoinKey key, Waiting<E> waiting) {
        bytes -= bytesOf(key);
        for (Link<E> link : waiting.at) {
            bytes -= link == null ? 0 : link.bytes();
        }
    }

    /** Drops what can no longer be completed, as often as pays for itself, and what is beyond the budget. */
    private void sweep(long now) {
        boolean over = bytes() > bytesMax;
        if (--untilSweep > 0 && !over) {
            return;
        }
        keys.entrySet().removeIf(entry -> {
            boolean idle = isIdle(entry.getValue(), now);
            if (idle) {
                release(entry.getKey(), entry.getValue());
            }
            return idle;
        });
        if (bytes() > bytesMax) {
            if (bytes >= gaps.bytes()) {
                shed();
            } else {
                gaps.shedTo(gaps.bytes() / 2);
            }
        }
        untilSweep = Math.max(SWEEP_MIN, keys.size());
    }

    /** Whether nothing of the key can go on; what is too old is dropped on the way. */
    private boolean isIdle(Waiting<E> waiting, long now) {
        boolean idle = true;
        for (int place = 0; place < waiting.at.length; place++) {
            Link<E> link = waiting.at[place];
            if (link != null && isTooOld(link.firstTime(), now)) {
                waiting.at[place] = null;
                bytes -= link.bytes();
                link = null;
            }
            idle &= link == null;
        }
        return idle;
    }

    /** Gives up the half of the keys that are furthest from the end, and have been quiet longest. */
    private void shed() {
        List<Map.Entry<JoinKey, Waiting<E>>> all = new ArrayList<>(keys.entrySet());
        all.sort(Comparator.comparingInt((Map.Entry<JoinKey, Waiting<E>> entry) ->
                        entry.getValue().furthest())
                .thenComparingLong(entry -> entry.getValue().latest));
        for (Map.Entry<JoinKey, Waiting<E>> entry : all.subList(0, (all.size() + 1) / 2)) {
            forget(entry.getKey());
            notes.gaveUp(entry.getKey());
        }
    }

    /** Everything that waits, for {@link #load}. */
    void save(StateWriter out, BiConsumer<StateWriter, E> write) {
        out.size(keys.size());
        keys.forEach((key, waiting) -> {
            out.values(key.values());
            out.number(waiting.latest);
            for (Link<E> last : waiting.at) {
                saveLinks(last, out, write);
            }
        });
        gaps.save(out, write);
    }

    private void saveLinks(@Nullable Link<E> last, StateWriter out, BiConsumer<StateWriter, E> write) {
        List<Link<E>> links = links(last);
        out.size(links.size());
        for (Link<E> link : links) {
            link.order().save(out);
            write.accept(out, link.event());
        }
    }

    /** Takes back what {@link #save} wrote, in a machine of the same shape that has seen nothing. */
    void load(StateReader in, Function<StateReader, E> read) {
        for (int i = in.size(); i > 0; i--) {
            JoinKey key = JoinKey.of(in.values());
            long latest = in.number();
            Waiting<E> waiting = null;
            for (int place = 0; place < places - 1; place++) {
                Link<E> last = null;
                for (int n = in.size(); n > 0; n--) {
                    last = link(last, SequenceOrder.load(in), read.apply(in));
                }
                if (last != null) {
                    waiting = store(key, waiting, place, last);
                    waiting.latest = latest;
                }
            }
        }
        gaps.load(in, read);
    }

    /** Memory that what waits takes, estimated. */
    long bytes() {
        return bytes + gaps.bytes();
    }
}
