package io.picket.detect;

import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sample query: for every key, the first few events of each step, in the order they came, and then the first
 * combinations of different ones. Since only as many are kept as {@code steps + samples per key - 1}, a combination
 * among later events is not found; Elasticsearch does not find it either.
 */
final class EqlSamples implements EqlGathering {

    private static final int KEY_BYTES = 160;

    private final EqlQuery.Sample query;
    private final EqlRequest request;
    private final EqlStore store;
    private final Matcher matcher;
    private final SequenceSteps steps;
    private final List<SequenceSteps.Hit> hits = new ArrayList<>();
    private final int eventsMax;

    /** By key and step: the events kept. */
    private final Map<JoinKey, List<List<Long>>> byKey = new HashMap<>();

    private long bytes;
    private long shed;
    private long cut;
    private long crowded;

    EqlSamples(EqlQuery.Sample query, EqlRequest request, FieldTable table, FieldTypes types, EqlStore store) {
        this.query = query;
        this.request = request;
        this.store = store;
        this.matcher = new Matcher(MatchPlan.of(query.conditions(), types, table));
        this.steps = SequenceSteps.of(query, table);
        this.eventsMax = (int) Math.min(Integer.MAX_VALUE, query.steps().size() - 1L + request.samplesPerKey());
    }

    @Override
    public void add(Event event, long number, long time, @Nullable Object tiebreak) {
        hits.clear();
        int met = matcher.match(event);
        for (int i = 0; i < met; i++) {
            steps.of(event, matcher.matched(i), hits);
        }
        crowded += steps.takeCrowded();
        long name = EqlAnswer.MISSING;
        for (SequenceSteps.Hit hit : hits) {
            List<Long> events = room(hit);
            if (events != null) {
                name = name == EqlAnswer.MISSING ? store.keep(event, number) : name;
                events.add(name);
                bytes += 24;
            }
        }
    }

    /** Where to keep the event; null if there is no room for it, or there are enough. */
    private @Nullable List<Long> room(SequenceSteps.Hit hit) {
        List<List<Long>> known = byKey.get(hit.key());
        if (known == null) {
            if (bytes > request.bytesMax()) {
                shed++;
                return null;
            }
            known = new ArrayList<>();
            for (int i = 0; i < query.steps().size(); i++) {
                known.add(new ArrayList<>());
            }
            byKey.put(hit.key(), known);
            bytes += KEY_BYTES + hit.key().bytes() + 64L * query.steps().size();
        }
        List<Long> events = known.get(hit.step());
        if (events.size() >= eventsMax) {
            return null;
        }
        // The first events of a key may always come, so that a key that was taken can have a sample.
        if (events.size() >= query.steps().size() && bytes > request.bytesMax()) {
            cut++;
            return null;
        }
        return events;
    }

    @Override
    public EqlAnswer answer() {
        List<EqlAnswer.Joined> found = new ArrayList<>();
        for (JoinKey key : byKey.keySet().stream().sorted().toList()) {
            for (List<Long> events : SampleChoice.of(byKey.getOrDefault(key, List.of()), request.samplesPerKey())) {
                found.add(new EqlAnswer.Joined(key.values(), events));
            }
            if (found.size() >= request.size()) {
                break;
            }
        }
        EqlLimits limits = new EqlLimits(request.size(), false, query.pipes());
        return new EqlAnswer.Sequences(limits.of(found), warnings());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (shed + crowded > 0) {
            warnings.add("There was not enough memory for " + (shed + crowded) + " keys.");
        }
        if (cut > 0) {
            warnings.add("There was not enough memory for " + cut + " more events of keys.");
        }
        return warnings;
    }
}
