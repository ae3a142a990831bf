package io.picket.cli;

import io.picket.pipeline.HuntProgress;
import java.io.PrintWriter;
import java.util.Locale;

/** A line on a terminal that tells how far a hunt is, once it takes more than two seconds. */
final class Progress implements HuntProgress {

    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final long STEP_NANOS = 250_000_000L;

    private final PrintWriter err;
    private final boolean shown;
    private final long began = System.nanoTime();
    private long next = began + PATIENCE_NANOS;
    private boolean written;

    private Progress(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    static Progress on(PrintWriter err) {
        return new Progress(err, Terminal.stderr() && Terminal.stdout());
    }

    @Override
    public void at(long events, long bytesRead, long bytesAll) {
        long now = System.nanoTime();
        if (!shown || now < next) {
            return;
        }
        next = now + STEP_NANOS;
        written = true;
        String share =
                bytesAll > 0 ? String.format(Locale.ROOT, "%3d %%  ", Math.min(100, bytesRead * 100 / bytesAll)) : "";
        err.printf(Locale.ROOT, "\r%s%,d events  %,.0f a second ", share, events, events / ((now - began) / 1e9));
        err.flush();
    }

    @Override
    public void done() {
        if (written) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
