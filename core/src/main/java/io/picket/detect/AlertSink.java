package io.picket.detect;

import io.picket.alert.Alert;

/** Where alerts go. */
public interface AlertSink {

    /** An alert is complete: its episode ended, or it never grows. An id that came before replaces it. */
    void alert(Alert alert);
}
