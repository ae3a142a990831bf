package io.picket.detect;

import io.picket.rule.NowOffset;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.Schedule;
import io.picket.text.Problem;
import java.util.List;
import java.util.Optional;

/**
 * How far back a new-terms rule knows what was there before.
 *
 * @param back width of the history window, ending where the run's range ends; milliseconds
 * @param gap least time without a value after which its next occurrence can be new in some run, exclusive; milliseconds
 */
record NewTermsHistory(long back, long gap) {

    /**
     * The history of a rule.
     *
     * @throws IllegalArgumentException if {@link #problems} has an error for the rule
     */
    static NewTermsHistory of(NewTermsBody body, Schedule schedule) {
        long back = back(body).orElseThrow(() -> new IllegalArgumentException("no history: " + body.historyStart()));
        long lookBack = Runs.of(schedule).lookBack();
        if (back <= lookBack) {
            throw new IllegalArgumentException("no history before the range: " + body.historyStart());
        }
        return new NewTermsHistory(back, back - lookBack);
    }

    /** Why a new-terms rule cannot run; empty if it can. */
    static List<Problem> problems(Rule rule, NewTermsBody body) {
        Optional<Long> back = back(body);
        if (back.isEmpty()) {
            return List.of(Problem.error(
                    "NEW-TERMS-001",
                    "The history window must begin at a time such as now-7d, without rounding, not '"
                            + body.historyStart() + "'.",
                    "Write how far back the history goes.",
                    rule.place()));
        }
        if (back.get() <= Runs.of(rule.schedule()).lookBack()) {
            return List.of(Problem.error(
                    "NEW-TERMS-002",
                    "The history window (" + body.historyStart()
                            + ", counted from the end of the rule's range) must begin" + " before the range does ("
                            + rule.schedule().from() + ").",
                    "Look further back for the history.",
                    rule.place()));
        }
        return List.of();
    }

    private static Optional<Long> back(NewTermsBody body) {
        return NowOffset.parse(body.historyStart())
                .filter(offset -> !offset.rounded())
                .map(offset -> Runs.millis(offset.back()));
    }
}
