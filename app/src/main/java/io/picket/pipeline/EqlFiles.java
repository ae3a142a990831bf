package io.picket.pipeline;

import io.picket.condition.FieldTypes;
import io.picket.detect.EqlAnswer;
import io.picket.detect.EqlRequest;
import io.picket.detect.EqlSearch;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An EQL query over event files. The files are read twice: once to find what matches, once to fetch its documents, so
 * that only the answer is held.
 */
public final class EqlFiles {

    /** An event of the answer. */
    public record Found(String index, String id, Map<String, Object> document) {}

    /** What was found, and the documents of its events by number. */
    public record Outcome(EqlAnswer answer, Map<Long, Found> documents, long events, List<String> rejections) {
        public Outcome {
            documents = Map.copyOf(documents);
            rejections = List.copyOf(rejections);
        }
    }

    private final EqlSearch search;
    private final String index;

    public EqlFiles(EqlQuery query, EqlRequest request, FieldTypes types, String index) {
        this.search = new EqlSearch(query, request, types);
        this.index = index;
    }

    /** Takes an event of a pass over the files, and its number. */
    private interface Visitor {
        void visit(Event event, long number);
    }

    /** Searches; the files must be ones that can be read twice. */
    public Outcome over(List<EventFile> files) throws IOException {
        Pass first = new Pass(search.table(), (event, number) -> search.add(event));
        first.over(files);
        EqlAnswer answer = search.answer();
        Set<Long> wanted = wanted(answer);
        Map<Long, Found> documents = new HashMap<>();
        if (!wanted.isEmpty()) {
            new Pass(search.table(), (event, number) -> {
                        if (wanted.contains(number)) {
                            documents.put(number, new Found(event.index(), event.idOrHash(), event.toMap()));
                        }
                    })
                    .over(files);
        }
        return new Outcome(answer, documents, first.events, first.sentences);
    }

    private static Set<Long> wanted(EqlAnswer answer) {
        Set<Long> wanted = new HashSet<>();
        switch (answer) {
            case EqlAnswer.Events events -> wanted.addAll(events.events());
            case EqlAnswer.Sequences sequences ->
                sequences.sequences().forEach(joined -> wanted.addAll(joined.events()));
        }
        wanted.remove(EqlAnswer.MISSING);
        return wanted;
    }

    /** One pass over all files. */
    private final class Pass implements Sources.DocumentSink {
        private final EventReader reader;
        private final Event event;
        private final Provenance provenance;
        private final Visitor visitor;
        private final Rejections rejections = new Rejections(Optional.empty());
        private List<String> sentences = List.of();
        private long events;

        Pass(FieldTable fields, Visitor visitor) throws IOException {
            this.reader = new EventReader(fields);
            this.event = new Event(fields);
            this.provenance = new Provenance(fields);
            this.visitor = visitor;
        }

        void over(List<EventFile> files) throws IOException {
            for (EventFile file : files) {
                new Source(file, Survey.unordered(0), this).readToEnd();
            }
            sentences = rejections.sentences();
            rejections.close();
        }

        @Override
        public void document(Source source, byte[] bytes, int from, int to) throws IOException {
            if (!reader.readHit(bytes, from, to, event)) {
                rejections.add(source.name(), source.line(), reader.failure(), bytes, from, to);
                return;
            }
            Placing.place(event, source, index, provenance);
            visitor.visit(event, events++);
        }

        @Override
        public void rejected(Source source, long line, String reason, byte[] bytes, int from, int to)
                throws IOException {
            rejections.add(source.name(), line, reason, bytes, from, to);
        }
    }
}
