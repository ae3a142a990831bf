package io.picket.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.explain.Explanation.Section;
import io.picket.match.Evaluator;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.rule.ExceptionItem;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.testkit.RandomRule;
import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;

/** What is explained is what is matched. */
class ExplainLawTest {

    private static final long NOW = RandomRule.NOW;
    private static final int EVENTS = 25;

    @ParameterizedTest
    @Seeds(150)
    void verdictIsThatOfMatcherAndEvaluator(long seed) {
        RandomRule random = new RandomRule(seed);
        Rule rule = random.rule(seed % 2 == 0);
        List<ExceptionItem> exceptions = random.exceptions();
        Explainer explainer = explainer(rule, exceptions);
        Condition condition = condition(rule, exceptions);
        MatchPlan.Builder plan = MatchPlan.builder(RandomRule.TYPES);
        plan.add(condition, rule.index());
        Matcher matcher = new Matcher(plan.build(explainer.table()));
        Evaluator evaluator = new Evaluator(RandomRule.TYPES);
        for (int i = 0; i < EVENTS; i++) {
            Event event = event(explainer, random);
            Explanation explanation = explainer.of(event);
            String about = rule.parameters().get("query") + "\n" + event.toMap() + "\n" + explanation;
            boolean offered = event.index().isEmpty() || rule.index().matches(event.index());
            assertThat(explanation.matches())
                    .as(about)
                    .isEqualTo(offered && evaluator.meets(condition, event))
                    .isEqualTo(matcher.match(event) > 0);
        }
    }

    /** The deciding parts and no others decide; a part whose verdict is turned round turns nothing else. */
    @ParameterizedTest
    @Seeds(150)
    void decidingPartsDecide(long seed) {
        RandomRule random = new RandomRule(seed);
        Explainer explainer = explainer(random.rule(seed % 2 == 0), random.exceptions());
        for (int i = 0; i < EVENTS; i++) {
            for (Section section : explainer.of(event(explainer, random)).sections()) {
                Judgement whole = section.judgement();
                Set<Judgement> deciding = Collections.newSetFromMap(new IdentityHashMap<>());
                collectDeciding(whole, deciding);
                assertThat(recomputed(whole, Set.of())).as("%s", whole).isEqualTo(whole.holds());
                assertThat(recomputed(whole, deciding)).as("%s", whole).isEqualTo(!whole.holds());
                Set<Judgement> others = Collections.newSetFromMap(new IdentityHashMap<>());
                collectTests(whole, others);
                others.removeAll(deciding);
                assertThat(recomputed(whole, others)).as("%s", whole).isEqualTo(whole.holds());
            }
        }
    }

    /** What is missing is never met, but by what asks for the lack: exactly what an empty event gets. */
    @ParameterizedTest
    @Seeds(100)
    void missingFieldsAreAnsweredAsTheyAreInAnEmptyEvent(long seed) {
        RandomRule random = new RandomRule(seed);
        Explainer explainer = explainer(random.rule(seed % 2 == 0), random.exceptions());
        IdentityHashMap<Wording, Boolean> ofNothing = new IdentityHashMap<>();
        tests(explainer.of(read(explainer, "{}", "")).sections(), test -> ofNothing.put(test.words(), test.holds()));
        for (int i = 0; i < EVENTS; i++) {
            tests(explainer.of(event(explainer, random)).sections(), test -> {
                boolean missing = !test.seen().isEmpty() && test.seen().stream().allMatch(FieldSeen::isMissing);
                if (missing && ofNothing.containsKey(test.words())) {
                    assertThat(test.holds()).as("%s", test).isEqualTo(ofNothing.get(test.words()));
                }
            });
        }
    }

    /** Of a test of one field, some value meets it if and only if the positive test holds. */
    @ParameterizedTest
    @Seeds(100)
    void valuesThatMeetAreTheReason(long seed) {
        RandomRule random = new RandomRule(seed);
        Rule rule = random.rule(false);
        Explainer explainer = explainer(rule, List.of());
        for (int i = 0; i < EVENTS; i++) {
            Event event = event(explainer, random);
            tests(explainer.of(event).sections(), test -> {
                if (test.seen().size() == 1 && !test.words().text().contains("and not")) {
                    boolean some = test.seen().getFirst().values().stream().anyMatch(FieldSeen.Value::meets);
                    assertThat(some).as("%s of %s", test, event.toMap()).isEqualTo(test.holds());
                }
            });
        }
    }

    private interface Each {
        void test(Judgement test);
    }

    private static void tests(List<Section> sections, Each each) {
        sections.forEach(section -> tests(section.judgement(), each));
    }

    private static void tests(Judgement judgement, Each each) {
        if (judgement.kind() == Judgement.Kind.TEST) {
            each.test(judgement);
        }
        judgement.parts().forEach(part -> tests(part, each));
    }

    private static void collectTests(Judgement judgement, Set<Judgement> into) {
        tests(judgement, into::add);
    }

    private static void collectDeciding(Judgement judgement, Set<Judgement> into) {
        if (judgement.parts().isEmpty()) {
            into.add(judgement);
        }
        judgement.deciding().forEach(part -> collectDeciding(part, into));
    }

    /** The verdict from those of the tests, some of them turned round. */
    private static boolean recomputed(Judgement judgement, Set<Judgement> turned) {
        if (judgement.parts().isEmpty()) {
            return judgement.holds() != turned.contains(judgement);
        }
        return switch (judgement.kind()) {
            case ALL -> judgement.parts().stream().allMatch(part -> recomputed(part, turned));
            case ANY -> judgement.parts().stream().anyMatch(part -> recomputed(part, turned));
            case NOT -> !recomputed(judgement.parts().getFirst(), turned);
            case OBJECT, TEST -> recomputed(judgement.parts().getFirst(), turned);
        };
    }

    private static Explainer explainer(Rule rule, List<ExceptionItem> exceptions) {
        return Explainer.of(rule, exceptions, RandomRule.LISTS, RandomRule.TYPES, NOW)
                .orThrow();
    }

    private static Event event(Explainer explainer, RandomRule random) {
        return read(explainer, random.document(), random.index());
    }

    private static Event read(Explainer explainer, String document, String index) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        Event event = new Event(explainer.table());
        EventReader reader = new EventReader(explainer.table());
        assertThat(reader.read(bytes, 0, bytes.length, event)).as(document).isTrue();
        event.origin(index, null);
        return event;
    }

    /** What the rule asks, from its parts; the same that {@link RuleConditions} makes of rules of one event. */
    private static Condition condition(Rule rule, List<ExceptionItem> given) {
        List<ExceptionItem> exceptions = given.stream()
                .filter(item ->
                        item.expires().map(end -> NOW <= end.toEpochMilli()).orElse(true))
                .toList();
        return RuleConditions.of(rule, exceptions, RandomRule.LISTS, RandomRule.TYPES, NOW)
                .orThrow();
    }
}
