package io.picket.pipeline;

import io.picket.condition.FieldTypes;
import io.picket.detect.EqlAnswer;
import io.picket.detect.EqlRequest;
import io.picket.detect.EqlSearch;
import io.picket.eql.EqlQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An EQL query over event files, which are read once; what may be in the answer waits in memory and then on disk. */
public final class EqlFiles {

    /** What documents that wait may take in memory, and their order the same. */
    private static final long MEMORY_BYTES = 64L << 20;

    /** An event of the answer. */
    public record Found(String index, String id, Map<String, Object> document) {}

    /** What was found, and the documents of its events as the answer calls them. */
    public record Outcome(EqlAnswer answer, Map<Long, Found> documents, EventPass.Outcome read) {
        public Outcome {
            documents = Map.copyOf(documents);
        }
    }

    private final EqlQuery query;
    private final EqlRequest request;
    private final FieldTypes types;
    private final String index;
    private final Path temporary;
    private final long memoryBytes;

    /** @param index of events that do not say theirs */
    public EqlFiles(EqlQuery query, EqlRequest request, FieldTypes types, String index) {
        this(query, request, types, index, Path.of(System.getProperty("java.io.tmpdir")), MEMORY_BYTES);
    }

    EqlFiles(EqlQuery query, EqlRequest request, FieldTypes types, String index, Path temporary, long memoryBytes) {
        this.query = query;
        this.request = request;
        this.types = types;
        this.index = index;
        this.temporary = temporary;
        this.memoryBytes = memoryBytes;
    }

    /** Searches. */
    public Outcome over(List<EventFile> files) throws IOException {
        try (EqlSpool spool = new EqlSpool(temporary, memoryBytes, query instanceof EqlQuery.Events)) {
            EqlSearch search = new EqlSearch(query, request, types, spool);
            EventPass.Outcome read = new EventPass(search.table(), index).over(files, (event, file, line) -> {
                search.add(event);
                return true;
            });
            EqlAnswer answer = search.answer();
            Map<Long, Found> documents = new HashMap<>();
            for (long name : names(answer)) {
                documents.put(name, spool.found(name));
            }
            return new Outcome(answer, documents, read);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Set<Long> names(EqlAnswer answer) {
        Set<Long> names = new HashSet<>();
        switch (answer) {
            case EqlAnswer.Events events -> names.addAll(events.events());
            case EqlAnswer.Sequences sequences ->
                sequences.sequences().forEach(joined -> names.addAll(joined.events()));
        }
        names.remove(EqlAnswer.MISSING);
        return names;
    }
}
