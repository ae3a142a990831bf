/**
 * The alert document: its id, its fields, its evidence. Front door: {@link io.picket.alert.AlertWriter}, {@link io.picket.alert.Alert}. Never decides that there is one.
 */
@NullMarked
package io.picket.alert;

import org.jspecify.annotations.NullMarked;
