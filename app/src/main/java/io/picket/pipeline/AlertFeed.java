package io.picket.pipeline;

import io.picket.alert.Alert;
import io.picket.detect.AlertSink;
import io.picket.detect.Overflow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Passes alerts on to where they go, and lets the stage of rules over alerts hear those that are complete. */
final class AlertFeed implements AlertSink {

    private final AlertSink next;
    private Consumer<Alert> stage = alert -> {};

    AlertFeed(AlertSink next) {
        this.next = next;
    }

    void feed(Consumer<Alert> to) {
        stage = to;
    }

    @Override
    public void alert(Alert alert) {
        next.alert(alert);
        stage.accept(alert);
    }

    @Override
    public void ongoing(Supplier<Alert> alert) {
        next.ongoing(alert);
    }

    @Override
    public void overflow(Overflow overflow) {
        next.overflow(overflow);
    }
}
