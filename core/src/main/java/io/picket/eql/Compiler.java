package io.picket.eql;

import io.picket.condition.Case;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.Literal;
import io.picket.condition.MultiFields;
import io.picket.condition.RegexPattern;
import io.picket.condition.RegexPattern.Syntax;
import io.picket.condition.WildcardPattern;
import io.picket.condition.WildcardPattern.Part;
import io.picket.condition.WildcardPattern.Text;
import io.picket.eql.Expression.And;
import io.picket.eql.Expression.Arithmetic;
import io.picket.eql.Expression.Call;
import io.picket.eql.Expression.Comparison;
import io.picket.eql.Expression.ComparisonOperator;
import io.picket.eql.Expression.Constant;
import io.picket.eql.Expression.FieldName;
import io.picket.eql.Expression.InSet;
import io.picket.eql.Expression.Negative;
import io.picket.eql.Expression.Not;
import io.picket.eql.Expression.Or;
import io.picket.eql.Expression.PatternTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From verified expressions to conditions.
 *
 * <p>And, or and not join <em>sets of events</em>; every leaf says yes or no. A leaf of one field and constants becomes
 * the condition that indexes best; whatever computes becomes {@link Condition.Computed}. Nothing is rewritten through a
 * not: {@code not x > 1} holds where x is missing, and two ranges over one field may be met by two values.
 */
final class Compiler {

    private final Fields fields;
    private final Findings findings;
    private final Leaves leaves;
    private final EqlOptions options;

    Compiler(Fields fields, Findings findings, EqlOptions options) {
        this.fields = fields;
        this.findings = findings;
        this.leaves = new Leaves(findings);
        this.options = options;
    }

    Condition filter(EqlTree.Filter filter) {
        Condition where = MultiFields.answered(condition(filter.where()), fields.types());
        if (filter.category().isEmpty()) {
            return where;
        }
        FieldName category = new FieldName(options.eventCategoryField(), false, filter.span());
        Condition named =
                leaves.equal(fields.of(category), List.of(filter.category().get()), Case.SENSITIVE, filter.span());
        return where.equals(Condition.ALWAYS) ? named : Condition.and(List.of(named, where));
    }

    private Condition condition(Expression expression) {
        if (Constants.isConstant(expression)) {
            return Boolean.TRUE.equals(constant(expression)) ? Condition.ALWAYS : Condition.NEVER;
        }
        return switch (expression) {
            case And(List<Expression> parts, var span) ->
                Condition.and(parts.stream().map(this::condition).toList());
            case Or(List<Expression> parts, var span) ->
                Condition.or(parts.stream().map(this::condition).toList());
            case Not(Expression part, var span) -> Condition.not(condition(part));
            case FieldName name -> leaves.equal(fields.of(name), List.of(true), Case.SENSITIVE, name.span());
            case Comparison comparison -> comparison(comparison);
            case InSet in -> inSet(in);
            case PatternTest test -> pattern(test);
            case Call call -> call(call);
            case Constant constant -> computed(expression);
            case Negative negative -> computed(expression);
            case Arithmetic arithmetic -> computed(expression);
        };
    }

    private @Nullable Object constant(Expression expression) {
        return Terms.constant(expression, fields, findings);
    }

    private Condition computed(Expression expression) {
        Terms terms = new Terms(fields, findings);
        Term term = terms.term(expression);
        return new Condition.Computed(terms.mentioned(), new Term.IsTrue(term));
    }

    private Condition comparison(Comparison comparison) {
        if (Constants.isConstant(comparison.left())) {
            return comparison(comparison.right(), mirrored(comparison.operator()), comparison.left(), comparison);
        }
        return comparison(comparison.left(), comparison.operator(), comparison.right(), comparison);
    }

    private static ComparisonOperator mirrored(ComparisonOperator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> operator;
            case LESS -> ComparisonOperator.GREATER;
            case LESS_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
            case GREATER -> ComparisonOperator.LESS;
            case GREATER_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
        };
    }

    private Condition comparison(Expression value, ComparisonOperator operator, Expression other, Comparison whole) {
        if (operator == ComparisonOperator.NOT_EQUAL) {
            return Condition.not(comparison(value, ComparisonOperator.EQUAL, other, whole));
        }
        if (!Constants.isConstant(other)) {
            // Two optional fields that nobody knows: equal as null is equal to null.
            return operator == ComparisonOperator.EQUAL
                    ? Condition.and(List.of(isNull(value), isNull(other)))
                    : Condition.NEVER;
        }
        Object constant = constant(other);
        boolean equal = operator == ComparisonOperator.EQUAL;
        if (constant == null) {
            return equal ? isNull(value) : Condition.NEVER;
        }
        if (value instanceof FieldName name) {
            return equal
                    ? leaves.equal(fields.of(name), List.of(constant), Case.SENSITIVE, whole.span())
                    : leaves.range(fields.of(name), operator, constant, whole.span());
        }
        if (equal && value instanceof Call call && constant instanceof Boolean asked) {
            Condition called = call(call);
            return asked ? called : Condition.not(called);
        }
        Expression right = new Constant(constant, other.span());
        return computed(new Comparison(operator, value, right, whole.span()));
    }

    private Condition isNull(Expression value) {
        if (value instanceof FieldName name) {
            return Condition.not(new Condition.Exists(fields.of(name)));
        }
        Terms terms = new Terms(fields, findings);
        Term term = terms.term(value);
        return new Condition.Computed(terms.mentioned(), new Term.IsNull(term));
    }

    private Condition inSet(InSet in) {
        if (!(in.value() instanceof FieldName name)) {
            return computed(in);
        }
        List<Object> constants = in.elements().stream()
                .map(this::constant)
                .filter(Objects::nonNull)
                .toList();
        return leaves.equal(
                fields.of(name), constants, in.ignoresCase() ? Case.INSENSITIVE : Case.SENSITIVE, in.span());
    }

    private Condition pattern(PatternTest test) {
        if (!(test.value() instanceof FieldName name)) {
            return computed(test);
        }
        Field field = fields.of(name);
        if (Terms.isRegex(test.operator())) {
            RegexPattern regex = new Terms(fields, findings).regex(test, Syntax.LUCENE);
            return regex == null
                    ? Condition.NEVER
                    : regex.literal()
                            .map(text -> in(field, List.of(text), Case.SENSITIVE))
                            .orElse(new Condition.Matches(field, regex));
        }
        return like(field, Terms.texts(test.patterns()), Terms.letters(test.operator()));
    }

    private static Condition like(Field field, List<String> texts, Case letters) {
        List<String> plain = new ArrayList<>();
        List<WildcardPattern> patterns = new ArrayList<>();
        for (String text : texts) {
            WildcardPattern pattern = WildcardPattern.starsAndMarks(text);
            if (pattern.isAny()) {
                return new Condition.Exists(field);
            } else if (pattern.isLiteral()) {
                plain.add(text);
            } else {
                patterns.add(pattern);
            }
        }
        List<Condition> parts = new ArrayList<>();
        if (!plain.isEmpty()) {
            parts.add(in(field, plain, letters));
        }
        if (!patterns.isEmpty()) {
            parts.add(new Condition.Like(field, patterns, letters));
        }
        return Condition.or(parts);
    }

    private static Condition in(Field field, List<String> texts, Case letters) {
        return new Condition.In(
                field, texts.stream().<Literal>map(Literal.Text::new).toList(), letters);
    }

    private Condition call(Call call) {
        Function function = Objects.requireNonNull(Function.named(call.name()));
        if (!(call.arguments().getFirst() instanceof FieldName name)) {
            return computed(call);
        }
        Field field = fields.of(name);
        return switch (function) {
            case CIDR_MATCH -> new Condition.InBlocks(field, CidrSet.of(new Terms(fields, findings).blocks(call)));
            case STARTS_WITH -> affix(field, call, false, true);
            case ENDS_WITH -> affix(field, call, true, false);
            case STRING_CONTAINS -> affix(field, call, true, true);
            default -> computed(call);
        };
    }

    /** The text with anything before it, or behind it, or both. */
    private Condition affix(Field field, Call call, boolean before, boolean behind) {
        Expression text = call.arguments().get(1);
        if (!Constants.isConstant(text)) {
            return computed(call);
        }
        if (!(constant(text) instanceof String literal)) {
            return Condition.NEVER;
        }
        List<Part> parts = new ArrayList<>();
        if (before) {
            parts.add(WildcardPattern.ANY_RUN);
        }
        parts.add(new Text(literal));
        if (behind) {
            parts.add(WildcardPattern.ANY_RUN);
        }
        Case letters = call.ignoresCase() ? Case.INSENSITIVE : Case.SENSITIVE;
        return new Condition.Like(field, List.of(new WildcardPattern(parts)), letters);
    }

    EqlQuery.Step step(EqlTree.Step step, int runs) {
        List<EqlQuery.Key> keys = step.keys().stream()
                .map(key -> new EqlQuery.Key(fields.of(key), key.optional()))
                .toList();
        return new EqlQuery.Step(filter(step.filter()), keys, step.missing(), runs);
    }
}
