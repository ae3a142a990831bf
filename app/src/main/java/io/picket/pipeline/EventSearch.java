package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes through event files and hands out the events that meet a condition, in the order of the files. */
public final class EventSearch {

    /** What there was. */
    public record Outcome(long events, long rejected, long matched, List<String> rejections) {
        public Outcome {
            rejections = List.copyOf(rejections);
        }
    }

    private final FieldTable fields;
    private final EventReader reader;
    private final Matcher matcher;
    private final Event event;
    private final Provenance provenance;
    private final String index;
    private long events;
    private long matched;

    public EventSearch(Condition condition, FieldTypes types, String index) {
        FieldTable.Builder table = FieldTable.builder();
        Provenance.FIELDS.forEach(name -> table.add(name, FieldTypes.IGNORE_ABOVE_DEFAULT));
        MatchPlan.fields(List.of(condition)).forEach(field -> table.add(field.name(), types.ignoreAbove(field.name())));
        this.fields = table.build();
        MatchPlan.Builder plan = MatchPlan.builder(types);
        plan.add(condition, IndexPatterns.ALL);
        this.matcher = new Matcher(plan.build(fields));
        this.reader = new EventReader(fields);
        this.event = new Event(fields);
        this.provenance = new Provenance(fields);
        this.index = index;
    }

    /** Searches; {@code found} is lent each event until it returns. Stops after {@code size} of them. */
    public Outcome over(List<EventFile> files, long size, Consumer<Event> found) throws IOException {
        try (Rejections rejections = new Rejections(Optional.empty())) {
            for (EventFile file : files) {
                Source source = new Source(file, Survey.unordered(0), new Sources.DocumentSink() {
                    @Override
                    public void document(Source from, byte[] bytes, int start, int end) throws IOException {
                        if (matched >= size) {
                            return;
                        }
                        if (!reader.readHit(bytes, start, end, event)) {
                            rejections.add(from.name(), from.line(), reader.failure(), bytes, start, end);
                            return;
                        }
                        events++;
                        Placing.place(event, from, index, provenance);
                        if (matcher.match(event) > 0) {
                            matched++;
                            found.accept(event);
                        }
                    }

                    @Override
                    public void rejected(Source from, long line, String reason, byte[] bytes, int start, int end)
                            throws IOException {
                        rejections.add(from.name(), line, reason, bytes, start, end);
                    }
                });
                boolean more = true;
                while (more && matched < size) {
                    more = source.readPiece();
                }
                source.close();
            }
            return new Outcome(events, rejections.count(), matched, rejections.sentences());
        }
    }
}
