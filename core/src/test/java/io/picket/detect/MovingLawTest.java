package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.DateBound;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.detect.PlainThreshold.Told;
import io.picket.detect.Replay.Sketch;
import io.picket.detect.ThresholdKit.Counting;
import io.picket.detect.ThresholdKit.Happening;
import io.picket.detect.ThresholdKit.Heard;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody;
import io.picket.rule.Suppression;
import io.picket.testkit.Seeds;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.junit.jupiter.params.ParameterizedTest;

/** Conditions that depend on what time it is: on the schedule clock that of the run, on the stream the event's. */
class MovingLawTest {

    private static final Field CREATED = new Field("created", FieldType.DATE);

    /** Some question about how long ago an event's own time is, and the same asked plainly: (created, now). */
    private record Asked(Condition condition, BiPredicate<Long, Long> plain) {

        static Asked random(Random random) {
            long near = random.nextInt(12);
            long far = near + random.nextInt(8);
            DateBound atNear = new DateBound("now-" + near + "s", false, true);
            DateBound atFar = new DateBound("now-" + far + "s", false, false);
            return switch (random.nextInt(4)) {
                case 0 ->
                    new Asked(
                            new Condition.RangeFromNow(CREATED, atNear, null),
                            (created, now) -> created >= now - near * 1000);
                case 1 ->
                    new Asked(
                            new Condition.RangeFromNow(CREATED, null, atNear),
                            (created, now) -> created <= now - near * 1000);
                case 2 ->
                    new Asked(
                            new Condition.RangeFromNow(CREATED, atFar, atNear),
                            (created, now) -> created > now - far * 1000 && created <= now - near * 1000);
                default ->
                    new Asked(
                            Condition.not(Condition.and(
                                    List.of(Condition.ALWAYS, new Condition.RangeFromNow(CREATED, atFar, atNear)))),
                            (created, now) -> !(created > now - far * 1000 && created <= now - near * 1000));
            };
        }
    }

    private static SketchRule rule(Random random, int kind) {
        SketchRule rule = kind < 3
                ? SketchRule.query()
                : kind < 5
                        ? SketchRule.newTerms(List.of("host.name"), "now-40s")
                        : SketchRule.threshold(List.of("host.name"), 2);
        Suppression suppression = new Suppression(
                List.of("user.name"),
                kind == 1 ? Optional.empty() : Optional.of(Duration.ofSeconds(1 + random.nextInt(20))),
                random.nextBoolean());
        if (kind == 1 || kind == 2 || kind == 4 || kind == 6) {
            rule.suppression(suppression);
        }
        return rule.schedule(
                        Duration.ofSeconds(1 + random.nextInt(8)),
                        Duration.ofSeconds(4 + random.nextInt(16)),
                        Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(7) - 3 : 0))
                .maxSignals(1 + random.nextInt(6));
    }

    /** Telling every run its events anew is the same as telling each event once. */
    @ParameterizedTest
    @Seeds(350)
    void whatHoldsAtAllTimesIsAsIfItDidNotMove(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random, (int) (seed % 7)).build();
        Condition always = new Condition.Until(Long.MAX_VALUE);
        List<Sketch> sketches = Replay.random(random);
        for (Clock clock : Clock.values()) {
            Replay plain = new Replay(rule, clock).run(sketches, random);
            Replay moving = new Replay(rule, clock, StateBudget.DEFAULT, always).run(sketches, random);
            assertThat(moving.alerts).containsExactlyInAnyOrderElementsOf(plain.alerts);
            assertThat(moving.overflows).isEqualTo(plain.overflows);
            // A term that a late, earlier event takes over from counts as left out only where it is told anew.
            assertThat(moving.detector.status().overflowAlerts())
                    .isGreaterThanOrEqualTo(plain.detector.status().overflowAlerts())
                    .isLessThanOrEqualTo(plain.detector.status().overflowAlerts()
                            + (rule.body() instanceof RuleBody.NewTermsBody ? sketches.size() : 0));
        }
    }

    @ParameterizedTest
    @Seeds(200)
    void queriesAreAskedInEveryRun(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random, 0).build();
        Asked asked = Asked.random(random);
        List<Sketch> sketches = Replay.random(random);
        Runs runs = Runs.of(rule.schedule());
        List<String> expected = new ArrayList<>();
        Set<String> alerted = new HashSet<>();
        List<Sketch> byTime = new ArrayList<>(QueryLawTest.distinct(sketches));
        byTime.sort(Comparator.comparingLong(Sketch::primary));
        for (long run : QueryLawTest.runs(runs, sketches)) {
            byTime.stream()
                    .filter(sketch -> QueryLawTest.sees(runs, run, sketch)
                            && asked.plain.test(sketch.created(), run)
                            && !alerted.contains(sketch.id()))
                    .limit(rule.maxSignals())
                    .toList()
                    .forEach(sketch -> {
                        alerted.add(sketch.id());
                        expected.add(run + " " + sketch.id());
                    });
        }
        Replay replay = new Replay(rule, Clock.SCHEDULE, StateBudget.DEFAULT, asked.condition).run(sketches, random);
        assertThat(replay.alerts.stream().map(alert -> alert.time() + " " + Replay.field(alert, "n")))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @Seeds(200)
    void historyIsAskedInEveryRunToo(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random, 3).build();
        Asked asked = Asked.random(random);
        List<Sketch> sketches = Replay.random(random);
        Runs runs = Runs.of(rule.schedule());
        List<String> expected = new ArrayList<>();
        Set<String> alerted = new HashSet<>();
        List<Sketch> byTime = new ArrayList<>(QueryLawTest.distinct(sketches));
        byTime.sort(Comparator.comparingLong(Sketch::primary));
        for (long run : QueryLawTest.runs(runs, sketches)) {
            TreeMap<String, Sketch> first = new TreeMap<>();
            for (Sketch sketch : byTime) {
                if (sketch.arrival() <= run
                        && sketch.primary() >= runs.to(run) - 40_000
                        && sketch.primary() <= runs.to(run)
                        && asked.plain.test(sketch.created(), run)) {
                    sketch.hosts().forEach(host -> first.putIfAbsent(host, sketch));
                }
            }
            first.entrySet().stream()
                    .filter(one -> one.getValue().primary() > runs.from(run))
                    .map(one -> "[" + one.getKey() + "] " + one.getValue().id())
                    .filter(what -> !alerted.contains(what))
                    .limit(rule.maxSignals())
                    .toList()
                    .forEach(what -> {
                        alerted.add(what);
                        expected.add(run + " " + what);
                    });
        }
        Replay replay = new Replay(rule, Clock.SCHEDULE, StateBudget.DEFAULT, asked.condition).run(sketches, random);
        assertThat(replay.alerts.stream()
                        .map(alert -> alert.time() + " " + Replay.field(alert, "kibana.alert.new_terms") + " "
                                + Replay.field(alert, "n")))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @Seeds(200)
    void onTheStreamTheTimeIsTheEventsOwn(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random, 0).maxSignals(10_000).build();
        Asked asked = Asked.random(random);
        List<Sketch> sketches = Replay.random(random);
        List<Object> expected = Replay.inOrder(Clock.STREAM, sketches).stream()
                .filter(sketch -> asked.plain.test(sketch.created(), sketch.primary()))
                .<Object>map(Sketch::id)
                .distinct()
                .toList();
        Replay replay = new Replay(rule, Clock.STREAM, StateBudget.DEFAULT, asked.condition).run(sketches, random);
        assertThat(replay.alerts.stream().map(alert -> Replay.field(alert, "n")))
                .containsExactlyElementsOf(expected);
    }

    private static Happening dated(Happening one, Random random) {
        Map<String, Object> fields = new HashMap<>(one.fields());
        fields.put(
                "created",
                Instant.ofEpochMilli(one.primary() - 500L * random.nextInt(40)).toString());
        return new Happening(one.primary(), one.arrival(), one.id(), fields);
    }

    private static long created(Happening one) {
        return Instant.parse(String.valueOf(one.fields().get("created"))).toEpochMilli();
    }

    @ParameterizedTest
    @Seeds(200)
    void thresholdsCountWhatHoldsInTheRun(long seed) {
        Random random = new Random(seed);
        Counting counting = new Counting(
                List.of("host.name"), 1 + random.nextInt(4), Optional.empty(), 5_000, 9_000, 0, 1 + random.nextInt(3));
        Asked asked = Asked.random(random);
        List<Happening> happenings = Replay.random(random).stream()
                .map(sketch -> dated(
                        new Happening(
                                sketch.primary(), sketch.arrival(), sketch.id(), Map.of("host.name", sketch.hosts())),
                        random))
                .sorted(Comparator.comparingLong(Happening::arrival))
                .toList();
        Rule rule = counting.rule();
        FieldTable.Builder fields = FieldTable.builder();
        ThresholdDetectors.fields(rule).forEach(field -> fields.add(field, 1024));
        FieldTable table = fields.add("created", 64).build();
        Heard heard = new Heard();
        Rerun inner = (Rerun) ThresholdDetectors.of(
                rule, Clock.SCHEDULE, table, ThresholdKit.TYPES, heard, ThresholdKit::write, StateBudget.DEFAULT);
        Detector detector = new MovingRuns(
                List.of(asked.condition), inner, Runs.of(rule.schedule()), 9_000, table, ThresholdKit.TYPES, 1 << 20);
        Event event = new Event(table);
        for (Happening one : happenings) {
            ThresholdKit.fill(event, one);
            detector.add(event, one.primary(), one.arrival());
        }
        detector.finish();
        assertThat(heard.results().stream().map(Told::of).toList())
                .containsExactlyElementsOf(
                        new PlainThreshold(counting, (one, run) -> asked.plain.test(created(one), run))
                                .schedule(happenings));
    }
}
