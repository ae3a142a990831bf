package io.picket.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds sequences in events that come in order, as Elasticsearch's EQL finds them.
 *
 * <p>What: for each join key and each step but the last, at most one unfinished sequence waits. An event of step k takes
 * the one that waits behind step k-1, which is used up whether or not it goes on: it does not when it has become older
 * than {@code maxspan}. A newer one displaces an older one that waits at the same place. So every event is looked at
 * once, and memory is keys times steps. Events that nothing tells apart in time are taken together, later steps first,
 * so that none of them follows another. An {@code until} event clears its key.
 *
 * <p>Steps that must be missing are checked when the events are complete ({@link SequenceGaps}): a sequence that fails
 * is given up, no other is tried in its stead.
 *
 * <p>INVARIANT: {@code bytes} is the sum over all that waits. When it passes the budget, what is out of date goes first,
 * then the older half of the keys; both are counted. Cost of an event: a look-up for each of its keys.
 */
final class SequenceMachine<E> {

    /** Stands for the {@code until} step. */
    static final int UNTIL = -1;

    private static final int KEY_BYTES = 120;
    private static final int LINK_BYTES = 72;
    private static final int SWEEP_MIN = 1_024;

    private final SequenceShape shape;
    private final int[] positions;
    private final ToLongFunction<E> bytesOf;
    private final long bytesMax;
    private final Consumer<SequenceFound<E>> sink;
    private final SequenceGaps<E> gaps;
    private final Map<JoinKey, Waiting<E>> keys = new HashMap<>();
    private final List<Step<E>> together = new ArrayList<>();
    private long bytes;
    private long shedKeys;
    private int untilSweep = SWEEP_MIN;

    private record Step<E>(SequenceOrder order, E event, int step, JoinKey key) {}

    /** An unfinished sequence, newest event first. */
    record Link<E>(@Nullable Link<E> before, SequenceOrder order, E event, long firstTime, long bytes) {}

    /** What waits for one key: behind each step but the last. */
    private static final class Waiting<E> {
        final @Nullable Link<E>[] behind;
        long latest = Long.MIN_VALUE;

        @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type parameters
        Waiting(int places) {
            this.behind = new @Nullable Link[places];
        }
    }

    /**
     * A machine that has seen nothing yet.
     *
     * @param bytesOf memory an event takes while it is kept, in bytes
     */
    SequenceMachine(SequenceShape shape, ToLongFunction<E> bytesOf, long bytesMax, Consumer<SequenceFound<E>> sink) {
        this.shape = shape;
        this.bytesOf = bytesOf;
        this.bytesMax = bytesMax;
        this.sink = sink;
        this.gaps = new SequenceGaps<>(shape, sink);
        this.positions = new int[shape.missing().size()];
        for (int step = 0; step < positions.length; step++) {
            positions[step] = shape.positivesBefore(step);
        }
    }

    /**
     * Takes an event as one of the steps; once for each step it meets and each key it has.
     *
     * @param order not before that of any event that came earlier
     * @param step its number in the query, from 0, or {@link #UNTIL}
     */
    void add(SequenceOrder order, E event, int step, JoinKey key) {
        if (!together.isEmpty()) {
            int after = order.compareTo(together.getFirst().order());
            if (after < 0) {
                throw new IllegalArgumentException("events come in order");
            }
            if (after > 0) {
                takeTogether();
            }
        }
        together.add(new Step<>(order, event, step, key));
    }

    /** Says that no event before this time will come any more. */
    void advance(long time) {
        if (!together.isEmpty() && together.getFirst().order().time() < time) {
            takeTogether();
        }
        gaps.advance(time);
    }

    /** Says that no event will come at all. */
    void finish() {
        takeTogether();
        gaps.finish();
    }

    /** Everything that waits, for {@link #load}. */
    void save(StateWriter out, BiConsumer<StateWriter, E> write) {
        out.size(together.size());
        for (Step<E> one : together) {
            one.order().save(out);
            write.accept(out, one.event());
            out.number(one.step());
            out.values(one.key().values());
        }
        out.size(keys.size());
        keys.forEach((key, waiting) -> {
            out.values(key.values());
            out.number(waiting.latest);
            for (Link<E> last : waiting.behind) {
                saveLinks(last, out, write);
            }
        });
        out.number(shedKeys);
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
            together.add(new Step<>(
                    SequenceOrder.load(in), read.apply(in), (int) in.number(), new JoinKey(in.values())));
        }
        for (int i = in.size(); i > 0; i--) {
            JoinKey key = new JoinKey(in.values());
            long latest = in.number();
            for (int position = 0; position < shape.positives() - 1; position++) {
                Link<E> last = null;
                for (int n = in.size(); n > 0; n--) {
                    last = link(last, SequenceOrder.load(in), read.apply(in));
                }
                if (last != null) {
                    store(key, position, last);
                }
            }
            Waiting<E> waiting = keys.get(key);
            if (waiting != null) {
                waiting.latest = latest;
            }
        }
        shedKeys = in.number();
        gaps.load(in, read);
    }

    /** Memory that what waits takes, estimated. */
    long bytes() {
        return bytes + gaps.bytes();
    }

    /** Keys given up because the budget was reached. */
    long shedKeys() {
        return shedKeys + gaps.shed();
    }

    private void takeTogether() {
        if (together.isEmpty()) {
            return;
        }
        List<Step<E>> all = new ArrayList<>(together);
        together.clear();
        all.sort(Comparator.comparingInt((Step<E> one) -> rank(one.step())));
        long now = all.getFirst().order().time();
        for (Step<E> one : all) {
            if (one.step() == UNTIL) {
                forget(one.key());
            } else if (shape.missing().get(one.step())) {
                gaps.seen(one.step(), one.key(), one.order().time());
            } else {
                take(one, positions[one.step()]);
            }
        }
        sweep(now);
    }

    /** What must be missing first, then later steps before earlier ones, {@code until} last. */
    private int rank(int step) {
        if (step == UNTIL) {
            return 1;
        }
        return shape.missing().get(step) ? Integer.MIN_VALUE : -positions[step];
    }

    private void take(Step<E> one, int position) {
        int last = shape.positives() - 1;
        Link<E> before = null;
        if (position > 0) {
            before = takeWaiting(one.key(), position - 1, one.order());
            if (before == null || isTooOld(before.firstTime(), one.order().time())) {
                return;
            }
        }
        Link<E> link = link(before, one.order(), one.event());
        if (position == last) {
            complete(one.key(), link);
        } else {
            store(one.key(), position, link);
        }
    }

    private Link<E> link(@Nullable Link<E> before, SequenceOrder order, E event) {
        long first = before == null ? order.time() : before.firstTime();
        long size = (before == null ? 0 : before.bytes()) + LINK_BYTES + bytesOf.applyAsLong(event);
        return new Link<>(before, order, event, first, size);
    }

    /** Oldest first. */
    private static <E> List<Link<E>> links(@Nullable Link<E> last) {
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

    /** Takes away what waits behind a step, if it is older than the event. */
    private @Nullable Link<E> takeWaiting(JoinKey key, int position, SequenceOrder order) {
        Waiting<E> waiting = keys.get(key);
        Link<E> link = waiting == null ? null : waiting.behind[position];
        if (waiting == null || link == null || link.order().compareTo(order) >= 0) {
            return null;
        }
        waiting.behind[position] = null;
        bytes -= link.bytes();
        return link;
    }

    private void store(JoinKey key, int position, Link<E> link) {
        Waiting<E> waiting = keys.get(key);
        if (waiting == null) {
            waiting = new Waiting<>(shape.positives() - 1);
            keys.put(key, waiting);
            bytes += KEY_BYTES + key.bytes();
        }
        Link<E> displaced = waiting.behind[position];
        if (displaced != null) {
            bytes -= displaced.bytes();
        }
        waiting.behind[position] = link;
        waiting.latest = link.order().time();
        bytes += link.bytes();
    }

    private void complete(JoinKey key, Link<E> last) {
        List<Link<E>> links = links(last);
        List<@Nullable E> events = new ArrayList<>();
        for (int step = 0; step < positions.length; step++) {
            events.add(
                    shape.missing().get(step)
                            ? null
                            : links.get(positions[step]).event());
        }
        SequenceFound<E> found = new SequenceFound<>(key, events, last.order());
        if (shape.missing().contains(true)) {
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
        bytes -= KEY_BYTES + key.bytes();
        Arrays.stream(waiting.behind).filter(Objects::nonNull).forEach(link -> bytes -= link.bytes());
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
            shed();
        }
        gaps.shedTo(bytesMax - bytes);
        untilSweep = Math.max(SWEEP_MIN, keys.size());
    }

    /** Whether nothing of the key can go on; what is too old is dropped on the way. */
    private boolean isIdle(Waiting<E> waiting, long now) {
        boolean idle = true;
        for (int i = 0; i < waiting.behind.length; i++) {
            Link<E> link = waiting.behind[i];
            if (link != null && isTooOld(link.firstTime(), now)) {
                waiting.behind[i] = null;
                bytes -= link.bytes();
                link = null;
            }
            idle &= link == null;
        }
        return idle;
    }

    /** Gives up the half of the keys that have been quiet longest. */
    private void shed() {
        List<Map.Entry<JoinKey, Waiting<E>>> all = new ArrayList<>(keys.entrySet());
        all.sort(Comparator.comparingLong((Map.Entry<JoinKey, Waiting<E>> entry) -> entry.getValue().latest));
        for (Map.Entry<JoinKey, Waiting<E>> entry : all.subList(0, (all.size() + 1) / 2)) {
            forget(entry.getKey());
            shedKeys++;
        }
    }
}
