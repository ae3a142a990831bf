package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.ValueGroup;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import org.jspecify.annotations.Nullable;

/** What a rule says of suppression: {@link SuppressionInMemory}, or nothing, and then every alert is raised. */
final class RuleSuppression {

    private final AlertSink sink;
    private final @Nullable SuppressionInMemory asked;

    RuleSuppression(
            Rule rule,
            Runs runs,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            long bytesMax) {
        this.sink = sink;
        this.asked = rule.suppression()
                .map(suppression -> new SuppressionInMemory(suppression, runs, writer, table, types, sink, bytesMax))
                .orElse(null);
    }

    /** Null if the rule asks for none. */
    @Nullable SuppressionInMemory asked() {
        return asked;
    }

    /** Null if the rule asks for none. */
    @Nullable ValueGroup groupOf(Event event) {
        return asked == null ? null : asked.groupOf(event);
    }

    /** Counts an event on its group's alert; false if there is none that takes it. */
    boolean absorbs(Event event, long time) {
        return asked != null && asked.absorbs(event, time);
    }

    /** Raises an alert, which may then take later ones into itself. */
    void raise(Alert alert, Event event, long time) {
        if (asked == null) {
            sink.alert(alert);
        } else {
            asked.open(alert, event, time);
        }
    }

    void advance(long time) {
        if (asked != null) {
            asked.advance(time);
        }
    }

    void finish() {
        if (asked != null) {
            asked.finish();
        }
    }

    /** Memory taken, estimated. */
    long bytes() {
        return asked == null ? 0 : asked.bytes();
    }

    /** Windows closed early, and groups not kept, for want of room. */
    long shed() {
        return asked == null ? 0 : asked.shed();
    }

    void save(StateWriter out) {
        if (asked != null) {
            asked.save(out);
        }
    }

    void load(StateReader in) {
        if (asked != null) {
            asked.load(in);
        }
    }
}
