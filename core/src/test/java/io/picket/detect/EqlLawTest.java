package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.DateBound;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.detect.EqlReplay.Sketch;
import io.picket.detect.PlainSequences.Occasion;
import io.picket.rule.Rule;
import io.picket.testkit.Seeds;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;

/** The detectors of EQL rules against simulations that have all events before them and make every single run. */
class EqlLawTest {

    private static final List<String> LETTERS = List.of("A", "B", "C");
    private static final Field AT = new Field("@timestamp", FieldType.DATE);

    /** A query, as text and as the simulation takes it. */
    private record Asked(String text, Kind kind, List<String> steps, SequenceShape shape, boolean until, boolean tie) {}

    private enum Kind {
        EVENTS,
        SEQUENCE,
        SAMPLE
    }

    private static Asked events(Random random) {
        String text = "any where A == true or B == true" + pipes(random);
        return new Asked(text, Kind.EVENTS, List.of("AB"), SequenceShape.of(List.of(false), 1), false, false);
    }

    private static Asked sample(Random random) {
        List<String> steps = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            steps.add(LETTERS.get(random.nextInt(3)));
        }
        StringBuilder text = new StringBuilder("sample by k");
        steps.forEach(step -> text.append(" [any where ").append(step).append(" == true]"));
        return new Asked(text.toString(), Kind.SAMPLE, steps, SequenceShape.of(List.of(false), 1), false, false);
    }

    private static Asked sequence(Random random, boolean plain) {
        List<String> steps = new ArrayList<>();
        List<Boolean> missing = new ArrayList<>();
        boolean limited = random.nextInt(4) > 0;
        long maxspan = limited ? 500L * (1 + random.nextInt(30)) : SequenceShape.NO_LIMIT;
        StringBuilder text = new StringBuilder("sequence by k" + (limited ? " with maxspan=" + maxspan + "ms" : ""));
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            boolean absent = !plain && limited && random.nextInt(4) == 0 && (i > 1 || missing.contains(false));
            String letter = absent ? "M" : LETTERS.get(random.nextInt(3));
            int runs = absent || random.nextInt(4) > 0 ? 1 : 2;
            text.append(absent ? " ![" : " [")
                    .append("any where ")
                    .append(letter)
                    .append(" == true]");
            text.append(runs > 1 ? " with runs=2" : "");
            for (int run = 0; run < runs; run++) {
                steps.add(letter);
                missing.add(absent);
            }
        }
        boolean until = !plain && random.nextInt(4) == 0;
        text.append(until ? " until [any where U == true]" : "");
        text.append(plain ? "" : pipes(random));
        return new Asked(
                text.toString(),
                Kind.SEQUENCE,
                steps,
                SequenceShape.of(missing, maxspan),
                until,
                random.nextInt(4) == 0);
    }

    private static String pipes(Random random) {
        return random.nextInt(4) > 0 ? "" : random.nextBoolean() ? " | head 2" : " | tail 3 | head 1";
    }

    private static Asked asked(Random random) {
        int kind = random.nextInt(5);
        return kind == 0 ? events(random) : kind == 1 ? sample(random) : sequence(random, false);
    }

    private static SketchRule rule(Random random, Asked asked) {
        return SketchRule.eql(asked.text(), Optional.empty(), asked.tie() ? Optional.of("tie") : Optional.empty())
                .schedule(
                        Duration.ofSeconds(1 + random.nextInt(8)),
                        Duration.ofSeconds(4 + random.nextInt(16)),
                        Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(3) : 0))
                .maxSignals(1 + random.nextInt(6));
    }

    /** Random events over a short time, some late, some twice. */
    private static List<Sketch> sketches(Random random) {
        List<Sketch> sketches = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        long span = 1L + random.nextInt(90);
        boolean byArrival = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            if (!sketches.isEmpty() && random.nextInt(12) == 0) {
                sketches.add(sketches.get(random.nextInt(sketches.size())));
                continue;
            }
            long time = 500L * random.nextLong(2L * span);
            long arrival = time + (random.nextInt(3) == 0 ? 500L * random.nextInt(24) : 0);
            StringBuilder letters = new StringBuilder();
            for (String letter : List.of("A", "B", "C", "M", "U")) {
                boolean common = LETTERS.contains(letter);
                letters.append(random.nextInt(common ? 3 : 8) == 0 ? letter : "");
            }
            List<String> keys = random.nextInt(8) == 0
                    ? List.of("x", "y")
                    : random.nextInt(12) == 0 ? List.of() : List.of(random.nextInt(3) == 0 ? "x" : "y");
            Long tie = random.nextInt(4) == 0 ? null : (Long) random.nextLong(4);
            sketches.add(new Sketch("e" + i, time, byArrival ? arrival : time, arrival, letters.toString(), keys, tie));
        }
        Collections.shuffle(sketches, random);
        return sketches;
    }

    /** What the rule's primary time is on the stream clock: a sequence's events are ordered by their own. */
    private static List<Sketch> forStream(Asked asked, List<Sketch> sketches) {
        return asked.kind() != Kind.SEQUENCE
                ? sketches
                : sketches.stream()
                        .map(one -> new Sketch(
                                one.id(), one.time(), one.time(), one.arrival(), one.letters(), one.keys(), one.tie()))
                        .toList();
    }

    private static List<Sketch> distinct(Clock clock, List<Sketch> sketches) {
        Set<String> ids = new HashSet<>();
        return EqlReplay.inOrder(clock, sketches).stream()
                .filter(sketch -> ids.add(sketch.id()))
                .toList();
    }

    // ---- the simulation ----

    /** What all of these events hold, in the order in which limits cut; an answer is the ids of its events. */
    private static List<List<Sketch>> search(Asked asked, List<Sketch> events) {
        return switch (asked.kind()) {
            case EVENTS ->
                ordered(asked, events).stream()
                        .filter(one ->
                                one.letters().contains("A") || one.letters().contains("B"))
                        .map(List::of)
                        .toList();
            case SEQUENCE ->
                sequences(asked, events, asked.shape()).stream()
                        .map(one -> present(one, events))
                        .toList();
            case SAMPLE -> samples(asked, events);
        };
    }

    private static List<Sketch> present(PlainSequences.Found found, List<Sketch> events) {
        return found.names().stream()
                .filter(Objects::nonNull)
                .map(name -> events.stream()
                        .filter(one -> one.id().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static List<Sketch> ordered(Asked asked, List<Sketch> events) {
        List<Sketch> ordered = new ArrayList<>(events);
        ordered.sort(Comparator.comparingLong(Sketch::time)
                .thenComparing(one -> asked.tie() ? one.tie() : null, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparingInt(one -> firstStep(asked, one))
                .thenComparing(Sketch::id));
        return ordered;
    }

    private static int firstStep(Asked asked, Sketch event) {
        for (int step = 0; step < asked.steps().size() && asked.kind() == Kind.SEQUENCE; step++) {
            if (event.letters().contains(asked.steps().get(step))) {
                return step;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static List<PlainSequences.Found> sequences(Asked asked, List<Sketch> events, SequenceShape shape) {
        List<Occasion> occasions = new ArrayList<>();
        int instant = 0;
        for (Sketch event : ordered(asked, events)) {
            for (String key : event.keys()) {
                for (int step = 0; step < asked.steps().size(); step++) {
                    if (event.letters().contains(asked.steps().get(step))) {
                        occasions.add(new Occasion(instant, event.time(), step, key, event.id()));
                    }
                }
                if (asked.until() && event.letters().contains("U")) {
                    occasions.add(new Occasion(instant, event.time(), SequenceMachine.UNTIL, key, event.id()));
                }
            }
            instant++;
        }
        List<PlainSequences.Found> found = new ArrayList<>(PlainSequences.of(shape, occasions));
        found.sort(Comparator.comparingInt(PlainSequences.Found::last).thenComparing(PlainSequences.Found::key));
        return found;
    }

    private static List<List<Sketch>> samples(Asked asked, List<Sketch> events) {
        List<List<Sketch>> found = new ArrayList<>();
        for (String key : List.of("x", "y")) {
            List<List<Sketch>> steps = asked.steps().stream()
                    .map(letter -> events.stream()
                            .filter(one ->
                                    one.letters().contains(letter) && one.keys().contains(key))
                            .limit(asked.steps().size())
                            .toList())
                    .toList();
            combinations(steps).stream().findFirst().ifPresent(found::add);
        }
        return found;
    }

    /** Every choice of different events, one a step. */
    private static List<List<Sketch>> combinations(List<List<Sketch>> steps) {
        List<List<Sketch>> all = new ArrayList<>();
        all.add(List.of());
        for (List<Sketch> step : steps) {
            List<List<Sketch>> longer = new ArrayList<>();
            for (List<Sketch> chosen : all) {
                for (Sketch one : step) {
                    if (!chosen.contains(one)) {
                        List<Sketch> next = new ArrayList<>(chosen);
                        next.add(one);
                        longer.add(next);
                    }
                }
            }
            all = longer;
        }
        return all;
    }

    private static <T> List<T> cut(Asked asked, List<T> found, int most) {
        boolean head = asked.kind() == Kind.SAMPLE || asked.text().contains("| head 2");
        List<T> left = head(found, most, head);
        if (asked.text().contains("| head 2")) {
            return head(left, 2, true);
        }
        return asked.text().contains("| tail 3") ? head(head(left, 3, false), 1, true) : left;
    }

    private static <T> List<T> head(List<T> found, int most, boolean head) {
        int kept = Math.min(most, found.size());
        return head ? found.subList(0, kept) : found.subList(found.size() - kept, found.size());
    }

    // ---- the laws ----

    @ParameterizedTest
    @Seeds(150)
    void scheduleIsEveryRunOneByOne(long seed) {
        Random random = new Random(seed);
        Asked asked = asked(random);
        Rule rule = rule(random, asked).build();
        List<Sketch> sketches = sketches(random);
        List<Sketch> distinct = distinct(Clock.SCHEDULE, sketches);
        Runs runs = Runs.of(rule.schedule());
        List<String> expected = new ArrayList<>();
        Set<List<String>> alerted = new HashSet<>();
        boolean full = false;
        // Now and then what is asked depends on when: only events of the last moments before the run.
        long moments = random.nextInt(3) == 0 ? 1_000L * random.nextInt(12) : Long.MAX_VALUE / 2;
        Condition also = moments < Long.MAX_VALUE / 2
                ? new Condition.RangeFromNow(AT, new DateBound("now-" + moments / 1_000 + "s", false, true), null)
                : random.nextBoolean() ? new Condition.Until(Long.MAX_VALUE) : Condition.ALWAYS;
        for (long run : runs(runs, asked, sketches)) {
            List<Sketch> seen = distinct.stream()
                    .filter(one -> one.arrival() + EqlReplay.EPOCH <= run
                            && one.primary() + EqlReplay.EPOCH >= runs.from(run)
                            && one.primary() + EqlReplay.EPOCH <= runs.to(run)
                            && one.time() + EqlReplay.EPOCH >= run - moments)
                    .toList();
            List<List<Sketch>> answer = cut(asked, search(asked, seen), rule.maxSignals());
            full |= answer.size() == rule.maxSignals();
            for (List<Sketch> one : answer) {
                List<String> names = one.stream().map(Sketch::id).toList();
                if (alerted.add(names)) {
                    expected.add(run - EqlReplay.EPOCH + " " + names);
                }
            }
        }
        EqlReplay replay = new EqlReplay(rule, Clock.SCHEDULE, StateBudget.DEFAULT, also).run(sketches, random);
        assertThat(replay.raised()).as(asked.text()).containsExactlyElementsOf(expected);
        assertThat(full && replay.detector.status().warnings().isEmpty()).isFalse();
        assertBlocks(replay, asked);
    }

    /** Every run until one has covered the last event. */
    private static List<Long> runs(Runs runs, Asked asked, List<Sketch> sketches) {
        String letters = String.join("", asked.steps()) + (asked.until() ? "U" : "");
        long end = sketches.stream()
                .mapToLong(one -> {
                    boolean met = one.letters().chars().anyMatch(letter -> letters.indexOf(letter) >= 0);
                    return EqlReplay.EPOCH + Math.max(one.arrival(), met ? one.primary() + runs.toBack() : 0);
                })
                .max()
                .orElse(0);
        List<Long> times = new ArrayList<>();
        for (long run = runs.atOrAfter(EqlReplay.EPOCH - 60_000); run <= runs.atOrAfter(end); run += runs.interval()) {
            times.add(run);
        }
        return times;
    }

    /** Behind every alert on joined events stand its building blocks, in their order. */
    private static void assertBlocks(EqlReplay replay, Asked asked) {
        Map<Object, List<String>> blocks = new LinkedHashMap<>();
        replay.alerts.forEach(alert -> {
            Object index = alert.fields().get("kibana.alert.group.index");
            Object group = alert.fields().get("kibana.alert.group.id");
            if (index != null) {
                List<String> before = blocks.getOrDefault(group, List.of());
                assertThat(index).isEqualTo((long) before.size());
                before.add(String.valueOf(alert.fields().get("n")));
            } else if (group != null) {
                assertThat(group).isEqualTo(alert.id());
                assertThat(blocks.put(group, new ArrayList<>())).isNull();
            }
        });
        replay.alerts.stream()
                .filter(alert -> blocks.containsKey(alert.id()))
                .forEach(alert -> assertThat(blocks.get(alert.id())).isEqualTo(EqlReplay.names(alert)));
        assertThat(blocks.isEmpty())
                .isEqualTo(asked.kind() == Kind.EVENTS || replay.raised().isEmpty());
    }

    @ParameterizedTest
    @Seeds(150)
    void streamFindsWhatTheWholeViewFinds(long seed) {
        Random random = new Random(seed);
        Asked asked = sequence(random, false);
        Rule rule = rule(random, asked).maxSignals(10_000).build();
        List<Sketch> sketches = forStream(asked, sketches(random));
        SequenceShape shape =
                asked.shape().within(Math.max(1, Runs.of(rule.schedule()).lookBack()));
        List<Sketch> distinct = distinct(Clock.STREAM, sketches);
        Set<List<String>> expected = new LinkedHashSet<>();
        for (PlainSequences.Found found :
                sequences(asked, distinct, asked.text().contains("maxspan") ? asked.shape() : shape)) {
            expected.add(present(found, distinct).stream().map(Sketch::id).toList());
        }
        EqlReplay replay = new EqlReplay(rule, Clock.STREAM).run(sketches, random);
        List<List<String>> raised = replay.alerts.stream()
                .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                .map(EqlReplay::names)
                .toList();
        if (!asked.text().contains("|")) {
            assertThat(raised).as(asked.text()).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(expected).containsAll(raised);
        assertThat(replay.alerts.stream().map(alert -> alert.time())).isSorted();
        assertBlocks(replay, asked);
    }

    /** What comes in another order, or twice, within one moment makes no difference. */
    @ParameterizedTest
    @Seeds(60)
    void shuffledMomentsGiveTheSame(long seed) {
        Random random = new Random(seed);
        Asked asked = sequence(random, false);
        Rule rule = rule(random, asked).build();
        List<Sketch> sketches = new ArrayList<>(forStream(asked, sketches(random)));
        EqlReplay once = new EqlReplay(rule, Clock.STREAM).run(sketches, random);
        List<Sketch> twice = new ArrayList<>(sketches);
        twice.addAll(sketches);
        Collections.shuffle(twice, random);
        EqlReplay again = new EqlReplay(rule, Clock.STREAM).run(twice, random);
        assertThat(again.alerts).isEqualTo(once.alerts);
        assertThat(again.overflows).isEqualTo(once.overflows);
    }

    /** Every key that alerts on schedule alerts on stream, where no event must be missing or end a sequence. */
    @ParameterizedTest
    @Seeds(150)
    void whatAlertsOnScheduleAlertsOnStream(long seed) {
        Random random = new Random(seed);
        Asked asked = random.nextInt(4) == 0 ? sample(random) : sequence(random, true);
        Rule rule = rule(random, asked).maxSignals(10_000).build();
        List<Sketch> sketches = sketches(random);
        boolean limited = asked.text().contains("maxspan") || asked.kind() == Kind.SAMPLE;
        List<Sketch> onSchedule = limited ? sketches : forStream(asked, sketches);
        EqlReplay schedule = new EqlReplay(rule, Clock.SCHEDULE).run(onSchedule, random);
        EqlReplay stream = new EqlReplay(rule, Clock.STREAM).run(forStream(asked, sketches), random);
        assertThat(keys(stream, sketches)).as(asked.text()).containsAll(keys(schedule, sketches));
    }

    /** Keys that all events of some alert have. */
    private static Set<String> keys(EqlReplay replay, List<Sketch> sketches) {
        Map<String, List<String>> keysOf = new TreeMap<>();
        sketches.forEach(one -> keysOf.put(one.id(), one.keys()));
        Set<String> keys = new LinkedHashSet<>();
        replay.alerts.stream()
                .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                .forEach(alert -> {
                    Set<String> shared = new LinkedHashSet<>(List.of("x", "y"));
                    EqlReplay.names(alert).forEach(name -> shared.retainAll(keysOf.get(name)));
                    // Events that share both keys were joined by one of them; nobody says which.
                    if (shared.size() == 1) {
                        keys.addAll(shared);
                    }
                });
        return keys;
    }

    @ParameterizedTest
    @Seeds(60)
    void streamAllowsSoManyAnInterval(long seed) {
        Random random = new Random(seed);
        Asked asked = sequence(random, true);
        SketchRule sketch = rule(random, asked);
        List<Sketch> sketches = forStream(asked, sketches(random));
        EqlReplay all = new EqlReplay(sketch.maxSignals(10_000).build(), Clock.STREAM).run(sketches, random);
        int most = 1 + random.nextInt(3);
        Rule rule = sketch.maxSignals(most).build();
        Runs runs = Runs.of(rule.schedule());
        TreeMap<Long, Integer> perInterval = new TreeMap<>();
        all.alerts.stream()
                .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                .forEach(alert -> perInterval.merge(runs.intervalEnd(alert.time()), 1, Integer::sum));
        int allowed =
                perInterval.values().stream().mapToInt(n -> Math.min(n, most)).sum();
        int beyond = perInterval.values().stream().mapToInt(n -> n).sum() - allowed;
        EqlReplay some = new EqlReplay(rule, Clock.STREAM).run(sketches, random);
        assertThat(some.raised()).hasSize(allowed);
        assertThat(all.raised()).containsAll(some.raised());
        assertThat(some.overflows.stream().mapToLong(Overflow::count).sum())
                .isEqualTo(beyond)
                .isEqualTo(some.detector.status().overflowAlerts());
    }

    /** Every sample is of different events that share a key within one look-back, each used once a key. */
    @ParameterizedTest
    @Seeds(60)
    void streamSamplesAreSamples(long seed) {
        Random random = new Random(seed);
        Asked asked = sample(random);
        Rule rule = rule(random, asked).maxSignals(10_000).build();
        List<Sketch> sketches = sketches(random);
        Map<String, Sketch> byId = new TreeMap<>();
        sketches.forEach(one -> byId.put(one.id(), one));
        EqlReplay replay = new EqlReplay(rule, Clock.STREAM).run(sketches, random);
        replay.alerts.stream()
                .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                .map(EqlReplay::names)
                .forEach(names -> {
                    List<Sketch> events = names.stream().map(byId::get).toList();
                    assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(asked.steps());
                    Set<String> shared = new LinkedHashSet<>(List.of("x", "y"));
                    events.forEach(one -> shared.retainAll(one.keys()));
                    assertThat(shared).isNotEmpty();
                    for (int i = 0; i < events.size(); i++) {
                        assertThat(events.get(i).letters())
                                .contains(asked.steps().get(i));
                    }
                    long first =
                            events.stream().mapToLong(Sketch::primary).min().orElse(0);
                    long last = events.stream().mapToLong(Sketch::primary).max().orElse(0);
                    assertThat(last - first)
                            .isLessThanOrEqualTo(Runs.of(rule.schedule()).lookBack());
                });
        assertBlocks(replay, asked);
    }
}
