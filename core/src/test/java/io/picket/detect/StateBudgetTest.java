package io.picket.detect;

import static io.picket.detect.ThresholdKit.DAY0;
import static io.picket.detect.ThresholdKit.MINUTE;
import static io.picket.detect.ThresholdKit.SECOND;
import static io.picket.detect.ThresholdKit.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.ThresholdResult;
import io.picket.condition.IpAddress;
import io.picket.detect.ThresholdKit.Counting;
import io.picket.detect.ThresholdKit.Happening;
import io.picket.detect.ThresholdKit.Heard;
import io.picket.event.Event;
import io.picket.rule.Rule;
import io.picket.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory ends some time: what is given up then, and what is said of it. */
class StateBudgetTest {

    private static final long SLACK = 256 << 10;

    private static final Counting SCAN =
            Counting.by("source.ip", "destination.ip").distinct("destination.port", 250);

    @ParameterizedTest
    @EnumSource
    void aFloodOfAMillionSourcesStaysInTheBudgetAndHidesNoScan(Clock clock) {
        Rule rule = SCAN.rule();
        Heard heard = new Heard();
        StateBudget budget = StateBudget.of(8 << 20);
        Detector detector = ThresholdKit.detector(rule, clock, heard, budget);
        Event event = new Event(ThresholdKit.table(rule));
        long most = 0;
        for (int i = 0; i < 1_000_000; i++) {
            long time = DAY0 + i / 10;
            String source = IpAddress.v4(0xB000_0000 + i).toString();
            add(detector, event, time, flow(source, "10.0.0.9", 443));
            if (i % 2_000 == 0) {
                add(detector, event, time, flow("10.0.0.5", "10.0.0.9", 1 + i / 2_000));
            }
            if (i % 1_000 == 0) {
                most = Math.max(most, detector.status().stateBytes());
            }
        }
        detector.finish();

        assertThat(most).isBetween(budget.bytes() / 2, budget.bytes() + SLACK);
        assertThat(detector.status().shedGroups()).isGreaterThan(500_000);
        assertThat(heard.groups()).containsExactly(List.of("10.0.0.5", "10.0.0.9"));
        ThresholdResult scan = heard.results().getFirst();
        assertThat(scan.cardinality().orElseThrow().count()).isEqualTo(500);
    }

    @Test
    void aFloodInOneRuleChangesNothingInAnother() {
        List<Happening> scan = new ArrayList<>();
        for (int port = 1; port <= 300; port++) {
            scan.add(Happening.at(DAY0 + port * SECOND, flow("10.0.0.5", "10.0.0.9", port)));
        }
        Heard alone = ThresholdKit.run(SCAN, Clock.STREAM, scan);
        Heard beside = new Heard();
        Detector quiet = ThresholdKit.detector(SCAN.rule(), Clock.STREAM, beside, StateBudget.of(1 << 20));
        Rule loudRule = Counting.by("user.name").atLeast(3).rule();
        Detector loud = ThresholdKit.detector(loudRule, Clock.STREAM, new Heard(), StateBudget.of(1 << 20));
        Event event = new Event(ThresholdKit.table(SCAN.rule()));
        Event other = new Event(ThresholdKit.table(loudRule));
        for (Happening one : scan) {
            for (int i = 0; i < 500; i++) {
                add(loud, other, one.primary(), Map.of("user.name", one.primary() + "-" + i));
            }
            ThresholdKit.fill(event, one);
            quiet.add(event, one.primary(), one.arrival());
        }
        quiet.finish();
        assertThat(loud.status().shedGroups()).isGreaterThan(1_000);
        assertThat(beside.alerts).isEqualTo(alone.alerts);
        assertThat(quiet.status().shedGroups()).isZero();
    }

    @Test
    void aFloodOfGroupsThatAllCrossIsFoldedCountedAndBounded() {
        Rule rule = Counting.by("user.name").maxSignals(10).rule();
        Heard heard = new Heard();
        StateBudget budget = StateBudget.of(8 << 20);
        Detector detector = ThresholdKit.detector(rule, Clock.STREAM, heard, budget);
        Event event = new Event(ThresholdKit.table(rule));
        int users = 200_000;
        for (int i = 0; i < users; i++) {
            add(detector, event, DAY0 + 1 + i / 100, Map.of("user.name", "user" + i));
            assertThat(detector.status().stateBytes()).isLessThan(budget.bytes() + SLACK);
        }
        detector.finish();
        long folded = heard.overflows.stream().mapToLong(Overflow::count).sum();
        assertThat(heard.alerts.size() + folded).isGreaterThanOrEqualTo(users);
        assertThat(heard.overflows).allSatisfy(overflow -> {
            assertThat(overflow.groups()).hasSizeLessThanOrEqualTo(Overflow.GROUPS_LISTED);
            assertThat(overflow.groups()).isSorted();
        });
        assertThat(detector.status().overflowAlerts()).isEqualTo(folded);
    }

    /** What is called exact is what an unlimited detector says; anything else is at most that. */
    @ParameterizedTest
    @Seeds(6)
    void whatIsCalledExactIsExact(long seed) {
        Random random = new Random(seed);
        Counting rule = Counting.by("user.name")
                .atLeast(random.nextInt(3))
                .distinct("process.args", 1 + random.nextInt(30))
                .every(MINUTE, 2 * MINUTE, 0)
                .maxSignals(1_000);
        List<Happening> happenings = new ArrayList<>();
        long time = DAY0;
        int users = 2_000 + random.nextInt(4_000);
        for (int i = 0; i < 20_000; i++) {
            time += random.nextInt(20);
            double skew = random.nextDouble();
            happenings.add(new Happening(
                    time,
                    time,
                    "e" + i,
                    Map.of(
                            "user.name",
                            "user" + (int) (users * skew * skew * skew),
                            "process.args",
                            "argument-" + random.nextInt(100))));
        }
        for (Clock clock : Clock.values()) {
            Heard limited = new Heard();
            Detector detector =
                    ThresholdKit.detector(rule.rule(), clock, limited, StateBudget.of(StateBudget.BYTES_MIN));
            ThresholdKit.feed(detector, rule.rule(), clock, happenings);
            detector.finish();
            assertThat(detector.status().shedEvents()).isPositive();
            List<ThresholdResult> truth =
                    ThresholdKit.run(rule, clock, happenings).results();
            for (ThresholdResult result : limited.results()) {
                boolean exact = result.countExact()
                        && result.cardinality().orElseThrow().exact();
                if (exact && clock == Clock.STREAM) {
                    assertThat(truth).anySatisfy(whole -> {
                        assertThat(whole.values()).isEqualTo(result.values());
                        assertThat(whole.start()).isEqualTo(result.start());
                        assertThat(whole.count()).isEqualTo(result.count());
                        assertThat(whole.cardinality()).isEqualTo(result.cardinality());
                    });
                }
            }
        }
    }

    private static void add(Detector detector, Event event, long time, Map<String, Object> fields) {
        ThresholdKit.fill(event, new Happening(time, time, "x", fields));
        detector.add(event, time, time);
    }
}
