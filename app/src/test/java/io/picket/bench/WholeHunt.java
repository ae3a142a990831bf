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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

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
        long events = lines(bytes, size);
        FieldTable fields = plan(rules, types, new long[1]).fields();
        long[] alerts = new long[1];
        Map<String, Work> works = new java.util.LinkedHashMap<>();
        works.put("jackson-core, the same fields", () -> jackson(bytes, size, fields));
        works.put("Picket's reader", () -> reader(bytes, size, fields));
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

    private static long lines(byte[] bytes, int size) {
        long lines = 0;
        for (int i = 0; i < size; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static void reader(byte[] bytes, int size, FieldTable fields) {
        EventReader reader = new EventReader(fields);
        Event event = new Event(fields);
        int start = 0;
        for (int i = 0; i < size; i++) {
            if (bytes[i] == '\n') {
                reader.read(bytes, start, i, event);
                start = i + 1;
            }
        }
    }

    /** Takes the text of every scalar whose dotted path is in the table. */
    private static void jackson(byte[] bytes, int size, FieldTable fields) {
        JsonFactory factory = new JsonFactory();
        long kept = 0;
        int start = 0;
        for (int i = 0; i < size; i++) {
            if (bytes[i] == '\n') {
                try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes, start, i - start)) {
                    parser.nextToken();
                    kept += object(parser, "", fields);
                }
                start = i + 1;
            }
        }
        if (kept == 0) {
            throw new IllegalStateException("nothing kept");
        }
    }

    private static long object(JsonParser parser, String path, FieldTable fields) {
        long kept = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String full = path.isEmpty() ? name : path + '.' + name;
            kept += value(parser, parser.nextToken(), full, fields);
        }
        return kept;
    }

    private static long value(JsonParser parser, JsonToken token, String path, FieldTable fields) {
        return switch (token) {
            case START_OBJECT -> object(parser, path, fields);
            case START_ARRAY -> array(parser, path, fields);
            default -> fields.slot(path) != FieldTable.NONE ? parser.getString().length() : 0;
        };
    }

    private static long array(JsonParser parser, String path, FieldTable fields) {
        long kept = 0;
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            kept += value(parser, next, path, fields);
        }
        return kept;
    }
}
