package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.provider.ValueSource;

class NewTermsDetectorTest {

    private static final long MINUTE = 60_000;

    private static SketchRule rule(String... fields) {
        return SketchRule.newTerms(List.of(fields), "now-1h")
                .schedule(Duration.ofMinutes(5), Duration.ofMinutes(9), Duration.ZERO);
    }

    private static Sketch at(String id, long minute, List<String> hosts, List<String> users) {
        return new Sketch(id, minute * MINUTE, minute * MINUTE, hosts, users);
    }

    private static Sketch at(String id, long minute, String host) {
        return at(id, minute, List.of(host), List.of());
    }

    private static Replay replay(Rule rule, Clock clock, Sketch... sketches) {
        Replay replay = new Replay(rule, clock);
        List.of(sketches).forEach(replay::add);
        replay.detector.finish();
        return replay;
    }

    private static List<String> shown(Replay replay) {
        return replay.alerts.stream()
                .map(alert -> Replay.field(alert, "n") + " " + Replay.field(alert, "kibana.alert.new_terms"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void theFirstEventOfAValueAlertsOnce(Clock clock) {
        assertThat(shown(replay(
                        rule("host.name").build(),
                        clock,
                        at("a", 1, "h"),
                        at("b", 2, "h"),
                        at("c", 20, "h"),
                        at("d", 20, "i"))))
                .containsExactly("a [h]", "d [i]");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void aValueIsNewAgainWhenTheHistoryForgotIt(Clock clock) {
        assertThat(shown(replay(rule("host.name").build(), clock, at("a", 1, "h"), at("b", 70, "h"))))
                .containsExactly("a [h]", "b [h]");
    }

    @Test
    void theFirstEventExactlyAtTheStartOfTheRangeIsNotNew() {
        Rule rule = rule("host.name")
                .schedule(Duration.ofMinutes(10), Duration.ofMinutes(9), Duration.ZERO)
                .build();
        assertThat(replay(rule, Clock.SCHEDULE, at("a", 1, "h")).alerts).isEmpty();
        assertThat(shown(
                        replay(rule, Clock.SCHEDULE, new Sketch("a", MINUTE + 1, MINUTE + 1, List.of("h"), List.of()))))
                .containsExactly("a [h]");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void severalFieldsAreEveryCombinationAndAMissingOneIsNone(Clock clock) {
        assertThat(shown(replay(
                        rule("host.name", "user.name").build(),
                        clock,
                        at("a", 1, List.of("h"), List.of()),
                        at("b", 2, List.of("h", "i"), List.of("u", "v")))))
                .containsExactlyInAnyOrder("b [h, u]", "b [h, v]", "b [i, u]", "b [i, v]");
    }

    @Test
    void beyondTheLimitTermsAreTakenInTheirOrder() {
        Replay replay = replay(
                rule("host.name").maxSignals(2).build(),
                Clock.SCHEDULE,
                at("a", 2, "z"),
                at("b", 1, "y"),
                at("c", 3, "x"),
                at("d", 9, "z"));
        assertThat(shown(replay)).containsExactly("c [x]", "b [y]", "a [z]");
        assertThat(replay.overflows)
                .hasSize(1)
                .first()
                .satisfies(cut -> assertThat(cut.groups()).containsExactly("z"));
        assertThat(replay.detector.status().warnings().getFirst()).startsWith(RunNotes.LIMIT_REACHED);
        assertThat(replay.detector.status().overflowAlerts()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void historyThatTheDataDoesNotHaveIsSaidSo(Clock clock) {
        Replay early = replay(rule("host.name").build(), clock, at("a", 1, "h"), at("b", 20, "i"));
        assertThat(early.detector.status().warnings())
                .containsExactly("History of 60 minutes is not in the data, which begins at 1970-01-01T00:01:00Z:"
                        + " alerts that may be on values seen before that: 2.");
        Replay late = new Replay(rule("host.name").build(), clock);
        late.detector.advance(0);
        late.add(at("a", 61, "h")).detector.finish();
        assertThat(late.alerts).hasSize(1);
        assertThat(late.detector.status().warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void beyondTheBudgetTheOldestAreForgottenAndSaidSo(Clock clock) {
        Replay replay =
                new Replay(rule("host.name").maxSignals(100_000).build(), clock, StateBudget.of(StateBudget.BYTES_MIN));
        for (int i = 0; i < 3_000; i++) {
            replay.add(at("e" + i, 1, "h" + i));
        }
        DetectorStatus status = replay.detector.status();
        assertThat(status.stateBytes()).isLessThanOrEqualTo(StateBudget.BYTES_MIN);
        assertThat(status.shedGroups()).isPositive();
        assertThat(status.warnings())
                .anyMatch(
                        warning -> warning.startsWith("Values forgotten because the rule's memory budget was reached"));
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void manyValuesInManyFieldsAreBounded(Clock clock) {
        List<String> many =
                java.util.stream.IntStream.range(0, 200).mapToObj(i -> "v" + i).toList();
        Replay replay = replay(rule("host.name", "user.name").maxSignals(1).build(), clock, at("a", 1, many, many));
        assertThat(replay.overflows.stream().mapToLong(Overflow::count).sum()).isEqualTo(FieldTuples.PER_EVENT_MAX - 1);
        assertThat(replay.detector.status().shedGroups()).isPositive();
    }

    @Test
    void suppressionComparesWholeArraysAndCountsWhatIsFoundInTheRun() {
        Rule rule = rule("host.name")
                .suppression(new Suppression(List.of("user.name"), Optional.empty(), true))
                .build();
        Sketch[] events = {
            at("a", 1, List.of("h1"), List.of("u", "v")),
            at("b", 2, List.of("h2"), List.of("v", "u")),
            at("c", 3, List.of("h3"), List.of("u")),
            at("d", 4, List.of("h4"), List.of())
        };
        for (Clock clock : Clock.values()) {
            assertThat(replay(rule, clock, events).alerts.stream()
                            .map(alert -> Replay.field(alert, "n") + " "
                                    + Replay.field(alert, "kibana.alert.suppression.terms") + " "
                                    + Replay.field(alert, "kibana.alert.suppression.docs_count")))
                    .containsExactlyInAnyOrder(
                            "a [{field=user.name, value=[u, v]}] 1",
                            "c [{field=user.name, value=u}] 0",
                            "d [{field=user.name, value=null}] 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"now-9m", "now-5m", "yesterday", "now", "now-1h/h"})
    void aHistoryThatIsNoneIsRefused(String start) {
        Rule rule = SketchRule.newTerms(List.of("host.name"), start)
                .schedule(Duration.ofMinutes(5), Duration.ofMinutes(9), Duration.ZERO)
                .build();
        assertThat(Detectors.problems(rule, Replay.TYPES)).hasSize(1);
        assertThatThrownBy(() -> new Replay(rule, Clock.STREAM)).isInstanceOf(IllegalArgumentException.class);
    }
}
