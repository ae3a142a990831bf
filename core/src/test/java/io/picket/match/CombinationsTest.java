package io.picket.match;

import static io.picket.match.TestTypes.TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition.Computed;
import io.picket.condition.Field;
import io.picket.condition.Formula;
import io.picket.condition.IpAddress;
import io.picket.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CombinationsTest {

    private static List<List<@Nullable Object>> tried(String json, String... names) {
        List<List<@Nullable Object>> tried = new ArrayList<>();
        Formula formula = values -> {
            tried.add(new ArrayList<@Nullable Object>(Arrays.asList(values)));
            return false;
        };
        holds(formula, json, names);
        return tried;
    }

    private static boolean holds(Formula formula, String json, String... names) {
        List<Field> fields = Stream.of(names).map(TYPES::field).toList();
        Event event = new Event(Filling.table(TYPES, List.of(names)));
        Filling.fill(event, json);
        return new Evaluator(TYPES).meets(new Computed(fields, formula), event);
    }

    @Test
    void valuesComeAsTheFieldsTypeReadsThem_andNullWhereThereIsNone() {
        String json = "{\"long.a\":\"80\",\"double.a\":1,\"boolean.a\":true,\"ip.a\":\"10.1.2.3\","
                + "\"date.a\":\"2026-01-31\",\"keyword.a\":7,\"unknown.a\":[7,7.0,true,\"x\"]}";
        assertThat(tried(json, "long.a", "double.a", "boolean.a", "ip.a", "date.a", "keyword.a", "keyword.b"))
                .containsExactly(Arrays.asList(
                        80L, 1.0, true, IpAddress.parse("10.1.2.3"), Instant.parse("2026-01-31T00:00:00Z"), "7", null));
        assertThat(tried(json, "unknown.a")).containsExactly(List.of(7L), List.of(7.0), List.of(true), List.of("x"));
        assertThat(tried("{\"long.a\":\"no number\"}", "long.a")).containsExactly(Arrays.asList((Object) null));
    }

    @Test
    void everyChoiceOfValuesIsTried_everyMentionByItself() {
        assertThat(tried("{\"long.a\":[1,2],\"long.b\":[3,4]}", "long.a", "long.b"))
                .containsExactlyInAnyOrder(List.of(1L, 3L), List.of(1L, 4L), List.of(2L, 3L), List.of(2L, 4L));
        assertThat(tried("{\"long.a\":[1,2]}", "long.a", "long.a")).hasSize(4);
    }

    @Test
    void howManyAreTried_isLimited() {
        String values =
                IntStream.range(0, 500).mapToObj(Integer::toString).toList().toString();
        assertThat(tried("{\"long.a\":" + values + "}", "long.a", "long.a", "long.a", "long.a"))
                .hasSize(Combinations.TRIED_MAX);
        assertThat(holds(v -> v[0] != null && v[0].equals(499L), "{\"long.a\":" + values + "}", "long.a"))
                .isTrue();
    }
}
