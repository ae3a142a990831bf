package io.picket.detect;

import static io.picket.detect.ThresholdKit.DAY0;
import static io.picket.detect.ThresholdKit.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.alert.ThresholdResult;
import io.picket.detect.PlainThreshold.Told;
import io.picket.detect.ThresholdKit.Counting;
import io.picket.detect.ThresholdKit.Happening;
import io.picket.detect.ThresholdKit.Heard;
import io.picket.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;

/** Random rules over random streams: what must hold whatever comes. */
class ThresholdLawTest {

    private static Counting rule(Random random) {
        Counting rule = switch (random.nextInt(4)) {
            case 0 -> Counting.by();
            case 1 -> Counting.by("user.name");
            default -> Counting.by("host.name", "user.name");
        };
        if (random.nextInt(3) > 0) {
            rule = rule.distinct("process.args", random.nextInt(5));
        }
        long interval = (1 + random.nextInt(20)) * SECOND;
        long toBack = random.nextInt(4) == 0 ? random.nextInt(10) * SECOND : 0;
        return rule.atLeast(1 + random.nextInt(4))
                .every(interval, toBack + interval * (1 + random.nextInt(3)) + random.nextInt(3) * SECOND, toBack)
                .maxSignals(1 + random.nextInt(4));
    }

    private static List<Happening> happenings(Random random, boolean late) {
        int names = 1 + random.nextInt(6);
        List<Happening> happenings = new ArrayList<>();
        long time = DAY0;
        for (int i = random.nextInt(120); i >= 0; i--) {
            time += switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> random.nextInt(60) * SECOND;
                case 2 -> random.nextInt(5);
                default -> random.nextInt(5) * SECOND;
            };
            Map<String, Object> fields = new HashMap<>();
            put(fields, random, "host.name", 2);
            put(fields, random, "user.name", names);
            put(fields, random, "process.args", 6);
            long arrival = late && random.nextInt(4) == 0 ? time + random.nextInt(60) * SECOND : time;
            happenings.add(new Happening(time, arrival, "id-" + i, fields));
        }
        return happenings;
    }

    private static void put(Map<String, Object> fields, Random random, String field, int names) {
        switch (random.nextInt(8)) {
            case 0 -> {}
            case 1 -> fields.put(field, List.of("v" + random.nextInt(names), "v" + random.nextInt(names)));
            default -> fields.put(field, "v" + random.nextInt(names));
        }
    }

    private static List<Told> told(Heard heard) {
        return heard.results().stream().map(Told::of).toList();
    }

    @ParameterizedTest
    @Seeds(400)
    void theScheduleIsWhatThePlainOneSays(long seed) {
        Random random = new Random(seed);
        Counting rule = rule(random);
        List<Happening> happenings = happenings(random, random.nextBoolean());
        assertThat(told(ThresholdKit.run(rule, Clock.SCHEDULE, happenings)))
                .containsExactlyElementsOf(new PlainThreshold(rule).schedule(happenings));
    }

    @ParameterizedTest
    @Seeds(400)
    void theStreamIsWhatThePlainOneSays(long seed) {
        Random random = new Random(seed);
        Counting rule = rule(random);
        List<Happening> happenings = happenings(random, false);
        assertThat(told(ThresholdKit.run(rule, Clock.STREAM, happenings)))
                .containsExactlyInAnyOrderElementsOf(new PlainThreshold(rule).stream(happenings));
    }

    @ParameterizedTest
    @Seeds(400)
    void everyGroupThatAlertsOnTheScheduleAlertsOnTheStream(long seed) {
        Random random = new Random(seed);
        Counting rule = rule(random);
        List<Happening> happenings = happenings(random, false);
        if (random.nextBoolean()) {
            rule = rule.maxSignals(1_000);
        } else {
            happenings = happenings.stream().map(ThresholdLawTest::oneGroupEach).toList();
        }
        Heard stream = ThresholdKit.run(rule, Clock.STREAM, happenings);
        for (ThresholdResult run :
                ThresholdKit.run(rule, Clock.SCHEDULE, happenings).results()) {
            assertThat(stream.results())
                    .as("the alert of %s at %s has an episode that saw its events", run.values(), run.raised())
                    .anyMatch(episode -> episode.values().equals(run.values())
                            && episode.first() <= run.last()
                            && run.last() <= episode.last());
        }
    }

    /** Arrays in group fields and max_signals together: see the reasoned exception in ThresholdStream. */
    private static Happening oneGroupEach(Happening one) {
        Map<String, Object> fields = new HashMap<>(one.fields());
        fields.replaceAll((field, value) -> value instanceof List<?> many && !field.equals("process.args")
                ? String.valueOf(many.getFirst())
                : value);
        return new Happening(one.primary(), one.arrival(), one.id(), fields);
    }

    @ParameterizedTest
    @Seeds(200)
    void theOrderOfEqualTimesDoesNotMatter(long seed) {
        Random random = new Random(seed);
        Counting rule = rule(random);
        List<Happening> happenings = new ArrayList<>(happenings(random, false));
        for (Clock clock : Clock.values()) {
            List<Alert> before = ThresholdKit.run(rule, clock, happenings).alerts;
            Collections.shuffle(happenings, random);
            assertThat(ThresholdKit.run(rule, clock, happenings).alerts).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @Seeds(200)
    void beingToldTheTimeChangesNothing(long seed) {
        Random random = new Random(seed);
        Counting rule = rule(random);
        List<Happening> happenings = happenings(random, false);
        happenings.sort(Comparator.comparingLong(Happening::primary));
        for (Clock clock : Clock.values()) {
            Heard heard = new Heard();
            Detector detector = ThresholdKit.detector(rule.rule(), clock, heard, StateBudget.DEFAULT);
            for (Happening one : happenings) {
                detector.advance(one.primary());
                ThresholdKit.feed(detector, rule.rule(), clock, List.of(one));
                detector.advance(one.primary() - random.nextInt(1000));
            }
            detector.finish();
            assertThat(heard.alerts).isEqualTo(ThresholdKit.run(rule, clock, happenings).alerts);
        }
    }

    @ParameterizedTest
    @Seeds(100)
    void idsTellAlertsApartAndAreTheSameTwice(long seed) {
        Random random = new Random(seed);
        Counting rule = rule(random);
        List<Happening> happenings = happenings(random, false);
        for (Clock clock : Clock.values()) {
            List<String> ids = ids(ThresholdKit.run(rule, clock, happenings));
            assertThat(ids).doesNotHaveDuplicates().isEqualTo(ids(ThresholdKit.run(rule, clock, happenings)));
        }
    }

    @ParameterizedTest
    @Seeds(200)
    void stoppingAndTakingUpAgainIsAsIfThereHadBeenNoStop(long seed) {
        Random random = new Random(seed);
        Counting rule = rule(random);
        List<Happening> happenings = happenings(random, false);
        happenings.sort(Comparator.comparingLong(Happening::primary));
        for (Clock clock : Clock.values()) {
            Heard heard = new Heard();
            Detector detector = ThresholdKit.detector(rule.rule(), clock, heard, StateBudget.DEFAULT);
            for (Happening one : happenings) {
                ThresholdKit.feed(detector, rule.rule(), clock, List.of(one));
                if (random.nextInt(10) == 0) {
                    byte[] snapshot = ((Resumable) detector).snapshot();
                    detector = ThresholdKit.detector(
                            rule.rule(), clock, heard, new StateBudget(StateBudget.DEFAULT.bytes(), seed));
                    ((Resumable) detector).restore(snapshot);
                }
            }
            detector.finish();
            Heard unbroken = ThresholdKit.run(rule, clock, happenings);
            assertThat(heard.alerts).isEqualTo(unbroken.alerts);
            assertThat(heard.overflows).isEqualTo(unbroken.overflows);
        }
    }

    private static List<String> ids(Heard heard) {
        return heard.alerts.stream().map(Alert::id).collect(Collectors.toList());
    }
}
