package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Goes through event files and hands out the events that meet a condition, in the order of the files. */
public final class EventSearch {

    /** What there was. */
    public record Outcome(EventPass.Outcome read, long matched) {}

    private final EventPass pass;
    private final Matcher matcher;
    private long matched;

    public EventSearch(Condition condition, FieldTypes types, String index) {
        FieldTable.Builder table = FieldTable.builder();
        Provenance.FIELDS.forEach(name -> table.add(name, FieldTypes.IGNORE_ABOVE_DEFAULT));
        MatchPlan.fields(List.of(condition)).forEach(field -> table.add(field.name(), types.ignoreAbove(field.name())));
        FieldTable fields = table.build();
        MatchPlan.Builder plan = MatchPlan.builder(types);
        plan.add(condition, IndexPatterns.ALL);
        this.matcher = new Matcher(plan.build(fields));
        this.pass = new EventPass(fields, index);
    }

    /** Searches; {@code found} is lent each event until it returns. Stops after {@code size} of them. */
    public Outcome over(List<EventFile> files, long size, Consumer<Event> found) throws IOException {
        if (size == 0) {
            return new Outcome(EventPass.Outcome.NOTHING, 0);
        }
        EventPass.Outcome read = pass.over(files, (event, file, line) -> {
            if (matcher.match(event) > 0) {
                matched++;
                found.accept(event);
            }
            return matched < size;
        });
        return new Outcome(read, matched);
    }
}
