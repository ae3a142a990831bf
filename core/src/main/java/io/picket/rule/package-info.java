/**
 * Detection rules and exception lists in Elastic's formats, read and checked. Front door: {@code RuleReader} and {@link io.picket.rule.Rule}. Never evaluates anything.
 */
@NullMarked
package io.picket.rule;

import org.jspecify.annotations.NullMarked;
