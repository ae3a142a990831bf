package io.picket.bench;

import io.picket.detect.WindowDriver;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Distinct ports per group over a sliding nine minutes, with all that an event does to the state: expire, find the
 * group, count, ask the threshold. Hot: 100 groups of 50 ports, some ten thousand events live. Flows: what a network's
 * flows look like, 20,000 sources with a long tail and ten usual ports, 300,000 events live. Cold: 200,000 groups of 5
 * ports at random, about a million live. The twin does the same with plain maps and a queue, but for evidence.
 *
 * <p>The aim: 10 million events a second on one core, better 30.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx3g")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ThresholdBenchmark {

    private static final int BATCH = 10_000;
    private static final long LOOK_BACK = 540_000;
    private static final int EVENTS = 1 << 21;

    @Param({"hot", "flows", "cold"})
    public String state = "";

    private byte[][] keys = new byte[0][];
    private int[] group = new int[0];
    private int[] port = new int[0];
    private int at;
    private double time;
    private double step;
    private WindowDriver window = new WindowDriver(LOOK_BACK, 250);
    private PlainWindow plain = new PlainWindow();

    @Setup(Level.Trial)
    public void fill() {
        int groups = state.equals("hot") ? 100 : state.equals("flows") ? 20_000 : 200_000;
        int ports = state.equals("hot") ? 50 : state.equals("flows") ? 10 : 5;
        step = LOOK_BACK / (state.equals("hot") ? 10_000.0 : state.equals("flows") ? 300_000.0 : 1_000_000.0);
        Random random = new Random(1);
        keys = new byte[groups][10];
        for (byte[] key : keys) {
            random.nextBytes(key);
        }
        double skew = state.equals("flows") ? 3 : 1;
        group = random.doubles(EVENTS)
                .mapToInt(chance -> (int) (groups * Math.pow(chance, skew)))
                .toArray();
        port = random.ints(EVENTS, 0, ports).toArray();
        window = new WindowDriver(LOOK_BACK, 250);
        plain = new PlainWindow();
        for (int i = 0; i < 2_000_000 / BATCH; i++) {
            runWindow();
        }
        for (int i = 0; i < 2_000_000 / BATCH; i++) {
            runPlain();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int window() {
        return runWindow();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int plainMaps() {
        return runPlain();
    }

    private int runWindow() {
        int met = 0;
        for (int i = 0; i < BATCH; i++) {
            int event = at++ & EVENTS - 1;
            time += step;
            met += window.add(keys[group[event]], port[event], (long) time) ? 1 : 0;
        }
        return met;
    }

    private int runPlain() {
        int met = 0;
        for (int i = 0; i < BATCH; i++) {
            int event = at++ & EVENTS - 1;
            time += step;
            met += plain.add(group[event], port[event], (long) time) ? 1 : 0;
        }
        return met;
    }

    /** The plain way: a queue of events, and for each group how often each port lies in the window. */
    private static final class PlainWindow {
        private record Seen(Integer group, Integer port, long time) {}

        private final Map<Integer, Map<Integer, Integer>> groups = new HashMap<>();
        private final ArrayDeque<Seen> queue = new ArrayDeque<>();

        boolean add(int group, int port, long time) {
            while (!queue.isEmpty() && queue.peek().time < time - LOOK_BACK) {
                Seen old = queue.remove();
                Map<Integer, Integer> ports = groups.get(old.group);
                if (ports != null
                        && ports.computeIfPresent(old.port, (key, count) -> count == 1 ? null : count - 1) == null
                        && ports.isEmpty()) {
                    groups.remove(old.group);
                }
            }
            queue.add(new Seen(group, port, time));
            Map<Integer, Integer> ports = groups.computeIfAbsent(group, key -> new HashMap<>());
            ports.merge(port, 1, Integer::sum);
            return ports.size() >= 250;
        }
    }
}
