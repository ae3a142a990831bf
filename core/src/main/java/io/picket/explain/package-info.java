/**
 * Says why an event meets a rule or does not: the rule's own words, each with its verdict and the values it was held
 * against. Front door: {@link io.picket.explain.Explainer}, {@link io.picket.explain.Explanation}. Never decides what
 * matching decides: every verdict comes from {@code match}'s plain evaluator.
 */
@NullMarked
package io.picket.explain;

import org.jspecify.annotations.NullMarked;
