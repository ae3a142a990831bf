package io.picket.pipeline;

import io.picket.detect.Detector;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.Provenance;
import io.picket.match.Matcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Indicators given as files, for the indicator match rules of a plan. They are read before the events and known from the
 * start, whatever their time, so no order of files or lines makes a difference.
 *
 * <p>A document whose index nobody says is offered to every rule; what its fields tell of its index is only a name for
 * it.
 */
public final class IndicatorFiles {

    /**
     * A file of indicators.
     *
     * @param index of documents that do not say theirs; empty if nobody says it
     */
    public record Given(String index, EventFile file) {}

    /**
     * What there was.
     *
     * @param documents that could be read
     * @param unused of them, how many are an indicator of no rule
     * @param rejections the first of what was no document, as file:line: reason
     * @param faults files that could not be read to their ends, and why
     * @param refusals rules that had no room for all of their indicators, with how many were left out
     */
    public record Outcome(
            long documents, long unused, List<String> rejections, List<String> faults, List<String> refusals) {
        public Outcome {
            rejections = List.copyOf(rejections);
            faults = List.copyOf(faults);
            refusals = List.copyOf(refusals);
        }
    }

    private final List<IndicatorEar> ears;
    private final EventReader reader;
    private final Event event;
    private final Matcher matcher;
    private final Provenance provenance;
    private final long[] refused;
    private long documents;
    private long unused;

    private IndicatorFiles(HuntPlan plan) {
        this.reader = new EventReader(plan.fields());
        this.event = new Event(plan.fields());
        this.matcher = new Matcher(plan.indicatorMatches());
        this.provenance = new Provenance(plan.fields());
        this.ears = plan.indicators();
        this.refused = new long[ears.size()];
    }

    /** Whether any of the plan's rules takes indicators. */
    public static boolean isAnybodyInterested(HuntPlan plan) {
        return !plan.indicators().isEmpty();
    }

    /** Reads files and hands their documents to the rules whose indicators they are. */
    public static Outcome read(HuntPlan plan, List<Given> files) throws IOException {
        IndicatorFiles reading = new IndicatorFiles(plan);
        List<String> faults = new ArrayList<>();
        try (Rejections rejections = new Rejections(Optional.empty())) {
            for (Given given : files) {
                Source source = new Source(given.file(), Survey.unordered(0), reading.into(given.index(), rejections));
                source.readToEnd();
                source.fault().ifPresent(faults::add);
            }
            return new Outcome(reading.documents, reading.unused, rejections.sentences(), faults, reading.refusals());
        }
    }

    private Sources.DocumentSink into(String index, Rejections rejections) {
        return new Sources.DocumentSink() {
            @Override
            public void document(Source source, byte[] bytes, int from, int to) throws IOException {
                if (reader.readHit(bytes, from, to, event)) {
                    take(source, index);
                } else {
                    String reason = "byte " + (reader.failureOffset() + 1) + ": " + reader.failure();
                    rejections.add(source.name(), source.line(), reason, bytes, from, to);
                }
            }

            @Override
            public void rejected(Source source, long line, String reason, byte[] bytes, int from, int to)
                    throws IOException {
                rejections.add(source.name(), line, reason, bytes, from, to);
            }
        };
    }

    private void take(Source source, String index) {
        documents++;
        String told = source.index() != null ? source.index() : event.index();
        String said = told.isEmpty() ? index : told;
        String named = source.id();
        event.origin(said, named != null ? named : event.id());
        int matched = matcher.match(event);
        unused += matched == 0 ? 1 : 0;
        if (said.isEmpty()) {
            event.origin(provenance.indexOf(event), event.id());
        }
        for (int i = 0; i < matched; i++) {
            int number = matcher.matched(i);
            if (!ears.get(number).indicator(event, Detector.NO_TIME)) {
                refused[number]++;
            }
        }
    }

    private List<String> refusals() {
        List<String> refusals = new ArrayList<>();
        for (int number = 0; number < refused.length; number++) {
            if (refused[number] > 0) {
                refusals.add(ears.get(number).rule().name() + ": no room for " + refused[number] + " indicators");
            }
        }
        return refusals;
    }
}
