package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
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

/** The detectors of new-terms rules against simulations that look at the whole history in every run. */
class NewTermsLawTest {

    private record Setting(SketchRule rule, long back) {}

    private static Setting setting(Random random) {
        int from = 4 + random.nextInt(12);
        int to = random.nextInt(4) == 0 ? random.nextInt(5) - 2 : 0;
        int back = from - to + 1 + random.nextInt(30);
        List<String> fields = random.nextBoolean() ? List.of("host.name") : List.of("host.name", "user.name");
        SketchRule rule = SketchRule.newTerms(fields, "now-" + back + "s")
                .schedule(Duration.ofSeconds(1 + random.nextInt(8)), Duration.ofSeconds(from), Duration.ofSeconds(to))
                .maxSignals(1 + random.nextInt(5));
        return new Setting(rule, back * 1000L);
    }

    private static List<List<String>> terms(Rule rule, Sketch sketch) {
        boolean two = Detectors.fields(rule).contains("user.name")
                && ((io.picket.rule.RuleBody.NewTermsBody) rule.body()).fields().size() == 2;
        List<List<String>> terms = new ArrayList<>();
        for (String host : sketch.hosts()) {
            if (two) {
                sketch.users().forEach(user -> terms.add(List.of(host, user)));
            } else {
                terms.add(List.of(host));
            }
        }
        return terms;
    }

    /** The first event of each term in a run's history window, if it lies in the run's range: terms in order. */
    private static Map<List<String>, Sketch> newIn(Rule rule, long back, long run, List<Sketch> byTime) {
        Runs runs = Runs.of(rule.schedule());
        TreeMap<List<String>, Sketch> first = new TreeMap<>(Comparator.comparing(Object::toString));
        for (Sketch sketch : byTime) {
            if (sketch.arrival() <= run
                    && sketch.primary() >= runs.to(run) - back
                    && sketch.primary() <= runs.to(run)) {
                terms(rule, sketch).forEach(term -> first.putIfAbsent(term, sketch));
            }
        }
        first.values().removeIf(sketch -> sketch.primary() <= runs.from(run));
        return first;
    }

    private static List<Sketch> byTime(List<Sketch> sketches) {
        List<Sketch> byTime = new ArrayList<>(QueryLawTest.distinct(sketches));
        byTime.sort(Comparator.comparingLong(Sketch::primary));
        return byTime;
    }

    private static String shown(Alert alert) {
        return alert.time() + " " + Replay.field(alert, "kibana.alert.new_terms") + " " + Replay.field(alert, "n");
    }

    @ParameterizedTest
    @Seeds(250)
    void scheduleIsEveryRunOneByOne(long seed) {
        Random random = new Random(seed);
        Setting setting = setting(random);
        Rule rule = setting.rule.build();
        List<Sketch> sketches = Replay.random(random);
        List<String> expected = new ArrayList<>();
        List<String> expectedCut = new ArrayList<>();
        Set<String> alerted = new HashSet<>();
        Runs runs = Runs.of(rule.schedule());
        for (long run : QueryLawTest.runs(runs, sketches)) {
            Map<List<String>, Sketch> found = newIn(rule, setting.back, run, byTime(sketches));
            int raised = 0;
            int beyond = 0;
            for (Map.Entry<List<String>, Sketch> one : found.entrySet()) {
                String id = one.getKey() + " " + one.getValue().id();
                if (alerted.contains(id)) {
                    continue;
                }
                if (raised < rule.maxSignals()) {
                    raised++;
                    alerted.add(id);
                    expected.add(run + " " + id);
                } else {
                    beyond++;
                }
            }
            if (beyond > 0) {
                expectedCut.add(run + " " + beyond);
            }
        }
        Replay replay = new Replay(rule, Clock.SCHEDULE).run(sketches, random);
        assertThat(replay.alerts.stream().map(NewTermsLawTest::shown)).containsExactlyElementsOf(expected);
        assertThat(replay.overflows.stream().map(cut -> (cut.to() + runs.toBack()) + " " + cut.count()))
                .containsExactlyElementsOf(expectedCut);
    }

    @ParameterizedTest
    @Seeds(200)
    void whatIsNewOnScheduleIsNewOnStream(long seed) {
        Random random = new Random(seed);
        Rule rule = setting(random).rule.maxSignals(10_000).build();
        List<Sketch> sketches = Replay.random(random);
        Replay schedule = new Replay(rule, Clock.SCHEDULE).run(sketches, random);
        Replay stream = new Replay(rule, Clock.STREAM).run(sketches, random);
        assertThat(stream.alerts.stream().map(alert -> alert.fields().get("kibana.alert.new_terms")))
                .containsAll(schedule.alerts.stream()
                        .map(alert -> alert.fields().get("kibana.alert.new_terms"))
                        .toList());
        assertThat(stream.alerts.stream().map(Alert::id)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @Seeds(200)
    void streamComparesWithTheTimeBefore(long seed) {
        Random random = new Random(seed);
        Setting setting = setting(random);
        Rule rule = setting.rule.maxSignals(10_000).build();
        long gap = setting.back - rule.schedule().lookBack().toMillis();
        List<Sketch> sketches = Replay.random(random);
        List<String> expected = new ArrayList<>();
        Map<List<String>, Long> last = new HashMap<>();
        for (Sketch sketch : Replay.inOrder(Clock.STREAM, sketches)) {
            for (List<String> term : terms(rule, sketch)) {
                Long before = last.put(term, sketch.primary());
                if (before == null || before < sketch.primary() - gap) {
                    expected.add(sketch.primary() + " " + term + " " + sketch.id());
                }
            }
        }
        Replay replay = new Replay(rule, Clock.STREAM).run(sketches, random);
        assertThat(replay.alerts.stream().map(NewTermsLawTest::shown)).containsExactlyElementsOf(expected);
    }

    /** One alert of the simulation. */
    private static final class Grown {
        final long created;
        final String what;
        long end;
        long docs;

        Grown(long created, String what, long end) {
            this.created = created;
            this.what = what;
            this.end = end;
        }

        @Override
        public String toString() {
            return created + " " + what + " +" + docs;
        }
    }

    private static String grown(Alert alert) {
        Object docs = Replay.field(alert, "kibana.alert.suppression.docs_count");
        return shown(alert) + (docs.equals("") ? "" : " +" + docs);
    }

    @ParameterizedTest
    @Seeds(250)
    void suppressionOnScheduleIsEveryRunOneByOne(long seed) {
        Random random = new Random(seed);
        Setting setting = setting(random);
        Suppression asked = new Suppression(
                List.of("user.name"),
                random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofSeconds(1 + random.nextInt(30))),
                random.nextBoolean());
        Rule rule = setting.rule.suppression(asked).build();
        List<Sketch> sketches = Replay.random(random);
        Replay replay = new Replay(rule, Clock.SCHEDULE).run(sketches, random);
        assertThat(replay.alerts.stream().map(NewTermsLawTest::grown).toList())
                .containsExactlyInAnyOrderElementsOf(suppressedInEveryRun(rule, setting.back, asked, sketches));
    }

    /** The alerts of every single run, each looking at the whole history again. */
    private static List<String> suppressedInEveryRun(Rule rule, long back, Suppression asked, List<Sketch> sketches) {
        Runs runs = Runs.of(rule.schedule());
        List<Object> expected = new ArrayList<>();
        Set<String> alerted = new HashSet<>();
        List<Grown> all = new ArrayList<>();
        Map<Grown, List<String>> groupOf = new HashMap<>();
        for (long run : QueryLawTest.runs(runs, sketches)) {
            long windowStart =
                    asked.duration().map(duration -> run - duration.toMillis()).orElse(runs.from(run));
            List<Map.Entry<List<String>, Sketch>> found = new ArrayList<>();
            newIn(rule, back, run, byTime(sketches)).entrySet().stream()
                    .filter(one -> !alerted.contains(
                            one.getKey() + " " + one.getValue().id()))
                    .limit(5L * rule.maxSignals())
                    .forEach(found::add);
            int raised = 0;
            for (Map.Entry<List<String>, Sketch> one : found) {
                String what = one.getKey() + " " + one.getValue().id();
                if (one.getValue().users().isEmpty() && !asked.suppressMissing() && raised < rule.maxSignals()) {
                    raised++;
                    alerted.add(what);
                    expected.add(run + " " + what);
                }
            }
            Map<List<String>, Grown> before = new HashMap<>();
            Map<List<String>, Long> endBefore = new HashMap<>();
            for (Grown grown : all) {
                if (grown.created >= windowStart) {
                    before.put(groupOf.get(grown), grown);
                    endBefore.put(groupOf.get(grown), grown.end);
                }
            }
            Map<List<String>, Grown> now = new HashMap<>();
            found.sort(Comparator.comparingLong(one -> one.getValue().primary()));
            for (Map.Entry<List<String>, Sketch> one : found) {
                Sketch sketch = one.getValue();
                if (sketch.users().isEmpty() && !asked.suppressMissing()) {
                    continue;
                }
                List<String> group = sketch.users().stream().sorted().toList();
                Grown existing = now.get(group);
                if (existing == null) {
                    if (sketch.primary() <= endBefore.getOrDefault(group, Long.MIN_VALUE)) {
                        continue;
                    }
                    existing = asked.duration().isPresent() ? before.get(group) : null;
                }
                if (existing != null) {
                    existing.docs++;
                    existing.end = Math.max(existing.end, sketch.primary());
                } else if (raised < rule.maxSignals()) {
                    raised++;
                    String what = one.getKey() + " " + sketch.id();
                    alerted.add(what);
                    Grown grown = new Grown(run, what, sketch.primary());
                    now.put(group, grown);
                    all.add(grown);
                    groupOf.put(grown, group);
                    expected.add(grown);
                }
            }
        }
        return expected.stream().map(String::valueOf).toList();
    }
}
