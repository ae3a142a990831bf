package io.picket.rule;

import static io.picket.rule.CheckKind.EXACT_WILDCARD;
import static io.picket.rule.CheckKind.SEQUENCE_WITHOUT_SPAN;
import static io.picket.rule.CheckKind.SPAN_OVER_LOOK_BACK;

import io.picket.rule.CheckEqlText.Kind;
import io.picket.rule.CheckEqlText.Token;
import io.picket.text.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flaws of an EQL query that can be seen from its words. */
final class CheckEql {

    private static final Set<String> EXACT_SIGNS = Set.of("==", "!=");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final CheckSubject subject;
    private final List<Token> tokens;
    private final CheckFindings out;

    private CheckEql(CheckSubject subject, List<Token> tokens, CheckFindings out) {
        this.subject = subject;
        this.tokens = tokens;
        this.out = out;
    }

    static void look(CheckSubject subject, CheckFindings out) {
        CheckEql check = new CheckEql(subject, subject.eql(), out);
        check.exactWildcards();
        check.sequenceSpan();
    }

    static boolean isSequence(CheckSubject subject) {
        List<Token> tokens = subject.eql();
        return !tokens.isEmpty()
                && (tokens.getFirst().isWord("sequence") || tokens.getFirst().isWord("sample"));
    }

    private void exactWildcards() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() == Kind.SIGN && EXACT_SIGNS.contains(token.text())) {
                literal(token.text(), i - 1);
                literal(token.text(), i + 1);
            } else if (token.isWord("in")) {
                boolean folded = i + 1 < tokens.size() && tokens.get(i + 1).isSign("~");
                list(folded ? "in~" : "in", folded ? i + 2 : i + 1);
            }
        }
    }

    private void list(String operator, int open) {
        if (open >= tokens.size() || !tokens.get(open).isSign("(")) {
            return;
        }
        // No parentheses inside: a list that is not closed must not be read again for each one that follows.
        for (int i = open + 1;
                i < tokens.size()
                        && !tokens.get(i).isSign(")")
                        && !tokens.get(i).isSign("(");
                i++) {
            literal(operator, i);
        }
    }

    private void literal(String operator, int i) {
        if (i < 0 || i >= tokens.size() || tokens.get(i).kind() != Kind.STRING) {
            return;
        }
        Token value = tokens.get(i);
        boolean star = value.text().indexOf('*') >= 0;
        boolean drive = value.text().startsWith("?:");
        if (star || drive) {
            out.add(
                    EXACT_WILDCARD,
                    subject.inQuery(value.span()),
                    "%s compares literally, so %s in this value stands for itself."
                            .formatted(operator, star ? "the star" : "the question mark"),
                    operator.startsWith("in")
                            ? "Write : (…) or like~ (…) in place of %s if a wildcard is meant.".formatted(operator)
                            : "Write : or like~ in place of %s if a wildcard is meant.".formatted(operator));
        }
    }

    private void sequenceSpan() {
        if (tokens.isEmpty() || !tokens.getFirst().isWord("sequence")) {
            return;
        }
        for (int i = 1; i + 2 < tokens.size() && !tokens.get(i).isSign("["); i++) {
            if (tokens.get(i).isWord("maxspan")) {
                spanWithin(tokens.get(i + 2));
                return;
            }
        }
        out.add(
                SEQUENCE_WITHOUT_SPAN,
                subject.inQuery(tokens.getFirst().span()),
                "The sequence has no maxspan, so its events may lie as far apart as the look-back allows.",
                "Write with maxspan=TIME after sequence by, such as with maxspan=5m.");
    }

    private void spanWithin(Token written) {
        Optional<Duration> span = span(written.text());
        Duration lookBack = subject.rule().schedule().lookBack();
        if (span.isPresent() && span.get().compareTo(lookBack) > 0) {
            out.add(
                    SPAN_OVER_LOOK_BACK,
                    Level.WARNING,
                    subject.inQuery(written.span()),
                    "maxspan is %s, but a run looks back only %s."
                            .formatted(CheckSchedule.words(span.get()), CheckSchedule.words(lookBack)),
                    "Set from further back than maxspan plus the interval, or make maxspan shorter.");
        }
    }

    private static Optional<Duration> span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long many = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(many);
                    case "s" -> Duration.ofSeconds(many);
                    case "m" -> Duration.ofMinutes(many);
                    case "h" -> Duration.ofHours(many);
                    default -> Duration.ofDays(many);
                });
    }
}
