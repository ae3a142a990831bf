/**
 * The Kibana query language: words to a tree to a condition. Front door: {@code Kql}. Never looks at an event.
 */
@NullMarked
package io.picket.kql;

import org.jspecify.annotations.NullMarked;
