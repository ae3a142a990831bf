package io.picket.eql;

import io.picket.eql.EqlTree.Filter;
import io.picket.eql.EqlTree.Pipe;
import io.picket.eql.EqlTree.Step;
import io.picket.eql.Expression.FieldName;
import io.picket.eql.Token.Kind;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From words to a query: what stands around the conditions. {@link ExpressionParser} reads the conditions. */
final class Parser {

    private static final int RUNS_MAX = 100;

    /** How many steps a query may have, runs counted out. The longest public rule has 60. */
    private static final int STEPS_MAX = 1_000;

    private static final Set<String> UNSUPPORTED_PIPES = Set.of("count", "filter", "sort", "unique", "unique_count");

    private final Tokens tokens;
    private final ExpressionParser expressions;

    Parser(SourceText source, List<Token> words) {
        this.tokens = new Tokens(source, words);
        this.expressions = new ExpressionParser(tokens);
    }

    /** The query, or null when there is a {@link #problem}. */
    @Nullable EqlTree query() {
        try {
            return tokens.isWord("sequence") && !tokens.isWord(1, "where")
                    ? sequence()
                    : tokens.isWord("sample") && !tokens.isWord(1, "where") ? sample() : eventQuery();
        } catch (Unreadable e) {
            return null;
        }
    }

    @Nullable Problem problem() {
        return tokens.problem();
    }

    private EqlTree eventQuery() {
        if (tokens.isWord("join") && !tokens.isWord(1, "where")) {
            throw tokens.fail("EQL-010", "JOIN is not part of the language.", "Write a sequence, or a sample.");
        }
        Filter filter = filter();
        List<Pipe> pipes = pipes();
        end();
        return new EqlTree.EventQuery(filter, pipes);
    }

    private EqlTree sequence() {
        tokens.take();
        List<FieldName> shared = new ArrayList<>();
        Optional<Duration> maxspan = Optional.empty();
        if (tokens.isWord("by")) {
            shared = keys();
        }
        if (tokens.isWord("with")) {
            maxspan = Optional.of(maxspan());
            if (tokens.isWord("by")) {
                throw tokens.fail("EQL-011", "\"by\" stands before \"with maxspan\".", "Swap the two.");
            }
        }
        List<Step> steps = new ArrayList<>();
        Span start = tokens.peek().span();
        while (tokens.is("[") || tokens.is("![")) {
            step(shared, steps, true);
        }
        Optional<Step> until = Optional.empty();
        if (tokens.isWord("until")) {
            tokens.take();
            List<Step> one = new ArrayList<>();
            step(shared, one, false);
            until = Optional.of(one.getFirst());
        }
        checkSteps(steps, until, start);
        if (steps.stream().anyMatch(Step::missing)) {
            if (maxspan.isEmpty()) {
                throw tokens.failAt(
                        "EQL-012", start, "A missing event needs \"with maxspan\".", "Add with maxspan=1m, say.");
            }
            if (steps.stream().allMatch(Step::missing)) {
                throw tokens.failAt("EQL-013", start, "At least one step must be an event that is there.", "");
            }
        }
        List<Pipe> pipes = pipes();
        end();
        return new EqlTree.Sequence(maxspan, steps, until, pipes);
    }

    private EqlTree sample() {
        tokens.take();
        List<FieldName> shared = tokens.isWord("by") ? keys() : new ArrayList<>();
        if (tokens.isWord("with")) {
            throw tokens.fail("EQL-014", "A sample has no order in time, so it has no maxspan.", "Write a sequence.");
        }
        List<Step> steps = new ArrayList<>();
        Span start = tokens.peek().span();
        while (tokens.is("[") || tokens.is("![")) {
            if (tokens.is("![")) {
                throw tokens.fail("EQL-014", "A sample cannot have missing events.", "Write a sequence.");
            }
            step(shared, steps, false);
        }
        if (tokens.isWord("until")) {
            throw tokens.fail("EQL-014", "A sample has no order in time, so it has no \"until\".", "Write a sequence.");
        }
        checkSteps(steps, Optional.empty(), start);
        if (steps.getFirst().keys().isEmpty()) {
            throw tokens.failAt("EQL-015", start, "A sample needs at least one field to join by.", "Add by FIELD.");
        }
        List<Pipe> pipes = pipes();
        end();
        return new EqlTree.Sample(steps, pipes);
    }

    private void checkSteps(List<Step> steps, Optional<Step> until, Span start) {
        if (steps.size() < 2) {
            throw tokens.failAt(
                    "EQL-016",
                    start,
                    "There must be at least two steps, each in square brackets.",
                    "Add [category where …].");
        }
        int keys = steps.getFirst().keys().size();
        List<Step> all = new ArrayList<>(steps);
        until.ifPresent(all::add);
        for (Step step : all) {
            if (step.keys().size() != keys) {
                throw tokens.failAt(
                        "EQL-017",
                        step.span(),
                        "Every step joins by as many fields as the first, which is " + keys + "; this one by "
                                + step.keys().size() + ".",
                        "Give each step as many fields after by.");
            }
        }
    }

    private void step(List<FieldName> shared, List<Step> into, boolean mayRun) {
        Token open = tokens.take();
        if (!open.is("[") && !open.is("![")) {
            throw tokens.failAt("EQL-018", open.span(), "A step stands in square brackets.", "");
        }
        Filter filter = filter();
        Span end = tokens.expect("]", "EQL-018", "The step ends with ].").span();
        List<FieldName> keys = new ArrayList<>(shared);
        if (tokens.isWord("by")) {
            keys.addAll(keys());
        }
        int runs = mayRun && tokens.isWord("with") ? runs() : 1;
        Step step = new Step(filter, keys, open.is("!["), new Span(open.span().start(), end.end()));
        for (int i = 0; i < runs; i++) {
            into.add(step);
        }
        if (into.size() > STEPS_MAX) {
            throw tokens.failAt(
                    "EQL-026", step.span(), "The query has more than " + STEPS_MAX + " steps.", "Split it.");
        }
    }

    private int runs() {
        tokens.take();
        Token word = tokens.take();
        if (!word.is("runs")) {
            throw tokens.failAt("EQL-019", word.span(), "After \"with\" a step takes runs=N.", "");
        }
        tokens.expect("=", "EQL-019", "Runs are written runs=N.");
        Token number = tokens.take();
        if (!(number.value() instanceof Long runs) || runs < 1 || runs > RUNS_MAX) {
            throw tokens.failAt("EQL-019", number.span(), "Runs are a whole number from 1 to " + RUNS_MAX + ".", "");
        }
        return runs.intValue();
    }

    private List<FieldName> keys() {
        tokens.take();
        List<FieldName> keys = new ArrayList<>();
        do {
            if (!keys.isEmpty()) {
                tokens.take();
            }
            keys.add(expressions.fieldName());
        } while (tokens.is(","));
        return keys;
    }

    private Duration maxspan() {
        tokens.take();
        Token word = tokens.take();
        if (!word.is("maxspan")) {
            throw tokens.failAt("EQL-020", word.span(), "After \"with\" a sequence takes maxspan=….", "");
        }
        tokens.expect("=", "EQL-020", "The span is written maxspan=5m.");
        Token number = tokens.take();
        Token unit = tokens.peek();
        Span span = new Span(number.span().start(), unit.span().end());
        if (!(number.value() instanceof Long count) || count < 1 || count > Integer.MAX_VALUE) {
            throw tokens.failAt(
                    "EQL-020", number.span(), "The span is a whole number above 0 with a unit.", "Such as 30s, 5m.");
        }
        tokens.take();
        return switch (unit.kind() == Kind.WORD ? unit.text() : "") {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default ->
                throw tokens.failAt("EQL-020", span, "The span lacks a unit: ms, s, m, h or d.", "Such as 30s, 5m.");
        };
    }

    private Filter filter() {
        Token category = tokens.take();
        boolean any = category.is("any") && category.kind() == Kind.WORD;
        boolean named =
                category.kind() == Kind.STRING || category.kind() == Kind.WORD && !Tokens.isKeyword(category.text());
        if (!any && !named) {
            throw tokens.failAt(
                    "EQL-021",
                    category.span(),
                    "An event is asked for as CATEGORY where CONDITION.",
                    category.kind() == Kind.QUOTED_WORD
                            ? "Put the category in double quotes instead of backticks."
                            : "Such as process where process.name == \"nc\"; any where … for all categories.");
        }
        if (!tokens.isWord("where")) {
            throw tokens.fail("EQL-022", "\"where\" is missing after the event's category.", "");
        }
        tokens.take();
        Expression where = expressions.condition();
        return new Filter(
                any ? Optional.empty() : Optional.of(category.text()),
                where,
                new Span(category.span().start(), where.span().end()));
    }

    private List<Pipe> pipes() {
        List<Pipe> pipes = new ArrayList<>();
        while (tokens.is("|")) {
            tokens.take();
            Token name = tokens.take();
            boolean head = name.is("head");
            if (UNSUPPORTED_PIPES.contains(name.text())) {
                throw tokens.failAt(
                        "EQL-023",
                        name.span(),
                        "The pipe " + name.text() + " is not supported.",
                        "There are head N and tail N.");
            }
            if (!head && !name.is("tail")) {
                throw tokens.failAt(
                        "EQL-023", name.span(), "There is no pipe of this name.", "There are head N and tail N.");
            }
            Expression count = expressions.sum();
            Object number = Constants.number(count);
            if (!(number instanceof Long many) || many < 0 || many > Integer.MAX_VALUE) {
                throw tokens.failAt("EQL-024", count.span(), "How many is a whole number, 0 or more.", "");
            }
            pipes.add(new Pipe(
                    head,
                    many.intValue(),
                    new Span(name.span().start(), count.span().end())));
        }
        return pipes;
    }

    private void end() {
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.fail("EQL-025", "The query should end here, or go on with and, or, a pipe.", "");
        }
    }

    /** Reading stopped; the problem is with the {@link Tokens}. Never leaves the package. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            super(null, null, false, false);
        }
    }
}
