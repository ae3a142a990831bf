package io.picket.cli;

import io.picket.alert.Alert;

/** One alert as a block of text for a person: what happened in one line, then the evidence. */
final class AlertBlock {

    private final boolean colours;

    AlertBlock(boolean colours) {
        this.colours = colours;
    }

    String text(Alert alert) {
        return alert.fields() + (colours ? "" : "") + "\n";
    }
}
