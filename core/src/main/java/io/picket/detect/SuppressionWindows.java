package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SuppressionResult;
import io.picket.alert.ValueGroup;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that still take others of their group into themselves. A window begins when its alert is raised, lasts the
 * rule's suppression duration and does not slide: what comes within is counted on the alert, what comes after is an
 * alert again. When a window is over its alert goes to the sink, once, with what it has counted.
 */
final class SuppressionWindows {

    private static final int WINDOW_BYTES = 2_048;

    /** One alert and what it stands for so far. */
    static final class Window {
        private final ValueGroup group;
        private Alert alert;
        private final long number;
        private final long until;
        private long bytes;
        private int held;
        private final long start;
        private long end;
        private long docsCount;
        private long lastDetected;

        private Window(ValueGroup group, Alert alert, long number, long until, SuppressionResult result) {
            this.group = group;
            this.alert = alert;
            this.number = number;
            this.until = until;
            this.bytes = bytesOf(alert);
            this.start = result.start();
            this.end = result.end();
            this.docsCount = result.docsCount();
            this.lastDetected = result.lastDetected();
        }

        /** Greatest primary time counted so far. */
        long end() {
            return end;
        }

        /** What tells it from the detector's other windows. */
        long number() {
            return number;
        }

        /** Counts more on the alert. */
        void absorb(long docs, long end, long time) {
            this.docsCount += docs;
            this.end = Math.max(this.end, end);
            this.lastDetected = Math.max(lastDetected, time);
        }

        /** How many alerts in it still grow; it stays open for them, though it takes no new ones. */
        private boolean isHeld() {
            return held > 0;
        }

        private SuppressionResult result() {
            return new SuppressionResult(group, start, end, docsCount, lastDetected);
        }

        private static long bytesOf(Alert alert) {
            long bytes = WINDOW_BYTES;
            for (Object value : alert.fields().values()) {
                bytes += value instanceof String text ? 64 + 2L * text.length() : 64;
            }
            return bytes;
        }
    }

    private final AlertWriter writer;
    private final AlertSink sink;
    private final long bytesMax;
    private final Map<ValueGroup, Window> newest = new HashMap<>();
    private final TreeSet<Window> open =
            new TreeSet<>(Comparator.<Window>comparingLong(w -> w.until).thenComparingLong(w -> w.number));
    private final Set<Window> overdue = new LinkedHashSet<>();
    private long numbers;
    private long bytes;
    private long shed;

    SuppressionWindows(AlertWriter writer, AlertSink sink, long bytesMax) {
        this.writer = writer;
        this.sink = sink;
        this.bytesMax = bytesMax;
    }

    /** The group's window that something found at this time falls into. */
    @Nullable Window at(ValueGroup group, long time) {
        Window window = newest.get(group);
        return window != null && time <= window.until ? window : null;
    }

    /**
     * Opens a window.
     *
     * @param until the last moment that belongs to it, epoch milliseconds
     */
    Window open(Alert alert, SuppressionResult result, long until) {
        Window window = new Window(result.group(), alert, numbers++, until, result);
        newest.put(window.group, window);
        open.add(window);
        bytes += window.bytes;
        tell(window);
        while (bytes > bytesMax && open.size() > 1) {
            shed++;
            close(open.first());
        }
        return window;
    }

    /** Says how the window's alert stands. */
    void tell(Window window) {
        sink.ongoing(() -> writer.suppressed(window.alert, window.result()));
    }

    /** The window's alert has grown. */
    void replace(Window window, Alert alert) {
        if (open.contains(window) || overdue.contains(window)) {
            bytes += Window.bytesOf(alert) - window.bytes;
        }
        window.bytes = Window.bytesOf(alert);
        window.alert = alert;
    }

    /** One of the window's alerts still grows: the window waits for it. */
    void hold(Window window) {
        window.held++;
    }

    /** One of the window's alerts is complete. */
    void letGo(Window window) {
        window.held--;
        boolean closedEarly = !open.contains(window) && !overdue.contains(window);
        if (!window.isHeld() && (overdue.remove(window) || closedEarly)) {
            bytes += closedEarly ? window.bytes : 0;
            close(window);
        }
    }

    /** Hands on the alerts whose windows ended before this time. */
    void advance(long time) {
        while (!open.isEmpty() && open.first().until < time) {
            if (open.first().isHeld()) {
                overdue.add(open.removeFirst());
            } else {
                close(open.first());
            }
        }
    }

    void finish() {
        while (!open.isEmpty()) {
            close(open.first());
        }
        overdue.forEach(this::close);
        overdue.clear();
    }

    private void close(Window window) {
        open.remove(window);
        newest.remove(window.group, window);
        bytes -= window.bytes;
        sink.alert(writer.suppressed(window.alert, window.result()));
    }

    /** Memory taken, estimated. */
    long bytes() {
        return bytes;
    }

    /** Windows closed before their time for want of memory. */
    long shed() {
        return shed;
    }

    void save(StateWriter out) {
        out.number(shed);
        out.number(numbers);
        save(out, open);
        save(out, overdue);
    }

    private static void save(StateWriter out, Collection<Window> windows) {
        out.size(windows.size());
        for (Window window : windows) {
            out.group(window.group);
            out.alert(window.alert);
            out.number(window.number);
            out.number(window.until);
            out.number(window.start);
            out.number(window.end);
            out.number(window.docsCount);
            out.number(window.lastDetected);
            out.number(window.held);
        }
    }

    void load(StateReader in) {
        newest.clear();
        bytes = 0;
        shed = in.number();
        numbers = in.number();
        load(in, open);
        open.forEach(window -> newest.put(window.group, window));
        load(in, overdue);
    }

    private void load(StateReader in, Collection<Window> windows) {
        windows.clear();
        for (int i = in.size(); i > 0; i--) {
            ValueGroup group = in.group();
            Alert alert = in.alert();
            long number = in.number();
            long until = in.number();
            SuppressionResult result = new SuppressionResult(group, in.number(), in.number(), in.number(), in.number());
            Window window = new Window(group, alert, number, until, result);
            window.held = (int) in.number();
            windows.add(window);
            bytes += window.bytes;
        }
    }

    /** The window of this number, as it was before a snapshot; null if it is over. */
    @Nullable Window numbered(long number) {
        return Stream.concat(open.stream(), overdue.stream())
                .filter(window -> window.number == number)
                .findFirst()
                .orElse(null);
    }
}
