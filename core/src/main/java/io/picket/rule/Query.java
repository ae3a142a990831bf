package io.picket.rule;

import io.picket.text.SourceText;

/**
 * Query text in a rule.
 *
 * @param language {@code kuery}, {@code lucene}, {@code eql} or {@code esql}
 */
public record Query(String language, SourceText text) {}
