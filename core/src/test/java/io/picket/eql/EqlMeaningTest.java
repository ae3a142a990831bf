package io.picket.eql;

import static io.picket.eql.Asking.holds;
import static io.picket.eql.Asking.meets;
import static io.picket.eql.Asking.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.DateBound;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.text.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conditions in EQL mean, trap by trap. */
class EqlMeaningTest {

    /** Columns: the field is missing, holds a and b, holds b. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "keyword.f == \"a\"                    | false | true  | false",
                "keyword.f != \"a\"                    | true  | false | true",
                "not keyword.f == \"a\"                | true  | false | true",
                "keyword.f in (\"a\", \"z\")             | false | true  | false",
                "keyword.f not in (\"a\", null)        | true  | false | true",
                "not keyword.f like \"a*\"             | true  | false | true",
                "not keyword.f : (\"A\", \"z*\")         | true  | false | true",
                "keyword.f == null                   | true  | false | false",
                "null != keyword.f                   | false | true  | true",
                "not keyword.f < \"b\"                 | true  | false | true",
                "keyword.f == \"a\" and keyword.f == \"b\" | false | true | false",
                "not length(keyword.f) > 5           | true  | true  | true",
                "keyword.f regex \"[a]\"               | false | true  | false",
                "startsWith(keyword.f, \"a\") == false | true  | false | true",
                "startsWith(keyword.f, \"a\") != true  | true  | false | true",
                "keyword.f : \"*\"                     | false | true  | true",
                "keyword.f > null                    | false | false | false",
                "not (keyword.f > null)              | true  | true  | true",
                "length(keyword.f) == null           | true  | false | false",
                "length(keyword.f) != null           | false | true  | true",
                "?keyword.f == \"a\"                   | false | true  | false",
                "?keyword.f != \"a\"                   | true  | false | true",
            })
    void leavesAreYesOrNo_andNotIsTheComplement(String where, boolean missing, boolean both, boolean other) {
        assertThat(holds(where, "{}")).as("missing").isEqualTo(missing);
        assertThat(holds(where, "{\"keyword\":{\"f\":null}}")).as("null").isEqualTo(missing);
        assertThat(holds(where, "{\"keyword.f\":[]}")).as("empty").isEqualTo(missing);
        assertThat(holds(where, "{\"keyword.f\":[\"a\",\"b\"]}")).as("both").isEqualTo(both);
        assertThat(holds(where, "{\"keyword.f\":\"b\"}")).as("other").isEqualTo(other);
    }

    @Test
    void rangesOfSeveralValues_areNotRewritten() {
        assertThat(holds("long.n > 3 and long.n < 2", "{\"long.n\":[1,5]}")).isTrue();
        assertThat(holds("not long.n > 1", "{\"long.n\":[1,5]}")).isFalse();
        assertThat(holds("not long.n > 1", "{}")).isTrue();
        assertThat(holds("3 < long.n", "{\"long.n\":5}")).isTrue();
        assertThat(holds("3 >= long.n", "{\"long.n\":5}")).isFalse();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                // == takes letters and stars as they are, : and the forms with ~ do not.
                "keyword.f == \"CMD*\"         | cmd.exe | false",
                "keyword.f == \"CMD*\"         | CMD*    | true",
                "keyword.f : \"CMD*\"          | cmd.exe | true",
                "keyword.f like \"CMD*\"       | cmd.exe | false",
                "keyword.f like~ \"CMD*\"      | cmd.exe | true",
                "keyword.f in~ (\"CMD.EXE\")   | cmd.exe | true",
                "keyword.f in~ (\"CMD.*\")     | cmd.exe | false",
                "keyword.f : \"cmd?exe\"       | cmd.exe | true",
                "keyword.f : \"c?exe\"         | cmd.exe | false",
                "keyword.f : \"%\"             | x       | false",
                // Nothing escapes a wildcard.
                "keyword.f : \"a\\\\*b\"       | 'a\\xb' | true",
                "keyword.f : \"a\\\\*b\"       | a*b     | false",
                "keyword.f regex~ \"CMD.*\"    | cmd.exe | true",
                "keyword.f regex \"cmd\"       | cmd.exe | false",
                "startsWith(keyword.f, \"cm\") | cmd.exe | true",
                "startsWith(keyword.f, \"CM\") | cmd.exe | false",
                "startsWith~(keyword.f, \"CM\") | cmd.exe | true",
                "endsWith~(keyword.f, \"EXE\") | cmd.exe | true",
                "ENDSWITH(keyword.f, \"exe\")  | cmd.exe | true",
                "stringContains(keyword.f, \"*\") | cmd.exe | false",
                "stringContains(keyword.f, \"d.e\") | cmd.exe | true",
                "startsWith(\"cmd.exe.bak\", keyword.f) | cmd.exe | true",
                "length(keyword.f) == 7        | cmd.exe | true",
                "substring(keyword.f, -3) : \"E?E\" | cmd.exe | true",
                "substring(keyword.f, 0, -4) in~ (\"CMD\") | cmd.exe | true",
                "substring(keyword.f, 4) regex \"e.*\" | cmd.exe | true",
                "indexOf(keyword.f, \"x\") == -1 | cmd | false",
                "indexOf(keyword.f, \"x\") == null | cmd | true",
                "concat(keyword.f, \"/\", 1.0) == \"cmd/1.0\" | cmd | true",
                "between(keyword.f, \"c\", \"e\") == \"md.\" | cmd.exe | true",
                "keyword.f == 5                | 5 | true",
                "keyword.f > \"CMD\"             | cmd | true",
            })
    void stringTests_eachHasItsOwnCaseAndWildcards(String where, String value, boolean expected) {
        String json = "{\"keyword.f\":\"" + value.replace("\\", "\\\\") + "\"}";
        assertThat(holds(where, json)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "long.n / 2 == 41        | 83   | true",
                "long.n / 2.0 == 41      | 83   | false",
                "-long.n / 2 == -41      | 83   | true",
                "long.n % -6 == 4        | 10   | true",
                "-long.n % -6 == -4      | 10   | true",
                "long.n / 0 == null      | 10   | true",
                "long.n + 1 == 9.0       | 8    | true",
                "add(long.n, 1) == 9     | 8    | true",
                "9223372036854775807 + long.n == null | 1 | true",
                "string(long.n) : \"12*\"  | 123  | true",
                "string(long.n) in (\"12\") | 123  | false",
                "long.n == \"123\"         | 123  | true",
                "long.n == 82.5          | 82   | false",
                "long.n < 82.5           | 82   | true",
                "long.n in (1, 2.0, null) | 2   | true",
                "number(string(long.n), 16) == 18 | 12 | true",
                "(long.n > 1) == false   | 1    | true",
                "null == (long.n > 1)    | 1    | false",
                "string(long.n > 1) == \"true\" | 2 | true",
            })
    void numbers_countAsInJava_andErrorsAreNull(String where, String value, boolean expected) {
        assertThat(holds(where, "{\"long.n\":" + value + "}")).isEqualTo(expected);
    }

    @Test
    void computedLeaf_overMissingAndSeveralValues() {
        assertThat(holds("null == (long.n > 1)", "{}")).isTrue();
        assertThat(holds("(long.n > 1) == false", "{}")).isFalse();
        assertThat(holds("long.a + long.b == 5", "{\"long.a\":[1,2],\"long.b\":[1,3]}"))
                .isTrue();
        assertThat(holds("long.a + long.b == 9", "{\"long.a\":[1,2],\"long.b\":[1,3]}"))
                .isFalse();
        // Each mention of a field chooses a value of its own.
        assertThat(holds("long.a - long.a == 1", "{\"long.a\":[1,2]}")).isTrue();
        assertThat(holds("concat(keyword.a, keyword.b) == null", "{\"keyword.a\":\"x\"}"))
                .isTrue();
    }

    @Test
    void addresses_areCompared_notTheirSpelling() {
        assertThat(holds("ip.a == \"10.0.0.1\"", "{\"ip.a\":\"::ffff:10.0.0.1\"}"))
                .isTrue();
        assertThat(holds("ip.a == \"10.0.0.0/8\"", "{\"ip.a\":\"10.9.9.9\"}")).isTrue();
        assertThat(holds("ip.a in (\"10.0.0.0/8\", \"::1\")", "{\"ip.a\":\"::1\"}"))
                .isTrue();
        assertThat(holds("cidrmatch(ip.a, \"10.6.48.157/8\")", "{\"ip.a\":\"10.1.1.1\"}"))
                .isTrue();
        assertThat(holds("not cidrMatch(ip.a, \"10.0.0.0/8\", \"::1/128\")", "{}"))
                .isTrue();
        assertThat(holds("string(cidrMatch(ip.a, \"10.0.0.0/8\")) == \"true\"", "{\"ip.a\":\"10.1.1.1\"}"))
                .isTrue();
        assertThat(holds("cidrMatch(somewhere, \"10.0.0.0/8\")", "{\"somewhere\":\"10.1.1.1\"}"))
                .isTrue();
    }

    @Test
    void dates_coverWhatTheyLeaveOpen() {
        String json = "{\"date.d\":\"2026-03-01T10:20:30.500Z\"}";
        assertThat(holds("date.d == \"2026-03-01\"", json)).isTrue();
        assertThat(holds("date.d == \"2026-03-01T10:20:30Z\"", json)).isTrue();
        assertThat(holds("date.d > \"2026-03-01\"", json)).isFalse();
        assertThat(holds("date.d <= \"2026-03-01\"", json)).isTrue();
        assertThat(holds("date.d > 1772360430499", json)).isTrue();
        assertThat(holds("date.d > 1772360430500", json)).isFalse();
        assertThat(holds("date.d < \"now-1d\"", json)).isTrue();
        assertThat(Asking.read("any where date.d >= \"now-1d\"")
                        .orThrow()
                        .conditions()
                        .getFirst())
                .isEqualTo(new Condition.RangeFromNow(
                        new Field("date.d", FieldType.DATE), new DateBound("now-1d", false, true), null));
        assertThat(holds("string(date.d) == \"2026-03-01T10:20:30.500Z\"", json))
                .isTrue();
    }

    @Test
    void booleans_mayStandAlone() {
        assertThat(holds("boolean.b", "{\"boolean.b\":true}")).isTrue();
        assertThat(holds("not boolean.b", "{}")).isTrue();
        assertThat(holds("boolean.b == false", "{\"boolean.b\":false}")).isTrue();
        assertThat(holds("unknown_flag", "{\"unknown_flag\":true}")).isTrue();
        assertThat(holds("true", "{}")).isTrue();
        assertThat(holds("false or null", "{}")).isFalse();
        assertThat(holds("not null", "{}")).isFalse();
    }

    @Test
    void unknownFields_areWhatTheyTurnOutToBe() {
        assertThat(holds("x == 5", "{\"x\":5.0}")).isTrue();
        assertThat(holds("x == \"5\"", "{\"x\":5}")).isTrue();
        assertThat(holds("x > 4", "{\"x\":5}")).isTrue();
        assertThat(holds("x : \"A*\"", "{\"x\":\"abc\"}")).isTrue();
        assertThat(holds("x + 1 == 6", "{\"x\":5}")).isTrue();
        assertThat(holds("?x == ?y", "{}")).isTrue();
        assertThat(holds("?x != ?y", "{}")).isFalse();
        assertThat(holds("?x", "{}")).isFalse();
    }

    @Test
    void textWithAnExactSubField_isThatSubField() {
        assertThat(holds("text.exact == \"Some Words\"", "{\"text.exact\":\"Some Words\"}"))
                .isTrue();
        assertThat(holds("text.exact == \"Words\"", "{\"text.exact\":\"Some Words\"}"))
                .isFalse();
        assertThat(holds("text.other : \"some*\"", "{\"text.other\":\"Some Words\"}"))
                .isTrue();
    }

    @Test
    void binary_isOnlyThereOrNot() {
        assertThat(holds("binary.b == null", "{}")).isTrue();
        assertThat(holds("null != binary.b", "{\"binary.b\":\"aGk=\"}")).isTrue();
        assertThat(holds("binary.b == null", "{\"binary.b\":\"aGk=\"}")).isFalse();
    }

    @Test
    void category_isExact_andAnyMeansAny() {
        assertThat(meets("process where true", "{\"event.category\":[\"network\",\"process\"]}"))
                .isTrue();
        assertThat(meets("process where true", "{\"event.category\":\"Process\"}"))
                .isFalse();
        assertThat(meets("\"my kind\" where true", "{\"event.category\":\"my kind\"}"))
                .isTrue();
        assertThat(meets("any where true", "{}")).isTrue();
    }

    @Test
    void names_mayBeQuoted_andStringsMayBeEscapedOrRaw() {
        assertThat(holds("`a-b`.`by` == \"x\"", "{\"a-b\":{\"by\":\"x\"}}")).isTrue();
        assertThat(holds("@timestamp == \"x\"", "{\"@timestamp\":\"x\"}")).isTrue();
        assertThat(holds("x == \"a\\u{41}\\t\\\"\\'\\\\\"", "{\"x\":\"aA\\t\\\"'\\\\\"}"))
                .isTrue();
        assertThat(holds("x == \"\"\"a\\b\"\"\"\"\"", "{\"x\":\"a\\\\b\\\"\\\"\"}"))
                .isTrue();
        assertThat(holds("/* a /* nested */ comment */ x == 1 // and the rest", "{\"x\":1}"))
                .isTrue();
    }

    /** What the parser takes the matcher takes too, with room for filters and exceptions around it. */
    @Test
    void theDeepestNestingIsEvaluated() {
        StringBuilder deep = new StringBuilder("x == 1");
        for (int i = 1; i < 60; i++) {
            deep.insert(0, "y == 1 or z == 1 and not (").append(')');
        }
        assertThat(holds(deep.toString(), "{\"z\":1}")).isTrue();
        assertThat(holds(deep.toString(), "{\"x\":1,\"z\":1}")).isFalse();
        assertThat(problems("any where (" + deep + ")"))
                .extracting(Problem::code)
                .containsExactly("EQL-030");
    }
}
