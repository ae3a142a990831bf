package io.picket.rule;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.picket.condition.FieldType;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.List;
import java.util.Map;

/** Whatever a file holds, reading it ends with rules or with problems that have a place, never with an exception. */
class RuleReaderFuzzTest {

    private static final Asked ASKED =
            new Asked(Map.of("a", FieldType.IP, "b", FieldType.LONG, "c", FieldType.DATE, "d", FieldType.TEXT));

    @FuzzTest(maxDuration = "30s")
    void readsAnything(FuzzedDataProvider data) {
        int shape = data.consumeInt(0, 3);
        String text = data.consumeRemainingAsString();
        String file = switch (shape) {
            case 0 -> text;
            case 1 -> "[rule]\n" + text;
            case 2 -> "{" + text;
            default -> "[{" + text;
        };
        RuleFile read = RuleReader.read(SourceText.of("f", file));
        for (Problem problem : read.allProblems()) {
            require(!problem.message().isEmpty() && problem.place().line() >= 0, problem);
        }
        ExceptionLists lists = ExceptionLists.of(List.of(read));
        for (Rule rule : read.usable()) {
            require(rule.schedule().lookBack().isPositive(), rule.schedule());
            Read<?> condition =
                    RuleConditions.of(rule, lists.forRule(rule).orThrow(), Map.of(), ASKED, 1_770_000_000_000L);
            require(condition instanceof Read.Ok<?> || !condition.problems().isEmpty(), condition);
        }
        for (String type : List.of("ip_range", "keyword", "text", "integer_range")) {
            ValueListReader.read("l", type, SourceText.of("l", text));
        }
    }

    private static void require(boolean holds, Object what) {
        if (!holds) {
            throw new AssertionError(what.toString());
        }
    }
}
