package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.detect.Clock;
import io.picket.testkit.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rules over a real data set, held against the number of alerts that Elastic's own tests expect. */
class RuleExecConformanceTest {

    static Stream<JsonNode> cases() {
        JsonNode suite = JsonMapper.shared().readTree(Shared.path("suites/kibana-rule-exec/rules.json"));
        return StreamSupport.stream(suite.get("cases").spliterator(), false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void oneRunOverTheWholeDataSet_givesAsManyAlerts(JsonNode one) throws IOException {
        ObjectNode rule = (ObjectNode) one.get("rule").deepCopy();
        rule.put("rule_id", one.get("id").asString())
                .put("name", one.get("id").asString())
                .put("description", "a case of the suite")
                .put("severity", "low")
                .put("risk_score", 21)
                .put("from", "now-40000d")
                .put("interval", "3650d");
        rule.putArray("index").add("auditbeat-*");
        Path data =
                Shared.path("suites/kibana-rule-exec/data/" + one.get("dataset").asString() + ".ndjson");
        Hunting hunting = new Hunting()
                .ruleText(one.get("id").asString() + ".json", rule.toString())
                .index("auditbeat-8.0.0")
                .clock(Clock.SCHEDULE);
        if (one.at("/rule/threat_index").asString("").equals("filebeat-threat-intel")) {
            hunting.indicators(
                    "filebeat-threat-intel", Shared.path("suites/kibana-rule-exec/data/filebeat-threat-intel.ndjson"));
        }
        Hunting.Outcome outcome = hunting.over(data);
        List<List<String>> matched = new ArrayList<>();
        one.at("/expected/matched").forEach(ids -> {
            List<String> ofOne = new ArrayList<>();
            ids.forEach(id -> ofOne.add(id.asString()));
            matched.add(ofOne);
        });
        if (!matched.isEmpty()) {
            assertThat(outcome.alerts().stream().map(RuleExecConformanceTest::indicators))
                    .containsExactlyElementsOf(matched);
        }
        long blocks = outcome.alerts().stream()
                .filter(alert -> alert.fields().containsKey("kibana.alert.group.index"))
                .count();
        assertThat(outcome.alerts().size() - blocks)
                .isEqualTo(one.at("/expected/alerts").asInt());
        assertThat(blocks).isEqualTo(one.at("/expected/building_blocks").asInt(0));
        for (JsonNode group : one.at("/expected/groups")) {
            List<String> terms = new ArrayList<>();
            group.get("terms").forEach(term -> terms.add(term.asString()));
            assertThat(outcome.alerts()).anySatisfy(alert -> {
                Hunting.Counted counted = Hunting.Counted.of(alert);
                assertThat(counted.group()).containsExactlyElementsOf(terms);
                assertThat(counted.events()).isEqualTo(group.get("count").asLong());
                group.path("cardinality")
                        .forEach(distinct -> assertThat(counted.distinct()).isEqualTo(distinct.asLong()));
            });
        }
    }

    /** The ids of the indicators that an alert says it matched. */
    private static List<String> indicators(Alert alert) {
        List<String> ids = new ArrayList<>();
        JsonMapper.shared()
                .readTree(AlertJson.text(alert))
                .path("threat.enrichments")
                .forEach(enrichment -> ids.add(enrichment.at("/matched/id").asString()));
        return ids;
    }
}
