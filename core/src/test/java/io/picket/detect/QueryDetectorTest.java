package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.detect.Replay.Sketch;
import io.picket.rule.Rule;
import io.picket.rule.Suppression;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueryDetectorTest {

    private static final long MINUTE = 60_000;

    private static Sketch at(String id, long minute, String... hosts) {
        return new Sketch(id, minute * MINUTE, minute * MINUTE, List.of(hosts), List.of());
    }

    private static SketchRule rule() {
        return SketchRule.query()
                .schedule(Duration.ofMinutes(5), Duration.ofMinutes(9), Duration.ZERO)
                .maxSignals(3);
    }

    private static Rule suppressing(Optional<Duration> duration, boolean missing) {
        return rule().maxSignals(10)
                .suppression(new Suppression(List.of("host.name"), duration, missing))
                .build();
    }

    private static Replay replay(Rule rule, Clock clock, Sketch... sketches) {
        Replay replay = new Replay(rule, clock);
        List.of(sketches).forEach(replay::add);
        replay.detector.finish();
        return replay;
    }

    private static List<String> shown(Replay replay) {
        return replay.alerts.stream()
                .map(alert -> alert.time() / MINUTE + " " + Replay.field(alert, "n")
                        + (alert.fields().containsKey("kibana.alert.suppression.docs_count")
                                ? " +" + Replay.field(alert, "kibana.alert.suppression.docs_count")
                                : ""))
                .toList();
    }

    @Test
    void alertsCarryTheRunsTimeOnSchedule() {
        assertThat(shown(replay(rule().build(), Clock.SCHEDULE, at("a", 1), at("b", 5), at("c", 6))))
                .containsExactly("5 a", "5 b", "10 c");
    }

    @Test
    void alertsCarryTheEventsTimeOnStream() {
        assertThat(shown(replay(rule().build(), Clock.STREAM, at("a", 1), at("b", 5), at("c", 6))))
                .containsExactly("1 a", "5 b", "6 c");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void exactlyAsManyAsAllowedIsNoWarning(Clock clock) {
        Replay replay = replay(rule().build(), clock, at("a", 1), at("b", 2), at("c", 3));
        assertThat(replay.alerts).hasSize(3);
        assertThat(replay.overflows).isEmpty();
        assertThat(replay.detector.status().warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void oneMoreIsCutAndSaidSo(Clock clock) {
        Replay replay = replay(rule().build(), clock, at("a", 1), at("b", 2), at("c", 3), at("d", 4));
        assertThat(replay.alerts.stream().map(alert -> Replay.field(alert, "n")))
                .containsExactly("a", "b", "c");
        assertThat(replay.overflows).containsExactly(overflow(clock));
        assertThat(replay.detector.status().overflowAlerts()).isEqualTo(1);
        assertThat(replay.detector.status().warnings())
                .containsExactly(RunNotes.LIMIT_REACHED + " Runs: 1, the first at 1970-01-01T00:05:00Z.");
    }

    private static Overflow overflow(Clock clock) {
        long from = clock == Clock.STREAM ? 0 : -4 * MINUTE;
        return new Overflow("rule-1", from, 5 * MINUTE, 1, List.of("d"));
    }

    @Test
    void whatWasCutAlertsInALaterRunThatStillSeesIt() {
        Replay replay = replay(
                rule().build(),
                Clock.SCHEDULE,
                at("a", 0),
                at("b", 0),
                at("c", 0),
                at("d", 0),
                at("e", 2),
                at("f", 11));
        assertThat(shown(replay)).containsExactly("0 a", "0 b", "0 c", "5 d", "5 e", "15 f");
        assertThat(replay.detector.status().overflowAlerts()).isZero();
    }

    @Test
    void anEventThatComesTooLateIsSeenByNoRun() {
        Replay replay = replay(
                rule().build(),
                Clock.SCHEDULE,
                new Sketch("a", 0, 9 * MINUTE, List.of(), List.of()),
                new Sketch("b", MINUTE, 10 * MINUTE, List.of(), List.of()));
        assertThat(shown(replay)).containsExactly("10 b");
        assertThat(replay.detector.status().warnings())
                .containsExactly("Events that came too late for any run's range, left out: 1.");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void anEventWithoutATimeIsLeftOutAndSaidSo(Clock clock) {
        Replay replay = replay(
                rule().build(), clock, new Sketch("a", Detector.NO_TIME, Detector.NO_TIME, List.of(), List.of()));
        assertThat(replay.alerts).isEmpty();
        assertThat(replay.detector.status().warnings()).containsExactly("Events without a timestamp, left out: 1.");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void yearsBetweenEventsCostNothing(Clock clock) {
        Rule rule = rule().schedule(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ZERO)
                .build();
        long year = 365L * 24 * 60;
        Replay replay = replay(rule, clock, at("a", -year), at("b", 0), at("c", 50 * year), at("d", 8_000 * year));
        assertThat(replay.alerts).hasSize(4);
    }

    @Test
    void beyondTheBudgetEventsAreGivenUpAndCounted() {
        Replay replay =
                new Replay(rule().maxSignals(100_000).build(), Clock.SCHEDULE, StateBudget.of(StateBudget.BYTES_MIN));
        for (int i = 0; i < 3_000; i++) {
            replay.add(at("e" + i, 1));
        }
        DetectorStatus status = replay.detector.status();
        assertThat(status.stateBytes()).isLessThanOrEqualTo(StateBudget.BYTES_MIN);
        assertThat(status.shedEvents()).isPositive();
        replay.detector.finish();
        assertThat(replay.alerts.size() + status.shedEvents()).isEqualTo(3_000);
    }

    @Test
    void aWindowBeginsWithItsAlertAndDoesNotSlide() {
        Rule rule = suppressing(Optional.of(Duration.ofMinutes(10)), true);
        Sketch[] events = {at("a", 1, "h"), at("b", 9, "h"), at("c", 11, "h"), at("d", 12, "h"), at("e", 12, "other")};
        assertThat(shown(replay(rule, Clock.STREAM, events))).containsExactly("1 a +2", "12 d +0", "12 e +0");
        assertThat(shown(replay(rule, Clock.SCHEDULE, events))).containsExactly("5 a +3", "15 e +0");
    }

    @Test
    void withoutADurationEveryRunAndEveryIntervalBeginsAnew() {
        Rule rule = suppressing(Optional.empty(), true);
        Sketch[] events = {at("a", 1, "h"), at("b", 5, "h"), at("c", 6, "h")};
        assertThat(shown(replay(rule, Clock.STREAM, events))).containsExactly("1 a +1", "6 c +0");
        assertThat(shown(replay(rule, Clock.SCHEDULE, events))).containsExactly("5 a +1", "10 c +0");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void eventsThatLackTheFieldAreAGroupOrStandAlone(Clock clock) {
        Sketch[] events = {at("a", 1), at("b", 2), at("c", 3, "h")};
        assertThat(shown(replay(suppressing(Optional.empty(), true), clock, events)))
                .map(text -> text.substring(2))
                .containsExactlyInAnyOrder("a +1", "c +0");
        assertThat(shown(replay(suppressing(Optional.empty(), false), clock, events)))
                .map(text -> text.substring(2))
                .containsExactlyInAnyOrder("a", "b", "c +0");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void everyValueOfAnArrayIsAGroup(Clock clock) {
        Replay replay = replay(suppressing(Optional.empty(), true), clock, at("a", 1, "h", "i"), at("b", 2, "i"));
        assertThat(replay.alerts.stream()
                        .map(alert -> Replay.field(alert, "n") + " "
                                + Replay.field(alert, "kibana.alert.suppression.terms") + " "
                                + Replay.field(alert, "kibana.alert.suppression.docs_count")))
                .containsExactlyInAnyOrder("a [{field=host.name, value=h}] 0", "a [{field=host.name, value=i}] 1");
        assertThat(replay.alerts.stream().map(alert -> alert.id())).doesNotHaveDuplicates();
        assertThat(replay.alerts.stream().map(alert -> Replay.field(alert, "kibana.alert.instance.id")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void groupsBeyondTheLimitAreSaidSoInTheWordsForSuppression(Clock clock) {
        Rule rule = rule().maxSignals(1)
                .suppression(new Suppression(List.of("host.name"), Optional.empty(), true))
                .build();
        Replay replay = replay(rule, clock, at("a", 1, "h"), at("b", 2, "i"), at("c", 3, "i"), at("d", 4, "h"));
        assertThat(shown(replay)).map(text -> text.substring(2)).containsExactly("a +1");
        assertThat(replay.overflows).hasSize(1).first().satisfies(cut -> {
            assertThat(cut.count()).isEqualTo(1);
            assertThat(cut.groups()).containsExactly("i");
        });
        assertThat(replay.detector.status().warnings().getFirst()).startsWith(RunNotes.LIMIT_REACHED_SUPPRESSING);
    }
}
