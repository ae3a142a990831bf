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
 * answer. Documents stay with the caller; the search keeps numbers, times and keys of events that meet a step.
 */
public final class EqlSearch {

    private final FieldTable table;
    private final SequencePlaces places;
    private final EqlGathering gathering;
    private long added;

    public EqlSearch(EqlQuery query, EqlRequest request, FieldTypes types) {
        FieldTable.Builder fields = FieldTable.builder();
        Stream.of(request.timestampField(), request.tiebreakerField().orElse(request.timestampField()))
                .forEach(name -> fields.add(name, types.ignoreAbove(name)));
        asked(query).forEach(field -> fields.add(field.name(), types.ignoreAbove(field.name())));
        this.table = fields.build();
        this.places = new SequencePlaces(request.timestampField(), request.tiebreakerField(), table, types);
        this.gathering = switch (query) {
            case EqlQuery.Events events -> new EqlEvents(events, request, table, types);
            case EqlQuery.Sequence sequence -> new EqlSequences(sequence, request, table, types);
            case EqlQuery.Sample sample -> new EqlSamples(sample, request, table, types);
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

    /** Takes the next event, read for {@link #table}, and says its number. */
    public long add(Event event) {
        long number = added++;
        gathering.add(event, number, places.time(event), places.tiebreak(event));
        return number;
    }

    /** What the query finds among the events added so far. */
    public EqlAnswer answer() {
        return gathering.answer();
    }
}
