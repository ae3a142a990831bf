package io.picket.detect;

/** How rules are evaluated over time. */
public enum Clock {
    /** As each event arrives. */
    STREAM,
    /** Every interval over the look-back, as Elastic's engine does. */
    SCHEDULE
}
