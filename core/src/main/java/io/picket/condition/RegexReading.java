package io.picket.condition;

/** What came of reading a regular expression. */
public sealed interface RegexReading {

    record Understood(RegexPattern pattern) implements RegexReading {}

    /**
     * What is wrong with it.
     *
     * @param offset where in the expression, in UTF-16 units
     */
    record Unreadable(int offset, String message) implements RegexReading {}
}
