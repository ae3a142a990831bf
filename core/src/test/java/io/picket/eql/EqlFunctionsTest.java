package io.picket.eql;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Shared;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EqlFunctionsTest {

    /** Whether the expression comes to the constant, which is written in EQL. */
    private static boolean comesTo(String expression, String constant) {
        // Without fields both sides are folded, so that the answer does not depend on the event.
        return Asking.holds(expression + " == " + constant, "{}");
    }

    @Test
    void everyCallOfTheSuite_givesItsValue() {
        JsonNode cases = JsonMapper.shared().readTree(Shared.path("suites/eql-elasticsearch/string_functions.json"));
        List<String> wrong = new ArrayList<>();
        for (JsonNode one : cases) {
            String expression = one.get("expression").asString();
            if (one.path("rejected").asBoolean(false)) {
                if (Asking.read("any where " + expression + " == null") instanceof Read.Ok<EqlQuery>) {
                    wrong.add(expression + " should be refused");
                }
            } else if (!comesTo(expression, literal(one.get("expected")))) {
                wrong.add(expression + " should be " + one.get("expected"));
            }
        }
        assertThat(cases.size()).isGreaterThan(40);
        assertThat(wrong).isEmpty();
    }

    private static String literal(@Nullable JsonNode value) {
        return value == null || value.isNull() ? "null" : value.toString();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "substring(\"abcdef\", 4, 2)          | \"\"",
                "substring(\"abcdef\", -2)            | \"ef\"",
                "substring(\"\", 0, 1)                | \"\"",
                "substring(\"abc\", null)             | \"abc\"",
                "indexOf(\"abc\", \"\", 10)           | 3",
                "indexOf(\"abc\", \"c\", 10)          | null",
                "indexOf(\"abc\", \"a\", -5)          | 0",
                "indexOf~(\"abc\", \"C\")             | 2",
                "number(\"1e3\")                      | 1000.0",
                "number(\" 5 \")                      | 5.0",
                "number(\"+5\")                       | 5",
                "number(\"ff\", 16)                   | 255",
                "number(null)                         | null",
                "string(1.0)                          | \"1.0\"",
                "string(1e10)                         | \"1.0E10\"",
                "string(true)                         | \"true\"",
                "concat(\"a\", null)                  | null",
                "length(\"a😀\")                      | 3",
                "stringContains(\"\", \"\")           | false",
                "stringContains(\"abc\", \"\")        | false",
                "startsWith(\"abc\", \"\")            | true",
                "endsWith~(\"ABC\", \"bc\")           | true",
                "between(\"a[b]c[d]\", \"[\", \"]\", true) | \"b]c[d\"",
                "between(\"a]b[c\", \"[\", \"]\", true)   | null",
                "between~(\"AxB\", \"a\", \"b\")      | \"x\"",
                "cidrMatch(\"10.1.1.1\", \"10.0.0.0/8\") | true",
                "modulo(-10, 6)                       | -4",
                "divide(7, 2)                         | 3",
                "divide(7, 2.0)                       | 3.5",
                "divide(1, 0)                         | null",
                "-(2 + 3) * 2 - 1                     | -11",
                "1 + 2 * 3                            | 7",
                "10 - 2 - 3                           | 5",
            })
    void calls_giveTheirValue(String expression, String constant) {
        assertThat(comesTo(expression, constant)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"number(\"0x1\", 10)", "number(\"0X1\")", "number(\"\")", "number(\"1d\")"})
    void numbersThatDoNotRead_areRefusedWhenWritten_andNullInEvents(String call) {
        assertThat(Asking.problems("any where " + call + " == 1")).hasSize(1);
        String inEvent = call.replaceFirst("\"[^\"]*\"", "keyword.f");
        String value = call.replaceFirst("^[^\"]*\"([^\"]*)\".*$", "$1");
        assertThat(Asking.holds(inEvent + " == null", "{\"keyword.f\":\"" + value + "\"}"))
                .isTrue();
    }
}
