package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.detect.Replay.Sketch;
import io.picket.rule.Rule;
import io.picket.rule.Suppression;
import io.picket.testkit.Seeds;
import io.picket.testkit.SketchRule;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;

/** The detectors of query rules against simulations that make every single run and look at every event each time. */
class QueryLawTest {

    private static SketchRule rule(Random random) {
        return SketchRule.query()
                .schedule(
                        Duration.ofSeconds(1 + random.nextInt(8)),
                        Duration.ofSeconds(4 + random.nextInt(16)),
                        Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(7) - 3 : 0))
                .maxSignals(1 + random.nextInt(6));
    }

    static List<Sketch> distinct(List<Sketch> sketches) {
        Set<String> ids = new HashSet<>();
        return Replay.inOrder(Clock.SCHEDULE, sketches).stream()
                .filter(sketch -> ids.add(sketch.id()))
                .toList();
    }

    /** Every run from before the first event until one has covered the last. */
    static List<Long> runs(Runs runs, List<Sketch> sketches) {
        long end = sketches.stream()
                .mapToLong(sketch -> Math.max(sketch.arrival(), sketch.primary() + runs.toBack()))
                .max()
                .orElse(0);
        List<Long> times = new ArrayList<>();
        for (long run = runs.atOrAfter(-60_000); run <= runs.atOrAfter(end); run += runs.interval()) {
            times.add(run);
        }
        return times;
    }

    static boolean sees(Runs runs, long run, Sketch sketch) {
        return sketch.arrival() <= run && sketch.primary() >= runs.from(run) && sketch.primary() <= runs.to(run);
    }

    @ParameterizedTest
    @Seeds(150)
    void scheduleIsEveryRunOneByOne(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random).build();
        List<Sketch> sketches = Replay.random(random);
        Runs runs = Runs.of(rule.schedule());
        List<String> expected = new ArrayList<>();
        List<String> expectedCut = new ArrayList<>();
        Set<String> alerted = new HashSet<>();
        List<Sketch> byTime = new ArrayList<>(distinct(sketches));
        byTime.sort(Comparator.comparingLong(Sketch::primary));
        for (long run : runs(runs, sketches)) {
            List<Sketch> open = byTime.stream()
                    .filter(sketch -> sees(runs, run, sketch) && !alerted.contains(sketch.id()))
                    .toList();
            open.stream().limit(rule.maxSignals()).forEach(sketch -> {
                alerted.add(sketch.id());
                expected.add(run + " " + sketch.id());
            });
            if (open.size() > rule.maxSignals()) {
                expectedCut.add(run + " " + (open.size() - rule.maxSignals()));
            }
        }
        Replay replay = new Replay(rule, Clock.SCHEDULE).run(sketches, random);
        assertThat(replay.alerts.stream().map(alert -> alert.time() + " " + Replay.field(alert, "n")))
                .containsExactlyElementsOf(expected);
        assertThat(replay.overflows.stream().map(cut -> (cut.to() + runs.toBack()) + " " + cut.count()))
                .containsExactlyElementsOf(expectedCut);
        assertThat(replay.detector.status().warnings().isEmpty() && !expectedCut.isEmpty())
                .isFalse();
    }

    @ParameterizedTest
    @Seeds(100)
    void whatAlertsOnScheduleAlertsOnStream(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random).maxSignals(10_000).build();
        List<Sketch> sketches = Replay.random(random);
        Replay schedule = new Replay(rule, Clock.SCHEDULE).run(sketches, random);
        Replay stream = new Replay(rule, Clock.STREAM).run(sketches, random);
        assertThat(stream.alerts.stream().map(alert -> alert.id()).toList())
                .doesNotHaveDuplicates()
                .containsAll(schedule.alerts.stream().map(alert -> alert.id()).toList());
    }

    @ParameterizedTest
    @Seeds(100)
    void streamAllowsSoManyAnInterval(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random).build();
        List<Sketch> sketches = Replay.random(random);
        Runs runs = Runs.of(rule.schedule());
        TreeMap<Long, Integer> perInterval = new TreeMap<>();
        List<Sketch> distinct = distinct(sketches);
        distinct.forEach(sketch -> perInterval.merge(runs.intervalEnd(sketch.primary()), 1, Integer::sum));
        Replay replay = new Replay(rule, Clock.STREAM).run(sketches, random);
        int expected = perInterval.values().stream()
                .mapToInt(n -> Math.min(n, rule.maxSignals()))
                .sum();
        assertThat(replay.alerts).hasSize(expected);
        assertThat(replay.overflows.stream().mapToLong(Overflow::count).sum())
                .isEqualTo(distinct.size() - expected)
                .isEqualTo(replay.detector.status().overflowAlerts());
        assertThat(replay.overflows.stream().map(Overflow::from)).isSorted();
    }

    /** One alert of the simulation. */
    private static final class Grown {
        final long created;
        final List<String> group;
        final String first;
        final long start;
        long end;
        long docs;

        Grown(long created, List<String> group, String first, long start, long end, long docs) {
            this.created = created;
            this.group = group;
            this.first = first;
            this.start = start;
            this.end = end;
            this.docs = docs;
        }

        @Override
        public String toString() {
            return created + " " + group + " " + first + " " + start + "-" + end + " +" + docs;
        }
    }

    private static String shown(io.picket.alert.Alert alert) {
        List<String> group = new ArrayList<>();
        if (Replay.field(alert, "kibana.alert.suppression.terms") instanceof List<?> terms) {
            terms.forEach(term -> group.add(String.valueOf(((Map<?, ?>) term).get("value"))));
        }
        if (group.isEmpty()) {
            return alert.time() + " " + Replay.field(alert, "n");
        }
        return alert.time() + " " + group + " " + Replay.field(alert, "n") + " "
                + millis(alert, "start") + "-" + millis(alert, "end") + " +"
                + Replay.field(alert, "kibana.alert.suppression.docs_count");
    }

    private static long millis(io.picket.alert.Alert alert, String name) {
        return io.picket.condition.DateText.millis(
                String.valueOf(Replay.field(alert, "kibana.alert.suppression." + name)));
    }

    static List<List<String>> groups(Sketch sketch) {
        List<List<String>> groups = new ArrayList<>();
        for (String host : sketch.hosts().isEmpty() ? List.of("null") : sketch.hosts()) {
            for (String user : sketch.users().isEmpty() ? List.of("null") : sketch.users()) {
                groups.add(List.of(host, user));
            }
        }
        return groups;
    }

    static boolean lacks(Sketch sketch) {
        return sketch.hosts().isEmpty() || sketch.users().isEmpty();
    }

    private static int nullsFirst(List<String> a, List<String> b) {
        Comparator<String> order =
                Comparator.comparing((String text) -> !text.equals("null")).thenComparing(Comparator.naturalOrder());
        int byFirst = order.compare(a.get(0), b.get(0));
        return byFirst != 0 ? byFirst : order.compare(a.get(1), b.get(1));
    }

    static Suppression suppression(Random random) {
        return new Suppression(
                List.of("host.name", "user.name"),
                random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofSeconds(1 + random.nextInt(30))),
                random.nextBoolean());
    }

    @ParameterizedTest
    @Seeds(200)
    void suppressionOnScheduleIsEveryRunOneByOne(long seed) {
        Random random = new Random(seed);
        Suppression asked = suppression(random);
        Rule rule = rule(random).suppression(asked).build();
        List<Sketch> sketches = Replay.random(random);
        Replay replay = new Replay(rule, Clock.SCHEDULE).run(sketches, random);
        assertThat(replay.alerts.stream().map(QueryLawTest::shown).toList())
                .containsExactlyInAnyOrderElementsOf(suppressedInEveryRun(rule, asked, sketches));
        assertThat(replay.alerts.stream().map(alert -> alert.id())).doesNotHaveDuplicates();
    }
    /** The alerts of every single run, each looking at every event again. */
    private static List<String> suppressedInEveryRun(Rule rule, Suppression asked, List<Sketch> sketches) {
        Runs runs = Runs.of(rule.schedule());
        List<Sketch> byTime = new ArrayList<>(distinct(sketches));
        byTime.sort(Comparator.comparingLong(Sketch::primary));
        List<Object> expected = new ArrayList<>();
        Map<List<String>, Grown> newest = new HashMap<>();
        Map<List<String>, Long> history = new HashMap<>();
        Set<String> alerted = new HashSet<>();
        for (long run : runs(runs, sketches)) {
            history.values().removeIf(end -> end < runs.from(run));
            TreeMap<List<String>, List<Sketch>> buckets = new TreeMap<>(QueryLawTest::nullsFirst);
            List<Sketch> alone = new ArrayList<>();
            for (Sketch sketch : byTime) {
                if (!sees(runs, run, sketch)) {
                    continue;
                }
                if (lacks(sketch) && !asked.suppressMissing()) {
                    alone.add(sketch);
                } else if (groups(sketch).stream()
                        .noneMatch(group -> sketch.primary() <= history.getOrDefault(group, Long.MIN_VALUE))) {
                    groups(sketch)
                            .forEach(group -> buckets.computeIfAbsent(group, key -> new ArrayList<>())
                                    .add(sketch));
                }
            }
            int created = 0;
            int taken = 0;
            for (Map.Entry<List<String>, List<Sketch>> bucket : buckets.entrySet()) {
                if (taken++ == rule.maxSignals()) {
                    break;
                }
                List<Sketch> docs = bucket.getValue();
                long end = docs.getLast().primary();
                history.put(bucket.getKey(), end);
                Grown existing = asked.duration().isEmpty() ? null : newest.get(bucket.getKey());
                if (existing != null
                        && existing.created
                                >= run - asked.duration().orElseThrow().toMillis()) {
                    if (end > existing.end) {
                        existing.docs += docs.size();
                        existing.end = end;
                    }
                } else {
                    created++;
                    Grown grown = new Grown(
                            run,
                            bucket.getKey(),
                            docs.getFirst().id(),
                            docs.getFirst().primary(),
                            end,
                            docs.size() - 1);
                    newest.put(bucket.getKey(), grown);
                    expected.add(grown);
                }
            }
            for (Sketch sketch : alone) {
                if (created < rule.maxSignals() && alerted.add(sketch.id())) {
                    created++;
                    expected.add(run + " " + sketch.id());
                }
            }
        }
        return expected.stream().map(String::valueOf).toList();
    }

    @ParameterizedTest
    @Seeds(150)
    void suppressionOnStreamIsWindowsThatDoNotSlide(long seed) {
        Random random = new Random(seed);
        Suppression asked = suppression(random);
        Rule rule = rule(random).maxSignals(10_000).suppression(asked).build();
        List<Sketch> sketches = Replay.random(random);
        Runs runs = Runs.of(rule.schedule());
        List<Object> expected = new ArrayList<>();
        Map<List<String>, Grown> newest = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (Sketch sketch : Replay.inOrder(Clock.STREAM, sketches)) {
            if (!ids.add(sketch.id())) {
                continue;
            }
            long time = sketch.primary();
            if (lacks(sketch) && !asked.suppressMissing()) {
                expected.add(time + " " + sketch.id());
                continue;
            }
            for (List<String> group : groups(sketch)) {
                Grown open = newest.get(group);
                boolean within = open != null
                        && (asked.duration().isPresent()
                                ? time - open.created <= asked.duration().get().toMillis()
                                : runs.intervalEnd(time) == runs.intervalEnd(open.created));
                if (open != null && within) {
                    open.docs++;
                    open.end = time;
                } else {
                    Grown grown = new Grown(time, group, sketch.id(), time, time, 0);
                    newest.put(group, grown);
                    expected.add(grown);
                }
            }
        }
        Replay replay = new Replay(rule, Clock.STREAM).run(sketches, random);
        assertThat(replay.alerts.stream().map(QueryLawTest::shown).toList())
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(String::valueOf).toList());
    }
}
