package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {

    @Test
    void aLineIsWhatJacksonMakesOfTheValue() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("text", "a \"b\" \\ \n\t\u0001 ü 😀 </x>");
        all.put("whole", 7);
        all.put("long", -8_000_000_000L);
        all.put("decimal", 0.1);
        all.put("float", 1.5f);
        all.put("large", BigInteger.TEN.pow(30));
        all.put("exact", new BigDecimal("1.50"));
        all.put("flag", true);
        all.put("nothing", null);
        all.put("list", new ArrayList<>(Arrays.asList("a", null, List.of(), Map.of())));
        all.put("set", new TreeSet<>(Set.of("x", "y")));
        all.put("array", new int[] {1, 2});
        all.put("word", OutputFormat.NDJSON);
        assertThat(Json.line(all)).isEqualTo(JsonMapper.builder().build().writeValueAsString(all));
        assertThat(Json.line("text")).isEqualTo("\"text\"");
    }
}
