package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.DateText;
import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks events an EQL query, as Elasticsearch's EQL search does: add every event once, in any order, then take the
 * answer. Documents stay with the caller; the search keeps numbers, times and keys of events that meet a step.
 */
public final class EqlSearch {

    private final FieldTable table;
    private final EqlRequest request;
    private final int timestamp;
    private final int tiebreaker;
    private final FieldTypes types;
    private final EqlGathering gathering;
    private long added;

    public EqlSearch(EqlQuery query, EqlRequest request, FieldTypes types) {
        this.request = request;
        this.types = types;
        FieldTable.Builder fields = FieldTable.builder();
        Stream.of(request.timestampField(), request.tiebreakerField().orElse(request.timestampField()))
                .forEach(name -> fields.add(name, types.ignoreAbove(name)));
        asked(query).forEach(field -> fields.add(field.name(), types.ignoreAbove(field.name())));
        this.table = fields.build();
        this.timestamp = table.slot(request.timestampField());
        this.tiebreaker = request.tiebreakerField().map(table::slot).orElse(FieldTable.NONE);
        this.gathering = switch (query) {
            case EqlQuery.Events events -> new EqlEvents(events, request, table, types);
            case EqlQuery.Sequence sequence -> new EqlSequences(sequence, request, table, types);
            case EqlQuery.Sample sample -> new EqlSamples(sample, request, table, types);
        };
    }

    /** Every field that conditions and keys name. */
    private static List<Field> asked(EqlQuery query) {
        Set<Field> compared = MatchPlan.fields(List.of(query.anyEvent()));
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
        gathering.add(event, number, time(event), tiebreak(event));
        return number;
    }

    private long time(Event event) {
        String text = event.firstText(timestamp);
        if (text == null) {
            return Detector.NO_TIME;
        }
        long millis = DateText.millis(text);
        if (millis != DateText.NONE) {
            return millis;
        }
        // Numbers too short to be a date are epoch milliseconds all the same, as in Elasticsearch's default format.
        boolean digits = !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : Detector.NO_TIME;
    }

    private @Nullable Object tiebreak(Event event) {
        if (tiebreaker == FieldTable.NONE) {
            return null;
        }
        List<Object> values = TypedValues.of(
                event, tiebreaker, types.typeOf(request.tiebreakerField().orElseThrow()));
        return values.isEmpty() ? null : values.getFirst();
    }

    /** What the query finds among the events added so far. */
    public EqlAnswer answer() {
        return gathering.answer();
    }
}
