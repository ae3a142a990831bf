/**
 * The commands. Front door: {@code Main}. Holds no logic of its own.
 */
@NullMarked
package io.picket.cli;

import org.jspecify.annotations.NullMarked;
