package io.picket.pipeline;

import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through event files in their order, once, and lends out each event with its place. */
public final class EventPass {

    /** Takes an event; lent until it returns. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Whether to go on.
         *
         * @param line the number of its first line in the file, from 1
         */
        boolean event(Event event, String file, long line);
    }

    /**
     * What there was.
     *
     * @param rejections the first of what was no event, as file:line: reason
     * @param faults files that could not be read to their ends, and why
     */
    public record Outcome(long events, long rejected, List<String> rejections, List<String> faults) {
        static final Outcome NOTHING = new Outcome(0, 0, List.of(), List.of());

        public Outcome {
            rejections = List.copyOf(rejections);
            faults = List.copyOf(faults);
        }
    }

    private final EventReader reader;
    private final Event event;
    private final Provenance provenance;
    private final String index;
    private boolean enough;
    private long events;

    /**
     * A pass that has not begun.
     *
     * @param fields what is read of events; with {@link Provenance#FIELDS}, or they are not told apart by index
     * @param index of events that do not say theirs; empty: told from their fields
     */
    public EventPass(FieldTable fields, String index) {
        this.reader = new EventReader(fields);
        this.event = new Event(fields);
        this.provenance = new Provenance(fields);
        this.index = index;
    }

    /** Goes through the files until the visitor has enough. */
    public Outcome over(List<EventFile> files, Visitor visitor) throws IOException {
        List<String> faults = new ArrayList<>();
        try (Rejections rejections = new Rejections(Optional.empty())) {
            Sources.DocumentSink sink = new Sources.DocumentSink() {
                @Override
                public void document(Source from, byte[] bytes, int start, int end) throws IOException {
                    if (enough) {
                        return;
                    }
                    if (!reader.readHit(bytes, start, end, event)) {
                        rejections.add(from.name(), from.line(), reader.failure(), bytes, start, end);
                        return;
                    }
                    events++;
                    Placing.place(event, from, index, provenance);
                    enough = !visitor.event(event, from.name(), from.line());
                }

                @Override
                public void rejected(Source from, long line, String reason, byte[] bytes, int start, int end)
                        throws IOException {
                    rejections.add(from.name(), line, reason, bytes, start, end);
                }
            };
            for (EventFile file : files) {
                Source source = new Source(file, Survey.unordered(0), sink);
                boolean more = true;
                while (more && !enough) {
                    more = source.readPiece();
                }
                source.close();
                source.fault().ifPresent(faults::add);
            }
            return new Outcome(events, rejections.count(), rejections.sentences(), faults);
        }
    }
}
