package io.picket.detect;

import java.util.List;

/**
 * A detector's account of itself.
 *
 * @param stateBytes memory its state takes now, estimated
 * @param shedEvents events given up because the budget was reached
 * @param shedGroups groups given up because the budget was reached
 * @param overflowAlerts alerts beyond {@code max_signals} that were folded away
 * @param warnings sentences for a person, such as Elastic's max-signals warning
 */
public record DetectorStatus(
        long stateBytes, long shedEvents, long shedGroups, long overflowAlerts, List<String> warnings) {

    public static final DetectorStatus QUIET = new DetectorStatus(0, 0, 0, 0, List.of());

    public DetectorStatus {
        warnings = List.copyOf(warnings);
    }
}
