package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.detect.ThreatKit.Doc;
import io.picket.rule.Rule;
import io.picket.testkit.Seeds;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;

/** The detectors of indicator match rules against a simulation that compares every event with every indicator. */
class ThreatLawTest {

    private static final long AGE_MAX = 30_000;

    private static SketchRule rule(Random random, PlainThreat plain) {
        return SketchRule.threatMatch("@timestamp >= now-30s", plain.mapping())
                .schedule(
                        Duration.ofSeconds(1 + random.nextInt(8)),
                        Duration.ofSeconds(4 + random.nextInt(16)),
                        Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(7) - 3 : 0))
                .maxSignals(10_000);
    }

    /** Random documents; no two have their turn, or their time, in the same millisecond. */
    private static List<Doc> random(Random random) {
        List<Doc> docs = new ArrayList<>();
        long span = 1L + random.nextInt(90);
        for (int i = 1 + random.nextInt(50); i > 0; i--) {
            boolean indicator = random.nextInt(3) == 0;
            long primary = 500L * random.nextLong(2L * span) + 2L * i;
            long delay = random.nextInt(3) == 0 ? 500L * (random.nextInt(24) - (indicator ? 0 : 4)) : 0;
            String id = (indicator ? "t" : "e") + (indicator && random.nextInt(4) == 0 ? "" : i);
            docs.add(new Doc(indicator, id, primary, primary + delay, PlainThreat.values(random, indicator)));
            if (random.nextInt(12) == 0) {
                Doc last = docs.getLast();
                docs.add(new Doc(
                        indicator, id, last.primary(), last.arrival() + 500L * random.nextInt(4) + 1, last.fields()));
            }
        }
        Collections.shuffle(docs, random);
        return docs;
    }

    private static boolean isAdded(PlainThreat plain, Doc indicator) {
        // An indicator that no group can compare is none, and replaces nothing.
        return plain.mapping().stream()
                .anyMatch(group -> group.stream()
                        .allMatch(entry -> entry.negate() || plain.compares(indicator, entry, group.size() == 1)));
    }

    /** Of those that arrived by a time, the newest version of each. */
    private static List<Doc> known(PlainThreat plain, List<Doc> docs, long by) {
        Map<String, Doc> newest = new HashMap<>();
        docs.stream()
                .filter(doc -> doc.isIndicator() && doc.arrival() <= by && isAdded(plain, doc))
                .forEach(doc -> newest.merge(doc.id(), doc, (a, b) -> a.primary() >= b.primary() ? a : b));
        return List.copyOf(newest.values());
    }

    private static List<Doc> valid(List<Doc> indicators, long now) {
        return indicators.stream().filter(doc -> doc.primary() >= now - AGE_MAX).toList();
    }

    private static List<Doc> events(List<Doc> docs, Clock clock) {
        Set<String> ids = new HashSet<>();
        return ThreatKit.inOrder(clock, docs).stream()
                .filter(doc -> !doc.isIndicator() && ids.add(doc.id()))
                .toList();
    }

    @ParameterizedTest
    @Seeds(150)
    void scheduleIsEveryRunOneByOne(long seed) {
        Random random = new Random(seed);
        PlainThreat plain = PlainThreat.random(random);
        Rule rule = rule(random, plain).maxSignals(1 + random.nextInt(6)).build();
        List<Doc> docs = random(random);
        Runs runs = Runs.of(rule.schedule());
        long end = docs.stream()
                .mapToLong(doc ->
                        doc.isIndicator() ? doc.arrival() : Math.max(doc.arrival(), doc.primary() + runs.toBack()))
                .max()
                .orElse(0);
        List<Doc> newestFirst = new ArrayList<>(events(docs, Clock.SCHEDULE));
        newestFirst.sort(Comparator.comparingLong(Doc::primary).reversed());
        Set<String> alerted = new HashSet<>();
        List<String> expected = new ArrayList<>();
        List<String> expectedCut = new ArrayList<>();
        for (long run = runs.atOrAfter(-60_000); run <= runs.atOrAfter(end); run += runs.interval()) {
            List<Doc> indicators = valid(known(plain, docs, run), run);
            int raised = 0;
            int cut = 0;
            for (Doc event : newestFirst) {
                boolean seen =
                        event.arrival() <= run && event.primary() >= runs.from(run) && event.primary() <= runs.to(run);
                List<String> matches = seen ? plain.matches(event, indicators) : List.of();
                if (!matches.isEmpty() && !alerted.contains(event.id())) {
                    if (raised < rule.maxSignals()) {
                        raised++;
                        alerted.add(event.id());
                        expected.add(run + " " + event.id() + " " + matches);
                    } else {
                        cut++;
                    }
                }
            }
            if (cut > 0) {
                expectedCut.add(run + " " + cut);
            }
        }
        ThreatKit kit = new ThreatKit(rule, Clock.SCHEDULE).run(docs, random);
        assertThat(kit.alerts.stream().map(ThreatKit::shown)).containsExactlyElementsOf(expected);
        assertThat(kit.overflows.stream().map(cut -> (cut.to() + runs.toBack()) + " " + cut.count()))
                .containsExactlyElementsOf(expectedCut);
    }

    @ParameterizedTest
    @Seeds(150)
    void streamIsEachEventAsItComes_andEachIndicatorThatComesLater(long seed) {
        Random random = new Random(seed);
        PlainThreat plain = PlainThreat.random(random);
        Rule rule = rule(random, plain).build();
        List<Doc> docs = random(random);
        Runs runs = Runs.of(rule.schedule());
        List<String> expected = new ArrayList<>();
        for (Doc event : events(docs, Clock.STREAM)) {
            long time = event.primary();
            List<String> matches = plain.matches(event, valid(known(plain, docs, time), time));
            for (Doc late : ThreatKit.inOrder(Clock.STREAM, docs)) {
                if (matches.isEmpty()
                        && late.isIndicator()
                        && late.arrival() > event.primary()
                        && known(plain, docs, late.arrival()).contains(late)
                        && event.primary() >= runs.from(runs.atOrAfter(late.arrival()))
                        && !plain.matches(event, List.of(late)).isEmpty()) {
                    time = late.arrival();
                    matches = plain.matches(event, valid(known(plain, docs, time), time));
                }
            }
            if (!matches.isEmpty()) {
                expected.add(time + " " + event.id() + " " + matches);
            }
        }
        ThreatKit kit = new ThreatKit(rule, Clock.STREAM).run(docs, random);
        assertThat(kit.alerts.stream().map(ThreatKit::shown)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @Seeds(80)
    void whatAlertsOnScheduleAlertsOnStream(long seed) {
        Random random = new Random(seed);
        PlainThreat plain = PlainThreat.random(random);
        Rule rule = rule(random, plain).build();
        List<Doc> docs =
                random(random).stream().filter(doc -> !doc.id().equals("t")).toList();
        ThreatKit schedule = new ThreatKit(rule, Clock.SCHEDULE).run(docs, random);
        ThreatKit stream = new ThreatKit(rule, Clock.STREAM).run(docs, random);
        assertThat(stream.alerts.stream().map(Alert::id))
                .doesNotHaveDuplicates()
                .containsAll(schedule.alerts.stream().map(Alert::id).toList());
    }

    @ParameterizedTest
    @Seeds(50)
    void saidTwiceIsRaisedOnce(long seed) {
        Random random = new Random(seed);
        PlainThreat plain = PlainThreat.random(random);
        Rule rule = rule(random, plain).build();
        Clock clock = random.nextBoolean() ? Clock.STREAM : Clock.SCHEDULE;
        List<Doc> once = ThreatKit.inOrder(clock, random(random));
        List<Doc> twice =
                once.stream().flatMap(doc -> List.of(doc, doc).stream()).toList();
        assertThat(new ThreatKit(rule, clock).run(twice, random).alerts)
                .isEqualTo(new ThreatKit(rule, clock).run(once, random).alerts);
    }

    /** Indicators known from the start give the same, in whatever order they come. */
    @ParameterizedTest
    @Seeds(50)
    void theOrderOfIndicatorsIsOfNoMatter(long seed) {
        Random random = new Random(seed);
        PlainThreat plain = PlainThreat.random(random);
        Rule rule = rule(random, plain).build();
        Clock clock = random.nextBoolean() ? Clock.STREAM : Clock.SCHEDULE;
        List<Doc> docs = random(random);
        List<Doc> indicators = new ArrayList<>(
                docs.stream().filter(Doc::isIndicator).map(ThreatLawTest::early).toList());
        List<Doc> events = docs.stream().filter(doc -> !doc.isIndicator()).toList();
        List<List<Alert>> outcomes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ThreatKit kit = new ThreatKit(rule, clock);
            indicators.forEach(kit::add);
            outcomes.add(kit.run(events, random).alerts);
            Collections.shuffle(indicators, random);
        }
        assertThat(outcomes.getFirst()).isEqualTo(outcomes.getLast());
    }

    private static Doc early(Doc doc) {
        return new Doc(true, doc.id(), doc.primary(), Detector.NO_TIME, doc.fields());
    }
}
