/**
 * The event query language: words to a tree to conditions, steps and keys. Front door: {@link io.picket.eql.Eql}. Never
 * looks at an event.
 */
@NullMarked
package io.picket.eql;

import org.jspecify.annotations.NullMarked;
