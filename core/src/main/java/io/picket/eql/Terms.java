package io.picket.eql;

import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.Field;
import io.picket.condition.RegexPattern;
import io.picket.condition.RegexPattern.Syntax;
import io.picket.condition.RegexReading;
import io.picket.condition.WildcardPattern;
import io.picket.eql.Expression.And;
import io.picket.eql.Expression.Arithmetic;
import io.picket.eql.Expression.ArithmeticOperator;
import io.picket.eql.Expression.Call;
import io.picket.eql.Expression.Comparison;
import io.picket.eql.Expression.ComparisonOperator;
import io.picket.eql.Expression.Constant;
import io.picket.eql.Expression.FieldName;
import io.picket.eql.Expression.InSet;
import io.picket.eql.Expression.Negative;
import io.picket.eql.Expression.Not;
import io.picket.eql.Expression.Or;
import io.picket.eql.Expression.PatternOperator;
import io.picket.eql.Expression.PatternTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes terms of verified expressions, and numbers the fields in them: every mention is a slot of its own. */
final class Terms {

    private static final @Nullable Object[] NO_FIELDS = {};

    private final Fields fields;
    private final Findings findings;
    private final List<Field> mentioned = new ArrayList<>();

    Terms(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    /** The fields that the terms made so far ask for, by slot. */
    List<Field> mentioned() {
        return mentioned;
    }

    /** What an expression without fields comes to. */
    static @Nullable Object constant(Expression expression, Fields fields, Findings findings) {
        return new Terms(fields, findings).term(expression).value(NO_FIELDS);
    }

    Term term(Expression expression) {
        return switch (expression) {
            case Constant(Object value, var span) -> new Term.Fixed(value);
            case FieldName name -> {
                mentioned.add(fields.of(name));
                yield new Term.Slot(mentioned.size() - 1);
            }
            case Negative(Expression part, var span) ->
                new Term.Counted(ArithmeticOperator.SUBTRACT, new Term.Fixed(0L), term(part));
            case Arithmetic(var operator, Expression left, Expression right, var span) ->
                new Term.Counted(operator, term(left), term(right));
            case Comparison comparison -> comparison(comparison);
            case InSet in -> inSet(in);
            case PatternTest test -> pattern(test);
            case Call call -> call(call);
            case Not(Expression part, var span) -> new Term.Opposite(term(part));
            case And(List<Expression> parts, var span) -> new Term.Junction(true, terms(parts));
            case Or(List<Expression> parts, var span) -> new Term.Junction(false, terms(parts));
        };
    }

    private List<Term> terms(List<Expression> parts) {
        return parts.stream().map(this::term).toList();
    }

    private Term comparison(Comparison comparison) {
        Term left = term(comparison.left());
        Term right = term(comparison.right());
        boolean equal = comparison.operator() == ComparisonOperator.EQUAL;
        if (equal || comparison.operator() == ComparisonOperator.NOT_EQUAL) {
            Term lacking = isNull(comparison.right())
                    ? new Term.Lacking(left)
                    : isNull(comparison.left()) ? new Term.Lacking(right) : null;
            if (lacking != null) {
                return equal ? lacking : new Term.Opposite(lacking);
            }
        }
        return new Term.Compared(comparison.operator(), left, right);
    }

    private boolean isNull(Expression expression) {
        return Constants.isConstant(expression) && constant(expression, fields, findings) == null;
    }

    private Term inSet(InSet in) {
        List<Object> values = in.elements().stream()
                .map(element -> constant(element, fields, findings))
                .filter(Objects::nonNull)
                .toList();
        return new Term.OneOf(term(in.value()), values, in.ignoresCase());
    }

    private Term pattern(PatternTest test) {
        Term part = term(test.value());
        if (isRegex(test.operator())) {
            RegexPattern pattern = regex(test, Syntax.JAVA);
            return pattern == null ? new Term.Fixed(null) : new Term.Regular(part, pattern);
        }
        List<WildcardPattern> patterns = texts(test.patterns()).stream()
                .map(WildcardPattern::starsAndMarks)
                .toList();
        return new Term.Like(part, patterns, letters(test.operator()));
    }

    static boolean isRegex(PatternOperator operator) {
        return operator == PatternOperator.REGEX || operator == PatternOperator.REGEX_ANY_CASE;
    }

    static Case letters(PatternOperator operator) {
        return operator == PatternOperator.LIKE || operator == PatternOperator.REGEX
                ? Case.SENSITIVE
                : Case.INSENSITIVE;
    }

    /** The patterns that are not null. */
    static List<String> texts(List<Constant> patterns) {
        return patterns.stream()
                .map(Constant::value)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** All the expressions of a test as one, or null if there is none or one cannot be read. */
    @Nullable RegexPattern regex(PatternTest test, Syntax syntax) {
        List<RegexPattern> patterns = new ArrayList<>();
        for (Constant constant : test.patterns()) {
            if (constant.value() instanceof String text) {
                RegexPattern pattern = readable(RegexPattern.read(text, syntax, letters(test.operator())), constant);
                if (pattern != null) {
                    patterns.add(pattern);
                }
            }
        }
        return patterns.isEmpty()
                ? null
                : readable(RegexPattern.anyOf(patterns), test.patterns().getFirst());
    }

    private @Nullable RegexPattern readable(RegexReading reading, Constant where) {
        return switch (reading) {
            case RegexReading.Understood(RegexPattern pattern) -> pattern;
            case RegexReading.Unreadable(int offset, String message) -> {
                findings.add(
                        "EQL-112",
                        where.span(),
                        message,
                        "It is wrong at character " + (offset + 1) + " of the expression.");
                yield null;
            }
        };
    }

    private Term call(Call call) {
        Function function = Objects.requireNonNull(Function.named(call.name()));
        Term term = new Term.Called(function, call.ignoresCase(), terms(call.arguments()));
        if (function == Function.CIDR_MATCH) {
            blocks(call);
        }
        if (!Constants.isConstant(call)) {
            return term;
        }
        Object value = term.value(NO_FIELDS);
        if (value == null
                && function == Function.TO_NUMBER
                && !isNull(call.arguments().getFirst())) {
            findings.add("EQL-113", call.span(), "This does not read as a number.", "");
        }
        return new Term.Fixed(value);
    }

    /** The blocks of addresses that a call of cidrMatch names. */
    List<Cidr> blocks(Call call) {
        List<Cidr> blocks = new ArrayList<>();
        for (Expression argument : call.arguments().subList(1, call.arguments().size())) {
            if (constant(argument, fields, findings) instanceof String text) {
                Cidr block = Cidr.parse(text);
                if (block != null) {
                    blocks.add(block);
                } else {
                    findings.add(
                            "EQL-114",
                            argument.span(),
                            "\"" + text + "\" is no block of addresses.",
                            "Blocks are written 10.0.0.0/8 or fe80::/10.");
                }
            }
        }
        return blocks;
    }
}
