package io.picket.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.rule.RuleReader;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is made up for rules that join events with events, or with indicators. */
class RuleExamplesTest {

    private static final long AT = 1_768_478_467_000L;
    private static final String THREATS = """
            , "threat_index": ["ti-*"], "threat_query": "event.kind: enrichment and @timestamp >= \\"now-30d/d\\"",
            "threat_language": "kuery", "threat_mapping":""";

    private static Read<List<Scenario>> made(String type, String language, String query, String more) {
        return made("logs-*", type, language, query, more);
    }

    private static Read<List<Scenario>> made(String index, String type, String language, String query, String more) {
        String rule = """
                {"type": "%s", "language": "%s", "rule_id": "r", "name": "r", "risk_score": 21, "severity": "low",
                 "description": "d", "index": ["%s"], "from": "now-1h", "interval": "5m", "query": "%s"%s}
                """.formatted(type, language, index, query, more).replaceAll("\\R", " ");
        return RuleExamples.of(
                RuleReader.read(SourceText.of("r.json", rule))
                        .rules()
                        .getFirst()
                        .orThrow(),
                List.of(),
                Map.of(),
                BundledFieldTypes.get(),
                AT,
                4);
    }

    private static List<String> names(List<Scenario> scenarios, boolean alerts) {
        return scenarios.stream()
                .filter(scenario -> scenario.alerts() == alerts)
                .map(Scenario::name)
                .toList();
    }

    private static Scenario named(List<Scenario> scenarios, String name) {
        return scenarios.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Values under a dotted path of the events of a scenario. */
    private static List<Object> values(Scenario scenario, String path) {
        List<Object> values = new ArrayList<>();
        for (ExampleEvent event : scenario.events()) {
            Object at = event.document();
            for (String name : path.split("\\.", -1)) {
                at = at instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : List.of();
            }
            if (!at.equals(List.of())) {
                values.add(at);
            }
        }
        return values;
    }

    @Test
    void aSampleHasAnEventOfEachStepInAnyOrder() {
        List<Scenario> scenarios = made("eql", "eql", """
                sample by host.id [process where process.name == \\"a\\"] [file where file.name : (\\"b*\\", \\"c\\")]\
                """, "").orThrow();
        assertThat(names(scenarios, true)).containsExactly("match", "match-order");
        assertThat(names(scenarios, false))
                .contains("miss-step-1", "miss-step-2", "miss-key-1", "miss-1", "miss-window", "miss-index");
        assertThat(new HashSet<>(values(named(scenarios, "match"), "host.id"))).hasSize(1);
        assertThat(new HashSet<>(values(named(scenarios, "miss-key-1"), "host.id")))
                .hasSize(2);
        assertThat(values(named(scenarios, "match-order"), "event.category")).containsExactly("file", "process");
    }

    /** What misses one step meets the other, so there are still two events for two steps. */
    @Test
    void whatStillIsASampleIsNoNearMiss() {
        List<Scenario> scenarios = made("eql", "eql", """
                sample by host.id [process where process.name == \\"a\\"] [process where process.pid > 0]\
                """, "").orThrow();
        for (Scenario scenario : scenarios) {
            assertThat(scenario.alerts())
                    .as(scenario.name())
                    .isEqualTo(!scenario.name().startsWith("miss"));
        }
    }

    @Test
    void sequencesOverHiddenIndicesAreMadeUp() {
        List<Scenario> scenarios =
                made(".alerts-security.*", "eql", "eql", """
                sequence by user.name with maxspan=30m [any where kibana.alert.rule.name == \\"one\\"]\
                 [any where kibana.alert.rule.name == \\"two\\"]\
                """, "").orThrow();
        assertThat(names(scenarios, true)).containsExactly("match");
    }

    @Test
    void anIndicatorHasTheValueOfTheEvent() {
        String mapping = """
                [{"entries": [{"field": "source.ip", "type": "mapping", "value": "threat.indicator.ip"}]},
                 {"entries": [{"field": "file.hash.md5", "type": "mapping", "value": "threat.indicator.file.hash.md5"},
                              {"field": "user.name", "type": "mapping", "value": "user.name"}]}]""";
        List<Scenario> scenarios = made("threat_match", "kuery", "event.action: bad", THREATS + mapping)
                .orThrow();
        assertThat(names(scenarios, true)).containsExactly("match", "match-2", "match-later");
        assertThat(names(scenarios, false))
                .contains("miss-value", "miss-1", "miss-index", "miss-indicator", "miss-indicator-1")
                .contains("miss-threat-index");
        Scenario match = named(scenarios, "match");
        assertThat(match.events().stream().map(ExampleEvent::index)).containsExactly("ti-default", "logs-default");
        assertThat(values(match, "threat.indicator.ip")).isEqualTo(values(match, "source.ip"));
        Scenario second = named(scenarios, "match-2");
        assertThat(values(second, "threat.indicator.file.hash.md5")).isEqualTo(values(second, "file.hash.md5"));
        assertThat(Set.copyOf(values(second, "user.name"))).hasSize(1);
        Scenario other = named(scenarios, "miss-value");
        assertThat(values(other, "threat.indicator.ip")).doesNotContainAnyElementsOf(values(other, "source.ip"));
    }

    /** The value of an event that is to find no indicator is no indicator's anywhere. */
    @Test
    void whatIsToFindNothingHasValuesOfItsOwn() {
        String mapping = """
                [{"entries": [{"field": "source.ip", "type": "mapping", "value": "threat.indicator.ip"}]}]""";
        List<Scenario> scenarios = made("threat_match", "kuery", "event.action: bad", THREATS + mapping)
                .orThrow();
        Object alone = values(named(scenarios, "miss-indicator"), "source.ip").getFirst();
        List<Object> indicators = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            if (!scenario.name().startsWith("miss-indicator-")
                    && !scenario.name().equals("miss-threat-index")) {
                indicators.addAll(values(scenario, "threat.indicator.ip"));
            }
        }
        assertThat(indicators).isNotEmpty().doesNotContain(alone);
    }

    @Test
    void whatNoIndicatorCanBeIsSaid() {
        String mapping = """
                [{"entries": [{"field": "source.ip", "type": "mapping", "value": "threat.indicator.ip"}]}]""";
        String never = THREATS.replace("event.kind: enrichment", "event.kind: a and not event.kind: *");
        Read<List<Scenario>> made = made("threat_match", "kuery", "event.action: bad", never + mapping);
        assertThat(made.problems().getFirst().message()).contains("No event and indicator");
    }
}
