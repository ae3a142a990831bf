/**
 * Reads one JSON event, once, keeping only the fields that are asked for. Front door: {@link io.picket.event.EventReader}, {@link io.picket.event.Event}, {@link io.picket.event.FieldTable}, and {@link io.picket.event.DocumentSplitter} for streams of documents. Never knows a rule, and never opens a file.
 */
@NullMarked
package io.picket.event;

import org.jspecify.annotations.NullMarked;
