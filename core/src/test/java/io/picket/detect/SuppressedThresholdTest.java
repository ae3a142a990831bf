package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.detect.Replay.Sketch;
import io.picket.rule.Rule;
import io.picket.rule.Suppression;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SuppressedThresholdTest {

    private static final long MINUTE = 60_000;

    private static Rule rule(Optional<Duration> duration) {
        return SketchRule.threshold(List.of("host.name"), 2)
                .schedule(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ZERO)
                .suppression(new Suppression(List.of(), duration, true))
                .build();
    }

    /** Two events of a host half a minute after a minute, and a quarter of a minute later. */
    private static List<Sketch> burst(String host, long minute) {
        long time = minute * MINUTE + 30_000;
        return List.of(
                new Sketch(host + time, time, time, List.of(host), List.of()),
                new Sketch(host + time + "+", time + 15_000, time + 15_000, List.of(host), List.of()));
    }

    private static Replay replay(Rule rule, Clock clock, List<List<Sketch>> bursts) {
        Replay replay = new Replay(rule, clock);
        bursts.forEach(burst -> burst.forEach(replay::add));
        replay.detector.finish();
        return replay;
    }

    private static List<String> shown(Replay replay) {
        return replay.alerts.stream()
                .map(alert -> alert.time() / MINUTE + " " + Replay.field(alert, "host.name") + " +"
                        + Replay.field(alert, "kibana.alert.suppression.docs_count"))
                .toList();
    }

    private static final List<List<Sketch>> BURSTS =
            List.of(burst("a", 1), burst("a", 11), burst("b", 12), burst("a", 21), burst("a", 41));

    @Test
    void onScheduleARunThatMeetsTheThresholdAgainCountsOnTheAlert() {
        assertThat(shown(replay(rule(Optional.of(Duration.ofMinutes(20))), Clock.SCHEDULE, BURSTS)))
                .containsExactlyInAnyOrder("5 a +2", "15 b +0", "45 a +0");
    }

    @Test
    void onStreamAnEpisodeWithinTheWindowCountsOnTheAlert() {
        assertThat(shown(replay(rule(Optional.of(Duration.ofMinutes(20))), Clock.STREAM, BURSTS)))
                .containsExactlyInAnyOrder("1 a +2", "12 b +0", "41 a +0");
    }

    @Test
    void theWindowDoesNotSlide() {
        assertThat(shown(replay(rule(Optional.of(Duration.ofMinutes(10))), Clock.STREAM, BURSTS)))
                .containsExactlyInAnyOrder("1 a +1", "12 b +0", "21 a +0", "41 a +0");
    }

    @Test
    void withoutADurationNothingIsSuppressed() {
        assertThat(replay(rule(Optional.empty()), Clock.SCHEDULE, BURSTS).alerts)
                .hasSize(5)
                .noneMatch(alert -> alert.fields().containsKey("kibana.alert.suppression.docs_count"));
    }

    @Test
    void theAlertSaysFromWhenToWhenAndHowItGrew() {
        Replay replay = replay(
                rule(Optional.of(Duration.ofMinutes(1))),
                Clock.STREAM,
                List.of(burst("a", 1), burst("a", 4), burst("a", 8)));
        assertThat(replay.alerts)
                .hasSize(1)
                .first()
                .satisfies(alert -> assertThat(alert.fields())
                        .containsEntry("kibana.alert.suppression.start", "1970-01-01T00:01:30.000Z")
                        .containsEntry("kibana.alert.suppression.end", "1970-01-01T00:08:45.000Z")
                        .containsEntry("kibana.alert.suppression.docs_count", 0L)
                        .hasEntrySatisfying(
                                "kibana.alert.threshold_result",
                                result -> assertThat(result.toString()).contains("count=6")));
    }

    @Test
    void whoShowsAlertsLiveSeesTheOneAlertGrow() {
        List<String> live = new ArrayList<>();
        AlertSink sink = new AlertSink() {
            @Override
            public void alert(io.picket.alert.Alert alert) {
                live.add("complete " + counts(alert));
            }

            @Override
            public void ongoing(Supplier<io.picket.alert.Alert> alert) {
                live.add("ongoing " + counts(alert.get()));
            }
        };
        Detector detector = Detectors.of(
                rule(Optional.of(Duration.ofMinutes(20))),
                Clock.STREAM,
                Replay.EVENTS.table(),
                Replay.TYPES,
                sink,
                StateBudget.DEFAULT);
        for (Sketch sketch : List.of(burst("a", 1), burst("a", 11)).stream()
                .flatMap(List::stream)
                .toList()) {
            detector.add(Replay.EVENTS.read("logs-x", sketch.id(), sketch.json()), sketch.primary(), sketch.arrival());
        }
        detector.advance(60 * MINUTE);
        assertThat(live).containsExactly("ongoing a +0", "ongoing a +1", "complete a +1");
    }

    private static String counts(io.picket.alert.Alert alert) {
        return Replay.field(alert, "host.name") + " +" + Replay.field(alert, "kibana.alert.suppression.docs_count");
    }

    @Test
    void stoppingAnywhereChangesNothing() {
        for (Clock clock : Clock.values()) {
            Rule rule = rule(Optional.of(Duration.ofMinutes(20)));
            List<Sketch> all = BURSTS.stream().flatMap(List::stream).toList();
            for (int stop = 0; stop <= all.size(); stop++) {
                Replay replay = new Replay(rule, clock);
                all.subList(0, stop).forEach(replay::add);
                replay.restart();
                all.subList(stop, all.size()).forEach(replay::add);
                replay.detector.finish();
                assertThat(replay.alerts).isEqualTo(replay(rule, clock, BURSTS).alerts);
            }
        }
    }
}
