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

    private record Kept(SequenceOrder order, long name) {}

    private final Matcher matcher;
    private final EqlLimits limits;
    private final EqlStore store;

    /** The one to be given up first is the first. */
    private final PriorityQueue<Kept> kept;

    private final Comparator<Kept> better;

    EqlEvents(EqlQuery.Events query, EqlRequest request, FieldTable table, FieldTypes types, EqlStore store) {
        this.matcher = new Matcher(MatchPlan.of(List.of(query.condition()), types, table));
        this.limits = EqlLimits.of(request.size(), request.newest(), query.pipes());
        this.store = store;
        Comparator<Kept> ascending = Comparator.comparing(Kept::order);
        this.better = limits.newest() ? ascending : ascending.reversed();
        this.kept = new PriorityQueue<>(better);
    }

    @Override
    public void add(Event event, long number, long time, @Nullable Object tiebreak) {
        if (limits.size() == 0 || matcher.match(event) == 0) {
            return;
        }
        SequenceOrder order = new SequenceOrder(time == Detector.NO_TIME ? Long.MAX_VALUE : time, tiebreak, number);
        if (kept.size() == limits.size()) {
            if (better.compare(new Kept(order, number), kept.element()) < 0) {
                return;
            }
            store.drop(kept.remove().name());
        }
        kept.add(new Kept(order, store.keep(event, number)));
    }

    @Override
    public EqlAnswer answer() {
        List<Long> ascending = kept.stream()
                .sorted(Comparator.comparing(Kept::order))
                .map(Kept::name)
                .toList();
        return new EqlAnswer.Events(limits.of(ascending), List.of());
    }
}
