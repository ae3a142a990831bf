package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SuppressionResult;
import io.picket.alert.ThresholdResult;
import io.picket.alert.ValueGroup;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A threshold rule with suppression: the detector of the rule without it, and between that and the sink the windows. A
 * group that meets the threshold again within the duration counts on the alert it has, one for each time, however many
 * events that took. Groups are those of the threshold.
 *
 * <p>On the stream clock an alert may still grow when its window is over, and so may one that was suppressed; the alert
 * waits for both, so that it goes out once.
 */
final class SuppressedThreshold implements PackingDetector, Rerun {

    private static final String OWNER = "suppressed-threshold";
    private static final int VERSION = 1;

    private final PackingDetector inner;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final SuppressionWindows windows;
    private final long duration;
    private final Map<String, Growing> growing = new HashMap<>();
    private @Nullable ThresholdResult written;

    /** An alert that was raised and is not complete: its window, and whether it is the one that opened it. */
    private record Growing(SuppressionWindows.Window window, boolean opened) {}

    /**
     * @param duration of the window, milliseconds
     * @param makeInner makes the detector to be wrapped, from the sink it is to use and the writer
     */
    SuppressedThreshold(AlertWriter writer, AlertSink sink, long duration, StateBudget budget, Inner makeInner) {
        this.writer = writer;
        this.sink = sink;
        this.duration = duration;
        this.windows = new SuppressionWindows(writer, sink, budget.bytes() / 4);
        this.inner = makeInner.detector(new Between(), this::write);
    }

    /** Makes the detector of the rule without its suppression. */
    interface Inner {
        PackingDetector detector(AlertSink sink, Function<ThresholdResult, Alert> writer);
    }

    /** Remembers what the alert was written from: the detector hands it on at once. */
    private Alert write(ThresholdResult result) {
        written = result;
        return writer.threshold(result);
    }

    private SuppressionResult resultOf(Alert alert) {
        ThresholdResult from = written;
        if (from == null) {
            throw new IllegalStateException("an alert that nothing was written from: " + alert.id());
        }
        ValueGroup group = new ValueGroup(from.fields(), new ArrayList<@Nullable Object>(from.values()));
        return new SuppressionResult(group, from.first(), from.last(), 0, from.raised());
    }

    /** Stands between the detector and the sink. */
    private final class Between implements AlertSink {

        @Override
        public void ongoing(Supplier<Alert> supplier) {
            Alert alert = supplier.get();
            SuppressionResult result = resultOf(alert);
            Growing known = growing.get(alert.id());
            if (known == null) {
                raise(alert, result, true);
            } else {
                grow(known, alert, result);
                windows.tell(known.window());
            }
        }

        @Override
        public void alert(Alert alert) {
            SuppressionResult result = resultOf(alert);
            Growing known = growing.remove(alert.id());
            if (known == null) {
                raise(alert, result, false);
            } else {
                grow(known, alert, result);
                windows.letGo(known.window());
            }
        }

        @Override
        public void overflow(Overflow overflow) {
            sink.overflow(overflow);
        }
    }

    private void raise(Alert alert, SuppressionResult result, boolean grows) {
        long time = alert.time();
        windows.advance(time);
        SuppressionWindows.Window window = windows.at(result.group(), time);
        boolean opens = window == null;
        if (window == null) {
            window = windows.open(alert, result, time + duration);
        } else if (result.end() > window.end()) {
            window.absorb(1, result.end(), time);
            windows.tell(window);
        }
        if (grows) {
            growing.put(alert.id(), new Growing(window, opens));
            windows.hold(window);
        }
    }

    private void grow(Growing known, Alert alert, SuppressionResult result) {
        if (known.opened()) {
            windows.replace(known.window(), alert);
        }
        known.window().absorb(0, result.end(), result.end());
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        inner.add(event, primary, arrival);
    }

    @Override
    public void forgetEvents() {
        if (inner instanceof Rerun again) {
            again.forgetEvents();
        }
    }

    @Override
    public void pack(Event event, ByteOutput out) {
        inner.pack(event, out);
    }

    @Override
    public void add(byte[] bytes, int from, int to, long primary, long arrival) {
        inner.add(bytes, from, to, primary, arrival);
    }

    @Override
    public void advance(long time) {
        inner.advance(time);
        windows.advance(time);
    }

    @Override
    public void finish() {
        inner.finish();
        windows.finish();
    }

    @Override
    public DetectorStatus status() {
        DetectorStatus status = inner.status();
        List<String> warnings = new ArrayList<>(status.warnings());
        if (windows.shed() > 0) {
            warnings.add("Suppression windows closed early because the rule's memory budget was reached: "
                    + windows.shed() + ".");
        }
        return new DetectorStatus(
                status.stateBytes() + windows.bytes(),
                status.shedEvents(),
                status.shedGroups(),
                status.overflowAlerts(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        out.bytes(innerState().snapshot());
        windows.save(out);
        out.size(growing.size());
        growing.forEach((id, one) -> {
            out.text(id);
            out.number(one.window().number());
            out.flag(one.opened());
        });
        return out.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        byte[] innerBytes = in.bytes();
        windows.load(in);
        growing.clear();
        for (int i = in.size(); i > 0; i--) {
            String id = in.text();
            SuppressionWindows.Window window = windows.numbered(in.number());
            boolean opened = in.flag();
            if (window != null) {
                growing.put(id, new Growing(window, opened));
            }
        }
        in.done();
        innerState().restore(innerBytes);
    }

    private Resumable innerState() {
        if (inner instanceof Resumable state) {
            return state;
        }
        throw new IllegalStateException("the wrapped detector has no state to take out");
    }
}
