package io.picket.rule;

import static io.picket.rule.CheckKind.CLOCKED_WINDOW;
import static io.picket.rule.CheckKind.VALUES_COMPARED;

import io.picket.rule.CheckEqlText.Kind;
import io.picket.rule.CheckEqlText.Token;
import io.picket.rule.RuleBody.EsqlBody;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Flaws of an ES|QL query that can be seen from its words. */
final class CheckEsql {

    private static final Set<String> ORDERS = Set.of(">", ">=", "<", "<=");

    /** Spans so short that what a rule looks for easily lies across their border. */
    private static final Pattern SHORT_SPAN =
            Pattern.compile("\\d{1,3}\\s?(?:s|sec|seconds?|m|min|minutes?|h|hours?)", Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private CheckEsql() {}

    static void look(CheckSubject subject, CheckFindings out) {
        if (subject.rule().body() instanceof EsqlBody) {
            clockedWindow(subject, out);
            valuesCompared(subject, out);
        }
    }

    private static void clockedWindow(CheckSubject subject, CheckFindings out) {
        List<Token> words = subject.words();
        for (int i = 0; i + 3 < words.size(); i++) {
            if (!words.get(i).isWord("date_trunc") || !words.get(i + 1).isSign("(")) {
                continue;
            }
            boolean apart = words.get(i + 3).kind() == Kind.WORD;
            String span =
                    words.get(i + 2).text() + (apart ? " " + words.get(i + 3).text() : "");
            if (SHORT_SPAN.matcher(span).matches() && isGrouped(words)) {
                out.add(
                        CLOCKED_WINDOW,
                        subject.inQuery(words.get(i).span()),
                        "Rows are counted from one full %s to the next; what lies across the border is counted in two halves."
                                .formatted(span),
                        "Ask for half the number, or write a threshold rule, whose window slides.");
                return;
            }
        }
    }

    private static boolean isGrouped(List<Token> words) {
        return words.stream().anyMatch(word -> word.isWord("stats"));
    }

    private static void valuesCompared(CheckSubject subject, CheckFindings out) {
        List<Token> words = subject.words();
        Set<String> values = new HashSet<>();
        for (int i = 0; i + 2 < words.size(); i++) {
            Token name = words.get(i);
            if (name.kind() != Kind.WORD) {
                continue;
            }
            Token sign = words.get(i + 1);
            Token right = words.get(i + 2);
            if (sign.isSign("=")) {
                boolean isValues = right.isWord("values")
                        && i + 3 < words.size()
                        && words.get(i + 3).isSign("(");
                if (isValues) {
                    values.add(name.text());
                } else {
                    values.remove(name.text());
                }
            } else if (values.contains(name.text())
                    && ORDERS.contains(sign.text())
                    && NUMBER.matcher(right.text()).matches()) {
                out.add(
                        VALUES_COMPARED,
                        subject.inQuery(name.span()),
                        "%s holds the values themselves, so %s %s asks each value, not how many there are."
                                .formatted(name.text(), sign.text(), right.text()),
                        "Compare the column of COUNT_DISTINCT, or MV_COUNT(%s).".formatted(name.text()));
            }
        }
    }
}
