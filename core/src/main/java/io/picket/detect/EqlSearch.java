package io.picket.detect;

import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks events an EQL query, as Elasticsearch's EQL search does: add every event once, in any order, then take the
 * answer. Documents are in the caller's store, and so are the records of events that meet a step, until they can be put
 * in order; in memory are what {@code size} and the keys ask for.
 */
public final class EqlSearch {

    private final FieldTable table;
    private final SequencePlaces places;
    private final EqlGathering gathering;
    private long added;

    /**
     * A search that calls events by their numbers: 0 for the first that was added.
     *
     * @param query as it is at one time ({@link EqlQuery#at})
     */
    public EqlSearch(EqlQuery query, EqlRequest request, FieldTypes types) {
        this(query, request, types, EqlStore.inMemory());
    }

    /** A search that calls events as the store names them. */
    public EqlSearch(EqlQuery query, EqlRequest request, FieldTypes types, EqlStore store) {
        FieldTable.Builder fields = FieldTable.builder();
        Stream.of(request.timestampField(), request.tiebreakerField().orElse(request.timestampField()))
                .forEach(name -> fields.add(name, types.ignoreAbove(name)));
        asked(query).forEach(field -> fields.add(field.name(), types.ignoreAbove(field.name())));
        this.table = fields.build();
        this.places = new SequencePlaces(request.timestampField(), request.tiebreakerField(), table, types);
        this.gathering = switch (query) {
            case EqlQuery.Events events -> new EqlEvents(events, request, table, types, store);
            case EqlQuery.Sequence sequence -> new EqlSequences(sequence, request, table, types, store);
            case EqlQuery.Sample sample -> new EqlSamples(sample, request, table, types, store);
        };
    }

    /** Every field that conditions and keys name. */
    private static List<Field> asked(EqlQuery query) {
        Set<Field> compared = MatchPlan.fields(query.conditions());
        Stream<EqlQuery.Step> steps = switch (query) {
            case EqlQuery.Events events -> Stream.of();
            case EqlQuery.Sequence sequence -> Stream.concat(sequence.steps().stream(), sequence.until().stream());
            case EqlQuery.Sample sample -> sample.steps().stream();
        };
        Stream<Field> keys = steps.flatMap(step -> step.keys().stream()).map(EqlQuery.Key::field);
        return Stream.concat(compared.stream(), keys).distinct().toList();
    }

    /** The fields that events must be read for. */
    public FieldTable table() {
        return table;
    }

    /** Takes the next event, read for {@link #table}. */
    public void add(Event event) {
        gathering.add(event, added++, places.time(event), places.tiebreak(event));
    }

    /** What the query finds among the events that were added; nothing can be added after it. */
    public EqlAnswer answer() {
        return gathering.answer();
    }
}
