package io.picket.rule;

import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;

/** Ends the reading of a TOML text from wherever it is; never leaves {@link TomlReader#read}. */
final class TomlFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String mend;
    private final transient Span span;

    TomlFault(String message, String mend, Span span) {
        super(message, null, false, false);
        this.mend = mend;
        this.span = span;
    }

    Problem problem(SourceText source) {
        return Problem.error("TOML-001", String.valueOf(getMessage()), mend, source.place(span));
    }
}
