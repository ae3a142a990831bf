package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundledFieldTypesTest {

    private static final BundledFieldTypes TYPES = BundledFieldTypes.get();

    @ParameterizedTest
    @CsvSource({
        "@timestamp, DATE",
        "event.ingested, DATE",
        "source.ip, IP",
        "destination.port, LONG",
        "process.name, KEYWORD",
        "process.command_line, WILDCARD",
        "data_stream.dataset, CONSTANT_KEYWORD",
        "message, TEXT",
        "process.code_signature.trusted, BOOLEAN",
        "event.risk_score, DOUBLE",
        "source.geo.location, GEO_POINT",
        "process.pe.sections, NESTED",
        "labels, OBJECT",
        "source, OBJECT",
        "process.parent, OBJECT",
        "process.pe.imports, FLATTENED",
        "process.pe.imports.anything.at.all, KEYWORD",
        "my.own.field, UNKNOWN",
        "sourc, UNKNOWN",
        "source.i, UNKNOWN",
        "source.ipp, UNKNOWN",
        "source.ip.x, UNKNOWN",
        "severity, UNKNOWN",
        "~, UNKNOWN",
        "!, UNKNOWN"
    })
    void typesByName(String name, FieldType type) {
        assertThat(TYPES.typeOf(name)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "\t",
                "\n",
                "labels\to",
                "source.ip\ti",
                "日本",
                "a.",
                "zzzz.zz",
                "\uFFFF",
                "source.ip\ti\nsource"
            })
    void strangeNamesAreUnknown(String name) {
        assertThat(TYPES.typeOf(name)).isEqualTo(FieldType.UNKNOWN);
        assertThat(TYPES.isArray(name)).isFalse();
    }

    @Test
    void everyNameIsFoundAndSorted() {
        List<String> names = List.copyOf(TYPES.names());

        assertThat(names).hasSizeGreaterThan(15_000).isSorted().doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> TYPES.typeOf(name) != FieldType.UNKNOWN);
        assertThat(names.getFirst()).isEqualTo("@timestamp");
    }

    @Test
    void arraysAreKnown() {
        assertThat(TYPES.isArray("event.category")).isTrue();
        assertThat(TYPES.isArray("process.args")).isTrue();
        assertThat(TYPES.isArray("event.action")).isFalse();
    }

    @Test
    void keywordsHaveTheTemplatesLimit() {
        assertThat(TYPES.ignoreAbove("process.name")).isEqualTo(1024);
        assertThat(TYPES.ignoreAbove("my.own.field")).isEqualTo(1024);
        assertThat(TYPES.ignoreAbove("process.command_line")).isEqualTo(Integer.MAX_VALUE);
        assertThat(TYPES.ignoreAbove("message")).isEqualTo(Integer.MAX_VALUE);
    }
}
