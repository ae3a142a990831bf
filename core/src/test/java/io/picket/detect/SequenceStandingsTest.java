package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.detect.EqlReplay.Sketch;
import io.picket.detect.SequenceStanding.End;
import io.picket.detect.SequenceStanding.Stood;
import io.picket.detect.SequenceStandings.Place;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.testkit.Seeds;
import io.picket.testkit.SketchEvents;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class SequenceStandingsTest {

    private static final List<String> LETTERS = List.of("A", "B", "C");
    private static final long SECOND = 1_000;

    private static Rule rule(String query) {
        return SketchRule.eql(query)
                .schedule(Duration.ofMinutes(5), Duration.ofMinutes(9), Duration.ZERO)
                .maxSignals(100_000)
                .build();
    }

    /** {@code x:A3} is an event of key x and step A at second 3; {@code xy:AB3} has two keys and meets two steps. */
    private static Sketch sketch(String text) {
        String keys = text.substring(0, text.indexOf(':'));
        String letters = text.substring(text.indexOf(':') + 1).replaceAll("[0-9]", "");
        long time = SECOND * Long.parseLong(text.replaceAll("\\D", ""));
        List<String> each = keys.isEmpty() ? List.of() : Arrays.asList(keys.split(""));
        return new Sketch(text, time, time, time, letters, each, null);
    }

    private static SequenceStandings.Result standings(String query, String events) {
        List<Sketch> sketches = Arrays.stream(events.split(" "))
                .map(SequenceStandingsTest::sketch)
                .toList();
        return standings(rule(query), sketches, (event, condition, time) -> 1, key -> false);
    }

    private static SequenceStandings.Result standings(
            Rule rule,
            List<Sketch> sketches,
            SequenceStandings.Lacking lacking,
            Predicate<List<@Nullable Object>> sought) {
        List<Condition> conditions = new ArrayList<>(RuleConditions.all(rule, List.of(), Map.of(), EqlReplay.TYPES, 0)
                .orThrow());
        conditions.add(Condition.ALWAYS);
        Set<String> names = new LinkedHashSet<>(Detectors.fields(rule));
        names.add("@timestamp");
        MatchPlan.fields(conditions).forEach(field -> names.add(field.name()));
        SketchEvents events = new SketchEvents(names.toArray(new String[0]));
        FieldTable table = events.table();
        Matcher matcher = new Matcher(MatchPlan.of(conditions, EqlReplay.TYPES, table));
        SequenceStandings standings = new SequenceStandings(rule, table, EqlReplay.TYPES, lacking, sought);
        for (Sketch sketch : sketches) {
            Event event = events.read("logs-x", sketch.id(), sketch.json());
            int[] met = new int[matcher.match(event)];
            for (int i = 0; i < met.length; i++) {
                met[i] = matcher.matched(i);
            }
            Arrays.sort(met);
            long time = EqlReplay.EPOCH + sketch.primary();
            standings.add(event, met, met.length, time, time);
        }
        standings.finish();
        return standings.result();
    }

    private static SequenceStanding only(String query, String events) {
        return standings(query, events).standings().getFirst();
    }

    private static Stood stood(String id) {
        return new Stood("logs-x", id, EqlReplay.EPOCH + sketch(id).time());
    }

    private static String steps(String... letters) {
        StringBuilder text = new StringBuilder();
        for (String letter : letters) {
            boolean missing = letter.startsWith("!");
            text.append(missing ? " ![" : " [")
                    .append("any where ")
                    .append(missing ? letter.substring(1) : letter)
                    .append(" == true]");
        }
        return text.toString();
    }

    // ---- what became of it ----

    @Test
    void aCompleteSequenceAlerts() {
        SequenceStanding x = only("sequence by k" + steps("A", "B"), "x:A1 x:B2 x:A3 x:B4");
        assertThat(x.end()).isEqualTo(new End.Alerts());
        assertThat(x.key()).containsExactly("x");
        assertThat(x.events()).containsExactly(stood("x:A1"), stood("x:B2"));
        assertThat(x.sequences()).isEqualTo(2);
    }

    @Test
    void tellsByHowMuchMaxspanWasExceeded() {
        SequenceStanding x =
                only("sequence by k with maxspan=10s" + steps("A", "B", "C"), "x:A1 x:B5 x:C14 x:A40 x:B41 x:C52");
        assertThat(x.events()).containsExactly(stood("x:A40"), stood("x:B41"));
        assertThat(x.end()).isEqualTo(new End.TooLate(stood("x:C52"), 12_000));
        assertThat(only("sequence by k with maxspan=10s" + steps("A", "B"), "x:A1 x:B20 x:A40 x:B51 x:A90 x:B110")
                        .end())
                .isEqualTo(new End.TooLate(stood("x:B51"), 11_000));
    }

    @Test
    void tellsWhatEndedIt() {
        SequenceStanding x = only("sequence by k" + steps("A", "B") + " until" + steps("U"), "x:A1 x:U2 x:B3");
        assertThat(x.end()).isEqualTo(new End.Until(stood("x:U2")));
        assertThat(x.events()).containsExactly(stood("x:A1"));
    }

    @Test
    void tellsWhatMustHaveBeenMissing() {
        String between = "sequence by k with maxspan=10s" + steps("A", "!M", "B");
        assertThat(only(between, "x:A1 x:M2 x:B3").end()).isEqualTo(new End.Present(1, EqlReplay.EPOCH + 2_000));
        assertThat(only(between, "x:A1 x:M2 x:B3").events()).containsExactly(stood("x:A1"), stood("x:B3"));
        String after = "sequence by k with maxspan=10s" + steps("A", "!M");
        assertThat(only(after, "x:A1 x:M11").end()).isEqualTo(new End.Present(1, EqlReplay.EPOCH + 11_000));
        assertThat(only(after, "x:A1 x:M12").alerts()).isTrue();
        String before = "sequence by k with maxspan=10s" + steps("!M", "A");
        assertThat(only(before, "x:M1 x:A11").end()).isEqualTo(new End.Present(0, EqlReplay.EPOCH + 1_000));
    }

    @Test
    void tellsThatAnEventCameBeforeItsTurn() {
        String query = "sequence by k with maxspan=10s" + steps("A", "B", "C");
        SequenceStanding x = only(query, "x:B1 x:A2 x:C3");
        assertThat(x.events()).containsExactly(stood("x:A2"));
        assertThat(x.end()).isEqualTo(new End.TooEarly(1, stood("x:B1")));
        assertThat(only(query, "x:B1 x:A12").end()).isEqualTo(new End.Waits());
        SequenceStanding none = only(query, "x:C3 x:B4");
        assertThat(none.events()).isEmpty();
        assertThat(none.end()).isEqualTo(new End.TooEarly(1, stood("x:B4")));
    }

    @Test
    void namesTheEventThatCameNearestInTime() {
        String query = "sequence by k with maxspan=10s" + steps("A", "B");
        List<Sketch> sketches = List.of(
                sketch("x:M0"), sketch("x:A1"), sketch("y:M2"), sketch("x:M3"), sketch("x:U4"), sketch("x:M13"));
        SequenceStandings.Lacking lacking =
                (event, condition, time) -> event.idOrHash().contains("U") ? 1 : 2;
        SequenceStanding x = standings(rule(query), sketches, lacking, key -> false)
                .standings()
                .getFirst();
        assertThat(x.end()).isEqualTo(new End.Waits());
        assertThat(x.nearest().orElseThrow().event().id()).isEqualTo("x:U4");
        assertThat(x.nearest().orElseThrow().lacking()).isEqualTo(1);
        List<SequenceStanding> sought = standings(rule(query), sketches, lacking, key -> key.contains("y"))
                .standings();
        assertThat(sought).extracting(SequenceStanding::key).containsExactly(List.of("x"), List.of("y"));
        assertThat(sought.getLast().nearest().orElseThrow().event().id()).isEqualTo("y:M2");
    }

    @Test
    void putsTheNearestFirstAndCountsWhatMeetsAStep() {
        SequenceStandings.Result result = standings(
                "sequence by k with maxspan=10s" + steps("A", "B", "C"),
                "p:A1 q:A2 q:B3 r:A4 r:B5 r:C6 s:A7 s:B8 s:C30 :A40 t:C41");
        assertThat(result.standings())
                .extracting(standing -> standing.key().getFirst())
                .containsExactly("r", "s", "q", "p", "t");
        assertThat(result.met()).containsExactly(5L, 3L, 3L);
        assertThat(result.joinless()).containsExactly(1L, 0L, 0L);
        assertThat(result.places()).containsExactly(new Place(1, 0), new Place(2, 1), new Place(3, 2));
        assertThat(result.steps()).isEqualTo(3);
        assertThat(result.maxspan()).isEqualTo(10_000);
    }

    // ---- law ----

    private static String random(Random random) {
        boolean missing = random.nextBoolean();
        StringBuilder text = new StringBuilder("sequence by k with maxspan=" + (1 + random.nextInt(20)) + "s");
        boolean positive = false;
        for (int left = 2 + random.nextInt(2); left > 0; left--) {
            boolean absent = missing && random.nextInt(3) == 0 && (positive || left > 1);
            text.append(steps(absent ? "!M" : LETTERS.get(random.nextInt(3))));
            text.append(!absent && random.nextInt(4) == 0 ? " with runs=2" : "");
            positive |= !absent;
        }
        return text + (random.nextInt(3) == 0 ? " until" + steps("U") : "");
    }

    private static List<Sketch> events(Random random) {
        List<Sketch> events = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 80; i++) {
            time += 500L * random.nextInt(8);
            StringBuilder letters = new StringBuilder();
            for (String letter : List.of("A", "B", "C", "M", "U")) {
                letters.append(random.nextInt(LETTERS.contains(letter) ? 3 : 8) == 0 ? letter : "");
            }
            List<String> keys = switch (random.nextInt(8)) {
                case 0 -> List.of();
                case 1 -> List.of("x", "y");
                case 2, 3, 4 -> List.of("x");
                default -> List.of("y");
            };
            events.add(new Sketch("e" + i, time, time, time, letters.toString(), keys, null));
        }
        return events;
    }

    @ParameterizedTest
    @Seeds(300)
    void keysSaidToAlertAreThoseThatAHuntRaises(long seed) {
        Random random = new Random(seed);
        String query = random(random);
        Rule rule = rule(query);
        List<Sketch> events = events(random);
        EqlReplay hunt = new EqlReplay(rule, Clock.STREAM).run(events, new Random(seed));
        Set<List<String>> raised = new LinkedHashSet<>();
        hunt.alerts.stream()
                .filter(alert -> !alert.fields().containsKey("kibana.alert.group.index"))
                .forEach(alert -> raised.add(EqlReplay.names(alert)));
        List<SequenceStanding> standings = standings(rule, events, (event, condition, time) -> 1, key -> false)
                .standings();
        Set<String> alerting = new TreeSet<>();
        for (SequenceStanding standing : standings) {
            if (standing.alerts()) {
                alerting.add(String.valueOf(standing.key().getFirst()));
                assertThat(raised)
                        .as(query)
                        .contains(standing.events().stream().map(Stood::id).toList());
            }
            assertThat(standing.sequences() > 0).isEqualTo(standing.alerts());
        }
        for (List<String> names : raised) {
            Set<String> shared = new TreeSet<>(Set.of("x", "y"));
            events.stream().filter(one -> names.contains(one.id())).forEach(one -> shared.retainAll(one.keys()));
            assertThat(alerting).as(query).containsAnyElementsOf(shared);
        }
    }
}
