package io.picket.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.rule.Overrides;
import io.picket.rule.Rule;
import io.picket.testkit.SketchEvents;
import io.picket.testkit.SketchRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertWriterTest {

    private static final long NOON = 1_704_110_400_000L;

    private static AlertWriter writer(Rule rule) {
        return new AlertWriter(rule, SketchEvents.types(Map.of()));
    }

    private static AlertWriter writer() {
        return writer(SketchRule.query().build());
    }

    private static SourceDocument document(String json) {
        return SourceDocument.of("logs-x", "e1", json.getBytes(StandardCharsets.UTF_8));
    }

    private static ThresholdResult result(List<String> fields, List<Object> values, long start) {
        return new ThresholdResult(
                fields,
                values,
                300,
                true,
                NOON - 60_000,
                NOON - 1,
                Optional.of(new ThresholdResult.Distinct("destination.port", 250, true)),
                start,
                NOON,
                Map.of("picket.evidence.x", 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1704110398.5", "1704110398500", "1704110398500000", "1704110398500000000", "1704110398500.25"})
    void originalTimeIsReadFromNumbersAsFromTexts(String number) {
        SourceDocument document = document("{\"@timestamp\":" + number + ",\"event\":{\"start\":" + number + "}}");
        assertThat(writer(SketchRule.query().build())
                        .event(document, NOON)
                        .orElseThrow()
                        .fields())
                .containsEntry("kibana.alert.original_time", "2024-01-01T11:59:58.500Z")
                .containsKey("event.start");
    }

    @Test
    void writesTheDocumentInAFixedOrder() {
        Alert alert = writer(SketchRule.query().buildingBlock().build())
                .event(
                        document(
                                "{\"@timestamp\":\"2024-01-01T11:59:58Z\",\"host\":{\"name\":\"web\"},"
                                        + "\"event\":{\"kind\":\"event\",\"action\":\"go\"},\"data_stream\":{\"type\":\"logs\"}}"),
                        NOON)
                .orElseThrow();
        assertThat(alert.ruleId()).isEqualTo("rule-1");
        assertThat(alert.time()).isEqualTo(NOON);
        assertThat(alert.fields().keySet())
                .containsExactly(
                        "@timestamp",
                        "event.kind",
                        "kibana.alert.uuid",
                        "kibana.alert.original_time",
                        "kibana.alert.reason",
                        "kibana.alert.severity",
                        "kibana.alert.risk_score",
                        "kibana.alert.status",
                        "kibana.alert.workflow_status",
                        "kibana.alert.workflow_tags",
                        "kibana.alert.workflow_assignee_ids",
                        "kibana.alert.building_block_type",
                        "kibana.alert.start",
                        "kibana.alert.last_detected",
                        "kibana.alert.intended_timestamp",
                        "kibana.alert.depth",
                        "kibana.alert.ancestors",
                        "kibana.alert.rule.actions",
                        "kibana.alert.rule.author",
                        "kibana.alert.rule.building_block_type",
                        "kibana.alert.rule.category",
                        "kibana.alert.rule.consumer",
                        "kibana.alert.rule.description",
                        "kibana.alert.rule.enabled",
                        "kibana.alert.rule.exceptions_list",
                        "kibana.alert.rule.execution.timestamp",
                        "kibana.alert.rule.execution.type",
                        "kibana.alert.rule.false_positives",
                        "kibana.alert.rule.from",
                        "kibana.alert.rule.immutable",
                        "kibana.alert.rule.indices",
                        "kibana.alert.rule.interval",
                        "kibana.alert.rule.max_signals",
                        "kibana.alert.rule.name",
                        "kibana.alert.rule.parameters",
                        "kibana.alert.rule.producer",
                        "kibana.alert.rule.references",
                        "kibana.alert.rule.revision",
                        "kibana.alert.rule.risk_score",
                        "kibana.alert.rule.risk_score_mapping",
                        "kibana.alert.rule.rule_id",
                        "kibana.alert.rule.rule_type_id",
                        "kibana.alert.rule.severity",
                        "kibana.alert.rule.severity_mapping",
                        "kibana.alert.rule.tags",
                        "kibana.alert.rule.threat",
                        "kibana.alert.rule.to",
                        "kibana.alert.rule.type",
                        "kibana.alert.rule.uuid",
                        "kibana.alert.rule.version",
                        "kibana.space_ids",
                        "kibana.alert.original_event.kind",
                        "kibana.alert.original_event.action",
                        "kibana.alert.original_data_stream.type",
                        "host.name",
                        "event.action",
                        "data_stream.type");
        assertThat(alert.fields())
                .containsEntry("@timestamp", "2024-01-01T12:00:00.000Z")
                .containsEntry("kibana.alert.original_time", "2024-01-01T11:59:58.000Z")
                .containsEntry("event.kind", "signal")
                .containsEntry("kibana.alert.original_event.kind", "event")
                .containsEntry("kibana.alert.uuid", alert.id())
                .containsEntry("kibana.alert.reason", "event on web created low alert Odd things.")
                .containsEntry("kibana.alert.risk_score", 21L)
                .containsEntry("kibana.alert.status", "active")
                .containsEntry("kibana.alert.workflow_status", "open")
                .containsEntry("kibana.alert.depth", 1L)
                .containsEntry(
                        "kibana.alert.ancestors",
                        List.of(Map.of("id", "e1", "type", "event", "index", "logs-x", "depth", 0L)))
                .containsEntry("kibana.alert.rule.indices", List.of("logs-*", "packetbeat-*"))
                .containsEntry("kibana.alert.rule.rule_type_id", "siem.queryRule")
                .containsEntry("kibana.alert.rule.execution.type", "scheduled")
                .containsEntry("kibana.space_ids", List.of("default"));
    }

    @Test
    void parametersAreTheRuleAsReadAndItsDefaults() {
        Rule rule = SketchRule.query()
                .parameter("query", "host.name:*")
                .parameter("tags", List.of("a"))
                .parameter("name", "Odd things")
                .parameter("output_index", "")
                .parameter("note", "look")
                .parameter("meta", Map.of("a", 1L))
                .build();
        Map<String, Object> fields =
                writer(rule).event(document("{}"), NOON).orElseThrow().fields();
        assertThat(fields)
                .containsEntry("kibana.alert.rule.tags", List.of("a"))
                .containsEntry("kibana.alert.rule.note", "look")
                .containsEntry("kibana.alert.rule.meta.a", 1L);
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (fields.get("kibana.alert.rule.parameters") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> parameters.put(String.valueOf(key), value));
        }
        assertThat(parameters)
                .containsEntry("query", "host.name:*")
                .containsEntry("from", "now-540s")
                .containsEntry("max_signals", 100L)
                .containsEntry("note", "look")
                .containsEntry("threat", List.of())
                .doesNotContainKeys("tags", "name", "output_index");
    }

    @Test
    void overridesReachTheNameAndTheReason() {
        Rule rule = SketchRule.query()
                .overrides(new Overrides(List.of(), Optional.empty(), Optional.of("message")))
                .build();
        assertThat(writer(rule)
                        .event(document("{\"message\":\"Door\"}"), NOON)
                        .orElseThrow()
                        .fields())
                .containsEntry("kibana.alert.rule.name", "Door")
                .containsEntry("kibana.alert.rule.rule_name_override", "message")
                .containsEntry("kibana.alert.reason", "event created low alert Door.");
    }

    @Test
    void anEventWithoutATimeHasNoOriginalTime() {
        assertThat(writer().event(document("{\"@timestamp\":\"soon\"}"), NOON)
                        .orElseThrow()
                        .fields())
                .doesNotContainKey("kibana.alert.original_time");
    }

    @Test
    void anAlertOnAnAlertGrowsItsLineage() {
        Rule other = SketchRule.query().id("rule-2").build();
        Alert first = writer().event(document("{\"a\":1}"), NOON).orElseThrow();
        SourceDocument parent =
                SourceDocument.of("alerts", first.id(), AlertJson.text(first).getBytes(StandardCharsets.UTF_8));
        Alert second = writer(other).event(parent, NOON).orElseThrow();
        assertThat(second.fields())
                .containsEntry("kibana.alert.depth", 2L)
                .containsEntry(
                        "kibana.alert.ancestors",
                        List.of(
                                Map.of("id", "e1", "type", "event", "index", "logs-x", "depth", 0L),
                                Map.of(
                                        "id",
                                        first.id(),
                                        "type",
                                        "signal",
                                        "index",
                                        "alerts",
                                        "depth",
                                        1L,
                                        "rule",
                                        "rule-1")))
                .containsEntry("kibana.alert.rule.rule_id", "rule-2")
                .containsEntry("a", 1L);
    }

    @Test
    void aRuleDoesNotFeedOnItself() {
        Alert first = writer().event(document("{\"a\":1}"), NOON).orElseThrow();
        SourceDocument parent =
                SourceDocument.of("alerts", first.id(), AlertJson.text(first).getBytes(StandardCharsets.UTF_8));
        assertThat(writer().event(parent, NOON)).isEmpty();
    }

    @Test
    void writesWhatAThresholdCounted() {
        Alert alert = writer(SketchRule.threshold(List.of("destination.ip", "source.ip"), 1)
                        .build())
                .threshold(result(
                        List.of("destination.ip", "source.ip"), List.of("10.0.0.9", "10.0.0.5"), NOON - 540_000));
        Map<String, Object> counted = new LinkedHashMap<>();
        counted.put("count", 300L);
        counted.put("from", "2024-01-01T11:59:00.000Z");
        counted.put(
                "terms",
                List.of(
                        Map.of("field", "destination.ip", "value", "10.0.0.9"),
                        Map.of("field", "source.ip", "value", "10.0.0.5")));
        counted.put("cardinality", List.of(Map.of("field", "destination.port", "value", 250L)));
        assertThat(alert.fields())
                .containsEntry("kibana.alert.threshold_result", counted)
                .containsEntry("kibana.alert.original_time", "2024-01-01T11:59:59.999Z")
                .containsEntry("@timestamp", "2024-01-01T12:00:00.000Z")
                .containsEntry("destination.ip", "10.0.0.9")
                .containsEntry("source.ip", "10.0.0.5")
                .containsEntry(
                        "kibana.alert.reason",
                        "event with source 10.0.0.5 destination 10.0.0.9 created low alert Odd things.")
                .containsEntry("picket.evidence.x", 1L)
                .containsEntry("kibana.alert.depth", 1L);
        assertThat(String.valueOf(alert.fields().get("kibana.alert.ancestors")))
                .containsPattern("id=[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
                .contains("index=logs-*,packetbeat-*");
    }

    @Test
    void idsComeFromTheCauseAlone() {
        String once = writer().event(document("{\"a\":1}"), NOON).orElseThrow().id();
        assertThat(writer().event(document("{\"a\":1}"), NOON + 5).orElseThrow().id())
                .isEqualTo(once)
                .matches("[0-9a-f]{64}");
        assertThat(writer(SketchRule.query().id("rule-2").build())
                        .event(document("{\"a\":1}"), NOON)
                        .orElseThrow()
                        .id())
                .isNotEqualTo(once);
    }

    @Test
    void twoHostsThatScanEachOtherAreTwoAlerts() {
        List<String> fields = List.of("destination.ip", "source.ip");
        Alert ab = writer().threshold(result(fields, List.of("10.0.0.1", "10.0.0.2"), 0));
        Alert ba = writer().threshold(result(fields, List.of("10.0.0.2", "10.0.0.1"), 0));
        Alert later = writer().threshold(result(fields, List.of("10.0.0.1", "10.0.0.2"), 300_000));
        assertThat(List.of(ab.id(), ba.id(), later.id())).doesNotHaveDuplicates();
        assertThat(writer().threshold(result(fields, List.of("10.0.0.1", "10.0.0.2"), 0)))
                .isEqualTo(ab);
    }

    @Test
    void partsOfAnIdDoNotRunIntoEachOther() {
        assertThat(AlertIds.event("r", "ab", "c")).isNotEqualTo(AlertIds.event("r", "a", "bc"));
        assertThat(AlertIds.newTerms("r", "i", "e", List.of("1")))
                .isNotEqualTo(AlertIds.newTerms("r", "i", "e", List.of(1L)));
        assertThat(AlertIds.newTerms("r", "i", "e", List.of("a", "b")))
                .isNotEqualTo(AlertIds.newTerms("r", "i", "e", List.of("b", "a")));
    }

    @Test
    void suppressionStandsBesideTheAncestors() throws IOException {
        ValueGroup group = new ValueGroup(List.of("host.name", "user.name"), Arrays.asList("web", null));
        AlertWriter writer = writer();
        Alert plain = writer.event(document("{\"a\":1}"), NOON).orElseThrow();
        Alert once = writer.suppressed(plain, new SuppressionResult(group, NOON - 5, NOON, 0, NOON));
        Alert grown = writer.suppressed(once, new SuppressionResult(group, NOON - 5, NOON + 9, 3, NOON + 9));
        assertThat(grown.id()).isEqualTo(plain.id());
        assertThat(grown.fields().keySet())
                .containsExactlyElementsOf(once.fields().keySet());
        assertThat(grown.fields())
                .containsEntry("kibana.alert.suppression.start", "2024-01-01T11:59:59.995Z")
                .containsEntry("kibana.alert.suppression.end", "2024-01-01T12:00:00.009Z")
                .containsEntry("kibana.alert.suppression.docs_count", 3L)
                .containsEntry("kibana.alert.last_detected", "2024-01-01T12:00:00.009Z")
                .containsEntry("kibana.alert.start", "2024-01-01T12:00:00.000Z");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AlertJson.write(grown, out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("[{\"field\":\"host.name\",\"value\":\"web\"},{\"field\":\"user.name\",\"value\":null}]")
                .endsWith("}\n");
    }

    @Test
    void jsonIsOneFlatObjectALineAndReadsBack() throws IOException {
        Alert alert = writer().event(document("{\"a\":{\"b\":[1,2.5]},\"n\":5}"), NOON)
                .orElseThrow();
        StringBuilder out = new StringBuilder();
        AlertJson.write(alert, out);
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(AlertJson.read(out.toString())).isEqualTo(alert.fields()).containsEntry("a.b", List.of(1L, 2.5));
        assertThat(AlertJson.read(out.toString()).keySet())
                .containsExactlyElementsOf(alert.fields().keySet());
    }

    @Test
    void theDeepestEventMakesAnAlertThatCanBeWritten() {
        String deep = "{\"event\":" + "[".repeat(511) + "1" + "]".repeat(511) + "}";
        Alert alert = writer().event(document(deep), NOON).orElseThrow();
        assertThat(alert.fields()).containsKey("event");
        assertThat(AlertJson.read(AlertJson.text(alert))).isEqualTo(alert.fields());
    }
}
