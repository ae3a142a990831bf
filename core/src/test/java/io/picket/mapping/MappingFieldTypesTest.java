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

    /** One parameter each that changes what Elasticsearch finds: where it stands, and what is said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "'type':'text','analyzer':'english' # analyzer # analyser 'english'",
                "'search_analyzer':'whitespace','type':'text' # search_analyzer # analyser 'whitespace'",
                "'type':'text','index':false # index # cannot be searched in Elasticsearch",
                "'type':'keyword','index':false,'doc_values':false # index # cannot be searched in Elasticsearch",
                "'type':'long','doc_values':false # doc_values # cannot be grouped by",
                "'type':'keyword','null_value':'none' # null_value # has 'none' for null",
                "'type':'keyword','normalizer':'lowercase' # normalizer # normaliser 'lowercase'",
                "'type':'keyword','split_queries_on_whitespace':true # split_queries_on_whitespace # cut at blanks",
                "'type':'keyword','copy_to':'all' # copy_to # copied to another field, 'all',",
                "'type':'keyword','copy_to':['x','y'] # copy_to # copied to another field in",
                "'type':'long','coerce':false # coerce # no numbers written as text",
                "'type':'long','script':{'source':'emit(1)'} # script # computed by a script",
                "'type':'date','format':'strict_date_optional_time||dd/MM/yyyy' # format # format 'dd/MM/yyyy'",
                "'type':'scaled_float','scaling_factor':100 # scaling_factor # rounded",
                "'type':'text','position_increment_gap':0 # position_increment_gap # across several values",
                "'type':'nested','include_in_root':true,'properties':{} # include_in_root # one flat list",
                "'type':'token_count','analyzer':'standard' # token_count # counts words",
                "'type':'object','enabled':false # enabled # not indexed",
                "'type':'object','dynamic':false # dynamic # does not name cannot be searched",
                "'type':'keyword','ignore_abov':5 # ignore_abov # 'ignore_abov', which is not known",
                "'type':'text','fields':{'raw':{'type':'keyword','ignore_above':256}} # keyword # limit of multi-fields",
            })
    void saysOfEveryParameterThatItIsNotApplied(String field, String at, String sentence) {
        String json = ("{'properties':{'f':{" + field + "}}}").replace('\'', '"');
        Read<FieldTypes> read = read(json);

        assertThat(read.orThrow().names()).contains("f");
        assertThat(read.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.toString())
                    .startsWith("mapping.json:1:" + (json.indexOf("\"" + at + "\"") + 1) + ": MAP-007");
            assertThat(problem.message()).contains(sentence);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{'dynamic':false,'properties':{}} # dynamic # does not name cannot be searched",
                "{'mappings':{'enabled':false,'properties':{}}} # enabled # No field is indexed",
                "{'mappings':{'numeric_detection':true,'properties':{}}} # numeric_detection # looks like a number",
                "{'mappings':{'dynamic_templates':[{'s':{'mapping':{'type':'keyword'}}}],'properties':{}}} # dynamic_templates # template",
                "{'mappings':{'propertis':{'a':{}}}} # propertis # 'propertis' is not known",
                "{'i':{'settings':{'index':{'analysis':{'analyzer':{'default':{'type':'english'}}}}},'mappings':{}}} # type # standard analyser",
                "{'i':{'settings':{'index.query.default_field':'message'},'mappings':{}}} # index.query.default_field # without a field",
                "{'settings':{'index':{'mapping':{'coerce':'false'}}},'mappings':{}} # coerce # Numbers that are written as text",
                "{'mappings':{'runtime':{'r':{'type':'long'},'s':{'type':'ip'}}}} # r # 'r' is a runtime field",
            })
    void saysWhatOfTheWholeMappingIsNotApplied(String whole, String at, String sentence) {
        String json = whole.replace('\'', '"');
        Read<FieldTypes> read = read(json);

        assertThat(read).isInstanceOf(Read.Ok.class);
        assertThat(read.problems()).first().satisfies(problem -> {
            assertThat(problem.toString())
                    .startsWith("mapping.json:1:" + (json.indexOf("\"" + at + "\"") + 1) + ": MAP-007");
            assertThat(problem.message()).contains(sentence);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type':'keyword','ignore_above':1024,'norms':false,'index':false,'store':true,'meta':{'unit':'ms'}",
                "'type':'text','analyzer':'standard','fielddata':true,'norms':false,'index_options':'positions'",
                "'type':'date','format':'strict_date_optional_time||epoch_millis||epoch_second'",
                "'type':'date','format':'yyyy-MM-dd'",
                "'type':'long','ignore_malformed':true,'coerce':true,'time_series_metric':'gauge'",
                "'type':'nested','dynamic':'strict','properties':{}",
                "'type':'flattened','depth_limit':20,'ignore_above':100",
            })
    void whatChangesNothingIsNotSpokenOf(String field) {
        assertThat(read(("{'mappings':{'_source':{'enabled':true},'date_detection':false,'dynamic_templates':[],"
                                        + "'properties':{'f':{" + field + "}}}}")
                                .replace('\'', '"'))
                        .problems())
                .isEmpty();
    }

    @Test
    void beyondTwentyTheyAreCounted() {
        StringBuilder many = new StringBuilder("{\"properties\":{");
        for (int i = 0; i < 50; i++) {
            many.append("\"f").append(i).append("\":{\"type\":\"keyword\",\"null_value\":\"x\"},\n");
        }
        Read<FieldTypes> read = read(many + "\"z\":{\"type\":\"ip\"}}}");

        assertThat(read.problems()).hasSize(21);
        assertThat(read.problems().getLast().toString())
                .startsWith("mapping.json:21:")
                .contains("MAP-010", "30 more");
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
