/**
 * What follows a match, by rule type and clock: alert at once, count, remember; suppression; the keyed state. Front door: {@link io.picket.detect.Detectors}, {@link io.picket.detect.Detector}. Never reads the wall clock, starts a thread or opens a file.
 */
@NullMarked
package io.picket.detect;

import org.jspecify.annotations.NullMarked;
