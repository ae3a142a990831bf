package io.picket.detect;

import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** An event query: keeps no more than {@code size} events. Events without a time come last. */
final class EqlEvents implements EqlGathering {

    private final Matcher matcher;
    private final EqlLimits limits;

    /** The one to be given up first is the first. */
    private final PriorityQueue<SequenceOrder> kept;

    EqlEvents(EqlQuery.Events query, EqlRequest request, FieldTable table, FieldTypes types) {
        this.matcher = new Matcher(MatchPlan.of(List.of(query.condition()), types, table));
        this.limits = EqlLimits.of(request.size(), request.newest(), query.pipes());
        this.kept = new PriorityQueue<>(
                limits.newest() ? Comparator.<SequenceOrder>naturalOrder() : Comparator.<SequenceOrder>reverseOrder());
    }

    @Override
    public void add(Event event, long number, long time, @Nullable Object tiebreak) {
        if (matcher.match(event) == 0) {
            return;
        }
        kept.add(new SequenceOrder(time == Detector.NO_TIME ? Long.MAX_VALUE : time, tiebreak, number));
        if (kept.size() > limits.size()) {
            kept.remove();
        }
    }

    @Override
    public EqlAnswer answer() {
        List<Long> ascending =
                kept.stream().sorted().map(SequenceOrder::arrival).toList();
        return new EqlAnswer.Events(limits.of(ascending), List.of());
    }
}
