/**
 * Field types as an Elasticsearch mapping states them. Front door: {@link io.picket.mapping.MappingFieldTypes}. Never reads a file and never looks at an event.
 */
@NullMarked
package io.picket.mapping;

import org.jspecify.annotations.NullMarked;
