package io.picket.detect;

import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sequence query: keeps every event that meets a step, brings them in order and runs {@link SequenceMachine}. */
final class EqlSequences implements EqlGathering {

    private static final int CANDIDATE_BYTES = 120;

    private record Candidate(SequenceOrder order, SequenceSteps.Hit hit) {}

    private final EqlQuery.Sequence query;
    private final EqlRequest request;
    private final Matcher matcher;
    private final SequenceSteps steps;
    private final List<SequenceSteps.Hit> hits = new ArrayList<>();
    private final JoinedNotes notes = new JoinedNotes();
    private final List<Candidate> candidates = new ArrayList<>();
    private long bytes;
    private long shed;
    private long untimed;

    EqlSequences(EqlQuery.Sequence query, EqlRequest request, FieldTable table, FieldTypes types) {
        this.query = query;
        this.request = request;
        this.matcher = new Matcher(MatchPlan.of(query.conditions(), types, table));
        this.steps = SequenceSteps.of(query, table);
    }

    @Override
    public void add(Event event, long number, long time, @Nullable Object tiebreak) {
        hits.clear();
        int met = matcher.match(event);
        for (int i = 0; i < met; i++) {
            steps.of(event, matcher.matched(i), hits);
        }
        notes.crowded(steps.takeCrowded());
        SequenceOrder order = new SequenceOrder(time, tiebreak, number);
        for (SequenceSteps.Hit hit : hits) {
            if (time == Detector.NO_TIME) {
                untimed++;
            } else if (bytes > request.bytesMax()) {
                shed++;
            } else {
                candidates.add(new Candidate(order, hit));
                bytes += CANDIDATE_BYTES + hit.key().bytes();
            }
        }
    }

    @Override
    public EqlAnswer answer() {
        candidates.sort(Comparator.comparing(Candidate::order));
        List<SequenceFound<Long>> found = new ArrayList<>();
        SequenceMachine<Long> machine =
                new SequenceMachine<>(SequenceShape.of(query), number -> 24, request.bytesMax(), notes, found::add);
        List<SequenceMachine.Met<Long>> together = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            SequenceOrder order = candidates.get(i).order();
            SequenceSteps.Hit hit = candidates.get(i).hit();
            together.add(new SequenceMachine.Met<>(order.arrival(), hit.step(), hit.key()));
            // Numbers tell events apart, so what stands at one place is one event.
            if (i + 1 == candidates.size() || candidates.get(i + 1).order().arrival() != order.arrival()) {
                machine.advance(order.time());
                machine.take(order, together);
                together.clear();
            }
        }
        machine.finish();
        found.sort(Comparator.naturalOrder());
        List<EqlAnswer.Joined> joined = EqlLimits.of(request.size(), request.newest(), query.pipes()).of(found).stream()
                .map(this::joined)
                .toList();
        return new EqlAnswer.Sequences(joined, warnings());
    }

    private EqlAnswer.Joined joined(SequenceFound<Long> found) {
        List<@Nullable Object> keys = new ArrayList<>();
        for (int i = 0; i < found.key().values().size(); i++) {
            Object value = found.key().values().get(i);
            boolean date = query.steps().getFirst().keys().get(i).field().type() == FieldType.DATE;
            keys.add(date && value instanceof Long millis ? DateText.iso(millis) : value);
        }
        List<Long> events = found.events().stream()
                .map(number -> number == null ? (Long) EqlAnswer.MISSING : number)
                .toList();
        return new EqlAnswer.Joined(keys, events);
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (untimed > 0) {
            warnings.add(untimed + " events without a readable " + request.timestampField() + " were left out.");
        }
        if (shed > 0) {
            warnings.add("There was not enough memory for all events: " + shed
                    + " steps were left out, and sequences may be missing.");
        }
        warnings.addAll(notes.warnings());
        return warnings;
    }
}
