package io.picket.pipeline;

import io.picket.detect.Detector;
import io.picket.detect.DetectorStatus;
import io.picket.detect.IndicatorIntake;
import io.picket.event.Event;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.Rule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands where a detector does and passes what comes on to another one, as its indicators. */
final class IndicatorEar implements Detector {

    private final Rule rule;
    private final IndicatorQuery query;
    private @Nullable IndicatorIntake intake;

    IndicatorEar(Rule rule, IndicatorQuery query) {
        this.rule = rule;
        this.query = query;
    }

    Rule rule() {
        return rule;
    }

    /** What the documents meet that are to be passed on. */
    IndicatorQuery query() {
        return query;
    }

    /** The rule's own task, whose detector is the one to pass on to. */
    HuntPlan.Task besides(HuntPlan.Task task) {
        return new HuntPlan.Task(
                task.rule(),
                task.index(),
                task.conditions(),
                task.fields(),
                task.orderFree(),
                task.needsSource(),
                table -> {
                    Detector detector = task.detector().apply(table);
                    intake = (IndicatorIntake) detector;
                    return detector;
                });
    }

    /** The task of listening; to be made ready after the rule's own. */
    HuntPlan.Task task(Set<String> fieldsOfRule) {
        Set<String> fields = new LinkedHashSet<>(fieldsOfRule);
        fields.addAll(query.movingFields());
        return new HuntPlan.Task(rule, query.index(), List.of(query.ever()), fields, true, true, table -> this);
    }

    /** Passes a document on; false if there was no room for it. */
    boolean indicator(Event event, long arrival) {
        return Objects.requireNonNull(intake).indicator(event, arrival);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        indicator(event, arrival);
    }

    @Override
    public void advance(long time) {}

    @Override
    public void finish() {}

    @Override
    public DetectorStatus status() {
        return DetectorStatus.QUIET;
    }
}
