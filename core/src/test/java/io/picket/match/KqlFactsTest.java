package io.picket.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.kql.Kql;
import io.picket.mapping.MappingFieldTypes;
import io.picket.testkit.Shared;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Which documents a KQL query finds, by the published facts. */
class KqlFactsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long NOW = 1_800_000_000_000L;

    @Test
    void elasticsearchsDocuments() throws Exception {
        JsonNode suite = facts("suites/kql-elasticsearch/facts.json");
        List<String> wrong = new ArrayList<>();
        for (JsonNode fact : suite.get("match")) {
            JsonNode dataset = suite.get("datasets").get(fact.get("dataset").stringValue());
            FieldTypes types = types(dataset.get("mapping"));
            String query = fact.get("query").stringValue();
            String found = fact.get("error") != null ? "an error" : ids(fact.get("matches"));
            String expected = switch (Kql.read(SourceText.of("q", query), types, NOW)) {
                case Read.Failed<Condition> failed -> "an error";
                case Read.Ok<Condition>(Condition condition, var problems) -> {
                    TreeSet<String> ids = new TreeSet<>();
                    for (JsonNode doc : dataset.get("docs")) {
                        if (meets(condition, doc, types)) {
                            ids.add(doc.get("_id").stringValue());
                        }
                    }
                    yield ids.toString();
                }
            };
            if (!found.equals(expected)) {
                wrong.add(fact.get("id").stringValue() + ": " + query + " gives " + expected + " not " + found);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Those facts take every text as keyword and know no types. */
    @Test
    void detectionRulesDocuments() throws Exception {
        JsonNode suite = facts("suites/kql-detection-rules/facts.json");
        List<String> wrong = new ArrayList<>();
        for (JsonNode fact : suite.get("evaluate")) {
            String query = fact.get("query").stringValue();
            JsonNode doc = suite.get("docs").get(fact.get("doc").stringValue());
            Condition condition =
                    Kql.read(SourceText.of("q", query), Untyped.TYPES, NOW).orThrow();
            if (meets(condition, doc, Untyped.TYPES) != fact.get("matches").booleanValue()) {
                wrong.add(fact + " as " + condition);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Two texts of one meaning agree on every document of the suite. */
    @Test
    void equivalentQueriesAgree() throws Exception {
        JsonNode suite = facts("suites/kql-detection-rules/facts.json");
        List<String> docs = List.of(
                "{}",
                "{\"a\":\"b\"}",
                "{\"a\":[\"b\",\"c\"],\"c\":\"d\"}",
                "{\"a\":\"e\",\"b\":2,\"c\":4}",
                "{\"a\":1,\"b\":2,\"c\":5}",
                "{\"a\":[\"b\",\"c\",\"d\",\"e\"],\"c\":\"x\",\"e\":\"f\"}");
        for (JsonNode fact : suite.get("equivalent_kql")) {
            Condition one = Kql.read(SourceText.of("q", fact.get("query").stringValue()), Untyped.TYPES, NOW)
                    .orThrow();
            Condition other = Kql.read(SourceText.of("q", fact.get("equivalent").stringValue()), Untyped.TYPES, NOW)
                    .orThrow();
            for (String doc : docs) {
                assertThat(meets(one, JSON.readTree(doc), Untyped.TYPES))
                        .as("%s on %s", fact, doc)
                        .isEqualTo(meets(other, JSON.readTree(doc), Untyped.TYPES));
            }
        }
    }

    private static boolean meets(Condition condition, JsonNode doc, FieldTypes types) {
        Event event = new Event(Filling.table(types, List.of()));
        ObjectNode source = (ObjectNode) doc.deepCopy();
        JsonNode id = source.remove("_id");
        Filling.fill(event, source.toString());
        if (id != null) {
            event.origin("logs-test-default", id.stringValue());
        }
        return new Evaluator(types).meets(condition, event);
    }

    private static FieldTypes types(JsonNode mapping) {
        ObjectNode properties = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> field : mapping.properties()) {
            String[] type = field.getValue().stringValue().split(": ", 2);
            ObjectNode said = properties.putObject(field.getKey()).put("type", type[0]);
            if (type.length > 1) {
                said.put("value", type[1]);
            }
        }
        String text = JSON.createObjectNode().set("properties", properties).toString();
        return MappingFieldTypes.read(SourceText.of("mapping", text), Untyped.TYPES)
                .orThrow();
    }

    private static String ids(JsonNode matches) {
        TreeSet<String> ids = new TreeSet<>();
        matches.forEach(id -> ids.add(id.stringValue()));
        return ids.toString();
    }

    private static JsonNode facts(String path) throws Exception {
        return JSON.readTree(Files.readString(Shared.path(path)));
    }

    /** A table that knows nothing. */
    private enum Untyped implements FieldTypes {
        TYPES;

        @Override
        public FieldType typeOf(String name) {
            return FieldType.UNKNOWN;
        }

        @Override
        public Collection<String> names() {
            return List.of();
        }
    }
}
