package io.picket.alert;

import java.util.List;

/**
 * The alerts on joined events.
 *
 * @param whole the alert on all of them together
 * @param blocks a building block for each event, in their order
 */
public record SequenceAlerts(Alert whole, List<Alert> blocks) {
    public SequenceAlerts {
        blocks = List.copyOf(blocks);
    }
}
