package io.picket.bench;

import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Several ways to work through the same events, taken in turn, so that a busy moment hits all of them. Told are events a
 * second of the thread's processor time, the median of the warm rounds, and the ratio to the first way of the same round,
 * the median of these ratios.
 */
final class Rounds {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** One way through all events. */
    interface Work {
        void run() throws IOException;
    }

    private final int events;
    private final Map<String, Work> works = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    Rounds(int events) {
        this.events = events;
    }

    void add(String name, Work work) {
        add(name, events, work);
    }

    /** A way that works through fewer of them. */
    void add(String name, int ofEvents, Work work) {
        works.put(name, work);
        counts.put(name, ofEvents);
    }

    void run(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Work> work : works.entrySet()) {
                long before = THREADS.getCurrentThreadCpuTime();
                work.getValue().run();
                long spent = THREADS.getCurrentThreadCpuTime() - before;
                rates.computeIfAbsent(work.getKey(), name -> new ArrayList<>()).add(count(work.getKey()) * 1e9 / spent);
            }
        }
    }

    private int count(String name) {
        Integer count = counts.get(name);
        return count == null ? events : count;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        List<Double> first = rates.values().iterator().next();
        rates.forEach((name, all) -> table.append(String.format(
                Locale.ROOT,
                "%-44s %,12.0f events/s of processor time %9.4f x%n",
                name,
                median(all::get),
                median(round -> all.get(round) / first.get(round)))));
        return table.toString();
    }

    /** The median over the warm rounds of a figure that each of them gives, by its number. */
    double median(IntToDoubleFunction figure) {
        int all = rates.values().iterator().next().size();
        double[] warm =
                IntStream.range(all / 3, all).mapToDouble(figure).sorted().toArray();
        return warm[warm.length / 2];
    }

    /** Nanoseconds of processor time an event that a way took in a round. */
    double nanos(String name, int round) {
        return 1e9 / Objects.requireNonNull(rates.get(name)).get(round);
    }

    /** Where each line ends: found before the clock starts, so that no reader pays for it; a hunt finds its own. */
    static int[] lineEnds(byte[] bytes, int size) {
        int[] ends = new int[1024];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (bytes[i] == '\n') {
                ends = count == ends.length ? Arrays.copyOf(ends, 2 * count) : ends;
                ends[count++] = i;
            }
        }
        return Arrays.copyOf(ends, count);
    }

    static void reader(byte[] bytes, int[] ends, FieldTable fields) {
        EventReader reader = new EventReader(fields);
        Event event = new Event(fields);
        int start = 0;
        for (int end : ends) {
            reader.read(bytes, start, end, event);
            start = end + 1;
        }
    }

    static void jackson(byte[] bytes, int[] ends, FieldTable fields) {
        JacksonFields jackson = new JacksonFields(fields);
        int start = 0;
        for (int end : ends) {
            jackson.read(bytes, start, end - start);
            start = end + 1;
        }
        if (jackson.kept() == 0) {
            throw new IllegalStateException("nothing kept");
        }
    }
}
