package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.picket.alert.Alert;
import io.picket.detect.EqlReplay.Sketch;
import io.picket.rule.Overrides;
import io.picket.rule.Rule;
import io.picket.rule.Severity;
import io.picket.rule.Suppression;
import io.picket.testkit.Seeds;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the alerts of EQL rules look like, what they keep, and what they say of it. */
class EqlDetectorTest {

    private static final String PAIR = "sequence by k with maxspan=10s [any where A == true] [any where B == true]";

    private static Sketch at(String id, long seconds, String letters, String... keys) {
        long time = 1000 * seconds;
        return new Sketch(id, time, time, time, letters, List.of(keys), null);
    }

    private static EqlReplay replay(SketchRule rule, Clock clock, Sketch... sketches) {
        EqlReplay replay = new EqlReplay(rule.build(), clock);
        Arrays.stream(sketches).forEach(replay::add);
        replay.detector.finish();
        return replay;
    }

    private static Object field(Alert alert, String name) {
        Object value = alert.fields().get(name);
        return value == null ? "" : value;
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void aSequenceIsAnAlertAndABlockForEachEvent(Clock clock) {
        Overrides high = new Overrides(
                List.of(new Overrides.SeverityMapping("user", "x", Severity.HIGH)),
                Optional.of("@timestamp"),
                Optional.of("user"));
        EqlReplay replay =
                replay(SketchRule.eql(PAIR).overrides(high), clock, at("a", 1, "A", "x"), at("b", 3, "B", "x"));
        assertThat(replay.alerts).hasSize(3);
        Alert whole = replay.alerts.getFirst();
        assertThat(field(whole, "kibana.alert.group.id")).isEqualTo(whole.id());
        assertThat(whole.fields())
                .doesNotContainKeys("kibana.alert.group.index", "n", "A", "kibana.alert.building_block_type");
        assertThat(field(whole, "user")).isEqualTo("x");
        assertThat(field(whole, "k")).isEqualTo(List.of("x"));
        assertThat(field(whole, "kibana.alert.depth")).isEqualTo(2L);
        assertThat((List<?>) field(whole, "kibana.alert.ancestors")).hasSize(2);
        assertThat(field(whole, "kibana.alert.original_time")).isEqualTo("2023-11-14T22:13:23.000Z");
        assertThat(field(whole, "kibana.alert.severity")).isEqualTo("low");
        assertThat(field(whole, "kibana.alert.rule.name")).isEqualTo("Odd things");
        for (int i = 0; i < 2; i++) {
            Alert block = replay.alerts.get(i + 1);
            assertThat(field(block, "kibana.alert.building_block_type")).isEqualTo("default");
            assertThat(field(block, "kibana.alert.group.id")).isEqualTo(whole.id());
            assertThat(field(block, "kibana.alert.group.index")).isEqualTo((long) i);
            assertThat(field(block, "kibana.alert.depth")).isEqualTo(1L);
            assertThat(field(block, "n")).isEqualTo(i == 0 ? "a" : "b");
            assertThat(field(block, "kibana.alert.severity")).isEqualTo("low");
            assertThat(field(block, "kibana.alert.reason")).asString().endsWith("created low alert Odd things.");
        }
        assertThat(replay.alerts.stream().map(Alert::id)).doesNotHaveDuplicates();
    }

    @Test
    void theClocksGiveTheSameIds() {
        Sketch[] events = {at("a", 1, "A", "x"), at("b", 3, "B", "x")};
        List<String> stream = replay(SketchRule.eql(PAIR), Clock.STREAM, events).alerts.stream()
                .map(Alert::id)
                .toList();
        assertThat(replay(SketchRule.eql(PAIR), Clock.SCHEDULE, events).alerts.stream()
                        .map(Alert::id)
                        .toList())
                .isEqualTo(stream);
    }

    @Test
    void overridesLookIntoSingleEvents() {
        Overrides high = new Overrides(
                List.of(new Overrides.SeverityMapping("user", "x", Severity.HIGH)), Optional.empty(), Optional.empty());
        for (Clock clock : Clock.values()) {
            EqlReplay replay =
                    replay(SketchRule.eql("any where A == true").overrides(high), clock, at("a", 1, "A", "x"));
            assertThat(field(replay.alerts.getFirst(), "kibana.alert.severity")).isEqualTo("high");
        }
    }

    @Test
    void aRuleDoesNotFeedOnItsOwnAlerts() {
        EqlReplay replay = new EqlReplay(SketchRule.eql(PAIR).build(), Clock.STREAM);
        replay.add(at("a", 1, "A", "x"));
        replay.add(new Sketch(
                "b\",\"kibana.alert.depth\":1,\"kibana.alert.ancestors\":[{\"id\":\"z\",\"rule\":\"rule-1\"}],\"z\":\"",
                3000,
                3000,
                3000,
                "B",
                List.of("x"),
                null));
        replay.detector.finish();
        assertThat(replay.alerts).isEmpty();
    }

    /** Storage decides the order of events of one moment in Elasticsearch; here the steps do. */
    @Test
    void eventsOfOneMomentFollowEachOtherInTheOrderOfTheSteps() {
        assertThat(replay(SketchRule.eql(PAIR), Clock.STREAM, at("a", 1, "B", "x"), at("b", 1, "A", "x"))
                        .raised())
                .containsExactly("1000 [b, a]");
        SketchRule tied = SketchRule.eql(PAIR, Optional.empty(), Optional.of("tie"));
        Sketch later = new Sketch("a", 1000, 1000, 1000, "A", List.of("x"), 2L);
        Sketch earlier = new Sketch("b", 1000, 1000, 1000, "B", List.of("x"), 1L);
        assertThat(replay(tied, Clock.STREAM, later, earlier).raised()).isEmpty();
    }

    @Test
    void aTrailingMissingEventIsAwaited() {
        String query = "sequence by k with maxspan=10s [any where A == true] ![any where B == true]";
        EqlReplay replay = new EqlReplay(SketchRule.eql(query).build(), Clock.STREAM);
        replay.add(at("a", 1, "A", "x")).add(at("b", 2, "A", "y")).add(at("c", 4, "B", "x"));
        replay.detector.advance(EqlReplay.EPOCH + 12_000);
        assertThat(replay.raised()).isEmpty();
        replay.detector.advance(EqlReplay.EPOCH + 12_001);
        assertThat(replay.raised()).containsExactly("12000 [b]");
    }

    @Test
    void withoutAMaxspanASequenceIsAsLongAsTheRuleLooksBack() {
        SketchRule rule = SketchRule.eql("sequence by k [any where A == true] [any where B == true]")
                .schedule(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ZERO);
        assertThat(replay(rule, Clock.STREAM, at("a", 1, "A", "x"), at("b", 21, "B", "x"))
                        .raised())
                .hasSize(1);
        assertThat(replay(rule, Clock.STREAM, at("a", 1, "A", "x"), at("b", 22, "B", "x"))
                        .raised())
                .isEmpty();
    }

    /** Suppression joins sequences by what their events share, and keeps the blocks of the first only. */
    @Test
    void suppressedSequencesCountOnTheFirst() {
        for (Clock clock : Clock.values()) {
            EqlReplay replay = replay(
                    SketchRule.eql(PAIR)
                            .suppression(new Suppression(List.of("user"), Optional.of(Duration.ofHours(1)), true)),
                    clock,
                    at("a", 1, "A", "x"),
                    at("b", 3, "B", "x"),
                    at("c", 4, "A", "x"),
                    at("d", 6, "B", "x"),
                    at("e", 7, "A", "y"),
                    at("f", 8, "B", "y"));
            List<Alert> wholes = replay.alerts.stream()
                    .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                    .toList();
            assertThat(wholes.stream().map(EqlReplay::names))
                    .containsExactlyInAnyOrder(List.of("a", "b"), List.of("e", "f"));
            assertThat(wholes.stream().map(alert -> field(alert, "kibana.alert.suppression.docs_count")))
                    .containsExactlyInAnyOrder(1L, 0L);
            assertThat(replay.alerts).as(clock.name()).hasSize(6);
        }
    }

    @Test
    void suppressedEventsCountOnTheFirst() {
        for (Clock clock : Clock.values()) {
            EqlReplay replay = replay(
                    SketchRule.eql("any where A == true")
                            .suppression(new Suppression(List.of("k"), Optional.of(Duration.ofHours(1)), true)),
                    clock,
                    at("a", 1, "A", "x", "y"),
                    at("b", 2, "A", "y", "x"),
                    at("c", 3, "A", "x"));
            assertThat(replay.alerts.stream()
                            .map(alert ->
                                    field(alert, "n") + " " + field(alert, "kibana.alert.suppression.docs_count")))
                    .containsExactlyInAnyOrder("a 1", "c 0");
        }
    }

    @Test
    void eventsWithoutATime_areLeftOutAndSaid() {
        for (Clock clock : Clock.values()) {
            EqlReplay replay = new EqlReplay(SketchRule.eql(PAIR).build(), clock);
            Sketch untimed = new Sketch("a", 0, Detector.NO_TIME - EqlReplay.EPOCH, 0, "A", List.of("x"), null);
            replay.add(untimed);
            replay.detector.finish();
            assertThat(replay.detector.status().warnings())
                    .singleElement()
                    .asString()
                    .contains("timestamp");
        }
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void aFloodStaysWithinTheBudget_andIsSaid(Clock clock) {
        for (String query : List.of(
                PAIR,
                "sequence with maxspan=1h [any where A == true] [any where B == true]",
                "sequence by k with maxspan=1h [any where A == true] with runs=20 [any where B == true]",
                "sequence by k with maxspan=1h ![any where M == true] [any where A == true] ![any where C == true]",
                "sample by k [any where A == true] [any where B == true]",
                "any where A == true")) {
            StateBudget budget = StateBudget.of(StateBudget.BYTES_MIN);
            EqlReplay replay = new EqlReplay(SketchRule.eql(query).build(), clock, budget);
            Random random = new Random(7);
            long most = 0;
            for (int i = 0; i < 6_000; i++) {
                String key = "k" + (random.nextInt(3) == 0 ? 0 : i);
                replay.add(new Sketch("e" + i, i, i, i, random.nextInt(4) == 0 ? "AM" : "A", List.of(key), null));
                most = Math.max(most, replay.detector.status().stateBytes());
            }
            assertThat(most).as(query).isLessThanOrEqualTo(budget.bytes());
            replay.detector.finish();
        }
    }

    @Test
    void whatIsGivenUpIsNamed() {
        EqlReplay replay =
                new EqlReplay(SketchRule.eql(PAIR).build(), Clock.STREAM, StateBudget.of(StateBudget.BYTES_MIN));
        for (int i = 0; i < 3_000; i++) {
            replay.add(new Sketch("e" + i, i, i, i, "A", List.of("host" + i), null));
        }
        DetectorStatus status = replay.detector.status();
        assertThat(status.shedGroups()).isPositive();
        assertThat(status.warnings())
                .singleElement()
                .asString()
                .contains("memory budget")
                .contains("host0");
    }

    /** State of one detector, cut or changed anywhere, is refused or read, and nothing else. */
    @ParameterizedTest
    @Seeds(60)
    void damagedStateIsRefused(long seed) {
        Random random = new Random(seed);
        Rule rule = SketchRule.eql(List.of(
                                PAIR + " until [any where U == true]",
                                "sequence by k with maxspan=1h ![any where M == true] [any where A == true] ![any where C == true]",
                                "sample by k [any where A == true] [any where B == true]",
                                "any where A == true")
                        .get((int) (seed % 4)))
                .build();
        Clock clock = seed % 8 < 4 ? Clock.STREAM : Clock.SCHEDULE;
        EqlReplay replay = new EqlReplay(rule, clock);
        for (int i = 0; i < 30; i++) {
            replay.add(at("e" + i, i, List.of("A", "B", "M", "AB").get(random.nextInt(4)), "x" + random.nextInt(3)));
        }
        byte[] state = ((Resumable) replay.detector).snapshot();
        byte[] cut = Arrays.copyOf(state, random.nextInt(state.length));
        Resumable fresh = (Resumable) new EqlReplay(rule, clock).detector;
        assertThatThrownBy(() -> fresh.restore(cut)).isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < 20; i++) {
            byte[] changed = state.clone();
            changed[random.nextInt(state.length)] = (byte) random.nextInt();
            try {
                ((Resumable) new EqlReplay(rule, clock).detector).restore(changed);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageContaining("state");
            }
        }
        assertThatThrownBy(() -> ((Resumable) replay.detector).restore(state))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysWhatItAsksEventsFor() {
        assertThat(Detectors.fields(SketchRule.eql(PAIR).build())).containsExactly("@timestamp", "k");
        assertThat(Detectors.fields(SketchRule.eql(
                                "sequence [any where true] by a.b [any where true] by ?c",
                                Optional.of("event.created"),
                                Optional.of("event.sequence"))
                        .build()))
                .containsExactly("event.created", "event.sequence", "a.b", "c");
        assertThat(Detectors.timeField(SketchRule.eql(PAIR).build(), Clock.STREAM))
                .isEqualTo("@timestamp");
        assertThat(Detectors.isOrderFree(SketchRule.eql(PAIR).build(), Clock.STREAM))
                .isFalse();
        assertThat(Detectors.isOrderFree(SketchRule.eql("any where true").build(), Clock.STREAM))
                .isTrue();
    }
}
