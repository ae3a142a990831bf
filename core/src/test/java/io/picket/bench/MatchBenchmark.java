package io.picket.bench;

import io.picket.condition.Field;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.Filling;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import software.amazon.event.ruler.Machine;

/**
 * Events matched a second against {@code rules} rules: ours on events that were read before, and AWS Event Ruler on the
 * same rules and the same events as JSON, which it reads itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class MatchBenchmark {

    static final int EVENTS = 1_000;

    @Param({"1000", "2000", "4000"})
    int rules;

    @Param({"process", "network"})
    String kind;

    private Matcher matcher;
    private List<Event> events;
    private List<String> documents;
    private Machine ruler;

    @Setup
    public void prepare() throws Exception {
        SyntheticRules made = SyntheticRules.of(rules);
        documents = SyntheticRules.events(EVENTS, kind.equals("process"));
        FieldTable table = Filling.table(
                made,
                MatchPlan.fields(made.conditions()).stream().map(Field::name).toList());
        matcher = new Matcher(MatchPlan.of(made.conditions(), made, table));
        events = new ArrayList<>();
        for (String document : documents) {
            Event event = new Event(table);
            Filling.fill(event, document);
            events.add(event);
        }
        ruler = Machine.builder().build();
        for (int i = 0; i < rules; i++) {
            ruler.addRule("rule-" + i, made.rulerRules.get(i));
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int picket() {
        int matches = 0;
        for (Event event : events) {
            matches += matcher.match(event);
        }
        return matches;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int eventRuler() throws Exception {
        int matches = 0;
        for (String document : documents) {
            matches += ruler.rulesForJSONEvent(document).size();
        }
        return matches;
    }
}
