package io.picket.detect;

import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sequence query: keeps every event that meets a step, brings them in order and runs {@link SequenceMachine}. */
final class EqlSequences implements EqlGathering {

    private static final int CANDIDATE_BYTES = 120;

    private record Candidate(SequenceOrder order, int step, JoinKey key) {}

    private final EqlQuery.Sequence query;
    private final EqlRequest request;
    private final SequenceSteps steps;
    private final List<Candidate> candidates = new ArrayList<>();
    private long bytes;
    private long shed;
    private long untimed;

    EqlSequences(EqlQuery.Sequence query, EqlRequest request, FieldTable table, FieldTypes types) {
        this.query = query;
        this.request = request;
        this.steps = SequenceSteps.of(query, table, types);
    }

    @Override
    public void add(Event event, long number, long time, @Nullable Object tiebreak) {
        SequenceOrder order = new SequenceOrder(time, tiebreak, number);
        steps.of(event, (step, key) -> {
            if (time == Detector.NO_TIME) {
                untimed++;
            } else if (bytes > request.bytesMax()) {
                shed++;
            } else {
                candidates.add(new Candidate(order, step, key));
                bytes += CANDIDATE_BYTES + key.bytes();
            }
        });
    }

    @Override
    public EqlAnswer answer() {
        candidates.sort(Comparator.comparing(Candidate::order));
        List<SequenceFound<Long>> found = new ArrayList<>();
        SequenceMachine<Long> machine =
                new SequenceMachine<>(SequenceShape.of(query), number -> 24, request.bytesMax(), found::add);
        for (Candidate one : candidates) {
            machine.advance(one.order().time());
            machine.add(one.order(), one.order().arrival(), one.step(), one.key());
        }
        machine.finish();
        found.sort(Comparator.naturalOrder());
        List<EqlAnswer.Joined> joined = EqlLimits.of(request, query.pipes()).of(found).stream()
                .map(this::joined)
                .toList();
        return new EqlAnswer.Sequences(joined, warnings(machine.shedKeys()));
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

    private List<String> warnings(long shedKeys) {
        List<String> warnings = new ArrayList<>();
        if (untimed > 0) {
            warnings.add(untimed + " events without a readable " + request.timestampField() + " were left out.");
        }
        if (shed + shedKeys + steps.shedKeys() > 0) {
            warnings.add("There was not enough memory for all events: " + (shed + shedKeys + steps.shedKeys())
                    + " steps or keys were left out, and sequences may be missing.");
        }
        return warnings;
    }
}
