package io.picket.detect;

import static io.picket.detect.ThreatKit.equal;
import static io.picket.detect.ThreatKit.unequal;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.detect.ThreatKit.Doc;
import io.picket.rule.Rule;
import io.picket.rule.Suppression;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Indicator match rules: what an alert tells, and what happens at the limits. */
class ThreatDetectorTest {

    private static final long START = 1_700_000_000_000L;

    private static SketchRule rule(String threatQuery) {
        return SketchRule.threatMatch(threatQuery, List.of(List.of(equal("source.ip", "ti.ip"))))
                .schedule(Duration.ofMinutes(5), Duration.ofMinutes(9), Duration.ZERO);
    }

    private static Doc event(String id, long second, String ip) {
        long time = START + 1000 * second;
        return new Doc(false, id, time, time, Map.of("source.ip", List.of(ip), "name", List.of("n" + ip)));
    }

    private static Doc indicator(String id, long second, String ip) {
        long time = START + 1000 * second;
        return new Doc(true, id, time, time, Map.of("ti.ip", List.of(ip)));
    }

    private static Doc given(Doc indicator) {
        return new Doc(true, indicator.id(), indicator.primary(), Detector.NO_TIME, indicator.fields());
    }

    private static ThreatKit run(Rule rule, Clock clock, List<Doc> docs) {
        return new ThreatKit(rule, clock).run(docs, new Random(1));
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void anAlertTellsOfTheIndicator_besideWhatTheEventToldAlready(Clock clock) {
        long time = START + 1000;
        Map<String, List<Object>> fields = Map.of(
                "source.ip", List.of("192.0.2.9", "10.0.0.1"),
                "threat.enrichments", List.of(Map.of("matched", Map.of("atomic", "earlier"))));
        ThreatKit kit = run(
                rule("*:*").build(),
                clock,
                List.of(given(indicator("t", -86_400, "10.0.0.1")), new Doc(false, "e", time, time, fields)));
        JsonNode told =
                JsonMapper.shared().valueToTree(kit.alerts.getFirst().fields().get("threat.enrichments"));
        assertThat(kit.alerts).hasSize(1);
        assertThat(told.toString())
                .isEqualTo("[{\"matched\":{\"atomic\":\"earlier\"}},{\"indicator\":{\"ip\":[\"10.0.0.1\"]},\"feed\":{},"
                        + "\"matched\":{\"atomic\":\"10.0.0.1\",\"field\":\"source.ip\",\"id\":\"t\","
                        + "\"index\":\"logs-ti_x\",\"type\":\"indicator_match_rule\"}}]");
        assertThat(kit.alerts.getFirst().fields())
                .containsEntry("kibana.alert.depth", 1L)
                .containsEntry("kibana.alert.rule.type", "threat_match")
                .doesNotContainKey("picket.evidence.enrichments_omitted");
    }

    @Test
    void anAlertTellsOfTwoHundredIndicators_andHowManyMoreThereAre() {
        List<Doc> docs = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            docs.add(given(indicator("t%03d".formatted(i), 0, "10.0.0.1")));
        }
        docs.add(event("e", 1, "10.0.0.1"));
        ThreatKit kit = run(rule("*:*").build(), Clock.STREAM, docs);
        assertThat(kit.alerts).hasSize(1);
        assertThat((List<?>) Replay.field(kit.alerts.getFirst(), "threat.enrichments"))
                .hasSize(200)
                .first()
                .asString()
                .contains("id=t000");
        assertThat(kit.alerts.getFirst().fields()).containsEntry("picket.evidence.enrichments_omitted", 50L);
    }

    @Test
    void oneEventIsComparedWithSoManyIndicatorsAndNoMore_andThatIsSaid() {
        List<Doc> docs = new ArrayList<>();
        for (int i = 0; i <= IndicatorSet.COMPARED_MAX; i++) {
            docs.add(given(indicator("t" + i, 0, "10.0.0.1")));
        }
        docs.add(event("e", 1, "10.0.0.1"));
        assertThat(run(rule("*:*").build(), Clock.STREAM, docs.subList(1, docs.size()))
                        .detector
                        .status()
                        .warnings())
                .isEmpty();
        assertThat(run(rule("*:*").build(), Clock.STREAM, docs)
                        .detector
                        .status()
                        .warnings())
                .singleElement()
                .asString()
                .contains("than are compared: 1.");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void indicatorsThatAreTooOld_doNotCount_andThatIsSaid(Clock clock) {
        List<Doc> docs = List.of(
                given(indicator("old", -40 * 86_400, "10.0.0.1")),
                given(indicator("older", -50 * 86_400, "10.0.0.7")),
                given(indicator("new", -10 * 86_400, "10.0.0.2")),
                event("e1", 1, "10.0.0.1"),
                event("e2", 2, "10.0.0.2"));
        ThreatKit kit = run(rule("@timestamp >= \"now-30d/d\"").build(), clock, docs);
        assertThat(kit.alerts.stream().map(alert -> Replay.field(alert, "n"))).containsExactly("e2");
        assertThat(kit.detector.status().warnings())
                .anyMatch(warning -> warning.contains("mostly for their age: 2 of 3."))
                .anyMatch(warning -> warning.contains("did not take at the event's time, left out: "));
    }

    @Test
    void withoutIndicatorsThatIsSaid() {
        ThreatKit kit = run(rule("*:*").build(), Clock.STREAM, List.of(event("e", 1, "10.0.0.1")));
        assertThat(kit.detector.status().warnings()).singleElement().asString().startsWith("There were no indicators");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void anIndicatorThatComesLater_isComparedWithTheEventsOfTheLookBack(Clock clock) {
        List<Doc> docs = List.of(
                event("long ago", 0, "10.0.0.1"),
                event("just", 700, "10.0.0.1"),
                indicator("t", 800, "10.0.0.1"),
                event("after", 1000, "10.0.0.1"));
        ThreatKit kit = run(rule("*:*").build(), clock, docs);
        assertThat(kit.alerts.stream().map(alert -> Replay.field(alert, "n")))
                .containsExactlyInAnyOrder("just", "after");
        assertThat(kit.alerts.stream().map(alert -> alert.time() - START))
                .containsExactlyInAnyOrder(
                        clock == Clock.STREAM
                                ? new Long[] {800_000L, 1_000_000L}
                                : new Long[] {1_000_000L, 1_000_000L});
    }

    @Test
    void negatedEntriesHoldForWhatIsAbsent() {
        Rule rule = SketchRule.threatMatch(
                        "*:*", List.of(List.of(equal("source.ip", "ti.ip"), unequal("name", "ti.name"))))
                .build();
        Doc one = new Doc(
                true, "t", START, Detector.NO_TIME, Map.of("ti.ip", List.of("10.0.0.1"), "ti.name", List.of("a", "b")));
        List<Doc> docs = new ArrayList<>(List.of(one));
        for (List<Object> names : List.<List<Object>>of(List.of("a"), List.of("c", "b"), List.of("c"), List.of())) {
            docs.add(new Doc(
                    false,
                    names.toString(),
                    START + docs.size(),
                    START + docs.size(),
                    Map.of("source.ip", List.of("10.0.0.1"), "name", names)));
        }
        assertThat(run(rule, Clock.STREAM, docs).alerts.stream().map(alert -> Replay.field(alert, "n")))
                .containsExactly("[c]", "[]");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void suppressionCountsEventsOnOneAlert(Clock clock) {
        Rule rule = rule("*:*")
                .suppression(new Suppression(List.of("name"), Optional.of(Duration.ofHours(1)), true))
                .build();
        List<Doc> docs =
                new ArrayList<>(List.of(given(indicator("t", 0, "10.0.0.1")), given(indicator("u", 0, "10.0.0.2"))));
        for (int i = 1; i <= 5; i++) {
            docs.add(event("a" + i, i, "10.0.0.1"));
        }
        docs.add(event("b", 9, "10.0.0.2"));
        ThreatKit kit = run(rule, clock, docs);
        assertThat(kit.alerts.stream()
                        .map(alert -> Replay.field(alert, "n") + " +"
                                + Replay.field(alert, "kibana.alert.suppression.docs_count")))
                .containsExactlyInAnyOrder("a1 +4", "b +0");
    }

    @Test
    void maxSignalsBoundsARunAndAnInterval() {
        List<Doc> docs = new ArrayList<>(List.of(given(indicator("t", 0, "10.0.0.1"))));
        for (int i = 1; i <= 5; i++) {
            docs.add(event("e" + i, i, "10.0.0.1"));
        }
        ThreatKit schedule = run(rule("*:*").maxSignals(2).build(), Clock.SCHEDULE, docs);
        assertThat(schedule.alerts.stream().map(alert -> Replay.field(alert, "n")))
                .startsWith("e5", "e4");
        assertThat(schedule.overflows.getFirst().count()).isEqualTo(3);
        assertThat(schedule.overflows.getFirst().groups()).containsExactly("e3", "e2", "e1");
        assertThat(schedule.detector.status().warnings()).anyMatch(it -> it.startsWith(RunNotes.LIMIT_REACHED));
        ThreatKit stream = run(rule("*:*").maxSignals(2).build(), Clock.STREAM, docs);
        assertThat(stream.alerts.stream().map(alert -> Replay.field(alert, "n")))
                .containsExactly("e1", "e2");
        assertThat(stream.overflows.getFirst().count()).isEqualTo(3);
    }

    @Test
    void whatIsReplacedGivesItsRoomBack_andWhatIsTooMuchIsRefused() {
        ThreatKit kit =
                new ThreatKit(rule("*:*").build(), Clock.STREAM, StateBudget.DEFAULT.withIndicatorBytes(300_000));
        IndicatorIntake intake = (IndicatorIntake) kit.detector;
        for (int version = 0; version < 200; version++) {
            for (int i = 0; i < 100; i++) {
                Doc doc = indicator("t" + i, version, "10.0." + i + "." + version);
                assertThat(intake.indicator(doc.event(), Detector.NO_TIME)).isTrue();
            }
        }
        kit.add(event("old", 1, "10.0.7.198")).add(event("new", 2, "10.0.7.199"));
        assertThat(kit.alerts.stream().map(alert -> Replay.field(alert, "n"))).containsExactly("new");
        boolean room = true;
        for (int i = 100; i < 40_000 && room; i++) {
            Doc doc = indicator("t" + i, 0, "10.1." + i / 256 + "." + i % 256);
            room = intake.indicator(doc.event(), Detector.NO_TIME);
        }
        assertThat(room).isFalse();
        assertThat(kit.detector.status().warnings()).anyMatch(it -> it.contains("memory budget for them was reached"));
        assertThat(kit.detector.status().stateBytes()).isLessThan(64L << 20);
    }

    @Test
    void indicatorsTakeLittleRoom() {
        ThreatKit kit = new ThreatKit(rule("*:*").build(), Clock.STREAM);
        long before = kit.detector.status().stateBytes();
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            String ip = random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + ".7";
            String document = """
                    {"@timestamp":"2026-11-%02dT11:09:05.529Z","event":{"kind":"enrichment","category":"threat"},\
                    "ti":{"description":"what is known of it","ip":"%s","port":%d,"type":"ipv4-addr",\
                    "first_seen":"2026-11-%1$02dT11:06:03.000Z","provider":"one of the providers"}}""".formatted(random.nextInt(1, 30), ip, random.nextInt(65_536));
            ((IndicatorIntake) kit.detector)
                    .indicator(ThreatKit.EVENTS.read("logs-ti_acme-default", null, document), Detector.NO_TIME);
        }
        assertThat((kit.detector.status().stateBytes() - before) / 50_000).isLessThan(200);
    }

    @Test
    void eventsThatCouldNotBeKeptForLaterIndicators_areSaid() {
        ThreatKit kit =
                new ThreatKit(rule("*:*").build(), Clock.STREAM, new StateBudget(StateBudget.BYTES_MIN, 1 << 20, 7));
        for (int i = 0; i < 5_000; i++) {
            kit.add(event("e" + i, i / 100, "10.9.9.9"));
        }
        assertThat(kit.detector.status().warnings()).noneMatch(it -> it.contains("came later"));
        kit.add(indicator("t", 60, "10.9.9.9"));
        assertThat(kit.alerts).isNotEmpty();
        assertThat(kit.detector.status().warnings())
                .anyMatch(it -> it.contains("indicators which came later were not compared with"));
    }
}
