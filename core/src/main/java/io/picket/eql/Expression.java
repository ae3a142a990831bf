package io.picket.eql;

import io.picket.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a {@code where} clause as it was written, with its place. */
public sealed interface Expression {

    Span span();

    /**
     * A literal.
     *
     * @param value String, Long, Double, Boolean, or null for {@code null}
     */
    record Constant(@Nullable Object value, Span span) implements Expression {}

    /**
     * A field.
     *
     * @param optional whether a question mark stands before it
     */
    record FieldName(String name, boolean optional, Span span) implements Expression {}

    /** {@code -x}; a plus sign leaves no trace. */
    record Negative(Expression part, Span span) implements Expression {}

    record Arithmetic(ArithmeticOperator operator, Expression left, Expression right, Span span)
            implements Expression {}

    record Comparison(ComparisonOperator operator, Expression left, Expression right, Span span)
            implements Expression {}

    /** {@code x in (…)}; the list's elements are expressions without fields. */
    record InSet(Expression value, List<Expression> elements, boolean ignoresCase, Span span) implements Expression {
        public InSet {
            elements = List.copyOf(elements);
        }
    }

    /** {@code x : p}, {@code x like p}, {@code x regex p} and their kin; several patterns are alternatives. */
    record PatternTest(PatternOperator operator, Expression value, List<Constant> patterns, Span span)
            implements Expression {
        public PatternTest {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * A function call.
     *
     * @param name as written
     * @param ignoresCase whether a tilde stands behind the name
     */
    record Call(String name, boolean ignoresCase, List<Expression> arguments, Span span) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Not(Expression part, Span span) implements Expression {}

    /** Same-level {@code and} is flat. */
    record And(List<Expression> parts, Span span) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** Same-level {@code or} is flat. */
    record Or(List<Expression> parts, Span span) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    enum ArithmeticOperator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MODULO
    }

    enum ComparisonOperator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    enum PatternOperator {
        /** {@code :} */
        MATCHES,
        LIKE,
        LIKE_ANY_CASE,
        REGEX,
        REGEX_ANY_CASE
    }
}
