package io.picket.pipeline;

import io.picket.detect.Detector;
import io.picket.detect.DetectorStatus;
import io.picket.detect.IndicatorIntake;
import io.picket.event.Event;
import java.util.List;

/** Passes indicators that come among the events on to the rule's detector, when it is their turn. */
record IndicatorEar(IndicatorIntake intake) implements Detector {

    @Override
    public void add(Event event, long primary, long arrival) {
        intake.indicator(event, arrival);
    }

    @Override
    public void advance(long time) {}

    @Override
    public void finish() {}

    @Override
    public DetectorStatus status() {
        return new DetectorStatus(0, 0, 0, 0, List.of());
    }
}
