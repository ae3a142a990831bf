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
 */
final class SequenceGaps<E> {

    private static final int TIMES_BYTES = 120;
    private static final int TIME_BYTES = 32;
    private static final int OPEN_BYTES = 120;

    private final SequenceShape shape;
    private final Consumer<SequenceFound<E>> sink;
    private final List<Integer> leading;
    private final List<Integer> trailing;

    /** By step and key: when such events were, of the last maxspan; ascending. */
    private final Map<Seen, Deque<Long>> times = new HashMap<>();

    private final Map<JoinKey, List<Open<E>>> open = new HashMap<>();
    private final PriorityQueue<Open<E>> byDeadline =
            new PriorityQueue<>(Comparator.comparingLong((Open<E> one) -> one.deadline));
    private long bytes;
    private long shed;
    private long now = Long.MIN_VALUE;
    private int untilSweep = 1_024;

    private record Seen(int step, JoinKey key) {}

    /** A sequence that stands if no trailing event comes after {@code last} and up to the deadline. */
    private static final class Open<E> {
        final SequenceFound<E> found;
        final long last;
        final long deadline;
        final long bytes;
        boolean refuted;

        Open(SequenceFound<E> found, long last, long deadline, long bytes) {
            this.found = found;
            this.last = last;
            this.deadline = deadline;
            this.bytes = bytes;
        }
    }

    SequenceGaps(SequenceShape shape, Consumer<SequenceFound<E>> sink) {
        this.shape = shape;
        this.sink = sink;
        this.leading = shape.missingAfter(0);
        this.trailing = shape.missingAfter(shape.positives());
    }

    /** Notes an event that must be missing. */
    void seen(int step, JoinKey key, long time) {
        advance(time);
        if (trailing.contains(step)) {
            for (Open<E> one : open.getOrDefault(key, List.of())) {
                one.refuted |= time > one.last && time <= one.deadline;
            }
        } else {
            Deque<Long> known = times.get(new Seen(step, key));
            if (known == null) {
                known = new ArrayDeque<>();
                times.put(new Seen(step, key), known);
                bytes += TIMES_BYTES + key.bytes();
            }
            prune(known);
            known.add(time);
            bytes += TIME_BYTES;
        }
        sweep();
    }

    private void prune(Deque<Long> known) {
        while (!known.isEmpty() && now - known.getFirst() > shape.maxspan()) {
            known.removeFirst();
            bytes -= TIME_BYTES;
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
                if (latest(step, found.key(), events[i]) > events[i - 1]) {
                    return;
                }
            }
        }
        long before = Long.MIN_VALUE;
        for (int step : leading) {
            before = Math.max(before, latest(step, found.key(), first));
        }
        boolean near = before != Long.MIN_VALUE && last - before <= shape.maxspan();
        if (trailing.isEmpty()) {
            if (!near) {
                sink.accept(found);
            }
        } else if (leading.isEmpty()) {
            await(found, last, first + shape.maxspan(), size);
        } else if (near) {
            await(found, last, before + shape.maxspan(), size);
        } else {
            sink.accept(found);
        }
    }

    /** The latest time strictly before another at which such an event was; {@link Long#MIN_VALUE} if there was none. */
    private long latest(int step, JoinKey key, long before) {
        Deque<Long> known = times.get(new Seen(step, key));
        if (known != null) {
            for (var from = known.descendingIterator(); from.hasNext(); ) {
                long time = from.next();
                if (time < before) {
                    return time;
                }
            }
        }
        return Long.MIN_VALUE;
    }

    private Open<E> await(SequenceFound<E> found, long last, long deadline, long size) {
        Open<E> one = new Open<>(found, last, deadline, OPEN_BYTES + size);
        open.computeIfAbsent(found.key(), key -> new ArrayList<>()).add(one);
        byDeadline.add(one);
        bytes += one.bytes;
        return one;
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
        bytes -= one.bytes;
        List<Open<E>> others = open.get(one.found.key());
        if (others != null) {
            others.remove(one);
            if (others.isEmpty()) {
                open.remove(one.found.key());
            }
        }
        if (!one.refuted) {
            sink.accept(one.found);
        }
    }

    /** Forgets keys at which nothing has been for a maxspan, as often as pays for itself. */
    private void sweep() {
        if (--untilSweep > 0) {
            return;
        }
        times.entrySet().removeIf(entry -> {
            prune(entry.getValue());
            boolean empty = entry.getValue().isEmpty();
            bytes -= empty ? TIMES_BYTES + entry.getKey().key().bytes() : 0;
            return empty;
        });
        untilSweep = Math.max(1_024, times.size());
    }

    void save(StateWriter out, BiConsumer<StateWriter, E> write) {
        out.number(now);
        out.size(times.size());
        times.forEach((seen, known) -> {
            out.number(seen.step());
            out.values(seen.key().values());
            out.values(List.copyOf(known));
        });
        out.size(byDeadline.size());
        for (Open<E> one : byDeadline) {
            save(one, out, write);
        }
        out.number(shed);
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
        out.number(one.last);
        out.number(one.deadline);
        out.number(one.bytes - OPEN_BYTES);
        out.flag(one.refuted);
    }

    void load(StateReader in, Function<StateReader, E> read) {
        now = in.number();
        for (int i = in.size(); i > 0; i--) {
            Seen seen = new Seen((int) in.number(), new JoinKey(in.values()));
            Deque<Long> known = new ArrayDeque<>();
            in.presentValues().forEach(time -> known.add(((Number) time).longValue()));
            times.put(seen, known);
            bytes += TIMES_BYTES + seen.key().bytes() + (long) TIME_BYTES * known.size();
        }
        for (int i = in.size(); i > 0; i--) {
            JoinKey key = new JoinKey(in.values());
            SequenceOrder last = SequenceOrder.load(in);
            List<@Nullable E> events = new ArrayList<>();
            for (int n = in.size(); n > 0; n--) {
                events.add(in.flag() ? read.apply(in) : null);
            }
            Open<E> one = await(new SequenceFound<>(key, events, last), in.number(), in.number(), in.number());
            one.refuted = in.flag();
        }
        shed = in.number();
    }

    long bytes() {
        return bytes;
    }

    /** How many keys or sequences were given up because the budget was reached. */
    long shed() {
        return shed;
    }

    /** Settles the waiting sequences that are nearest to their deadline, then forgets all times, until it fits. */
    void shedTo(long bytesMax) {
        while (bytes > bytesMax && !byDeadline.isEmpty()) {
            shed++;
            settle(byDeadline.remove());
        }
        if (bytes > bytesMax) {
            shed += times.size();
            times.clear();
            bytes = 0;
        }
    }
}
