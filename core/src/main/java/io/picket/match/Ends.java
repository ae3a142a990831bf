package io.picket.match;

import io.picket.condition.Bound;
import io.picket.condition.Cidr;
import io.picket.condition.IpAddress;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Turns open and half-open ranges into closed ones. */
final class Ends {

    private static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger HIGHEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final IpAddress FIRST = new IpAddress(0, 0);
    private static final IpAddress LAST = new IpAddress(-1, -1);

    private Ends() {}

    /** The lowest integer that is above the bound, or null if there is none. */
    static @Nullable Long lowest(@Nullable Bound bound) {
        if (bound == null || bound.value() instanceof Double open && open == Double.NEGATIVE_INFINITY) {
            return Long.MIN_VALUE;
        }
        if (bound.value() instanceof Double open && open == Double.POSITIVE_INFINITY) {
            return null;
        }
        BigDecimal at = exact(bound);
        BigInteger first = at.setScale(0, RoundingMode.CEILING).toBigInteger();
        if (!bound.inclusive() && at.compareTo(new BigDecimal(first)) == 0) {
            first = first.add(BigInteger.ONE);
        }
        return first.compareTo(HIGHEST) > 0 ? null : (Long) first.max(LOWEST).longValue();
    }

    /** The highest integer that is below the bound, or null if there is none. */
    static @Nullable Long highest(@Nullable Bound bound) {
        if (bound == null || bound.value() instanceof Double open && open == Double.POSITIVE_INFINITY) {
            return Long.MAX_VALUE;
        }
        if (bound.value() instanceof Double open && open == Double.NEGATIVE_INFINITY) {
            return null;
        }
        BigDecimal at = exact(bound);
        BigInteger last = at.setScale(0, RoundingMode.FLOOR).toBigInteger();
        if (!bound.inclusive() && at.compareTo(new BigDecimal(last)) == 0) {
            last = last.subtract(BigInteger.ONE);
        }
        return last.compareTo(LOWEST) < 0 ? null : (Long) last.min(HIGHEST).longValue();
    }

    private static BigDecimal exact(Bound bound) {
        return bound.value() instanceof Long whole
                ? BigDecimal.valueOf(whole)
                : new BigDecimal(((Number) bound.value()).doubleValue());
    }

    static double lowestReal(@Nullable Bound bound) {
        double at = bound == null ? Double.NEGATIVE_INFINITY : ((Number) bound.value()).doubleValue();
        return bound == null || bound.inclusive() ? at : at == Double.POSITIVE_INFINITY ? Double.NaN : Math.nextUp(at);
    }

    static double highestReal(@Nullable Bound bound) {
        double at = bound == null ? Double.POSITIVE_INFINITY : ((Number) bound.value()).doubleValue();
        return bound == null || bound.inclusive()
                ? at
                : at == Double.NEGATIVE_INFINITY ? Double.NaN : Math.nextDown(at);
    }

    /** The addresses between two, or null if there are none. */
    static @Nullable Cidr block(@Nullable Bound low, @Nullable Bound high) {
        IpAddress first = low == null ? FIRST : (IpAddress) low.value();
        IpAddress last = high == null ? LAST : (IpAddress) high.value();
        if (low != null && !low.inclusive()) {
            if (first.equals(LAST)) {
                return null;
            }
            first = new IpAddress(first.low() == -1 ? first.high() + 1 : first.high(), first.low() + 1);
        }
        if (high != null && !high.inclusive()) {
            if (last.equals(FIRST)) {
                return null;
            }
            last = new IpAddress(last.low() == 0 ? last.high() - 1 : last.high(), last.low() - 1);
        }
        return first.compareTo(last) > 0 ? null : new Cidr(first, last);
    }
}
