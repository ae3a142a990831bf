/**
 * Given thousands of conditions and one event, the numbers of those it meets. Front door: {@code MatchPlan} and {@code Matcher}; {@code Evaluator} is the plain twin and the specification. Never knows a rule.
 */
@NullMarked
package io.picket.match;

import org.jspecify.annotations.NullMarked;
