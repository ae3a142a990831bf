package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.FieldType;
import io.picket.condition.MovingConditions;
import io.picket.condition.ValueList;
import io.picket.testkit.Shared;
import io.picket.text.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents and exceptions, and what Kibana leaves of the documents: every operator on every kind of field. */
class ExceptionConformanceTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TestFactory
    List<DynamicTest> leavesWhatKibanaLeaves() {
        Path file = Shared.path("suites/kibana-rule-exec/exceptions.json");
        JsonNode suite = JSON.readTree(file.toFile());
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode test : suite.get("cases")) {
            tests.add(DynamicTest.dynamicTest(test.get("id").asString(), () -> check(suite.get("datasets"), test)));
        }
        assertThat(tests).hasSizeGreaterThan(200);
        return tests;
    }

    private static void check(JsonNode datasets, JsonNode test) {
        List<JsonNode> docs = new ArrayList<>();
        Map<String, FieldType> types = new HashMap<>();
        for (JsonNode index : test.get("index")) {
            JsonNode dataset = datasets.get("rule_exceptions/" + index.asString());
            dataset.get("docs").forEach(docs::add);
            dataset.get("mapping")
                    .get("properties")
                    .properties()
                    .forEach(field -> types.put(
                            field.getKey(), type(field.getValue().get("type").asString())));
        }
        String name = test.get("field").asString();
        if (types.containsKey("keyword") && name.equals("text")) {
            // One data set declares the field under another name; Elasticsearch maps unknown strings as text.
            types.put("text", FieldType.TEXT);
        }
        Asked asked = new Asked(types);
        Condition excepted = ExceptionItems.compile(items(test.get("exceptions")), asked, lists(test))
                .map(condition -> MovingConditions.at(condition, 0))
                .orThrow();
        List<String> left = new ArrayList<>();
        for (JsonNode doc : docs) {
            if (!asked.meets(excepted, doc.toString())) {
                JsonNode value = doc.get(name);
                left.add(value.isString() ? value.asString() : value.toString());
            }
        }
        List<String> expected = new ArrayList<>();
        for (JsonNode value : test.get("expected_values")) {
            expected.add(value.isString() ? value.asString() : value.toString());
        }
        if (test.has("flattened")) {
            // The documents left have only empty arrays, which flattening makes nothing of.
            left.remove("[]");
        }
        assertThat(left).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static FieldType type(String word) {
        return switch (word) {
            case "integer", "long" -> FieldType.LONG;
            case "float", "double" -> FieldType.DOUBLE;
            default -> FieldType.valueOf(word.toUpperCase(Locale.ROOT));
        };
    }

    private static List<ExceptionItem> items(JsonNode exceptions) {
        StringBuilder export = new StringBuilder();
        int number = 0;
        for (JsonNode entries : exceptions) {
            export.append("{\"item_id\":\"i")
                    .append(number++)
                    .append("\",\"list_id\":\"l\",\"entries\":")
                    .append(entries)
                    .append("}\n");
        }
        export.append("{\"list_id\":\"l\",\"name\":\"l\"}\n");
        RuleFile file = RuleReader.read(SourceText.of("export.ndjson", export.toString()));
        assertThat(file.problems()).isEmpty();
        return file.exceptionLists().getFirst().items();
    }

    private static Map<String, ValueList> lists(JsonNode test) {
        Map<String, ValueList> lists = new HashMap<>();
        if (test.has("value_lists")) {
            test.get("value_lists").properties().forEach(list -> {
                StringBuilder text = new StringBuilder();
                list.getValue()
                        .get("values")
                        .forEach(value -> text.append(value.asString()).append('\n'));
                lists.put(
                        list.getKey(),
                        ValueListReader.read(
                                        list.getKey(),
                                        list.getValue().get("type").asString(),
                                        SourceText.of(list.getKey(), text.toString()))
                                .orThrow());
            });
        }
        return lists;
    }
}
