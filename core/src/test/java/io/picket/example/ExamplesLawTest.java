package io.picket.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.match.Evaluator;
import io.picket.match.MatchPlan;
import io.picket.rule.ExceptionItem;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.testkit.RandomRule;
import io.picket.testkit.Seeds;
import io.picket.text.Read;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import tools.jackson.databind.json.JsonMapper;

/** Events are made up for every rule that any event meets, and they are what they are said to be. */
class ExamplesLawTest {

    private static final int EVENTS = 60;
    private static final int MISSES = 8;
    private static final FieldTypes TYPES = RandomRule.TYPES;

    private final Evaluator evaluator = new Evaluator(TYPES);

    @ParameterizedTest
    @Seeds(200)
    void whatSomeEventMeetsAMadeUpEventMeets(long seed) {
        RandomRule random = new RandomRule(seed);
        Rule rule = random.rule(false);
        List<ExceptionItem> exceptions = random.exceptions();
        Condition condition = RuleConditions.of(rule, exceptions, RandomRule.LISTS, TYPES, RandomRule.NOW)
                .orThrow();
        Condition grouped = Condition.and(List.of(
                condition,
                new Condition.Exists(TYPES.field("source.ip")),
                new Condition.Exists(TYPES.field("process.name"))));
        Read<List<Scenario>> made = RuleExamples.of(rule, exceptions, RandomRule.LISTS, TYPES, RandomRule.NOW, MISSES);
        boolean met = false;
        for (int i = 0; i < EVENTS && !met; i++) {
            met = evaluator.meets(grouped, event(random.document(), grouped));
        }
        if (met) {
            assertThat(made).as("%s", rule.parameters().get("query")).isInstanceOf(Read.Ok.class);
        }
        if (made instanceof Read.Ok<List<Scenario>> ok) {
            assertThat(ok.value().getFirst().alerts()).isTrue();
            ok.value()
                    .forEach(scenario -> scenario.events().forEach(example -> {
                        String json = JsonMapper.shared().writeValueAsString(example.document());
                        Event event = event(json, condition);
                        boolean offered =
                                example.index().isEmpty() || rule.index().matches(example.index());
                        boolean meets = offered && evaluator.meets(condition, event);
                        boolean tooFew = scenario.name().startsWith("miss-one")
                                || scenario.name().equals("miss-window");
                        assertThat(meets)
                                .as("%s: %s %s", rule.parameters().get("query"), scenario.name(), json)
                                .isEqualTo(scenario.alerts() || tooFew);
                    }));
        }
    }

    private static Event event(String json, Condition condition) {
        FieldTable.Builder table = FieldTable.builder();
        MatchPlan.fields(List.of(condition)).forEach(field -> table.add(field.name(), TYPES.ignoreAbove(field.name())));
        FieldTable fields = table.build();
        Event event = new Event(fields);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(new EventReader(fields).read(bytes, 0, bytes.length, event)).isTrue();
        return event;
    }
}
