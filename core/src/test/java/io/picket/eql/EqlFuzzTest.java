package io.picket.eql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written: no exception, and places inside the text. */
class EqlFuzzTest {

    @FuzzTest(maxDuration = "10s")
    void anyText_isReadOrRefusedWithAPlace(FuzzedDataProvider data) {
        check(data.consumeRemainingAsString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "@",
                "@@",
                "any where @",
                "any where \\",
                "any where \"\\u{",
                "any where \"\\u{}\"",
                "any where \"\"\"",
                "any where \"\"\"\"\"\"",
                "any where `",
                "any where ``",
                "any where ?",
                "any where ? == 1",
                "any where a.",
                "any where .5 == 5.",
                "any where 1e == 1",
                "any where 99999999999999999999 == 1e999",
                "any where -9223372036854775808 == x",
                "any where a in",
                "any where a not",
                "any where f(",
                "any where f(,)",
                "any where f~",
                "any where x : (\"a\",",
                "any where x regex \"\"",
                "any where x regex \"((((\"",
                "sequence",
                "sequence by",
                "sequence with",
                "sequence with maxspan",
                "sequence with maxspan=99999999999d [any where true] [any where true]",
                "sequence [",
                "sequence [any where true] [any where true] until",
                "sequence [any where true] [any where true] until ![any where true]",
                "sequence [any where true] with runs=0",
                "sample by a [any where true]",
                "any where true | head",
                "any where true | head 1 / 0",
                "any where true |",
                "/*",
                "any where \uD800 == \uDC00",
            })
    void oddTexts_areReadOrRefusedWithAPlace(String text) {
        check(text);
    }

    private static void check(String text) {
        SourceText source = SourceText.of("query", text);
        Read<EqlQuery> read = Eql.read(source, Asking.TYPES, Asking.OPTIONS);
        int lines = 1 + (int) text.chars().filter(c -> c == '\n').count();
        for (Problem problem : read.problems()) {
            Place place = problem.place();
            assertThat(place.line()).isBetween(1, lines);
            assertThat(place.column()).isBetween(1, text.length() + 1);
            assertThat(problem.message()).isNotBlank();
        }
    }
}
