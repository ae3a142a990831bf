package io.picket.condition;

import io.picket.condition.Condition.And;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.RangeFromNow;
import io.picket.condition.Condition.Until;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What cannot be evaluated, said before the first event comes instead of answered with a silent no. */
public final class Refusal {

    /** How deep and, or, not and nested may alternate; chains of one kind count once. */
    public static final int DEPTH_MAX = 200;

    public static final String MOVES = "The condition depends on what time it is, which must be fixed first.";

    private record Visit(
            Condition condition, int depth, @Nullable Class<?> parent) {}

    private Refusal() {}

    /** One sentence why the condition cannot be evaluated, or nothing if it can. */
    public static Optional<String> of(Condition condition) {
        Deque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(condition, 0, null));
        while (!open.isEmpty()) {
            Visit visit = open.pop();
            Condition at = visit.condition();
            int depth = visit.depth() + (at.getClass() == visit.parent() ? 0 : 1);
            if (depth > DEPTH_MAX) {
                return Optional.of("The condition is nested deeper than " + DEPTH_MAX + " levels.");
            }
            List<Condition> parts = switch (at) {
                case And and -> and.parts();
                case Or or -> or.parts();
                case Not(Condition part) -> List.of(part);
                case Nested(String path, Condition part) -> List.of(part);
                case AnyField any -> List.of(any.forField().of(new Field("any", FieldType.KEYWORD)));
                default -> List.of();
            };
            Optional<String> refused = ofLeaf(at);
            if (refused.isPresent()) {
                return refused;
            }
            // A chain of negations is a chain, too, but each level costs the plain evaluator a call.
            Class<?> kind = at instanceof And || at instanceof Or ? at.getClass() : null;
            parts.forEach(part -> open.push(new Visit(part, depth, kind)));
        }
        return Optional.empty();
    }

    private static Optional<String> ofLeaf(Condition leaf) {
        if (leaf instanceof RangeFromNow
                || leaf instanceof Until
                || leaf instanceof AnyField && MovingConditions.moves(leaf)) {
            return Optional.of(MOVES);
        }
        if (leaf instanceof Range range
                && !(comparable(range.field(), range.low()) && comparable(range.field(), range.high()))) {
            return Optional.of("A field of type " + range.field().type() + " cannot be compared with this bound (field "
                    + range.field() + ").");
        }
        return Optional.empty();
    }

    private static boolean comparable(Field field, @Nullable Bound bound) {
        if (bound == null) {
            return true;
        }
        return switch (field.type()) {
            case LONG, DOUBLE -> isNumber(bound.value());
            case DATE -> bound.value() instanceof Long;
            case IP -> bound.value() instanceof IpAddress;
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, TEXT, VERSION -> bound.value() instanceof String;
            case UNKNOWN -> bound.value() instanceof String || isNumber(bound.value());
            case BOOLEAN, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> false;
        };
    }

    private static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double number && !number.isNaN();
    }
}
