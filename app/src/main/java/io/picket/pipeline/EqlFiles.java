package io.picket.pipeline;

import io.picket.condition.FieldTypes;
import io.picket.detect.EqlAnswer;
import io.picket.detect.EqlRequest;
import io.picket.detect.EqlSearch;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/**
 * An EQL query over event files. The files are read twice: once to find what matches, once to fetch its documents, so
 * that only the answer is held.
 */
public final class EqlFiles {

    /** An event of the answer. */
    public record Found(String index, String id, Map<String, Object> document) {}

    /** What was found, and the documents of its events by number. */
    public record Outcome(EqlAnswer answer, Map<Long, Found> documents, EventPass.Outcome read) {
        public Outcome {
            documents = Map.copyOf(documents);
        }
    }

    private final EqlSearch search;
    private final String index;

    public EqlFiles(EqlQuery query, EqlRequest request, FieldTypes types, String index) {
        this.search = new EqlSearch(query, request, types);
        this.index = index;
    }

    /** Searches; the files must be ones that can be read twice. */
    public Outcome over(List<EventFile> files) throws IOException {
        EventPass.Outcome read = pass(files, (event, number) -> search.add(event));
        EqlAnswer answer = search.answer();
        Set<Long> wanted = wanted(answer);
        Map<Long, Found> documents = new HashMap<>();
        if (!wanted.isEmpty()) {
            pass(files, (event, number) -> {
                if (wanted.contains(number)) {
                    documents.put(number, new Found(event.index(), event.idOrHash(), event.toMap()));
                }
            });
        }
        return new Outcome(answer, documents, read);
    }

    /** Goes over all files, numbering their events from 0. */
    private EventPass.Outcome pass(List<EventFile> files, ObjLongConsumer<Event> visitor) throws IOException {
        long[] number = {0};
        return new EventPass(search.table(), index).over(files, (event, file, line) -> {
            visitor.accept(event, number[0]++);
            return true;
        });
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
}
