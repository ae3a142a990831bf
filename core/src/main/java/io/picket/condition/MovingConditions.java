package io.picket.condition;

import io.picket.condition.Condition.And;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.RangeFromNow;
import io.picket.condition.Condition.Until;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that depend on what time it is. A matcher answers for all times alike and takes none of them; whoever knows
 * the time fixes it first ({@link #at}), or lets the matcher find what may meet the condition at some time ({@link
 * #ever}) and asks again when the time is known.
 */
public final class MovingConditions {

    private MovingConditions() {}

    /** What a leaf that moves stands for. */
    private interface Fixing {

        /** @param negated whether it stands under an odd number of negations */
        Condition of(Condition moving, boolean negated);
    }

    /** Whether the condition depends on what time it is. */
    public static boolean moves(Condition condition) {
        return switch (condition) {
            case RangeFromNow range -> true;
            case Until until -> true;
            case And(var parts) -> parts.stream().anyMatch(MovingConditions::moves);
            case Or(var parts) -> parts.stream().anyMatch(MovingConditions::moves);
            case Not(var part) -> moves(part);
            case Nested(var path, var part) -> moves(part);
            // Dates alone move, so what is made for a date tells of all.
            case AnyField(var names, var forField) -> moves(forField.of(new Field("date", FieldType.DATE)));
            default -> false;
        };
    }

    /** The condition as it is at this time, epoch milliseconds; what does not move stays the same object. */
    public static Condition at(Condition condition, long nowMillis) {
        return fixed(condition, false, (moving, negated) -> switch (moving) {
            case RangeFromNow(Field field, DateBound low, DateBound high) -> {
                Bound from = low == null ? null : low.at(nowMillis);
                Bound to = high == null ? null : high.at(nowMillis);
                boolean unreachable = low != null && from == null || high != null && to == null;
                yield unreachable ? Condition.NEVER : new Range(field, from, to);
            }
            case Until(long millis) -> nowMillis <= millis ? Condition.ALWAYS : Condition.NEVER;
            default -> moving;
        });
    }

    /** A condition without time that holds wherever this one holds at some time. */
    public static Condition ever(Condition condition) {
        return fixed(condition, false, (moving, negated) -> {
            if (negated) {
                return Condition.NEVER;
            }
            return moving instanceof RangeFromNow range ? new Exists(range.field()) : Condition.ALWAYS;
        });
    }

    /** The parts of a conjunction that move: the rest has been answered if {@link #ever} holds. */
    public static Condition movingPart(Condition condition) {
        return condition instanceof And(var parts)
                ? Condition.and(parts.stream().filter(MovingConditions::moves).toList())
                : moves(condition) ? condition : Condition.ALWAYS;
    }

    @SuppressWarnings("ReferenceEquality") // what does not move is the same object
    private static Condition fixed(Condition condition, boolean negated, Fixing fixing) {
        return switch (condition) {
            case RangeFromNow range -> fixing.of(range, negated);
            case Until until -> fixing.of(until, negated);
            case And and -> {
                List<Condition> parts = fixed(and.parts(), negated, fixing);
                yield parts == null ? and : Condition.and(parts);
            }
            case Or or -> {
                List<Condition> parts = fixed(or.parts(), negated, fixing);
                yield parts == null ? or : Condition.or(parts);
            }
            case Not not -> {
                Condition part = fixed(not.part(), !negated, fixing);
                yield part == not.part() ? not : Condition.not(part);
            }
            case Nested nested -> {
                Condition part = fixed(nested.part(), negated, fixing);
                yield part == nested.part() ? nested : new Nested(nested.path(), part);
            }
            case AnyField any ->
                moves(any)
                        ? new AnyField(
                                any.names(), field -> fixed(any.forField().of(field), negated, fixing))
                        : any;
            default -> condition;
        };
    }

    /** Null if nothing changes. */
    @SuppressWarnings("ReferenceEquality")
    private static @Nullable List<Condition> fixed(List<Condition> parts, boolean negated, Fixing fixing) {
        List<Condition> fixed = null;
        for (int i = 0; i < parts.size(); i++) {
            Condition part = fixed(parts.get(i), negated, fixing);
            if (fixed == null && part != parts.get(i)) {
                fixed = new ArrayList<>(parts.subList(0, i));
            }
            if (fixed != null) {
                fixed.add(part);
            }
        }
        return fixed;
    }
}
