package io.picket.detect;

import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.eql.EqlQuery;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A sequence query: what meets a step goes to the store as a record, comes back in order of time and runs through {@link
 * SequenceMachine}. A record is the event's number and name, its tie-breaker as a key of one value, and for each step and
 * key it hits the step, 0 for {@code until}, and the key; keys follow their lengths.
 */
final class EqlSequences implements EqlGathering {

    private static final int NAME_BYTES = 24;

    private record Candidate(SequenceOrder order, List<SequenceMachine.Met<Long>> met) {}

    private final EqlQuery.Sequence query;
    private final EqlRequest request;
    private final EqlStore store;
    private final EqlLimits limits;
    private final Matcher matcher;
    private final SequenceSteps steps;
    private final List<SequenceSteps.Hit> hits = new ArrayList<>();
    private final ByteOutput record = new ByteOutput();
    private final JoinedNotes notes = new JoinedNotes();
    private final SequenceMachine<Long> machine;
    private final List<Candidate> moment = new ArrayList<>();

    /** No more than {@code size}; the one to be given up first is the first. */
    private final PriorityQueue<SequenceFound<Long>> found;

    private long untimed;

    EqlSequences(EqlQuery.Sequence query, EqlRequest request, FieldTable table, FieldTypes types, EqlStore store) {
        this.query = query;
        this.request = request;
        this.store = store;
        this.limits = EqlLimits.of(request.size(), request.newest(), query.pipes());
        this.matcher = new Matcher(MatchPlan.of(query.conditions(), types, table));
        this.steps = SequenceSteps.of(query, table);
        this.machine = new SequenceMachine<>(
                SequenceShape.of(query), name -> NAME_BYTES, request.bytesMax(), notes, this::found);
        Comparator<SequenceFound<Long>> ascending = Comparator.naturalOrder();
        this.found = new PriorityQueue<>(limits.newest() ? ascending : ascending.reversed());
    }

    @Override
    public void add(Event event, long number, long time, @Nullable Object tiebreak) {
        hits.clear();
        int met = matcher.match(event);
        for (int i = 0; i < met; i++) {
            steps.of(event, matcher.matched(i), hits);
        }
        notes.crowded(steps.takeCrowded());
        if (hits.isEmpty()) {
            return;
        }
        if (time == Detector.NO_TIME) {
            untimed++;
            return;
        }
        record.clear();
        record.putLong(number);
        record.putLong(store.keep(event, number));
        put(JoinKey.of(Collections.singletonList(tiebreak)));
        for (SequenceSteps.Hit hit : hits) {
            record.putCount(hit.step() + 1);
            put(hit.key());
        }
        store.put(time, record.array(), record.size());
    }

    private void put(JoinKey key) {
        record.putCount(key.asBytes().length);
        record.put(key.asBytes(), 0, key.asBytes().length);
    }

    // ---- the answer ----

    @Override
    public EqlAnswer answer() {
        store.drain(this::take);
        takeMoment();
        machine.finish();
        List<SequenceFound<Long>> ascending = found.stream().sorted().toList();
        List<EqlAnswer.Joined> joined =
                limits.of(ascending).stream().map(this::joined).toList();
        return new EqlAnswer.Sequences(joined, warnings());
    }

    /** Reads a record; those of one time are put in order by what they say themselves. */
    private void take(long time, byte[] bytes, int from, int length) {
        if (!moment.isEmpty() && moment.getFirst().order().time() != time) {
            takeMoment();
        }
        Reading in = new Reading(bytes, from);
        long number = in.longNumber();
        long name = in.longNumber();
        Object tiebreak = in.key().values().getFirst();
        List<SequenceMachine.Met<Long>> met = new ArrayList<>(2);
        while (in.at < from + length) {
            int step = in.count() - 1;
            met.add(new SequenceMachine.Met<>(name, step, in.key()));
        }
        moment.add(new Candidate(new SequenceOrder(time, tiebreak, number), met));
    }

    private void takeMoment() {
        if (moment.isEmpty()) {
            return;
        }
        if (moment.size() > 1) {
            moment.sort(Comparator.comparing(Candidate::order));
        }
        machine.advance(moment.getFirst().order().time());
        moment.forEach(one -> machine.take(one.order(), one.met()));
        moment.clear();
    }

    private static final class Reading {
        private final byte[] bytes;
        private int at;

        Reading(byte[] bytes, int from) {
            this.bytes = bytes;
            this.at = from;
        }

        long longNumber() {
            at += Long.BYTES;
            return ByteOutput.longAt(bytes, at - Long.BYTES);
        }

        int count() {
            int count = ByteOutput.countAt(bytes, at);
            at += ByteOutput.countBytes(count);
            return count;
        }

        JoinKey key() {
            int length = count();
            at += length;
            return JoinKey.of(bytes, at - length, length);
        }
    }

    private void found(SequenceFound<Long> one) {
        found.add(one);
        if (found.size() > limits.size()) {
            found.remove();
        }
    }

    private EqlAnswer.Joined joined(SequenceFound<Long> one) {
        List<@Nullable Object> keys = new ArrayList<>();
        for (int i = 0; i < one.key().values().size(); i++) {
            Object value = one.key().values().get(i);
            boolean date = query.steps().getFirst().keys().get(i).field().type() == FieldType.DATE;
            keys.add(date && value instanceof Long millis ? DateText.iso(millis) : value);
        }
        List<Long> events = one.events().stream()
                .map(name -> name == null ? (Long) EqlAnswer.MISSING : name)
                .toList();
        return new EqlAnswer.Joined(keys, events);
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (untimed > 0) {
            warnings.add(untimed + " events without a readable " + request.timestampField() + " were left out.");
        }
        warnings.addAll(notes.warnings());
        return warnings;
    }
}
