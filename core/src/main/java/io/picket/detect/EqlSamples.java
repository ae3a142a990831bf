package io.picket.detect;

import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sample query: for every key, the first few events of each step, in the order they came, and then the first
 * combinations of different ones. Since only as many are kept as {@code steps + samples per key - 1}, a combination
 * among later events is not found; Elasticsearch does not find it either.
 */
final class EqlSamples implements EqlGathering {

    /** Most combinations tried for one key. */
    private static final int TRIES_MAX = 100_000;

    private static final int KEY_BYTES = 160;

    private final EqlQuery.Sample query;
    private final EqlRequest request;
    private final SequenceSteps steps;
    private final int eventsMax;

    /** By key and step: the events kept. */
    private final SortedMap<JoinKey, List<List<Long>>> byKey = new TreeMap<>();

    private long bytes;
    private long shed;
    private int tries;

    EqlSamples(EqlQuery.Sample query, EqlRequest request, FieldTable table, FieldTypes types) {
        this.query = query;
        this.request = request;
        this.steps = SequenceSteps.of(query, table, types);
        this.eventsMax = query.steps().size() + request.samplesPerKey() - 1;
    }

    @Override
    public void add(Event event, long number, long time, @Nullable Object tiebreak) {
        steps.of(event, (step, key) -> {
            List<List<Long>> known = byKey.get(key);
            if (known == null) {
                if (bytes > request.bytesMax()) {
                    shed++;
                    return;
                }
                known = new ArrayList<>();
                for (int i = 0; i < query.steps().size(); i++) {
                    known.add(new ArrayList<>());
                }
                byKey.put(key, known);
                bytes += KEY_BYTES + key.bytes() + 64L * query.steps().size();
            }
            if (known.get(step).size() < eventsMax) {
                known.get(step).add(number);
                bytes += 24;
            }
        });
    }

    @Override
    public EqlAnswer answer() {
        List<EqlAnswer.Joined> found = new ArrayList<>();
        for (var entry : byKey.entrySet()) {
            if (entry.getValue().stream().noneMatch(List::isEmpty)) {
                tries = 0;
                List<List<Long>> samples = new ArrayList<>();
                combine(entry.getValue(), new ArrayList<>(), samples);
                samples.forEach(
                        events -> found.add(new EqlAnswer.Joined(entry.getKey().values(), events)));
            }
            if (found.size() >= request.size()) {
                break;
            }
        }
        EqlLimits limits = new EqlLimits(request.size(), false, query.pipes());
        long left = shed + steps.shedKeys();
        return new EqlAnswer.Sequences(
                limits.of(found),
                left == 0 ? List.of() : List.of("There was not enough memory for " + left + " keys."));
    }

    private void combine(List<List<Long>> candidates, List<Long> chosen, List<List<Long>> samples) {
        if (chosen.size() == candidates.size()) {
            samples.add(List.copyOf(chosen));
            return;
        }
        for (Long event : candidates.get(chosen.size())) {
            if (samples.size() == request.samplesPerKey() || ++tries > TRIES_MAX) {
                return;
            }
            if (!chosen.contains(event)) {
                chosen.add(event);
                combine(candidates, chosen, samples);
                chosen.removeLast();
            }
        }
    }
}
