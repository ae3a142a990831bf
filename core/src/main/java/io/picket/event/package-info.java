/**
 * Reads one JSON event, once, keeping only the fields that are asked for. Front door: {@code EventReader}, {@link io.picket.event.Event}, {@link io.picket.event.FieldTable}. Never knows a rule, and never opens a file.
 */
@NullMarked
package io.picket.event;

import org.jspecify.annotations.NullMarked;
