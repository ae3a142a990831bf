package io.picket.bench;

import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Reading: nanoseconds an event, the reader beside jackson-core's streaming parser getting the same fields of the same
 * events. {@code fields}: those of the two threshold rules, or about what the public rules name together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ReadBenchmark.EVENTS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadBenchmark {

    static final int EVENTS = 2_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Param({"flow", "process"})
    String events = "flow";

    @Param({"8", "420"})
    int fields = 8;

    private byte[] buffer = new byte[0];
    private int[] ends = new int[0];
    private EventReader reader = new EventReader(FieldTable.builder().build());
    private Event event = new Event(FieldTable.builder().build());
    private JacksonFields jackson = new JacksonFields(FieldTable.builder().build());

    @Setup
    public void setup() {
        FieldTable table = table(fields);
        reader = new EventReader(table);
        event = new Event(table);
        jackson = new JacksonFields(table);
        StringBuilder lines = new StringBuilder();
        SplittableRandom random = new SplittableRandom(7);
        ends = new int[EVENTS + 1];
        for (int i = 0; i < EVENTS; i++) {
            lines.append(
                            events.equals("flow")
                                    ? GeneratedEvents.flow(random, i, EVENTS, 1_763_719_200_000L + i)
                                    : GeneratedEvents.process(random, i, 1_763_719_200_000L + i))
                    .append('\n');
            ends[i + 1] = lines.length();
        }
        buffer = lines.toString().getBytes(StandardCharsets.UTF_8);
        if (reader() != jackson()) {
            throw new IllegalStateException("the two do not keep the same number of values");
        }
    }

    @Benchmark
    public int reader() {
        int values = 0;
        for (int i = 0; i < EVENTS; i++) {
            if (!reader.read(buffer, ends[i], ends[i + 1] - 1, event)) {
                throw new IllegalStateException(reader.failure());
            }
            values += event.valueCount();
        }
        return values;
    }

    @Benchmark
    public int jackson() {
        long before = jackson.kept();
        for (int i = 0; i < EVENTS; i++) {
            jackson.read(buffer, ends[i], ends[i + 1] - 1 - ends[i]);
        }
        return (int) (jackson.kept() - before);
    }

    /** Eight fields, or those and every other that a rule would name of these roots, up to the number. */
    static FieldTable table(int size) {
        FieldTable.Builder builder = FieldTable.builder();
        List<String> names = new ArrayList<>(List.of(
                "@timestamp",
                "event.action",
                "event.category",
                "event.type",
                "source.ip",
                "destination.ip",
                "destination.port",
                "host.os.type"));
        if (size > names.size()) {
            names.addAll(List.of(
                    "agent.type",
                    "agent.id",
                    "agent.version",
                    "data_stream.dataset",
                    "data_stream.type",
                    "data_stream.namespace",
                    "event.dataset",
                    "event.kind",
                    "event.outcome",
                    "event.ingested",
                    "event.code",
                    "event.module",
                    "event.created",
                    "host.id",
                    "host.name",
                    "host.ip",
                    "host.hostname",
                    "host.os.family",
                    "host.os.name",
                    "host.os.platform",
                    "network.transport",
                    "network.type",
                    "network.bytes",
                    "network.protocol",
                    "network.direction",
                    "source.port",
                    "source.bytes",
                    "source.packets",
                    "destination.bytes",
                    "destination.domain",
                    "type",
                    "user.id",
                    "user.name",
                    "process.name",
                    "process.args",
                    "process.args_count",
                    "process.command_line",
                    "process.executable",
                    "process.entity_id",
                    "process.pid",
                    "process.working_directory",
                    "process.hash.md5",
                    "process.hash.sha256",
                    "process.parent.name",
                    "process.parent.executable",
                    "process.parent.pid",
                    "process.parent.entity_id",
                    "message",
                    "tags"));
            String[] roots = {
                "process",
                "process.parent",
                "file",
                "dll",
                "registry",
                "dns",
                "http",
                "url",
                "user",
                "user.target",
                "azure.signinlogs.properties",
                "aws.cloudtrail",
                "okta.actor",
                "o365.audit",
                "gcp.audit",
                "kubernetes.audit.objectRef",
                "winlog.event_data",
                "process.code_signature",
                "cloud",
                "container"
            };
            String[] leaves = {
                "name",
                "path",
                "extension",
                "pe.original_file_name",
                "code_signature.trusted",
                "code_signature.subject_name",
                "Ext.token.integrity_level_name",
                "Ext.relative_file_creation_time",
                "type",
                "id",
                "value",
                "data.strings",
                "question.name",
                "request.method",
                "response.status_code",
                "domain",
                "operation",
                "result",
                "roles",
                "group.name",
                "thread.Ext.call_stack_summary"
            };
            for (String leaf : leaves) {
                for (String from : roots) {
                    names.add(from + "." + leaf);
                }
            }
        }
        names.stream().distinct().limit(size).forEach(name -> builder.add(name, 1024));
        return builder.build();
    }

    /**
     * The ratio that the budget asks for, by CPU time of this thread and therefore of use on a busy machine: both in
     * turn, the best round of each.
     */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        for (String events : List.of("flow", "process")) {
            for (int fields : List.of(8, 420)) {
                ReadBenchmark bench = new ReadBenchmark();
                bench.events = events;
                bench.fields = fields;
                bench.setup();
                long reader = Long.MAX_VALUE;
                long jackson = Long.MAX_VALUE;
                for (int i = 0; i < rounds; i++) {
                    reader = Math.min(reader, cpuNanos(bench::reader));
                    jackson = Math.min(jackson, cpuNanos(bench::jackson));
                }
                System.out.printf(
                        "%-8s %3d fields: reader %5d ns, jackson %5d ns an event, ratio %.2f, %.2f ns a byte%n",
                        events,
                        fields,
                        reader / EVENTS,
                        jackson / EVENTS,
                        (double) jackson / reader,
                        (double) reader / bench.buffer.length);
            }
        }
    }

    private static long cpuNanos(IntSupplier work) {
        long start = THREADS.getCurrentThreadCpuTime();
        if (work.getAsInt() == 0) {
            throw new IllegalStateException("no value was read");
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
