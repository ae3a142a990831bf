package io.picket.detect;

import io.picket.alert.Alert;
import java.util.function.Supplier;

/** Where alerts go. */
public interface AlertSink {

    /** An alert is complete: its episode ended, or it never grows. An id that came before replaces it. */
    void alert(Alert alert);

    /**
     * An alert has just been raised, or has grown tenfold, and may still grow; {@link #alert} will say how it ended.
     * Whoever shows alerts live asks for the document; who replays files need not.
     */
    default void ongoing(Supplier<Alert> alert) {}

    /** Alerts beyond {@code max_signals} were folded into one record. */
    default void overflow(Overflow overflow) {}
}
