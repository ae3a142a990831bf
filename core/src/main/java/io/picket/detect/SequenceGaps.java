package io.picket.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks complete sequences against the events that must be missing ({@code ![…]}), by key and time in milliseconds.
 *
 * <p>Between two steps there must be none strictly between the two events. Before the first and after the last step the
 * question is whether {@code maxspan}, put around the events, can be free of them: with L the latest before the first
 * event and R the earliest after the last, a sequence with only a leading step stands if last − L is above maxspan, with
 * only a trailing one if R − first is, with both if R − L is; and always where there is no L or no R. What R decides
 * waits until R can no longer come in time.
 *
 * <p>At the memory budget, sequences that wait are handed on before their time, the nearest to it first, and then the
 * older half of the times is forgotten: rather a sequence too many than one too few. Both are counted.
 */
final class SequenceGaps<E> {

    private static final int TIMES_BYTES = 120;
    private static final int OPEN_BYTES = 160;
    private static final int SWEEP_MIN = 1_024;

    private final SequenceShape shape;
    private final JoinedNotes notes;
    private final Consumer<SequenceFound<E>> sink;
    private final List<Integer> leading;
    private final boolean[] isTrailing;
    private final boolean hasTrailing;

    /** By step and key: when such events were, of the last maxspan. */
    private final Map<Seen, SequenceTimes> times = new HashMap<>();

    /** By key: sequences that wait, those settled meanwhile among them until they come to the front. */
    private final Map<JoinKey, Deque<Open<E>>> open = new HashMap<>();

    private final PriorityQueue<Open<E>> byDeadline = new PriorityQueue<>(
            Comparator.comparingLong((Open<E> one) -> one.deadline).thenComparing(one -> one.found));
    private long bytes;
    private long now = Long.MIN_VALUE;
    private int untilSweep = SWEEP_MIN;
    private SequenceMachine.@Nullable Watch<E> watch;

    private record Seen(int step, JoinKey key) {}

    /** A sequence that stands if no trailing event comes after its last event and up to the deadline. */
    private static final class Open<E> {
        final SequenceFound<E> found;
        final long deadline;
        final long bytes;
        boolean settled;

        Open(SequenceFound<E> found, long deadline, long bytes) {
            this.found = found;
            this.deadline = deadline;
            this.bytes = bytes;
        }
    }

    SequenceGaps(SequenceShape shape, JoinedNotes notes, Consumer<SequenceFound<E>> sink) {
        this.shape = shape;
        this.notes = notes;
        this.sink = sink;
        this.leading = shape.missingAfter(0);
        List<Integer> trailing = shape.missingAfter(shape.positives());
        this.isTrailing = new boolean[shape.missing().size()];
        trailing.forEach(step -> isTrailing[step] = true);
        this.hasTrailing = !trailing.isEmpty();
    }

    void watch(SequenceMachine.Watch<E> by) {
        watch = by;
    }

    /** Notes an event that must be missing. */
    void seen(int step, JoinKey key, long time) {
        advance(time);
        if (isTrailing[step]) {
            refute(step, key, time);
        } else {
            SequenceTimes known = times.get(new Seen(step, key));
            if (known == null) {
                known = new SequenceTimes();
                times.put(new Seen(step, key), known);
                bytes += TIMES_BYTES + key.bytes() + known.bytes();
            }
            long before = known.bytes();
            known.forgetBefore(now - shape.maxspan());
            known.add(time);
            bytes += known.bytes() - before;
        }
        sweep();
    }

    /** Gives up what waits for no such event to come. What ended at this very time goes on waiting. */
    private void refute(int step, JoinKey key, long time) {
        Deque<Open<E>> waiting = open.get(key);
        if (waiting == null) {
            return;
        }
        waiting.removeIf(one -> {
            if (!one.settled && time > one.found.last().time()) {
                one.settled = true;
                bytes -= one.bytes;
                giveUp(one.found, step, time);
            }
            return one.settled;
        });
        if (waiting.isEmpty()) {
            open.remove(key);
        }
    }

    /**
     * Hands the sequence on, now or when its time has come, or gives it up.
     *
     * @param events the times of its events, ascending
     * @param size memory it takes, in bytes
     */
    void check(SequenceFound<E> found, long[] events, long size) {
        long first = events[0];
        long last = events[events.length - 1];
        advance(last);
        for (int i = 1; i < events.length; i++) {
            for (int step : shape.missingAfter(i)) {
                long between = latest(step, found.key(), events[i]);
                if (between > events[i - 1]) {
                    giveUp(found, step, between);
                    return;
                }
            }
        }
        long before = Long.MIN_VALUE;
        int leader = 0;
        for (int step : leading) {
            long one = latest(step, found.key(), first);
            leader = one > before ? step : leader;
            before = Math.max(before, one);
        }
        boolean near = before != Long.MIN_VALUE && last - before <= shape.maxspan();
        if (!hasTrailing) {
            if (near) {
                giveUp(found, leader, before);
            } else {
                sink.accept(found);
            }
        } else if (leading.isEmpty()) {
            await(found, first + shape.maxspan(), size);
        } else if (near) {
            await(found, before + shape.maxspan(), size);
        } else {
            sink.accept(found);
        }
    }

    private void giveUp(SequenceFound<E> found, int step, long time) {
        if (watch != null) {
            watch.refuted(found, step, time);
        }
    }

    /** The latest time strictly before another at which such an event was; {@link Long#MIN_VALUE} if there was none. */
    private long latest(int step, JoinKey key, long before) {
        SequenceTimes known = times.get(new Seen(step, key));
        return known == null ? Long.MIN_VALUE : known.latestBefore(before);
    }

    private void await(SequenceFound<E> found, long deadline, long size) {
        SequenceFound<E> then = new SequenceFound<>(found.key(), found.events(), found.last(), deadline);
        Open<E> one = new Open<>(then, deadline, OPEN_BYTES + size);
        open.computeIfAbsent(found.key(), key -> new ArrayDeque<>()).add(one);
        byDeadline.add(one);
        bytes += one.bytes;
    }

    /** No event before this time will come any more. */
    void advance(long time) {
        now = Math.max(now, time);
        while (!byDeadline.isEmpty() && byDeadline.element().deadline < now) {
            settle(byDeadline.remove());
        }
    }

    void finish() {
        while (!byDeadline.isEmpty()) {
            settle(byDeadline.remove());
        }
    }

    private void settle(Open<E> one) {
        if (one.settled) {
            return;
        }
        one.settled = true;
        bytes -= one.bytes;
        JoinKey key = one.found.key();
        Deque<Open<E>> others = open.get(key);
        while (others != null && !others.isEmpty() && others.element().settled) {
            others.remove();
        }
        if (others != null && others.isEmpty()) {
            open.remove(key);
        }
        sink.accept(one.found);
    }

    /** Forgets what can no longer matter, as often as pays for itself. */
    private void sweep() {
        if (--untilSweep > 0) {
            return;
        }
        byDeadline.removeIf(one -> one.settled);
        forgetTimesBefore(now - shape.maxspan(), key -> {});
        untilSweep = Math.max(SWEEP_MIN, times.size() + byDeadline.size());
    }

    private void forgetTimesBefore(long time, Consumer<JoinKey> each) {
        times.entrySet().removeIf(entry -> {
            SequenceTimes known = entry.getValue();
            known.forgetBefore(time);
            if (known.isEmpty()) {
                bytes -= TIMES_BYTES + entry.getKey().key().bytes() + known.bytes();
                each.accept(entry.getKey().key());
            }
            return known.isEmpty();
        });
    }

    /** Gives up of what waits and what is remembered until it takes no more than this. */
    void shedTo(long bytesMax) {
        if (bytes > bytesMax) {
            byDeadline.removeIf(one -> one.settled);
        }
        while (bytes > bytesMax && !byDeadline.isEmpty()) {
            notes.gaveUp(byDeadline.element().found.key());
            settle(byDeadline.remove());
        }
        if (bytes > bytesMax) {
            long[] latest = times.values().stream()
                    .mapToLong(known -> known.latestBefore(Long.MAX_VALUE))
                    .sorted()
                    .toArray();
            forgetTimesBefore(latest[latest.length / 2] + 1, notes::gaveUp);
        }
    }

    void save(StateWriter out, BiConsumer<StateWriter, E> write) {
        out.number(now);
        out.size(times.size());
        times.forEach((seen, known) -> {
            out.number(seen.step());
            out.values(seen.key().values());
            out.values(known.all());
        });
        byDeadline.removeIf(one -> one.settled);
        out.size(byDeadline.size());
        for (Open<E> one : byDeadline) {
            save(one, out, write);
        }
    }

    private static <E> void save(Open<E> one, StateWriter out, BiConsumer<StateWriter, E> write) {
        out.values(one.found.key().values());
        one.found.last().save(out);
        out.size(one.found.events().size());
        for (E event : one.found.events()) {
            out.flag(event != null);
            if (event != null) {
                write.accept(out, event);
            }
        }
        out.number(one.deadline);
        out.number(one.bytes - OPEN_BYTES);
    }

    void load(StateReader in, Function<StateReader, E> read) {
        now = in.number();
        for (int i = in.size(); i > 0; i--) {
            Seen seen = new Seen((int) in.number(), JoinKey.of(in.values()));
            SequenceTimes known = new SequenceTimes();
            for (Object time : in.presentValues()) {
                if (!(time instanceof Long millis)) {
                    throw new IllegalArgumentException("no state: a time is no number");
                }
                known.add(millis);
            }
            times.put(seen, known);
            bytes += TIMES_BYTES + seen.key().bytes() + known.bytes();
        }
        for (int i = in.size(); i > 0; i--) {
            JoinKey key = JoinKey.of(in.values());
            SequenceOrder last = SequenceOrder.load(in);
            List<@Nullable E> events = new ArrayList<>();
            for (int n = in.size(); n > 0; n--) {
                events.add(in.flag() ? read.apply(in) : null);
            }
            long deadline = in.number();
            await(new SequenceFound<>(key, events, last, deadline), deadline, in.number());
        }
    }

    long bytes() {
        return bytes;
    }
}
