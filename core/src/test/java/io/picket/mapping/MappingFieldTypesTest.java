package io.picket.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFieldTypesTest {

    private static Read<FieldTypes> read(String json) {
        return MappingFieldTypes.read(SourceText.of("mapping.json", json), BundledFieldTypes.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'properties':{'a':{'type':'ip'}}}",
                "{'dynamic':'strict','_meta':{'x':[1]},'properties':{'a':{'type':'ip'}}}",
                "{'mappings':{'_source':{'enabled':true},'properties':{'a':{'type':'ip'}}}}",
                "{'logs-1':{'mappings':{'properties':{'a':{'type':'ip'}}}}}",
                "{'logs-1':{'aliases':{},'mappings':{},'settings':{}},'logs-2':{'mappings':{'properties':{'a':{'type':'ip'}}}}}"
            })
    void everyFormThatElasticsearchPrints(String json) {
        FieldTypes types = read(json.replace('\'', '"')).orThrow();

        assertThat(types.typeOf("a")).isEqualTo(FieldType.IP);
        assertThat(types.typeOf("destination.ip")).isEqualTo(FieldType.IP);
        assertThat(types.typeOf("b")).isEqualTo(FieldType.UNKNOWN);
        assertThat(types.names()).contains("a", "destination.ip");
    }

    @Test
    void fieldsOfEveryKind() {
        FieldTypes types = read("""
                {"properties": {
                  "source": {"properties": {"ip": {"type": "keyword", "ignore_above": 15}}},
                  "courses": {"type": "nested", "properties": {"credits": {"type": "short"}}},
                  "labels": {"type": "flattened", "ignore_above": 7},
                  "note": {"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 256}}},
                  "sender": {"type": "alias", "path": "source.ip"},
                  "stamp": {"type": "alias", "path": "event.created"},
                  "set": {"type": "constant_keyword", "value": "nginx"},
                  "a.b": {"type": "unsigned_long"}
                }}
                """).orThrow();

        assertThat(types.field("source.ip")).isEqualTo(new Field("source.ip", FieldType.KEYWORD));
        assertThat(types.ignoreAbove("source.ip")).isEqualTo(15);
        assertThat(types.typeOf("source")).isEqualTo(FieldType.OBJECT);
        assertThat(types.typeOf("courses")).isEqualTo(FieldType.NESTED);
        assertThat(types.typeOf("courses.credits")).isEqualTo(FieldType.LONG);
        assertThat(types.typeOf("labels.x.y")).isEqualTo(FieldType.KEYWORD);
        assertThat(types.ignoreAbove("labels.x.y")).isEqualTo(7);
        assertThat(types.field("note.raw")).isEqualTo(new Field("note", FieldType.KEYWORD));
        assertThat(types.ignoreAbove("note.raw")).isEqualTo(256);
        assertThat(types.field("sender")).isEqualTo(new Field("source.ip", FieldType.KEYWORD));
        assertThat(types.field("stamp")).isEqualTo(new Field("event.created", FieldType.DATE));
        assertThat(types.constants()).containsExactly(Map.entry("set", "nginx"));
        assertThat(types.typeOf("a.b")).isEqualTo(FieldType.LONG);
        assertThat(types.ignoreAbove("process.name")).isEqualTo(1024);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|mapping.json:1:1: MAP-002",
                "[]|mapping.json:1:1: MAP-002",
                "{}|mapping.json:1:1: MAP-003",
                "{\"mappings\":{}} x|mapping.json:1:17: MAP-001",
                "{\"properties\":{\"a\":{\"type\":\"strng\"}}}|mapping.json:1:28: MAP-004",
                "{\"properties\":{\"a\":{\"type\":\"alias\"}}}|mapping.json:1:28: MAP-005",
                "{\"properties\":{\"a\":{\"type\":\"alias\",\"path\":\"no.such\"}}}|mapping.json:1:28: MAP-005",
                "{\"properties\":{\"a\":\"keyword\"}}|mapping.json:1:16: MAP-002",
                "{\"properties\":[]}|mapping.json:1:15: MAP-002",
                "{\"x\":1}|mapping.json:1:2: MAP-002",
                "{\"properties\":{\"a\":{\"type\":\"keyword\",\"ignore_above\":-1}}}|mapping.json:1:53: MAP-002",
                "{\"properties\":{\"a\":{\"type\":\"ip\"}}|mapping.json:1:34: MAP-001"
            })
    void refusesWithAPlace(String json, String start) {
        Read<FieldTypes> read = read(json);

        assertThat(read).isInstanceOf(Read.Failed.class);
        assertThat(read.problems().getFirst().toString()).startsWith(start);
    }

    @Test
    void saysWhatItDoesNotApply() {
        Read<FieldTypes> read = read("""
                {"i": {"mappings": {"runtime": {"r": {"type": "long"}}, "properties": {
                  "a": {"type": "keyword", "normalizer": "lower"}, "b": {"enabled": false}, "c": {"type": "keyword", "null_value": "N"}}}},
                 "j": {"mappings": {"properties": {"a": {"type": "ip"}}}}}
                """);

        assertThat(read.orThrow().typeOf("a")).isEqualTo(FieldType.KEYWORD);
        assertThat(read.problems())
                .extracting(Problem::code)
                .containsExactly("MAP-007", "MAP-007", "MAP-007", "MAP-009", "MAP-007", "MAP-006");
        assertThat(read.problems())
                .extracting(problem -> problem.place().line())
                .containsExactly(1, 2, 2, 2, 2, 3);
    }

    @Test
    void indicesWithConstantsOfTheirOwnShareNone() {
        FieldTypes types = read("""
                {"i": {"mappings": {"properties": {"set": {"type": "constant_keyword", "value": "a"}}}},
                 "j": {"mappings": {"properties": {"set": {"type": "constant_keyword", "value": "b"}}}}}
                """).orThrow();

        assertThat(types.constants()).isEmpty();
    }

    @Test
    void depthAndSizeHaveLimits() {
        String open = "{\"properties\":{\"a\":";
        assertThat(read(open.repeat(MappingReader.DEPTH_MAX) + "{\"type\":\"ip\"}"
                        + "}}".repeat(MappingReader.DEPTH_MAX)))
                .isInstanceOf(Read.Ok.class);
        for (int depth : List.of(MappingReader.DEPTH_MAX + 2, 100_000)) {
            Read<FieldTypes> deep = read(open.repeat(depth) + "{\"type\":\"ip\"}" + "}}".repeat(depth));
            assertThat(deep.problems()).extracting(Problem::code).containsAnyOf("MAP-008", "MAP-001");
            assertThat(deep).isInstanceOf(Read.Failed.class);
        }
        StringBuilder wide = new StringBuilder("{\"properties\":{");
        for (int i = 0; i <= MappingReader.FIELDS_MAX; i++) {
            wide.append("\"f").append(i).append("\":{\"type\":\"ip\"},");
        }
        assertThat(read(wide + "\"z\":{\"type\":\"ip\"}}}").problems())
                .extracting(Problem::code)
                .containsExactly("MAP-008");
    }
}
