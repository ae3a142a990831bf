package io.picket.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.FieldType;
import io.picket.testkit.SketchEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypedValuesTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(FieldType.KEYWORD, "[\"a\",5,true,\"a\",null]", List.of("a", "5", "true")),
                Arguments.of(FieldType.LONG, "[5,\"6\",7.9,\"x\",true]", List.of(5L, 6L, 7L)),
                Arguments.of(FieldType.LONG, "[1e3,\"\\u0663\",1e40]", List.of(1000L)),
                Arguments.of(FieldType.DOUBLE, "[5,\"6.5\",\"NaN\"]", List.of(5.0, 6.5)),
                Arguments.of(FieldType.BOOLEAN, "[true,\"false\",1]", List.of(true, false)),
                Arguments.of(
                        FieldType.IP,
                        "[\"10.0.0.1\",\"::FFFF:10.0.0.1\",\"2001:DB8::0\",\"web\",1]",
                        List.of("10.0.0.1", "2001:db8::")),
                Arguments.of(FieldType.DATE, "[\"2024-01-01T12:00:00Z\",\"soon\"]", List.of(1_704_110_400_000L)),
                Arguments.of(FieldType.UNKNOWN, "[\"5\",5,5.5,false]", List.of("5", 5L, 5.5, false)),
                Arguments.of(FieldType.KEYWORD, "[]", List.of()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsValuesAsTheirType(FieldType type, String json, List<Object> expected) {
        SketchEvents events = new SketchEvents("f");
        assertThat(TypedValues.of(events.read("i", "1", "{\"f\":" + json + "}"), 0, type))
                .isEqualTo(expected);
    }

    @Test
    void ordersAsElasticsearchDoes() {
        List<@Nullable Object> values = new ArrayList<@Nullable Object>(
                Arrays.<@Nullable Object>asList("\uD83D\uDE00", "b", null, "\uFF5E", 10L, 9.5, true, false, "B"));
        values.sort(TypedValues.order(FieldType.KEYWORD));
        assertThat(values).containsExactly(null, false, true, 9.5, 10L, "B", "b", "\uFF5E", "\uD83D\uDE00");
    }

    @Test
    void addressesAreOrderedAsSixteenBytes() {
        List<@Nullable Object> values = new ArrayList<@Nullable Object>(
                Arrays.<@Nullable Object>asList("2001:db8::", "10.0.0.10", "10.0.0.9", null, "::1"));
        values.sort(TypedValues.order(FieldType.IP));
        assertThat(values).containsExactly(null, "::1", "10.0.0.9", "10.0.0.10", "2001:db8::");
    }
}
