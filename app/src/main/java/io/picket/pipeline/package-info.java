/**
 * Joins source, match, detect and alerts in one process. Front door: {@code Hunt}. The only package that owns threads.
 */
@NullMarked
package io.picket.pipeline;

import org.jspecify.annotations.NullMarked;
