package io.picket.eql;

import io.picket.condition.FieldType;
import io.picket.eql.EqlTree.Step;
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
import io.picket.eql.Expression.PatternOperator;
import io.picket.eql.Expression.PatternTest;
import java.util.List;

/**
 * Says what Elasticsearch would refuse in a query that reads well: kinds that do not go together, fields compared with
 * fields, functions there are none of. Fields nobody knows pass.
 */
final class Verifier {

    private final Fields fields;
    private final Findings findings;

    Verifier(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    /** A condition as a whole, or a part of one that and, or and not join. */
    void condition(Expression expression) {
        value(expression);
        if (!fields.kindOf(expression).fits(ValueKind.BOOLEAN)) {
            findings.add(
                    "EQL-101",
                    expression.span(),
                    "A condition is true or false; this is "
                            + fields.kindOf(expression).words() + ".",
                    "Compare it with something.");
        }
    }

    private void value(Expression expression) {
        switch (expression) {
            case Constant constant -> {}
            case FieldName name -> field(name);
            case Negative(Expression part, var span) -> number(part);
            case Arithmetic arithmetic -> {
                number(arithmetic.left());
                number(arithmetic.right());
            }
            case Comparison comparison -> comparison(comparison);
            case InSet in -> inSet(in);
            case PatternTest test -> pattern(test);
            case Call call -> call(call);
            case Not(Expression part, var span) -> condition(part);
            case And(List<Expression> parts, var span) -> parts.forEach(this::condition);
            case Or(List<Expression> parts, var span) -> parts.forEach(this::condition);
        }
    }

    private void field(FieldName name) {
        FieldType type = fields.isInNested(name) ? FieldType.NESTED : fields.typeOf(name);
        switch (type) {
            case TEXT ->
                findings.add(
                        "EQL-102",
                        name.span(),
                        "The field " + name.name() + " is analysed text, which has no exact value to compare.",
                        "Name a keyword field.");
            case OBJECT ->
                findings.add(
                        "EQL-102",
                        name.span(),
                        "The field " + name.name() + " is an object and has no value itself.",
                        "Name a field inside it.");
            case NESTED, GEO_POINT, BINARY, OTHER ->
                findings.add(
                        "EQL-102",
                        name.span(),
                        "The field " + name.name() + " has a type that EQL does not compare.",
                        "");
            default -> {}
        }
    }

    private void number(Expression part) {
        value(part);
        if (!fields.kindOf(part).fits(ValueKind.NUMBER)) {
            findings.add(
                    "EQL-103",
                    part.span(),
                    "A number is expected, this is " + fields.kindOf(part).words() + ".",
                    "number(…) reads a string as one.");
        }
    }

    private void comparison(Comparison comparison) {
        Expression left = comparison.left();
        Expression right = comparison.right();
        if (isWhetherThere(comparison.operator(), left, right) || isWhetherThere(comparison.operator(), right, left)) {
            return;
        }
        value(left);
        value(right);
        if (!Constants.isConstant(left) && !Constants.isConstant(right) && !areBothOptional(left, right)) {
            findings.add(
                    "EQL-104",
                    comparison.span(),
                    "One side of a comparison must be without fields.",
                    "Elasticsearch does not compare two fields of an event with each other.");
            return;
        }
        ValueKind a = fields.kindOf(left);
        ValueKind b = fields.kindOf(right);
        boolean ordered = comparison.operator() != ComparisonOperator.EQUAL
                && comparison.operator() != ComparisonOperator.NOT_EQUAL;
        if (!compare(a, b) || ordered && (a == ValueKind.BOOLEAN || b == ValueKind.BOOLEAN)) {
            findings.add(
                    "EQL-105",
                    comparison.span(),
                    "There is no such comparison of " + a.words() + " with " + b.words() + ".",
                    "Compare values of one kind.");
        }
    }

    /** What is binary cannot be compared, but it is there or not. */
    private boolean isWhetherThere(ComparisonOperator operator, Expression field, Expression other) {
        return (operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL)
                && field instanceof FieldName name
                && !fields.isInNested(name)
                && fields.typeOf(name) == FieldType.BINARY
                && other instanceof Constant constant
                && constant.value() == null;
    }

    /** Two fields that need not exist may be compared: without any mapping both are null. */
    private boolean areBothOptional(Expression left, Expression right) {
        return left instanceof FieldName a
                && right instanceof FieldName b
                && a.optional()
                && b.optional()
                && fields.typeOf(a) == FieldType.UNKNOWN
                && fields.typeOf(b) == FieldType.UNKNOWN;
    }

    /** Constants of dates, addresses and versions are strings, of dates also numbers; any number may be a string. */
    private static boolean compare(ValueKind a, ValueKind b) {
        return a.fits(b) || b.fits(a) || isWritten(a, b) || isWritten(b, a);
    }

    private static boolean isWritten(ValueKind constant, ValueKind asked) {
        return switch (asked) {
            case DATE -> constant == ValueKind.STRING || constant == ValueKind.NUMBER;
            case IP, VERSION, BOOLEAN, NUMBER -> constant == ValueKind.STRING;
            case STRING, NULL, ANY -> false;
        };
    }

    private void inSet(InSet in) {
        value(in.value());
        ValueKind asked = fields.kindOf(in.value());
        if (in.ignoresCase() && !asked.fits(ValueKind.STRING)) {
            notString(in.value(), "in~", "in");
            return;
        }
        for (Expression element : in.elements()) {
            value(element);
            ValueKind kind = fields.kindOf(element);
            boolean fits = kind.fits(asked)
                    || asked != ValueKind.NUMBER && asked != ValueKind.BOOLEAN && isWritten(kind, asked);
            if (!Constants.isConstant(element)) {
                findings.add("EQL-104", element.span(), "What stands in a list must be without fields.", "");
            } else if (!fits) {
                findings.add(
                        "EQL-105",
                        element.span(),
                        "The list is compared with " + asked.words() + ", this is " + kind.words() + ".",
                        "Compare values of one kind.");
            }
        }
    }

    private void pattern(PatternTest test) {
        value(test.value());
        if (!fields.kindOf(test.value()).fits(ValueKind.STRING)) {
            notString(test.value(), word(test.operator()), "==");
        }
        for (Constant pattern : test.patterns()) {
            if (!ValueKind.of(pattern.value()).fits(ValueKind.STRING)) {
                findings.add("EQL-106", pattern.span(), "A pattern is a string.", "Put it in double quotes.");
            }
        }
    }

    private void notString(Expression value, String operator, String instead) {
        findings.add(
                "EQL-106",
                value.span(),
                "\"" + operator + "\" asks for a string, this is "
                        + fields.kindOf(value).words() + ".",
                "Write " + instead + ", or make it a string with string(…).");
    }

    private static String word(PatternOperator operator) {
        return switch (operator) {
            case MATCHES -> ":";
            case LIKE -> "like";
            case LIKE_ANY_CASE -> "like~";
            case REGEX -> "regex";
            case REGEX_ANY_CASE -> "regex~";
        };
    }

    private void call(Call call) {
        call.arguments().forEach(this::value);
        Function function = Function.named(call.name());
        if (function == null) {
            findings.add(
                    "EQL-107",
                    call.span(),
                    "There is no function \"" + call.name() + "\".",
                    Function.instead(call.name()));
            return;
        }
        if (call.ignoresCase() && !function.takesTilde()) {
            findings.add("EQL-108", call.span(), function.word() + " has no form with ~.", "Leave the tilde out.");
        }
        if (!function.takes(call.arguments().size())) {
            findings.add(
                    "EQL-109",
                    call.span(),
                    function.word() + " takes " + function.countWords() + ", not "
                            + call.arguments().size() + ".",
                    "");
            return;
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            argument(function, i, call.arguments().get(i));
        }
    }

    private void argument(Function function, int index, Expression argument) {
        ValueKind asked = function.argument(index);
        ValueKind kind = fields.kindOf(argument);
        boolean address = function == Function.CIDR_MATCH && index == 0 && argument instanceof Constant;
        if (!kind.fits(asked) && !(address && kind == ValueKind.STRING)) {
            findings.add(
                    "EQL-110",
                    argument.span(),
                    "Argument " + (index + 1) + " of " + function.word() + " is " + asked.words() + ", not "
                            + kind.words() + ".",
                    "");
        }
        if (asked == ValueKind.NUMBER && function.takesWholeNumbers() && fields.mayHaveFraction(argument)) {
            findings.add(
                    "EQL-110",
                    argument.span(),
                    "Argument " + (index + 1) + " of " + function.word() + " is a whole number.",
                    "");
        }
        boolean literal = function == Function.CIDR_MATCH && index > 0 || function == Function.BETWEEN && index == 3;
        if (literal && !Constants.isConstant(argument)) {
            findings.add(
                    "EQL-110",
                    argument.span(),
                    "Argument " + (index + 1) + " of " + function.word() + " must be without fields.",
                    "");
        }
    }

    /** Keys that stand for each other must be of kinds that can be equal. */
    void keys(List<Step> steps) {
        Step first = steps.getFirst();
        steps.forEach(step -> step.keys().forEach(this::field));
        for (Step step : steps.subList(1, steps.size())) {
            for (int i = 0; i < Math.min(step.keys().size(), first.keys().size()); i++) {
                ValueKind a = fields.kindOf(first.keys().get(i));
                ValueKind b = fields.kindOf(step.keys().get(i));
                if (!a.fits(b)) {
                    FieldName key = step.keys().get(i);
                    findings.add(
                            "EQL-111",
                            key.span(),
                            "The key " + key.name() + " is " + b.words() + ", but "
                                    + first.keys().get(i).name() + " is " + a.words() + ".",
                            "Join by fields of one kind.");
                }
            }
        }
    }
}
