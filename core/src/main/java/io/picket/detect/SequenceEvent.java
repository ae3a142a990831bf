package io.picket.detect;

import io.picket.alert.SourceDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * An event of a rule that orders or joins events: where it stands, and what it hits.
 *
 * <p>Storage decides the order of events of one moment in Elasticsearch, that is chance. Here the event that meets an
 * earlier step stands first, so that a sequence within one moment is found whichever way its events came in; then the id
 * decides.
 */
record SequenceEvent(SequencePlace place, SourceDocument document, List<SequenceSteps.Hit> hits)
        implements Comparable<SequenceEvent> {

    private static final int OVERHEAD_BYTES = 96;
    private static final int HIT_BYTES = 32;

    @Override
    public int compareTo(SequenceEvent other) {
        int byPlace = place.compareTo(other.place);
        if (byPlace != 0) {
            return byPlace;
        }
        int byStep = Integer.compare(firstStep(), other.firstStep());
        if (byStep != 0) {
            return byStep;
        }
        int byIndex = document.index().compareTo(other.document.index());
        return byIndex != 0 ? byIndex : document.id().compareTo(other.document.id());
    }

    /** The earliest step; {@code until} stands behind all. */
    private int firstStep() {
        int first = Integer.MAX_VALUE;
        for (SequenceSteps.Hit hit : hits) {
            first = Math.min(first, hit.step() == SequenceMachine.UNTIL ? Integer.MAX_VALUE : hit.step());
        }
        return first;
    }

    /** Whether it is the very same event. */
    boolean isSameAs(SequenceEvent other) {
        return document.id().equals(other.document.id()) && document.index().equals(other.document.index());
    }

    /** Gives the event to a machine, which knows it as {@code as}, as what comes next. */
    <E> void into(SequenceMachine<E> machine, E as, long number) {
        List<SequenceMachine.Met<E>> met = new ArrayList<>(hits.size());
        hits.forEach(hit -> met.add(new SequenceMachine.Met<>(as, hit.step(), hit.key())));
        machine.take(new SequenceOrder(place.time(), null, number), met);
    }

    /** Memory it takes, estimated, in bytes. */
    long bytes() {
        long bytes = OVERHEAD_BYTES + document.bytes();
        for (SequenceSteps.Hit hit : hits) {
            bytes += HIT_BYTES + hit.key().bytes();
        }
        return bytes;
    }

    void save(StateWriter out) {
        place.save(out);
        out.document(document);
        out.size(hits.size());
        hits.forEach(hit -> {
            out.number(hit.step());
            out.values(hit.key().values());
        });
    }

    static SequenceEvent load(StateReader in) {
        SequencePlace place = SequencePlace.load(in);
        SourceDocument document = in.document();
        List<SequenceSteps.Hit> hits = new ArrayList<>();
        for (int i = in.size(); i > 0; i--) {
            hits.add(new SequenceSteps.Hit((int) in.number(), JoinKey.of(in.values())));
        }
        return new SequenceEvent(place, document, hits);
    }
}
