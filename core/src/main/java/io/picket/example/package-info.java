/**
 * Events made up from a rule: some that it matches, and some that only just miss it. Front door:
 * {@link io.picket.example.RuleExamples}. Never says that an event matches without the plain evaluator's word.
 */
@NullMarked
package io.picket.example;

import org.jspecify.annotations.NullMarked;
