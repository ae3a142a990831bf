package io.picket.eql;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.DateBound;
import io.picket.condition.DateMath;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.eql.Expression.ComparisonOperator;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Comparisons of one field with constants, as its type compares. */
final class Leaves {

    /** Whether a date expression can be read does not depend on what now is. */
    private static final long ANY_TIME = 0;

    private final Findings findings;

    Leaves(Findings findings) {
        this.findings = findings;
    }

    /** Some value of the field equals one of the constants, none of which is null. */
    Condition equal(Field field, List<Object> constants, Case letters, Span span) {
        List<Literal> literals = new ArrayList<>();
        List<Cidr> blocks = new ArrayList<>();
        List<Condition> days = new ArrayList<>();
        for (Object constant : constants) {
            if (field.type() == FieldType.DATE) {
                days.add(moment(field, constant, span));
            } else if (field.type() == FieldType.IP && constant instanceof String text && text.indexOf('/') >= 0) {
                Cidr block = Cidr.parse(text);
                if (block == null) {
                    unreadable(constant, field, span);
                } else {
                    blocks.add(block);
                }
            } else {
                Literal literal = literal(field, constant);
                if (literal == null) {
                    unreadable(constant, field, span);
                } else {
                    literals.add(literal);
                }
            }
        }
        List<Condition> parts = new ArrayList<>(days);
        if (!literals.isEmpty()) {
            parts.add(new Condition.In(field, literals, letters));
        }
        if (!blocks.isEmpty()) {
            parts.add(new Condition.InBlocks(field, CidrSet.of(blocks)));
        }
        return Condition.or(parts);
    }

    /** All the time that a date as it was written covers. */
    private Condition moment(Field field, Object constant, Span span) {
        Long from = millis(constant, false);
        Long to = millis(constant, true);
        if (from == null || to == null) {
            unreadable(constant, field, span);
            return Condition.NEVER;
        }
        return constant instanceof String text && DateBound.moves(text)
                ? new Condition.RangeFromNow(field, new DateBound(text, false, true), new DateBound(text, true, true))
                : new Condition.Range(field, new Bound(from, true), new Bound(to, true));
    }

    private static @Nullable Literal literal(Field field, Object constant) {
        return switch (field.type()) {
            case LONG, DOUBLE -> number(constant);
            case BOOLEAN ->
                switch (constant.toString()) {
                    case "true" -> new Literal.Bool(true);
                    case "false" -> new Literal.Bool(false);
                    default -> null;
                };
            case IP -> {
                IpAddress address = IpAddress.parse(constant.toString());
                yield address == null ? null : new Literal.Ip(address);
            }
            case UNKNOWN ->
                switch (constant) {
                    case Boolean bool -> new Literal.Bool(bool);
                    case String text -> new Literal.Text(text);
                    default -> number(constant);
                };
            default -> new Literal.Text(constant.toString());
        };
    }

    /** A number, or a string that reads as one. */
    private static @Nullable Literal number(Object constant) {
        Object number = constant instanceof String text ? Functions.decimalOrWhole(text) : constant;
        return switch (number) {
            case Long whole -> new Literal.Whole(whole);
            case Double decimal when Double.isFinite(decimal) -> new Literal.Decimal(decimal);
            case null, default -> null;
        };
    }

    /** Some value of the field is on one side of the constant, which is not null. */
    Condition range(Field field, ComparisonOperator operator, Object constant, Span span) {
        boolean lower = operator == ComparisonOperator.GREATER || operator == ComparisonOperator.GREATER_OR_EQUAL;
        boolean inclusive =
                operator == ComparisonOperator.GREATER_OR_EQUAL || operator == ComparisonOperator.LESS_OR_EQUAL;
        // What a date leaves open is filled with the last moment after > and <=.
        boolean roundUp = lower != inclusive;
        Object value = bound(field, constant, roundUp);
        if (value == null) {
            unreadable(constant, field, span);
            return Condition.NEVER;
        }
        if (field.type() == FieldType.DATE && constant instanceof String text && DateBound.moves(text)) {
            DateBound moving = new DateBound(text, roundUp, inclusive);
            return lower
                    ? new Condition.RangeFromNow(field, moving, null)
                    : new Condition.RangeFromNow(field, null, moving);
        }
        Bound bound = new Bound(value, inclusive);
        return lower ? new Condition.Range(field, bound, null) : new Condition.Range(field, null, bound);
    }

    private static @Nullable Object bound(Field field, Object constant, boolean roundUp) {
        return switch (field.type()) {
            case LONG -> number(constant) == null ? null : plain(number(constant));
            case DOUBLE -> number(constant) == null ? null : (Object) real(number(constant));
            case DATE -> millis(constant, roundUp);
            case IP -> IpAddress.parse(constant.toString());
            case UNKNOWN -> constant instanceof String ? constant : number(constant) == null ? null : constant;
            default -> constant.toString();
        };
    }

    private static @Nullable Object plain(@Nullable Literal number) {
        return switch (number) {
            case Literal.Whole(long value) -> value;
            case Literal.Decimal(double value) -> value;
            case null, default -> null;
        };
    }

    private static @Nullable Double real(@Nullable Literal number) {
        return plain(number) instanceof Number value ? (Double) value.doubleValue() : null;
    }

    private static @Nullable Long millis(Object constant, boolean roundUp) {
        if (constant instanceof Long millis) {
            return millis;
        }
        OptionalLong time =
                constant instanceof String text ? DateMath.parse(text, ANY_TIME, roundUp) : OptionalLong.empty();
        return time.isPresent() ? (Long) time.getAsLong() : null;
    }

    private void unreadable(Object constant, Field field, Span span) {
        findings.add(
                "EQL-115",
                span,
                "\"" + constant + "\" is no value of the field " + field.name() + ", which holds "
                        + ValueKind.of(field.type()).words() + ".",
                "");
    }
}
