/**
 * What can be asked of one event once the language is gone. Front door: {@link io.picket.condition.Condition} and {@link io.picket.condition.FieldTypes}. Never knows an event, a rule or a query language.
 */
@NullMarked
package io.picket.condition;

import org.jspecify.annotations.NullMarked;
