/**
 * A piece of text a person wrote, places in it, and problems that point at them. Front door: {@link io.picket.text.SourceText}, {@link io.picket.text.Problem}, {@link io.picket.text.Read}. Never reads a file and never prints.
 */
@NullMarked
package io.picket.text;

import org.jspecify.annotations.NullMarked;
