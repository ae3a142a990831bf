package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import java.util.List;

/** Whatever a file or a query says: checks and the support report answer, and point into the file. */
class RuleCheckFuzzTest {

    @FuzzTest(maxDuration = "10s")
    void anyFile(@NotNull String text) {
        RuleFile file = RuleReader.read(SourceText.of("fuzz", text));
        checked(file);
    }

    @FuzzTest(maxDuration = "10s")
    void anyQuery(@NotNull String query) {
        String literal = query.replace("'''", "").replaceAll("\\p{Cntrl}", " ");
        for (CheckRules rule : List.of(CheckRules.kql(literal), CheckRules.eql(literal), CheckRules.esql(literal))) {
            checked(RuleReader.read(SourceText.of("fuzz", rule.text())));
        }
    }

    @FuzzTest(maxDuration = "10s")
    void anyProse(@NotNull String text) {
        for (CheckProse.Count count : CheckProse.counts(text)) {
            assertThat(count.number()).isNotNegative();
            assertThat(text.substring(count.span().start(), count.span().end())).isNotBlank();
        }
        CheckProse.windows(text)
                .forEach(window -> assertThat(window.length().isNegative()).isFalse());
    }

    private static void checked(RuleFile file) {
        for (Problem problem : RuleCheck.check(file.usable(), CheckRules.TYPES)) {
            assertThat(problem.place().line()).isNotNegative();
            assertThat(problem.message()).isNotBlank();
        }
        file.rules()
                .forEach(read -> assertThat(RuleSupport.of(read, "fuzz", CheckRules.TYPES))
                        .isNotNull());
    }
}
