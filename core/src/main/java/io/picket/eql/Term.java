package io.picket.eql;

import io.picket.condition.Case;
import io.picket.condition.Formula;
import io.picket.condition.RegexPattern;
import io.picket.condition.WildcardPattern;
import io.picket.eql.Expression.ArithmeticOperator;
import io.picket.eql.Expression.ComparisonOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is computed from values of fields: the parts of a condition that are more than one field and one constant. Null
 * with anything is null; true, false and null combine as in SQL.
 */
sealed interface Term {

    /** The value for these values of fields, in {@link Formula}'s types. */
    @Nullable Object value(@Nullable Object[] fields);

    record Fixed(@Nullable Object constant) implements Term {
        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            return constant;
        }
    }

    record Slot(int number) implements Term {
        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            return fields[number];
        }
    }

    record Counted(ArithmeticOperator operator, Term left, Term right) implements Term {
        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            return Arithmetics.of(operator, left.value(fields), right.value(fields));
        }
    }

    record Compared(ComparisonOperator operator, Term left, Term right) implements Term {
        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            return Comparisons.of(operator, left.value(fields), right.value(fields));
        }
    }

    /** Whether there is no value. Never null itself. */
    record Lacking(Term part) implements Term {
        @Override
        public Object value(@Nullable Object[] fields) {
            return part.value(fields) == null;
        }
    }

    record OneOf(Term part, List<Object> values, boolean ignoresCase) implements Term {
        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            Object value = part.value(fields);
            return value == null
                    ? null
                    : (Object) values.stream().anyMatch(other -> Comparisons.same(value, other, ignoresCase));
        }
    }

    record Like(Term part, List<WildcardPattern> patterns, Case letters) implements Term {
        public Like {
            patterns = List.copyOf(patterns);
        }

        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            return part.value(fields) instanceof String text
                    ? (Object) patterns.stream().anyMatch(pattern -> pattern.matches(text, letters))
                    : null;
        }
    }

    record Regular(Term part, RegexPattern pattern) implements Term {
        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            return part.value(fields) instanceof String text ? (Object) pattern.matches(text) : null;
        }
    }

    record Called(Function function, boolean ignoresCase, List<Term> arguments) implements Term {
        public Called {
            arguments = List.copyOf(arguments);
        }

        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            List<@Nullable Object> values = new ArrayList<>();
            arguments.forEach(argument -> values.add(argument.value(fields)));
            return Functions.of(function, ignoresCase, values);
        }
    }

    record Opposite(Term part) implements Term {
        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            return part.value(fields) instanceof Boolean bool ? (Object) !bool : null;
        }
    }

    /** And, or or: decided by the first part that decides it, null if none does and one is null. */
    record Junction(boolean all, List<Term> parts) implements Term {
        public Junction {
            parts = List.copyOf(parts);
        }

        @Override
        public @Nullable Object value(@Nullable Object[] fields) {
            boolean unknown = false;
            for (Term part : parts) {
                Object value = part.value(fields);
                if (Objects.equals(value, !all)) {
                    return value;
                }
                unknown |= value == null;
            }
            return unknown ? null : (Object) all;
        }
    }

    /** The constants in it: also texts that its patterns match. */
    default void constants(Consumer<Object> each) {
        switch (this) {
            case Fixed(Object constant) -> {
                if (constant != null) {
                    each.accept(constant);
                }
            }
            case Slot slot -> {}
            case Counted(var operator, Term left, Term right) -> {
                left.constants(each);
                right.constants(each);
            }
            case Compared(var operator, Term left, Term right) -> {
                left.constants(each);
                right.constants(each);
            }
            case Lacking(Term part) -> part.constants(each);
            case OneOf(Term part, List<Object> values, boolean ignoresCase) -> {
                part.constants(each);
                values.forEach(each);
            }
            case Like(Term part, List<WildcardPattern> patterns, Case letters) -> {
                part.constants(each);
                patterns.forEach(pattern -> each.accept(pattern.example("x")));
            }
            case Regular(Term part, RegexPattern pattern) -> {
                part.constants(each);
                pattern.examples().forEach(each);
            }
            case Called(Function function, boolean ignoresCase, List<Term> arguments) ->
                arguments.forEach(argument -> argument.constants(each));
            case Opposite(Term part) -> part.constants(each);
            case Junction(boolean all, List<Term> parts) -> parts.forEach(part -> part.constants(each));
        }
    }

    private static List<Object> constantsOf(Term term) {
        List<Object> constants = new ArrayList<>();
        term.constants(constants::add);
        return constants;
    }

    /** Holds where the term is true. */
    record IsTrue(Term term) implements Formula {
        @Override
        public List<Object> constants() {
            return constantsOf(term);
        }

        @Override
        public boolean holds(@Nullable Object[] values) {
            return Boolean.TRUE.equals(term.value(values));
        }
    }

    /** Holds where the term is null. */
    record IsNull(Term term) implements Formula {
        @Override
        public List<Object> constants() {
            return constantsOf(term);
        }

        @Override
        public boolean holds(@Nullable Object[] values) {
            return term.value(values) == null;
        }
    }
}
