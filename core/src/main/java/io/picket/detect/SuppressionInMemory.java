package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SuppressionResult;
import io.picket.alert.ValueGroup;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Suppression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Suppression of alerts that were found one by one, for rule types that do not count groups themselves: arrays compare
 * as a whole, and an alert's group comes from its event.
 *
 * <p>On the schedule clock a run goes through what it found in the order of time. What the group's alert of an earlier
 * run has counted already is left out: that is everything up to its end, for overlapping runs find the same again. What
 * is newer counts on that alert while its window lasts; without a duration it makes an alert of this run, on which the
 * group's later ones count.
 */
final class SuppressionInMemory {

    /** How many times {@code max_signals} one run looks at: those that only count on an alert come cheap. */
    static final int FOUND_PER_ALERT_MAX = 5;

    /**
     * What a run found.
     *
     * @param time primary time of the event
     * @param alert the alert it would be; empty for what must not be one
     */
    record Found(ValueGroup group, long time, Supplier<Optional<Alert>> alert) {}

    /** The alert a group had, once its window is over. */
    private record Counted(long created, long end) {}

    private final Suppression asked;
    private final Runs runs;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final SuppressionGroups groups;
    private final SuppressionWindows windows;
    private final Map<ValueGroup, Counted> counted = new HashMap<>();

    SuppressionInMemory(
            Suppression asked,
            Runs runs,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            long bytesMax) {
        this.asked = asked;
        this.runs = runs;
        this.writer = writer;
        this.sink = sink;
        this.groups = SuppressionGroups.ofWholeArrays(asked, table, types);
        this.windows = new SuppressionWindows(writer, sink, bytesMax);
    }

    ValueGroup groupOf(Event event) {
        return groups.of(event).getFirst();
    }

    private boolean standsAlone(ValueGroup group) {
        return group.lacksValue() && !asked.suppressMissing();
    }

    // ---- stream clock ----

    /** Counts an event on its group's alert; false if there is none that takes it. */
    boolean absorbs(Event event, long time) {
        windows.advance(time);
        ValueGroup group = groupOf(event);
        SuppressionWindows.Window window = standsAlone(group) ? null : windows.at(group, time);
        if (window != null) {
            window.absorb(1, time, time);
        }
        return window != null;
    }

    /** An alert that takes later ones of its group into itself, for the duration or for the rest of the interval. */
    void open(Alert alert, Event event, long time) {
        ValueGroup group = groupOf(event);
        if (standsAlone(group)) {
            sink.alert(alert);
            return;
        }
        long until =
                asked.duration().map(duration -> time + Runs.millis(duration)).orElse(runs.intervalEnd(time));
        windows.open(alert, new SuppressionResult(group, time, time, 0, time), until);
    }

    // ---- schedule clock ----

    /**
     * Makes alerts of what a run found, at most {@code alertsMax}, or counts it on alerts there are.
     */
    Outcome run(long run, List<Found> found, int alertsMax) {
        windows.advance(run);
        counted.values().removeIf(alert -> alert.created() < runs.from(run));
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        for (Found one : found) {
            if (standsAlone(one.group())) {
                raiseAlone(one, alertsMax, outcome);
            }
        }
        Map<ValueGroup, Long> endBefore = new HashMap<>();
        List<Found> byTime = new ArrayList<>(found);
        byTime.sort(Comparator.comparingLong(Found::time));
        Map<ValueGroup, Counted> ofThisRun = new HashMap<>();
        for (Found one : byTime) {
            if (!standsAlone(one.group())) {
                take(one, run, alertsMax, endBefore, ofThisRun, outcome);
            }
        }
        if (asked.duration().isEmpty()) {
            counted.putAll(ofThisRun);
            windows.finish();
        }
        return outcome;
    }

    /** What became of what a run found: new alerts, and what there was no allowance for. */
    record Outcome(List<Found> raised, List<Found> beyond) {}

    private void raiseAlone(Found one, int alertsMax, Outcome outcome) {
        if (outcome.raised().size() >= alertsMax) {
            outcome.beyond().add(one);
            return;
        }
        Optional<Alert> alert = one.alert().get();
        alert.ifPresent(sink::alert);
        if (alert.isPresent()) {
            outcome.raised().add(one);
        }
    }

    private void take(
            Found one,
            long run,
            int alertsMax,
            Map<ValueGroup, Long> endBefore,
            Map<ValueGroup, Counted> ofThisRun,
            Outcome outcome) {
        ValueGroup group = one.group();
        boolean own = ofThisRun.containsKey(group);
        SuppressionWindows.Window window = windows.at(group, run);
        if (!own && one.time() <= endBefore.computeIfAbsent(group, key -> endOf(key, window))) {
            return;
        }
        if (window != null) {
            window.absorb(1, one.time(), run);
        } else if (outcome.raised().size() >= alertsMax) {
            outcome.beyond().add(one);
            return;
        } else {
            Optional<Alert> alert = one.alert().get();
            if (alert.isEmpty()) {
                return;
            }
            long until = asked.duration()
                    .map(duration -> run + Runs.millis(duration))
                    .orElse(run);
            windows.open(alert.get(), new SuppressionResult(group, one.time(), one.time(), 0, run), until);
            outcome.raised().add(one);
            own = true;
        }
        if (own) {
            ofThisRun.put(group, new Counted(run, one.time()));
        }
    }

    /** Up to when the group's alert of an earlier run has counted. */
    private long endOf(ValueGroup group, SuppressionWindows.@Nullable Window window) {
        Counted earlier = counted.get(group);
        long end = earlier == null ? Long.MIN_VALUE : earlier.end();
        return window == null ? end : Math.max(end, window.end());
    }

    void advance(long time) {
        windows.advance(time);
    }

    void finish() {
        windows.finish();
    }

    /** Memory taken, estimated. */
    long bytes() {
        return windows.bytes() + 200L * counted.size();
    }

    /** Windows closed early, and groups not kept, for want of room. */
    long shed() {
        return windows.shed() + groups.shed();
    }

    void save(StateWriter out) {
        windows.save(out);
        out.size(counted.size());
        counted.forEach((group, alert) -> {
            out.group(group);
            out.number(alert.created());
            out.number(alert.end());
        });
    }

    void load(StateReader in) {
        windows.load(in);
        counted.clear();
        for (int i = in.size(); i > 0; i--) {
            counted.put(in.group(), new Counted(in.number(), in.number()));
        }
    }
}
