package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SequenceAlerts;
import io.picket.alert.SourceDocument;
import io.picket.alert.SuppressionResult;
import io.picket.alert.ValueGroup;
import io.picket.rule.Rule;
import io.picket.rule.Suppression;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Alerts on joined events on the stream clock: one on the whole and a building block for each event, as many an interval
 * as the rule may raise. Under suppression the whole is counted on its group's alert while that takes more, and then has
 * no building blocks. The same events joined by several keys are one alert.
 */
final class JoinedAlerts {

    private static final int NAME_BYTES = 160;

    private final Runs runs;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final Allowance allowance;
    private final @Nullable Suppression suppression;
    private final SuppressionWindows windows;
    private final long remembered;
    private final long bytesMax;

    /** Events that were raised together, and when; the oldest first. */
    private final Map<String, Long> raised = new LinkedHashMap<>();

    private long raisedBytes;

    /** @param remembered how long the same events may be found again, milliseconds */
    JoinedAlerts(Rule rule, AlertWriter writer, AlertSink sink, RunNotes notes, long remembered, long bytesMax) {
        this.runs = Runs.of(rule.schedule());
        this.writer = writer;
        this.sink = sink;
        this.allowance = new Allowance(rule.ruleId(), runs, Detectors.alertsMax(rule), sink, notes);
        this.suppression = rule.suppression().orElse(null);
        this.windows = new SuppressionWindows(writer, sink, bytesMax / 2);
        this.remembered = remembered;
        this.bytesMax = bytesMax / 2;
    }

    /** The group of an alert on joined events: its own values, arrays as a whole and sorted. */
    static ValueGroup group(Suppression suppression, Alert alert) {
        List<@Nullable Object> values = new ArrayList<>();
        suppression
                .groupBy()
                .forEach(field ->
                        values.add(SuppressionGroups.whole(alert.fields().get(field))));
        return new ValueGroup(suppression.groupBy(), values);
    }

    /** Names of events, in their order, as one text. */
    static String name(List<SourceDocument> events) {
        return events.stream().map(SourceDocument::id).collect(Collectors.joining("+"));
    }

    /** @param time when it is raised; not before that of anything raised earlier */
    void raise(List<SourceDocument> events, long time) {
        forget(time - remembered);
        String key =
                events.stream().map(event -> event.index() + '\0' + event.id()).collect(Collectors.joining("\0"));
        if (raised.putIfAbsent(key, time) != null) {
            return;
        }
        raisedBytes += bytesOf(key);
        while (raisedBytes > bytesMax) {
            forgetFirst();
        }
        Suppression asked = suppression;
        if (asked != null) {
            writer.sequence(events, time).ifPresent(alerts -> suppress(asked, alerts, name(events), time));
        } else if (!allowance.isSpent(time, name(events))) {
            writer.sequence(events, time).ifPresent(alerts -> {
                allowance.take(time);
                sink.alert(alerts.whole());
                alerts.blocks().forEach(sink::alert);
            });
        }
    }

    private void suppress(Suppression asked, SequenceAlerts alerts, String name, long time) {
        ValueGroup group = group(asked, alerts.whole());
        boolean alone = group.lacksValue() && !asked.suppressMissing();
        windows.advance(time);
        SuppressionWindows.Window window = alone ? null : windows.at(group, time);
        if (window != null) {
            window.absorb(1, time, time);
            return;
        }
        if (allowance.isSpent(time, alone ? name : SuppressionGroups.name(group))) {
            return;
        }
        allowance.take(time);
        if (alone) {
            sink.alert(alerts.whole());
        } else {
            long until = asked.duration()
                    .map(duration -> time + Runs.millis(duration))
                    .orElse(runs.intervalEnd(time));
            windows.open(alerts.whole(), new SuppressionResult(group, time, time, 0, time), until);
        }
        alerts.blocks().forEach(sink::alert);
    }

    private void forget(long before) {
        for (Iterator<Map.Entry<String, Long>> all = raised.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Long> oldest = all.next();
            if (oldest.getValue() >= before) {
                return;
            }
            raisedBytes -= bytesOf(oldest.getKey());
            all.remove();
        }
    }

    private void forgetFirst() {
        Optional<String> first = raised.keySet().stream().findFirst();
        first.ifPresent(key -> {
            raised.remove(key);
            raisedBytes -= bytesOf(key);
        });
    }

    private static long bytesOf(String key) {
        return NAME_BYTES + 2L * key.length();
    }

    void advance(long time) {
        windows.advance(time);
        allowance.advance(time);
    }

    void finish() {
        windows.finish();
        allowance.finish();
    }

    long overflowed() {
        return allowance.overflowed();
    }

    /** Windows closed early for want of memory. */
    long shed() {
        return windows.shed();
    }

    /** Memory taken, estimated. */
    long bytes() {
        return windows.bytes() + raisedBytes;
    }

    void save(StateWriter out) {
        allowance.save(out);
        windows.save(out);
        out.size(raised.size());
        raised.forEach((key, time) -> {
            out.text(key);
            out.number(time);
        });
    }

    void load(StateReader in) {
        allowance.load(in);
        windows.load(in);
        for (int i = in.size(); i > 0; i--) {
            String key = in.text();
            raised.put(key, in.number());
            raisedBytes += bytesOf(key);
        }
    }
}
