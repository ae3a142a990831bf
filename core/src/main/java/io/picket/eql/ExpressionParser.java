package io.picket.eql;

import io.picket.eql.Expression.ArithmeticOperator;
import io.picket.eql.Expression.ComparisonOperator;
import io.picket.eql.Expression.Constant;
import io.picket.eql.Expression.FieldName;
import io.picket.eql.Expression.PatternOperator;
import io.picket.eql.Token.Kind;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads conditions by descent, one method a level of binding; lists and chains by loops, so that length costs no depth. */
final class ExpressionParser {

    /**
     * How deep parentheses and signs may nest. Each may hold an or, an and and a not, and the matcher takes 200 of these.
     * The deepest public rule has 10.
     */
    private static final int DEPTH_MAX = 60;

    /** How many terms a sum or product may have. */
    private static final int TERMS_MAX = 1_000;

    private final Tokens tokens;
    private int depth;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Expression condition() {
        if (++depth > DEPTH_MAX) {
            throw tokens.fail(
                    "EQL-030", "Conditions nest deeper than " + DEPTH_MAX + " levels.", "Flatten the condition.");
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(conjunction());
        while (tokens.isWord("or")) {
            tokens.take();
            parts.add(conjunction());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Expression.Or(parts, around(parts));
    }

    private Expression conjunction() {
        List<Expression> parts = new ArrayList<>();
        parts.add(negation());
        while (tokens.isWord("and")) {
            tokens.take();
            parts.add(negation());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.And(parts, around(parts));
    }

    private Expression negation() {
        int nots = 0;
        int start = tokens.peek().span().start();
        while (tokens.isWord("not")) {
            tokens.take();
            nots++;
        }
        Expression part = comparison();
        return nots % 2 == 0
                ? part
                : new Expression.Not(part, new Span(start, part.span().end()));
    }

    private Expression comparison() {
        Expression left = sum();
        ComparisonOperator operator = comparisonOperator();
        if (operator == null) {
            if (tokens.is("=")) {
                throw tokens.fail(
                        "EQL-031",
                        "\"=\" compares nothing.",
                        "Write == for equal, : for equal in any case with wildcards.");
            }
            return left;
        }
        tokens.take();
        Expression right = sum();
        if (comparisonOperator() != null) {
            throw tokens.fail("EQL-032", "Comparisons do not chain.", "Join two of them with and.");
        }
        return new Expression.Comparison(operator, left, right, around(left, right));
    }

    private @Nullable ComparisonOperator comparisonOperator() {
        if (tokens.peek().kind() != Kind.SIGN) {
            return null;
        }
        return switch (tokens.peek().text()) {
            case "==" -> ComparisonOperator.EQUAL;
            case "!=" -> ComparisonOperator.NOT_EQUAL;
            case "<" -> ComparisonOperator.LESS;
            case "<=" -> ComparisonOperator.LESS_OR_EQUAL;
            case ">" -> ComparisonOperator.GREATER;
            case ">=" -> ComparisonOperator.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    Expression sum() {
        Expression left = product();
        int terms = 1;
        while (tokens.is("+") || tokens.is("-")) {
            checkTerms(++terms);
            ArithmeticOperator operator = tokens.take().is("+") ? ArithmeticOperator.ADD : ArithmeticOperator.SUBTRACT;
            Expression right = product();
            left = new Expression.Arithmetic(operator, left, right, around(left, right));
        }
        return left;
    }

    private void checkTerms(int terms) {
        if (terms > TERMS_MAX) {
            throw tokens.fail("EQL-039", "A sum or product has more than " + TERMS_MAX + " terms.", "Count it out.");
        }
    }

    private Expression product() {
        Expression left = signed();
        int terms = 1;
        while (tokens.is("*") || tokens.is("/") || tokens.is("%")) {
            checkTerms(++terms);
            Token sign = tokens.take();
            Expression right = signed();
            ArithmeticOperator operator = sign.is("*")
                    ? ArithmeticOperator.MULTIPLY
                    : sign.is("/") ? ArithmeticOperator.DIVIDE : ArithmeticOperator.MODULO;
            left = new Expression.Arithmetic(operator, left, right, around(left, right));
        }
        return left;
    }

    private Expression signed() {
        int start = tokens.peek().span().start();
        int minuses = 0;
        while (tokens.is("-") || tokens.is("+")) {
            minuses += tokens.take().is("-") ? 1 : 0;
        }
        Expression part = tested();
        Span span = new Span(start, part.span().end());
        if (minuses % 2 == 0) {
            return part;
        }
        return switch (part) {
            case Constant(Long whole, var where) -> new Constant(-whole, span);
            case Constant(Double decimal, var where) -> new Constant(-decimal, span);
            default -> new Expression.Negative(part, span);
        };
    }

    /** A term, and what may stand right behind it: a list or patterns to test it with. */
    private Expression tested() {
        Expression value = term();
        boolean negated = tokens.isWord("not") && (tokens.isWord(1, "in") || tokens.isWord(1, "in~"));
        if (negated) {
            tokens.take();
        }
        if (tokens.isWord("in") || tokens.isWord("in~")) {
            boolean anyCase = tokens.take().is("in~");
            List<Expression> elements = list();
            Span span = new Span(value.span().start(), elements.getLast().span().end());
            Expression in = new Expression.InSet(value, elements, anyCase, span);
            return negated ? new Expression.Not(in, span) : in;
        }
        PatternOperator operator = patternOperator();
        if (operator == null) {
            return value;
        }
        tokens.take();
        List<Constant> patterns = patterns();
        return new Expression.PatternTest(
                operator,
                value,
                patterns,
                new Span(value.span().start(), patterns.getLast().span().end()));
    }

    private @Nullable PatternOperator patternOperator() {
        Token token = tokens.peek();
        if (token.kind() != Kind.SIGN && token.kind() != Kind.WORD) {
            return null;
        }
        return switch (token.text()) {
            case ":" -> PatternOperator.MATCHES;
            case "like" -> PatternOperator.LIKE;
            case "like~" -> PatternOperator.LIKE_ANY_CASE;
            case "regex" -> PatternOperator.REGEX;
            case "regex~" -> PatternOperator.REGEX_ANY_CASE;
            default -> null;
        };
    }

    private List<Expression> list() {
        tokens.expect("(", "EQL-033", "A list stands in parentheses.");
        List<Expression> elements = new ArrayList<>();
        do {
            if (!elements.isEmpty()) {
                tokens.take();
            }
            elements.add(condition());
        } while (tokens.is(","));
        tokens.expect(")", "EQL-033", "The list goes on with a comma or ends with ).");
        return elements;
    }

    private List<Constant> patterns() {
        List<Constant> patterns = new ArrayList<>();
        if (!tokens.is("(")) {
            patterns.add(pattern());
            return patterns;
        }
        tokens.take();
        do {
            if (!patterns.isEmpty()) {
                tokens.take();
            }
            patterns.add(pattern());
        } while (tokens.is(","));
        tokens.expect(")", "EQL-033", "The list goes on with a comma or ends with ).");
        return patterns;
    }

    private Constant pattern() {
        Token token = tokens.peek();
        Expression literal = constant(token);
        if (!(literal instanceof Constant constant)) {
            throw tokens.fail("EQL-034", "A pattern is a literal, not a field or a call.", "Put it in double quotes.");
        }
        tokens.take();
        return constant;
    }

    private Expression term() {
        Token token = tokens.peek();
        if (token.is("(") && token.kind() == Kind.SIGN) {
            tokens.take();
            Expression inside = condition();
            tokens.expect(")", "EQL-035", "The parenthesis is not closed.");
            return inside;
        }
        Expression constant = constant(token);
        if (constant != null) {
            tokens.take();
            return constant;
        }
        if (token.kind() == Kind.WORD && !Tokens.isKeyword(token.text())) {
            Expression call = call(token);
            if (call != null) {
                return call;
            }
        }
        return fieldName();
    }

    private @Nullable Constant constant(Token token) {
        return switch (token.kind()) {
            case STRING -> new Constant(token.text(), token.span());
            case NUMBER -> new Constant(token.value(), token.span());
            case WORD ->
                switch (token.text()) {
                    case "true" -> new Constant(true, token.span());
                    case "false" -> new Constant(false, token.span());
                    case "null" -> new Constant(null, token.span());
                    default -> null;
                };
            case QUOTED_WORD, SIGN, END -> null;
        };
    }

    private @Nullable Expression call(Token name) {
        boolean anyCase = isSign(1, "~") && isSign(2, "(");
        if (!anyCase && !isSign(1, "(")) {
            return null;
        }
        tokens.take();
        if (anyCase) {
            tokens.take();
        }
        tokens.take();
        List<Expression> arguments = new ArrayList<>();
        while (!tokens.is(")")) {
            if (!arguments.isEmpty()) {
                tokens.expect(",", "EQL-036", "Arguments are separated by commas; the call ends with ).");
            }
            arguments.add(condition());
        }
        Span end = tokens.take().span();
        return new Expression.Call(
                name.text(), anyCase, arguments, new Span(name.span().start(), end.end()));
    }

    private boolean isSign(int ahead, String sign) {
        Token token = tokens.ahead(ahead);
        return token.kind() == Kind.SIGN && token.text().equals(sign);
    }

    /** A field: names joined by dots, each perhaps in backticks, perhaps with a question mark before the whole. */
    FieldName fieldName() {
        int start = tokens.peek().span().start();
        boolean optional = tokens.is("?");
        if (optional) {
            tokens.take();
        }
        StringBuilder name = new StringBuilder(part());
        while (isSign(0, ".")) {
            tokens.take();
            name.append('.').append(part());
        }
        if (tokens.is("[") && tokens.ahead(1).kind() == Kind.NUMBER) {
            throw tokens.fail(
                    "EQL-037", "A field has no elements to be numbered.", "Every value of an array is tested anyway.");
        }
        return new FieldName(
                name.toString(),
                optional,
                new Span(start, tokens.before().span().end()));
    }

    private String part() {
        Token token = tokens.peek();
        if (token.kind() == Kind.QUOTED_WORD) {
            return tokens.take().text();
        }
        if (token.kind() != Kind.WORD || Tokens.isKeyword(token.text())) {
            throw tokens.fail(
                    "EQL-038",
                    token.kind() == Kind.END
                            ? "The query ends where a value is expected."
                            : "A field or a value is expected here.",
                    token.kind() == Kind.WORD
                            ? "\"" + token.text() + "\" is a word of the language; as a field name put it in backticks."
                            : "");
        }
        return tokens.take().text();
    }

    private static Span around(List<Expression> parts) {
        return around(parts.getFirst(), parts.getLast());
    }

    private static Span around(Expression left, Expression right) {
        return new Span(left.span().start(), right.span().end());
    }
}
