/**
 * Derives fields that a source leaves out from what its earlier events told, and marks what it derived. Front door:
 * {@link io.picket.enrich.ParentEntity}. Never overwrites what an event says itself.
 */
@NullMarked
package io.picket.enrich;

import org.jspecify.annotations.NullMarked;
