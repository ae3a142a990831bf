package io.picket.match;

import static io.picket.match.TestTypes.TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.IndexPatterns;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MatcherLawTest {

    private static final int CONDITIONS = 40;
    private static final int EVENTS = 30;

    /** Law 4. Since only candidates are decided, no match missing means that candidates ⊇ matches. */
    @ParameterizedTest
    @Seeds(80)
    void matcherNeverDiffersFromThePlainEvaluator(long seed) {
        RandomAsking asking = new RandomAsking(seed);
        List<Condition> conditions = new ArrayList<>();
        List<IndexPatterns> indices = new ArrayList<>();
        for (int i = 0; i < CONDITIONS; i++) {
            conditions.add(asking.condition(i % 4));
            indices.add(seed % 3 == 0 ? new IndexPatterns(asking.patterns()) : IndexPatterns.ALL);
        }
        FieldTable table = Filling.table(TYPES, names(conditions));
        MatchPlan.Builder builder = MatchPlan.builder(TYPES).frequencies(frequencies(seed));
        for (int i = 0; i < CONDITIONS; i++) {
            assertThat(builder.add(conditions.get(i), indices.get(i))).isEqualTo(i);
        }
        Matcher matcher = new Matcher(builder.build(table), Matcher.PARTITION_BYTES_MAX, 1, 2);
        Evaluator evaluator = new Evaluator(TYPES);
        Event event = new Event(table);
        for (int i = 0; i < EVENTS; i++) {
            String document = asking.document();
            Filling.fill(event, document);
            event.origin(asking.index(), null);
            List<Integer> expected = IntStream.range(0, CONDITIONS)
                    .filter(n -> event.index().isEmpty() || indices.get(n).matches(event.index()))
                    .filter(n -> evaluator.meets(conditions.get(n), event))
                    .boxed()
                    .toList();
            List<Integer> found = match(matcher, event);
            assertThat(found)
                    .as(() -> document + "\n" + differing(expected, found, conditions))
                    .isEqualTo(expected);
        }
    }

    /** The same of events that a reader finds to be like others, of which less is looked at. */
    @ParameterizedTest
    @Seeds(80)
    void eventsThatAreAlikeAreMatchedAsIfTheyWereNot(long seed) {
        RandomAsking asking = new RandomAsking(seed);
        Random random = new Random(seed);
        List<Condition> conditions = IntStream.range(0, CONDITIONS)
                .mapToObj(i -> asking.condition(i % 4))
                .toList();
        FieldTable table = Filling.table(TYPES, names(conditions));
        MatchPlan.Builder builder = MatchPlan.builder(TYPES).frequencies(frequencies(seed));
        conditions.forEach(condition -> builder.add(condition, IndexPatterns.ALL));
        Matcher matcher = new Matcher(builder.build(table), Matcher.PARTITION_BYTES_MAX, 1, 2);
        Evaluator evaluator = new Evaluator(TYPES);
        EventReader reader = new EventReader(table);
        Event event = new Event(table);
        List<JsonNode> shapes = IntStream.range(0, 3)
                .mapToObj(i -> JsonMapper.shared().readTree(asking.document()))
                .toList();
        for (int i = 0; i < 3 * EVENTS; i++) {
            JsonNode document = shapes.get(random.nextInt(shapes.size())).deepCopy();
            vary(document, JsonMapper.shared().readTree(asking.document()), random);
            byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
            assertThat(reader.read(bytes, 0, bytes.length, event)).isTrue();
            alike += event.likeness() == null ? 0 : 1;
            List<Integer> found = match(matcher, event);
            List<Integer> expected = IntStream.range(0, CONDITIONS)
                    .filter(n -> evaluator.meets(conditions.get(n), event))
                    .boxed()
                    .toList();
            assertThat(found)
                    .as(() -> document + "\n" + differing(expected, found, conditions))
                    .isEqualTo(expected);
        }
    }

    private static long alike;

    @AfterAll
    static void manyWereAlike() {
        assertThat(alike).isGreaterThan(1000);
    }

    /** Gives some values of a document those that another has in the same place. */
    private static void vary(JsonNode document, JsonNode other, Random random) {
        for (String name : List.copyOf(document.propertyNames())) {
            JsonNode value = document.get(name);
            JsonNode instead = other.get(name);
            if (instead == null || random.nextInt(3) == 0) {
                continue;
            }
            if (value.isObject() && instead.isObject()) {
                vary(value, instead, random);
            } else if (!value.isObject() && !instead.isObject()) {
                ((ObjectNode) document).set(name, instead);
            }
        }
    }

    /** The conditions on which the two do not agree. */
    private static String differing(List<Integer> expected, List<Integer> found, List<Condition> conditions) {
        return IntStream.range(0, conditions.size())
                .filter(n -> expected.contains(n) != found.contains(n))
                .mapToObj(n -> n + " " + conditions.get(n))
                .toList()
                .toString();
    }

    /** Whatever is guessed about how common values are changes the work, not the matches. */
    private static Frequencies frequencies(long seed) {
        Random random = new Random(seed);
        return switch ((int) (seed % 4)) {
            case 0 -> Frequencies.usual();
            case 1 -> (field, value) -> 0.5;
            case 2 -> (field, value) -> 0;
            default -> (field, value) -> random.nextDouble();
        };
    }

    static List<String> names(List<Condition> conditions) {
        return MatchPlan.fields(conditions).stream().map(Field::name).distinct().toList();
    }

    static List<Integer> match(Matcher matcher, Event event) {
        int count = matcher.match(event);
        return IntStream.range(0, count).map(matcher::matched).boxed().toList();
    }

    /** De Morgan, double negation and order say the same. */
    @ParameterizedTest
    @Seeds(40)
    void rewritingDoesNotChangeTheAnswer(long seed) {
        RandomAsking asking = new RandomAsking(seed);
        List<Condition> parts = new ArrayList<>(List.of(asking.condition(2), asking.condition(2), asking.condition(1)));
        List<Condition> negated =
                parts.stream().<Condition>map(Condition.Not::new).toList();
        List<Condition> shuffled = new ArrayList<>(parts);
        Collections.shuffle(shuffled, new Random(seed));
        List<Condition> same = List.of(
                new Condition.And(parts),
                new Condition.Not(new Condition.Or(negated)),
                new Condition.And(shuffled),
                new Condition.Not(new Condition.Not(new Condition.And(
                        List.of(parts.get(0), new Condition.And(List.of(parts.get(1), parts.get(2))))))));
        FieldTable table = Filling.table(TYPES, names(same));
        Matcher matcher = new Matcher(MatchPlan.of(same, TYPES, table));
        Event event = new Event(table);
        for (int i = 0; i < 30; i++) {
            Filling.fill(event, asking.document());
            assertThat(match(matcher, event)).isIn(List.of(), List.of(0, 1, 2, 3));
        }
    }
}
