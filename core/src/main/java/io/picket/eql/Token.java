package io.picket.eql;

import io.picket.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * A word of EQL.
 *
 * @param text as written; for names and strings what they say, quotes and escapes undone
 * @param value of a number
 */
record Token(Kind kind, String text, @Nullable Number value, Span span) {

    enum Kind {
        WORD,
        QUOTED_WORD,
        STRING,
        NUMBER,
        SIGN,
        END
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.WORD) && text.equals(sign);
    }
}
