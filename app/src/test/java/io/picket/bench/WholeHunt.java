package io.picket.bench;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.FieldTypes;
import io.picket.detect.Clock;
import io.picket.detect.StateBudget;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.pipeline.EventFile;
import io.picket.pipeline.Hunt;
import io.picket.pipeline.HuntOptions;
import io.picket.pipeline.HuntPlan;
import io.picket.pipeline.HuntProgress;
import io.picket.pipeline.PreparedRules;
import io.picket.pipeline.RuleFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One file of events through three hands in one run, in turn, several times over: jackson-core taking the fields that
 * the rules name out of each line; Picket's reader taking the same; and a whole hunt from file to alerts. Told are
 * events a second of processor time of the thread, so that what else the machine does matters little, and the ratios.
 *
 * <p>{@code main EVENTS-FILE ROUNDS RULES…}
 */
public final class WholeHunt {

    private WholeHunt() {}

    /** A stretch of work over all lines of a file. */
    private interface Work {
        void run() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        RuleFiles rules = RuleFiles.find(List.of(arguments).subList(2, arguments.length));
        FieldTypes types = BundledFieldTypes.get();
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 16);
        int size = (int) Files.size(file);
        int[] ends = lineEnds(bytes, size);
        int events = ends.length;
        FieldTable fields = plan(rules, types, new long[1]).fields();
        long[] alerts = new long[1];
        Map<String, Work> works = new java.util.LinkedHashMap<>();
        works.put("jackson-core, the same fields", () -> jackson(bytes, ends, fields));
        works.put("Picket's reader", () -> reader(bytes, ends, fields));
        works.put("whole hunt, file to alerts", () -> {
            alerts[0] = 0;
            try (Hunt hunt = new Hunt(plan(rules, types, alerts), HuntOptions.defaults())) {
                hunt.run(List.of(EventFile.of(file)), HuntProgress.SILENT);
            }
        });
        Map<String, List<Double>> rates = new java.util.LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Work> work : works.entrySet()) {
                long before = ManagementFactory.getThreadMXBean()
                        .getThreadCpuTime(Thread.currentThread().threadId());
                work.getValue().run();
                long spent = ManagementFactory.getThreadMXBean()
                                .getThreadCpuTime(Thread.currentThread().threadId())
                        - before;
                rates.computeIfAbsent(work.getKey(), name -> new ArrayList<>()).add(events * 1e9 / spent);
            }
        }
        double first = median(rates.values().iterator().next());
        System.out.printf(
                Locale.ROOT,
                "%,d events, %,d bytes, %d rounds, %d fields, %d alerts%n",
                events,
                size,
                rounds,
                fields.size(),
                alerts[0]);
        rates.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "%-32s %,12.0f events/s of processor time   %5.2f x%n",
                name,
                median(all),
                median(all) / first));
    }

    private static HuntPlan plan(RuleFiles rules, FieldTypes types, long[] alerts) {
        PreparedRules prepared = PreparedRules.of(rules, List.of(), Map.of(), types, 0);
        return HuntPlan.of(prepared.rules(), Clock.STREAM, types, true, StateBudget.DEFAULT, alert -> alerts[0]++);
    }

    private static double median(List<Double> values) {
        List<Double> warm = values.subList(values.size() / 3, values.size());
        return warm.stream().sorted().toList().get(warm.size() / 2);
    }

    /** Where each line ends: found before the clock starts, so that neither reader pays for it; the hunt finds its own. */
    private static int[] lineEnds(byte[] bytes, int size) {
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

    private static void reader(byte[] bytes, int[] ends, FieldTable fields) {
        EventReader reader = new EventReader(fields);
        Event event = new Event(fields);
        int start = 0;
        for (int end : ends) {
            reader.read(bytes, start, end, event);
            start = end + 1;
        }
    }

    private static void jackson(byte[] bytes, int[] ends, FieldTable fields) {
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
