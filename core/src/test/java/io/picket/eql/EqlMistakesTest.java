package io.picket.eql;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.text.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and that the place and the way out are said. */
class EqlMistakesTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                // How it is written
                "any where x = 1 => EQL-031 => =",
                "any where 1 < x < 3 => EQL-032 => <",
                "any where x == 'a' => EQL-003 => '",
                "any where x == \"a => EQL-006 => \"",
                "any where x == \"a\\q\" => EQL-007 => \\q",
                "any where x == \"\\u{d800}\" => EQL-008 => \\u{d800}",
                "any where x : y => EQL-034 => y",
                "any where x in () => EQL-038 => )",
                "any where f[0] == 1 => EQL-037 => [",
                "any where sequence == 1 => EQL-038 => sequence",
                "any where x == 1 | sort x => EQL-023 => sort",
                "any where x == 1 | head -1 => EQL-024 => -1",
                "any where x == 1 and => EQL-038 => ~~",
                "any where true true => EQL-025 => true",
                "join [any where true] [any where true] => EQL-010 => join",
                "`process` where true => EQL-021 => `process`",
                "sequence [any where true] => EQL-016 => [",
                "sequence [any where true] by a [any where true] => EQL-017 => [any where true]",
                "sequence with maxspan=5 [any where true] [any where true] => EQL-020 => 5 [",
                "sequence [any where true] ![any where true] => EQL-012 => [",
                "sample [any where true] [any where true] => EQL-015 => [",
                "sequence [any where true] with runs=101 => EQL-019 => 101",
                // What it says
                "any where 1 => EQL-101 => 1",
                "any where keyword.a and true => EQL-101 => keyword.a",
                "any where not long.a => EQL-101 => long.a",
                "any where text.a == \"x\" => EQL-102 => text.a",
                "any where object.a == \"x\" => EQL-102 => object.a",
                "any where nested.a == null => EQL-102 => nested.a",
                "any where keyword.list.name == \"x\" => EQL-102 => keyword.list.name",
                "any where binary.a == \"x\" => EQL-102 => binary.a",
                "any where length(binary.a) == null => EQL-102 => binary.a",
                "any where text.twice == \"x\" => EQL-102 => text.twice",
                "sequence by keyword.list.name [any where true] [any where true] => EQL-102 => keyword.list.name",
                "any where keyword.a + 1 == 2 => EQL-103 => keyword.a",
                "any where keyword.a == keyword.b => EQL-104 => keyword.a == keyword.b",
                "any where length(keyword.a) == long.b => EQL-104 => length(keyword.a) == long.b",
                "any where keyword.a in (\"x\", keyword.b) => EQL-104 => keyword.b",
                "any where boolean.a > true => EQL-105 => boolean.a > true",
                "any where long.a in (1, \"x\") => EQL-105 => \"x\"",
                "any where long.a : \"1*\" => EQL-106 => long.a",
                "any where ip.a like \"10.*\" => EQL-106 => ip.a",
                "any where keyword.a : (\"x\", 1) => EQL-106 => 1",
                "any where long.a in~ (\"1\") => EQL-106 => long.a",
                "any where lenght(keyword.a) > 1 => EQL-107 => lenght(keyword.a)",
                "any where wildcard(keyword.a, \"x*\") => EQL-107 => wildcard(keyword.a, \"x*\")",
                "any where length~(keyword.a) > 1 => EQL-108 => length~(keyword.a)",
                "any where length() > 1 => EQL-109 => length()",
                "any where startsWith(keyword.a, 1) => EQL-110 => 1",
                "any where substring(keyword.a, 1.5) == \"x\" => EQL-110 => 1.5",
                "any where substring(keyword.a, 1, double.b) == \"x\" => EQL-110 => double.b",
                "any where indexOf(keyword.a, \"x\", 1.0) == 1 => EQL-110 => 1.0",
                "any where number(keyword.a, -8.5) == 1 => EQL-110 => -8.5",
                "any where number(long.a) == 1 => EQL-110 => long.a",
                "any where cidrMatch(keyword.a, \"10.0.0.0/8\") => EQL-110 => keyword.a",
                "any where cidrMatch(ip.a, keyword.b) => EQL-110 => keyword.b",
                "any where between(keyword.a, \"x\", \"y\", \"z\") == \"\" => EQL-110 => \"z\"",
                "sequence by keyword.a [any where true] [any where true] by long.b => EQL-017 => [any where true] by long.b",
                "sequence [any where true] by keyword.a [any where true] by long.b => EQL-111 => long.b",
                "any where keyword.a regex \"a~b\" => EQL-112 => \"a~b\"",
                "any where number(\"zz\") == long.a => EQL-113 => number(\"zz\")",
                "any where cidrMatch(ip.a, \"10.0.0.0/99\") => EQL-114 => \"10.0.0.0/99\"",
                "any where long.a == \"x\" => EQL-115 => long.a == \"x\"",
                "any where date.a > \"soon\" => EQL-115 => date.a > \"soon\"",
                "any where ip.a == \"somewhere\" => EQL-115 => ip.a == \"somewhere\"",
            })
    void mistake_isSaidWithItsPlace(String query, String code, String place) {
        List<Problem> problems = Asking.problems(query);
        assertThat(problems).extracting(Problem::code).startsWith(code);
        Problem problem = problems.getFirst();
        int start = problem.place().column() - 1;
        assertThat(query.substring(start, Math.min(query.length(), start + place.length())))
                .isEqualTo(place);
    }

    @Test
    void everyMistakeOfAQuery_isSaidAtOnce() {
        assertThat(Asking.problems("any where long.a : \"x\" or nofunction(1) == 1 and keyword.a == keyword.b"))
                .extracting(Problem::code)
                .containsExactly("EQL-106", "EQL-107", "EQL-104");
    }

    @Test
    void unknownFunction_bringsTheNearestOne() {
        assertThat(Asking.problems("any where lenght(keyword.a) > 1").getFirst().mend())
                .contains("length");
        assertThat(Asking.problems("any where wildcard(keyword.a, \"b\")")
                        .getFirst()
                        .mend())
                .contains(":");
        assertThat(Asking.problems("any where entirelyelse(keyword.a)")
                        .getFirst()
                        .mend())
                .contains("cidrMatch");
    }

    @Test
    void sizes_areLimited() {
        assertThat(Asking.problems("any where " + "(".repeat(300) + "true" + ")".repeat(300))
                        .getFirst()
                        .code())
                .isEqualTo("EQL-030");
        assertThat(Asking.problems("any where " + "not ".repeat(10_000) + "true"))
                .isEmpty();
        assertThat(Asking.problems("any where x == " + "1 + ".repeat(5_000) + "1")
                        .getFirst()
                        .code())
                .isEqualTo("EQL-039");
        assertThat(Asking.problems("any where x == 1" + " or x == 1".repeat(20_000)))
                .isEmpty();
        assertThat(Asking.problems("any where x in (" + "1, ".repeat(20_000) + "1)"))
                .isEmpty();
        assertThat(Asking.problems("sequence " + "[any where true] with runs=100 ".repeat(11))
                        .getFirst()
                        .code())
                .isEqualTo("EQL-026");
    }
}
