package io.picket.match;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.DateText;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.condition.NumberText;
import io.picket.event.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How values compare with constants, type by type: the plain way. */
final class Comparison {

    private Comparison() {}

    static boolean equal(FieldType type, Value value, Literal literal, Case letters) {
        return switch (type) {
            case LONG -> {
                Long whole = value.whole();
                NumberText number = number(literal);
                yield whole != null && number != null && number.whole() && number.truncated() == whole;
            }
            case DOUBLE -> {
                Double decimal = value.decimal();
                NumberText number = number(literal);
                yield decimal != null && number != null && number.nearest() == decimal;
            }
            case BOOLEAN -> value.bool() != null && Objects.equals(value.bool(), bool(literal));
            case IP -> value.ip() != null && Objects.equals(value.ip(), ip(literal));
            case DATE -> value.millis() != DateText.NONE && value.millis() == millis(literal);
            case UNKNOWN ->
                sameText(value, literal, letters) || sameNumber(value, literal) || sameAddress(value, literal);
            case KEYWORD,
                    WILDCARD,
                    CONSTANT_KEYWORD,
                    TEXT,
                    VERSION,
                    FLATTENED,
                    NESTED,
                    OBJECT,
                    GEO_POINT,
                    BINARY,
                    OTHER -> sameText(value, literal, letters);
        };
    }

    private static boolean sameText(Value value, Literal literal, Case letters) {
        return switch (letters) {
            case SENSITIVE -> value.text().equals(text(literal));
            case INSENSITIVE -> Fold.of(value.text()).equals(Fold.of(text(literal)));
        };
    }

    private static boolean sameNumber(Value value, Literal literal) {
        NumberText left = value.kind() == Kind.NUMBER ? value.number() : null;
        NumberText right = number(literal);
        return left != null && right != null && left.same(right);
    }

    private static boolean sameAddress(Value value, Literal literal) {
        return literal instanceof Literal.Ip(IpAddress address) && address.equals(value.ip());
    }

    /** Whether the value, which can be read as the field's type, lies between the bounds. */
    static boolean within(Field field, Value value, @Nullable Bound low, @Nullable Bound high) {
        return above(field.type(), value, low, 1) && above(field.type(), value, high, -1);
    }

    /** Whether the value is on the right side of the bound: above it for sign 1, below it for sign -1. */
    private static boolean above(FieldType type, Value value, @Nullable Bound bound, int sign) {
        if (bound == null) {
            return true;
        }
        Integer order = order(type, value, bound.value());
        return order != null && (order == 0 ? bound.inclusive() : Integer.signum(order) == sign);
    }

    private static @Nullable Integer order(FieldType type, Value value, Object bound) {
        return switch (type) {
            case LONG -> {
                Long whole = value.whole();
                NumberText number = number(bound);
                yield whole == null
                        ? null
                        : number == null
                                ? infinite(bound)
                                : (Integer) NumberText.of(whole).compare(number);
            }
            case DOUBLE -> {
                Double decimal = value.decimal();
                yield decimal == null ? null : (Integer) Double.compare(decimal, ((Number) bound).doubleValue() + 0.0);
            }
            case DATE -> value.millis() == DateText.NONE ? null : (Integer) Long.compare(value.millis(), (Long) bound);
            case IP -> {
                IpAddress address = value.ip();
                yield address == null ? null : (Integer) address.compareTo((IpAddress) bound);
            }
            case VERSION -> VersionText.ORDER.compare(value.text(), (String) bound);
            case UNKNOWN -> unknownOrder(value, bound);
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, TEXT ->
                TextOrder.compare(value.text(), (String) bound);
            case BOOLEAN, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> null;
        };
    }

    private static Integer infinite(Object bound) {
        return ((Double) bound) > 0 ? -1 : 1;
    }

    /** Numbers by value, strings by text; a number and a text that reads as none have no order. */
    private static @Nullable Integer unknownOrder(Value value, Object bound) {
        if (value.kind() != Kind.NUMBER) {
            return TextOrder.compare(value.text(), text(bound));
        }
        NumberText left = value.number();
        NumberText right = number(bound);
        if (left != null && right == null && bound instanceof Double) {
            return infinite(bound);
        }
        return left == null || right == null ? null : (Integer) left.compare(right);
    }

    private static @Nullable NumberText number(Object bound) {
        return switch (bound) {
            case Long whole -> NumberText.of(whole);
            case Double decimal -> NumberText.of(decimal);
            case String text -> NumberText.read(text);
            default -> null;
        };
    }

    /** A bound as text, as it is compared with strings. */
    static String text(Object bound) {
        return switch (bound) {
            case Long whole -> text(new Literal.Whole(whole));
            case Double decimal -> text(new Literal.Decimal(decimal));
            default -> bound.toString();
        };
    }

    /** The constant as text, as it is compared with strings. */
    static String text(Literal literal) {
        return switch (literal) {
            case Literal.Text(String value) -> value;
            case Literal.Whole(long value) -> Long.toString(value);
            case Literal.Decimal(double value) -> {
                NumberText number = NumberText.of(value);
                yield number != null && number.whole() ? Long.toString(number.truncated()) : Double.toString(value);
            }
            case Literal.Bool(boolean value) -> Boolean.toString(value);
            case Literal.Ip(IpAddress value) -> value.toString();
        };
    }

    /** The constant as a number, if it is or reads as one. */
    static @Nullable NumberText number(Literal literal) {
        return switch (literal) {
            case Literal.Text(String value) -> NumberText.read(value);
            case Literal.Whole(long value) -> NumberText.of(value);
            case Literal.Decimal(double value) -> NumberText.of(value);
            case Literal.Bool bool -> null;
            case Literal.Ip ip -> null;
        };
    }

    static @Nullable Boolean bool(Literal literal) {
        return switch (text(literal)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    static @Nullable IpAddress ip(Literal literal) {
        return literal instanceof Literal.Ip(IpAddress address) ? address : IpAddress.parse(text(literal));
    }

    static long millis(Literal literal) {
        return literal instanceof Literal.Whole(long millis) ? millis : DateText.millis(text(literal));
    }
}
