package io.picket.detect;

import static io.picket.detect.ThresholdKit.DAY0;
import static io.picket.detect.ThresholdKit.MINUTE;
import static io.picket.detect.ThresholdKit.SECOND;
import static io.picket.detect.ThresholdKit.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.ThresholdResult;
import io.picket.alert.ThresholdResult.Distinct;
import io.picket.detect.ThresholdKit.Counting;
import io.picket.detect.ThresholdKit.Happening;
import io.picket.detect.ThresholdKit.Heard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The schedule clock against what the engine it follows does, case by case. */
class ThresholdScheduleTest {

    private static final Counting SCAN =
            Counting.by("destination.ip", "source.ip").distinct("destination.port", 250);

    private static List<Happening> ports(String source, String target, int firstPort, int count, long from) {
        List<Happening> flows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flows.add(Happening.at(from + i, flow(source, target, firstPort + i)));
        }
        return flows;
    }

    private static Heard run(Counting counting, List<Happening> happenings) {
        return ThresholdKit.run(counting, Clock.SCHEDULE, happenings);
    }

    @Test
    void distinctCountIsComparedInclusively() {
        assertThat(run(SCAN, ports("10.0.0.5", "10.0.0.9", 1, 249, DAY0 + 1)).alerts)
                .isEmpty();

        Heard heard = run(SCAN, ports("10.0.0.5", "10.0.0.9", 1, 250, DAY0 + 1));

        assertThat(heard.results()).singleElement().satisfies(result -> {
            assertThat(result.fields()).containsExactly("destination.ip", "source.ip");
            assertThat(result.values()).containsExactly("10.0.0.9", "10.0.0.5");
            assertThat(result.count()).isEqualTo(250);
            assertThat(result.countExact()).isTrue();
            assertThat(result.cardinality()).contains(new Distinct("destination.port", 250, true));
            assertThat(result.first()).isEqualTo(DAY0 + 1);
            assertThat(result.last()).isEqualTo(DAY0 + 250);
            assertThat(result.raised()).isEqualTo(DAY0 + 5 * MINUTE);
            assertThat(result.start()).isEqualTo(DAY0 - 4 * MINUTE);
        });
    }

    @Test
    void repeatedPortsAreNotMoreOfThem() {
        List<Happening> flows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            flows.add(Happening.at(DAY0 + 1 + i, flow("10.0.0.5", "10.0.0.9", i % 249)));
        }
        assertThat(run(SCAN, flows).alerts).isEmpty();
    }

    @Test
    void afterAnAlertTheWholeThresholdIsNeededFromNewerEvents() {
        List<Happening> flows = new ArrayList<>(ports("10.0.0.5", "10.0.0.9", 1, 250, DAY0 + 4 * MINUTE));
        flows.addAll(ports("10.0.0.5", "10.0.0.9", 1, 249, DAY0 + 6 * MINUTE));
        assertThat(run(SCAN, flows).alerts).hasSize(1);

        flows.add(Happening.at(DAY0 + 9 * MINUTE, flow("10.0.0.5", "10.0.0.9", 60_000)));
        Heard heard = run(SCAN, flows);
        assertThat(heard.results())
                .extracting(ThresholdResult::raised)
                .containsExactly(DAY0 + 5 * MINUTE, DAY0 + 10 * MINUTE);
        assertThat(heard.results().get(1).count()).isEqualTo(250);
    }

    @Test
    void eventsBelowTheThresholdCountAgainInTheNextOverlappingWindow() {
        List<Happening> flows = new ArrayList<>(ports("10.0.0.5", "10.0.0.9", 1, 200, DAY0 + 4 * MINUTE));
        flows.addAll(ports("10.0.0.5", "10.0.0.9", 201, 50, DAY0 + 6 * MINUTE));
        assertThat(run(SCAN, flows).results())
                .extracting(ThresholdResult::raised)
                .containsExactly(DAY0 + 10 * MINUTE);
    }

    @Test
    void maxSignalsTakesTheLowestKeysAndTheRestIsEligibleNextTime() {
        List<Happening> flows = new ArrayList<>();
        for (String target :
                List.of("10.0.0.100", "10.0.0.9", "9.255.0.1", "10.0.0.20", "10.0.0.3", "10.0.0.4", "10.0.0.5")) {
            flows.addAll(ports("10.1.1.1", target, 1, 250, DAY0 + 4 * MINUTE));
        }
        Heard first = run(SCAN.maxSignals(5), flows);
        assertThat(first.groups())
                .extracting(values -> values.get(0))
                .containsExactly("9.255.0.1", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.9");
        assertThat(first.overflows).singleElement().satisfies(overflow -> {
            assertThat(overflow.count()).isEqualTo(2);
            assertThat(overflow.groups()).containsExactly("10.0.0.20 · 10.1.1.1", "10.0.0.100 · 10.1.1.1");
        });

        flows.add(Happening.at(DAY0 + 9 * MINUTE, flow("10.9.9.9", "10.9.9.9", 1)));
        Heard second = run(SCAN.maxSignals(5), flows);
        assertThat(second.groups())
                .extracting(values -> values.get(0))
                .containsExactly(
                        "9.255.0.1", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.9", "10.0.0.20", "10.0.0.100");
    }

    @Test
    void exactlyMaxSignalsIsNoOverflow() {
        List<Happening> flows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            flows.addAll(ports("10.1.1.1", "10.0.0." + i, 1, 250, DAY0 + 4 * MINUTE));
        }
        Heard heard = run(SCAN.maxSignals(5), flows);
        assertThat(heard.alerts).hasSize(5);
        assertThat(heard.overflows).isEmpty();
    }

    @Test
    void everyElementOfAnArrayIsAGroupAndCountsOnce() {
        List<Happening> flows = new ArrayList<>();
        for (int port = 1; port <= 250; port++) {
            Map<String, Object> fields = new HashMap<>(flow("", "10.0.0.9", port));
            fields.put("source.ip", List.of("10.0.0.1", "8.8.8.8", "10.0.0.1"));
            flows.add(Happening.at(DAY0 + port, fields));
        }
        Heard heard = run(SCAN, flows);
        assertThat(heard.groups()).containsExactly(List.of("10.0.0.9", "8.8.8.8"), List.of("10.0.0.9", "10.0.0.1"));
        assertThat(heard.results()).extracting(ThresholdResult::count).containsExactly(250L, 250L);
    }

    @Test
    void anEventThatLacksAGroupFieldBelongsToNoGroup() {
        List<Happening> flows = new ArrayList<>();
        for (int port = 1; port <= 300; port++) {
            flows.add(Happening.at(DAY0 + port, Map.of("source.ip", "10.0.0.5", "destination.port", port)));
            flows.add(Happening.at(
                    DAY0 + port,
                    Map.of("source.ip", "10.0.0.5", "destination.ip", "no address", "destination.port", port)));
        }
        assertThat(run(SCAN, flows).alerts).isEmpty();
    }

    @Test
    void twoHostsThatScanEachOtherAreTwoAlerts() {
        List<Happening> flows = new ArrayList<>(ports("10.0.0.5", "10.0.0.9", 1, 250, DAY0 + 1));
        flows.addAll(ports("10.0.0.9", "10.0.0.5", 1, 250, DAY0 + 1));
        Heard heard = run(SCAN, flows);
        assertThat(heard.alerts)
                .extracting(alert -> alert.id())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void bothEndsOfTheRangeBelongToIt() {
        Counting two = Counting.by("source.ip").atLeast(2);
        long run = DAY0 + 10 * MINUTE;
        Happening atStart = Happening.at(run - 9 * MINUTE, flow("10.0.0.5", "10.0.0.9", 1));
        Happening atEnd = Happening.at(run, flow("10.0.0.5", "10.0.0.9", 2));
        assertThat(run(two, List.of(atStart, atEnd)).results())
                .extracting(ThresholdResult::count)
                .containsExactly(2L);
        Happening before = Happening.at(run - 9 * MINUTE - 1, flow("10.0.0.5", "10.0.0.9", 1));
        assertThat(run(two, List.of(before, atEnd)).alerts).isEmpty();
    }

    @Test
    void aRunSeesWhatHadArrivedByThen() {
        Counting two = Counting.by("source.ip").atLeast(2);
        long happened = DAY0 + 4 * MINUTE;
        Happening inTime = new Happening(happened, happened, "a", flow("10.0.0.5", "10.0.0.9", 1));
        Happening late = new Happening(happened, DAY0 + 6 * MINUTE, "b", flow("10.0.0.5", "10.0.0.9", 2));
        Happening tooLate = new Happening(happened, DAY0 + 14 * MINUTE, "b", flow("10.0.0.5", "10.0.0.9", 2));
        assertThat(run(two, List.of(inTime, late)).results())
                .extracting(ThresholdResult::raised)
                .containsExactly(DAY0 + 10 * MINUTE);
        assertThat(run(two, List.of(inTime, tooLate)).alerts).isEmpty();
    }

    @Test
    void anEventThatComesLateIsNotCountedForAGroupThatAlertedOnNewerOnes() {
        Counting two = Counting.by("source.ip").atLeast(2);
        long t = DAY0 + 4 * MINUTE;
        List<Happening> flows = List.of(
                new Happening(t, t, "a", flow("10.0.0.5", "10.0.0.9", 1)),
                new Happening(t + 1, t + 1, "b", flow("10.0.0.5", "10.0.0.9", 2)),
                new Happening(t + 1, DAY0 + 6 * MINUTE, "c", flow("10.0.0.5", "10.0.0.9", 3)),
                new Happening(t + 2, DAY0 + 6 * MINUTE, "d", flow("10.0.0.5", "10.0.0.9", 4)));
        assertThat(run(two, flows).results()).extracting(ThresholdResult::count).containsExactly(2L);
    }

    @Test
    void anEventOfSeveralGroupsIsGoneForAllOnceOneOfThemAlerted() {
        Counting two = Counting.by("source.ip").atLeast(2);
        long t = DAY0 + 4 * MINUTE;
        List<Happening> flows = List.of(
                Happening.at(t, Map.of("source.ip", List.of("10.0.0.1", "10.0.0.2"))),
                Happening.at(t + 1, Map.of("source.ip", "10.0.0.1")),
                Happening.at(DAY0 + 6 * MINUTE, Map.of("source.ip", "10.0.0.2")));
        assertThat(run(two, flows).groups()).containsExactly(List.of("10.0.0.1"));
    }

    @Test
    void aRememberedTimeIsForgottenWhenARangeBeginsAtIt() {
        Counting one = Counting.by("source.ip").every(5 * MINUTE, 10 * MINUTE, 0);
        Happening onTheMark = Happening.at(DAY0 + 5 * MINUTE, Map.of("source.ip", "10.0.0.1"));
        Happening later = Happening.at(DAY0 + 60 * MINUTE, Map.of("source.ip", "10.0.0.2"));
        assertThat(run(one, List.of(onTheMark, later)).results())
                .extracting(ThresholdResult::raised)
                .containsExactly(DAY0 + 5 * MINUTE, DAY0 + 15 * MINUTE, DAY0 + 60 * MINUTE);
    }

    @Test
    void ungroupedRulesCountEverythingAndAlertOnceARun() {
        List<Happening> flows = ports("10.0.0.5", "10.0.0.9", 1, 20_000, DAY0 + 1);
        Heard heard = run(Counting.by().atLeast(20_000).distinct("destination.port", 20_000), flows);
        assertThat(heard.results()).singleElement().satisfies(result -> {
            assertThat(result.values()).isEmpty();
            assertThat(result.count()).isEqualTo(20_000);
            assertThat(result.cardinality().orElseThrow().count()).isEqualTo(20_000);
        });
    }

    @Test
    void everyArrayElementOfTheCountedFieldCounts() {
        Counting args = Counting.by("host.id", "process.executable").distinct("process.args", 100);
        List<Happening> pings = new ArrayList<>();
        for (int i = 0; i < 97; i++) {
            pings.add(Happening.at(
                    DAY0 + i + 1,
                    Map.of(
                            "host.id",
                            "h",
                            "process.executable",
                            "/usr/bin/ping",
                            "process.args",
                            List.of("ping", "-c1", "10.0.0." + i))));
        }
        assertThat(run(args, pings).alerts).isEmpty();
        pings.add(Happening.at(
                DAY0 + 98,
                Map.of(
                        "host.id",
                        "h",
                        "process.executable",
                        "/usr/bin/ping",
                        "process.args",
                        List.of("ping", "-c1", "x"))));
        assertThat(run(args, pings).results()).singleElement().satisfies(result -> {
            assertThat(result.count()).isEqualTo(98);
            assertThat(result.cardinality().orElseThrow().count()).isEqualTo(100);
        });
    }

    @Test
    void valuesOfAnyTypeAreKeysInTheirOrder() {
        Counting counting =
                Counting.by("ratio", "flag", "unknown", "source.port").maxSignals(1000);
        List<Happening> events = new ArrayList<>();
        for (Object ratio : List.of(-1.5, 0.25, -20, 100.5)) {
            for (Object flag : List.of(true, "false")) {
                for (Object unknown : List.of("text", 7, 2.5)) {
                    for (Object port : List.of("100", 20, -3)) {
                        events.add(Happening.at(
                                DAY0 + 1,
                                Map.of("ratio", ratio, "flag", flag, "unknown", unknown, "source.port", port)));
                    }
                }
            }
        }
        List<List<Object>> groups = run(counting, events).groups();
        assertThat(groups).hasSize(4 * 2 * 3 * 3);
        assertThat(groups)
                .extracting(values -> values.get(0))
                .startsWith(-20.0)
                .endsWith(100.5)
                .isSorted();
        assertThat(groups.subList(0, 3))
                .containsExactly(
                        List.of(-20.0, false, 7L, -3L),
                        List.of(-20.0, false, 7L, 20L),
                        List.of(-20.0, false, 7L, 100L));
    }

    @Test
    void yearsBetweenEventsCostNothing() {
        List<Happening> flows = new ArrayList<>();
        for (int year = 0; year < 5_000; year++) {
            flows.add(Happening.at(DAY0 + year * 365L * 24 * 60 * MINUTE, Map.of("source.ip", "10.0.0.1")));
        }
        assertThat(run(Counting.by("source.ip").every(SECOND, 2 * SECOND - 1, 0), flows).alerts)
                .hasSize(5_000);
    }

    @Test
    void moreThanTheCapIsNeverRaised() {
        List<Happening> events = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            events.add(Happening.at(DAY0 + 1, Map.of("user.name", "user" + i)));
        }
        Heard heard = run(Counting.by("user.name").maxSignals(5_000), events);
        assertThat(heard.alerts).hasSize(1_000);
        assertThat(heard.overflows)
                .singleElement()
                .satisfies(overflow -> assertThat(overflow.count()).isEqualTo(500));
    }
}
