package io.picket.kql;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as a query writes them, exactly. */
final class Numbers {

    static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final int CHARS_MAX = 400;

    /** At most three digits of exponent, so that no number takes more than a kilobyte to write out. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]{1,3})?");

    private Numbers() {}

    static @Nullable BigDecimal read(String text) {
        return text.length() <= CHARS_MAX && NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** The number as 64 bits, or null if it has a fraction or does not fit. */
    static @Nullable Long whole(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() > 0 || number.compareTo(LONG_MIN) < 0 || number.compareTo(LONG_MAX) > 0
                ? null
                : Long.valueOf(plain.longValueExact());
    }
}
