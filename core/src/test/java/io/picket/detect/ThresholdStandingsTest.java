package io.picket.detect;

import static io.picket.detect.ThresholdKit.DAY0;
import static io.picket.detect.ThresholdKit.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.detect.ThresholdKit.Counting;
import io.picket.detect.ThresholdKit.Happening;
import io.picket.detect.ThresholdStandings.Standing;
import io.picket.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class ThresholdStandingsTest {

    private static ThresholdStandings.Result standings(Counting counting, List<Happening> happenings) {
        ThresholdStandings standings =
                new ThresholdStandings(counting.rule(), ThresholdKit.table(counting.rule()), ThresholdKit.TYPES);
        ThresholdKit.feed(standings, counting.rule(), Clock.STREAM, happenings);
        return standings.result();
    }

    private static Happening login(long seconds, String user, String host) {
        return Happening.at(DAY0 + seconds * SECOND, Map.of("user.name", user, "host.name", host));
    }

    @Test
    void tellsTheBestWindowOfEachGroupNearestFirst() {
        Counting rule =
                Counting.by("user.name").atLeast(3).distinct("host.name", 2).every(60 * SECOND, 60 * SECOND, 0);
        ThresholdStandings.Result result = standings(
                rule,
                List.of(
                        login(0, "near", "a"),
                        login(60, "near", "b"),
                        login(61, "near", "b"),
                        login(200, "same", "a"),
                        login(201, "same", "a"),
                        login(202, "same", "a"),
                        login(300, "meets", "a"),
                        login(301, "meets", "b"),
                        login(360, "meets", "b"),
                        Happening.at(DAY0 + 400 * SECOND, Map.of("host.name", "a")),
                        Happening.at(DAY0 + 401 * SECOND, Map.of("user.name", "same"))));
        assertThat(result.standings())
                .containsExactly(
                        new Standing(List.of("meets"), 3, 2, DAY0 + 300 * SECOND, DAY0 + 360 * SECOND, true, 3),
                        new Standing(List.of("near"), 2, 2, DAY0, DAY0 + 60 * SECOND, false, 3),
                        new Standing(List.of("same"), 3, 1, DAY0 + 200 * SECOND, DAY0 + 202 * SECOND, false, 4));
        assertThat(result.added()).isEqualTo(11);
        assertThat(result.lacking()).isEqualTo(Map.of("user.name", 1L));
        assertThat(result.uncounted()).isEqualTo(1);
    }

    @ParameterizedTest
    @Seeds(300)
    void groupsThatAlertAreThoseTheDetectorRaises(long seed) {
        Random random = new Random(seed);
        Counting rule = rule(random);
        List<Happening> happenings = happenings(random);
        Set<String> raised = ThresholdKit.run(rule, Clock.STREAM, happenings).groups().stream()
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(standings(rule, happenings).standings().stream()
                        .filter(Standing::alerts)
                        .map(standing -> standing.group().toString()))
                .containsExactlyInAnyOrderElementsOf(raised);
    }

    /** No window of a group is nearer than the one that is told: looked at all again. */
    @ParameterizedTest
    @Seeds(200)
    void noWindowIsNearer(long seed) {
        Random random = new Random(seed);
        Counting rule = Counting.by("user.name")
                .atLeast(2 + random.nextInt(5))
                .distinct("host.name", 1 + random.nextInt(4))
                .every(10 * SECOND, (5 + random.nextInt(20)) * SECOND, 0);
        List<Happening> happenings = happenings(random).stream()
                .filter(one -> one.fields().get("user.name") instanceof String
                        && one.fields().get("host.name") instanceof String)
                .toList();
        for (Standing standing : standings(rule, happenings).standings()) {
            double best = 0;
            for (Happening last : happenings) {
                List<Happening> window = happenings.stream()
                        .filter(one -> standing.group().contains(one.fields().get("user.name")))
                        .filter(one ->
                                one.primary() <= last.primary() && one.primary() >= last.primary() - rule.fromBack())
                        .toList();
                long distinct = window.stream()
                        .map(one -> one.fields().get("host.name"))
                        .distinct()
                        .count();
                best = Math.max(best, met(rule, window.size(), distinct));
            }
            assertThat(met(rule, standing.events(), standing.distinct())).isEqualTo(best);
            assertThat(standing.alerts()).isEqualTo(best == 1);
            assertThat(standing.to() - standing.from()).isLessThanOrEqualTo(rule.fromBack());
        }
    }

    private static double met(Counting rule, long events, long distinct) {
        double ofDistinct = (double) distinct / rule.cardinality().orElseThrow().value();
        return Math.min(1, Math.min((double) events / rule.value(), ofDistinct));
    }

    private static Counting rule(Random random) {
        Counting rule = switch (random.nextInt(3)) {
            case 0 -> Counting.by();
            case 1 -> Counting.by("user.name");
            default -> Counting.by("host.name", "user.name");
        };
        if (random.nextBoolean()) {
            rule = rule.distinct("process.args", random.nextInt(4));
        }
        return rule.atLeast(1 + random.nextInt(4))
                .every(7 * SECOND, (5 + random.nextInt(30)) * SECOND, 0)
                .maxSignals(1_000);
    }

    private static List<Happening> happenings(Random random) {
        List<Happening> happenings = new ArrayList<>();
        long time = DAY0;
        for (int i = random.nextInt(80); i >= 0; i--) {
            time += random.nextInt(4) == 0 ? random.nextInt(60) * SECOND : random.nextInt(3) * SECOND;
            Map<String, Object> fields = new HashMap<>();
            for (String field : List.of("host.name", "user.name", "process.args")) {
                switch (random.nextInt(8)) {
                    case 0 -> {}
                    case 1 -> fields.put(field, List.of("v" + random.nextInt(3), "v" + random.nextInt(3)));
                    default -> fields.put(field, "v" + random.nextInt(3));
                }
            }
            happenings.add(new Happening(time, time, "id-" + i, fields));
        }
        return happenings;
    }
}
