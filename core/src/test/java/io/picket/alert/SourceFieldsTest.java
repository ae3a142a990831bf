package io.picket.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.FieldType;
import io.picket.testkit.SketchEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFieldsTest {

    private static final SourceFields CLEANING = new SourceFields(SketchEvents.types(Map.ofEntries(
            Map.entry("source.ip", FieldType.IP),
            Map.entry("when", FieldType.DATE),
            Map.entry("count", FieldType.LONG),
            Map.entry("ratio", FieldType.DOUBLE),
            Map.entry("on", FieldType.BOOLEAN),
            Map.entry("user.name", FieldType.KEYWORD),
            Map.entry("user.name.text", FieldType.TEXT),
            Map.entry("labels", FieldType.FLATTENED),
            Map.entry("place", FieldType.GEO_POINT),
            Map.entry("parts", FieldType.NESTED))));

    private static Map<String, Object> flat(String json) {
        return SourceFields.flat(SourceDocument.of("i", "1", json.getBytes(StandardCharsets.UTF_8))
                .fields());
    }

    private static Map<String, Object> clean(String json) {
        return CLEANING.clean(flat(json));
    }

    @Test
    void objectsBecomeDottedNames() {
        assertThat(flat("{\"a\":{\"b\":{\"c\":1},\"d\":[1,2.5,true]},\"e\":\"x\"}"))
                .containsExactly(Map.entry("a.b.c", 1L), Map.entry("a.d", List.of(1L, 2.5, true)), Map.entry("e", "x"));
    }

    @Test
    void twoSpellingsOfAFieldArePutTogether() {
        assertThat(flat("{\"a\":{\"b\":1},\"a.b\":[2,3]}")).containsExactly(Map.entry("a.b", List.of(1L, 2L, 3L)));
    }

    @Test
    void arraysOfObjectsStay() {
        assertThat(flat("{\"a\":[{\"b\":1,\"c\":null},{\"b\":2}]}"))
                .containsExactly(Map.entry("a", List.of(Map.of("b", 1L), Map.of("b", 2L))));
    }

    @Test
    void nullsFallAway() {
        assertThat(flat("{\"a\":null,\"b\":[null,1],\"c\":{}}")).containsExactly(Map.entry("b", List.of(1L)));
    }

    @Test
    void depthIsBounded() {
        String deep = "{\"a\":".repeat(SourceFields.DEPTH_MAX + 1) + "1" + "}".repeat(SourceFields.DEPTH_MAX + 1);
        String name = "a" + ".a".repeat(SourceFields.DEPTH_MAX - 1);
        assertThat(flat(deep)).containsExactly(Map.entry(name, Map.of("a", 1L)));
        String fits = "{\"a\":".repeat(SourceFields.DEPTH_MAX) + "1" + "}".repeat(SourceFields.DEPTH_MAX);
        assertThat(flat(fits)).containsExactly(Map.entry(name, 1L));
    }

    @Test
    void unreadableSourceIsNoSource() {
        assertThat(flat("{\"a\":")).isEmpty();
        assertThat(flat("{\"a\":".repeat(5000) + "1" + "}".repeat(5000))).isEmpty();
    }

    @Test
    void otherAlertsFieldsAreRemoved() {
        assertThat(clean("{\"kibana\":{\"alert\":{\"x\":1}},\"kibana.alert.y\":2,\"signal\":{\"rule\":1},"
                        + "\"threshold_result\":{\"count\":1},\"kept\":1}"))
                .containsExactly(Map.entry("kept", 1L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "source.ip | \"10.0.0.1\" | true",
                "source.ip | \"fe80::1\" | true",
                "source.ip | \"web\" | false",
                "source.ip | 1 | false",
                "when | \"2024-01-01T00:00:00Z\" | true",
                "when | 1704067200000 | true",
                "when | \"soon\" | false",
                "count | 5 | true",
                "count | \"5\" | true",
                "count | \"five\" | false",
                "count | true | false",
                "ratio | 0.5 | true",
                "ratio | \"half\" | false",
                "on | true | true",
                "on | \"false\" | true",
                "on | \"yes\" | false",
                "user.name | \"root\" | true",
                "user.name | 5 | true",
                "user.name | {\"first\":\"a\"} | false",
                "user | \"root\" | false",
                "labels | {\"a\":\"b\"} | true",
                "place | {\"lat\":1,\"lon\":2} | true",
                "place | \"1,2\" | true",
                "parts | \"x\" | false",
                "parts | [{\"a\":1}] | true",
                "unknown | {\"a\":1} | true",
            })
    void valuesTheTypeDoesNotAcceptAreRemoved(String field, String value, boolean kept) {
        assertThat(clean("{\"" + field + "\":" + value + "}").isEmpty()).isNotEqualTo(kept);
    }

    @Test
    void arraysAreCleanedElementByElement() {
        assertThat(clean("{\"source\":{\"ip\":[\"10.0.0.1\",\"web\"]},\"count\":[\"x\"]}"))
                .containsExactly(Map.entry("source.ip", List.of("10.0.0.1")));
    }

    @Test
    void aKnownSubfieldOfAScalarMayStand() {
        assertThat(clean("{\"user.name.text\":\"a\",\"user.name.other\":\"b\"}"))
                .containsExactly(Map.entry("user.name.text", "a"));
    }
}
