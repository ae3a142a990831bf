package io.picket.condition;

/** A regular expression over a whole value, in Lucene's syntax as EQL's {@code regex} takes it. */
public record RegexPattern(String text) {}
