package io.picket.alert;

import io.picket.alert.ThresholdSightings.Seen;
import io.picket.condition.DateText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence of a threshold alert: what an analyst would otherwise go and look up. Flat dotted keys under
 * {@value #PREFIX}, in a fixed order; times as ISO 8601 in UTC.
 *
 * <ul>
 *   <li>{@code headline}: one sentence. {@code exact}: false when numbers are lower bounds.
 *   <li>{@code first}, {@code last}, {@code duration_ms}, {@code events}: count; {@code event_ids.first, .last,
 *       .sample}, {@code event_ids_omitted}.
 *   <li>{@code values.field}, {@code values.distinct}, {@code values.seen}: each value with first, last, events;
 *       {@code values_omitted}.
 *   <li>{@code scan.*} of network events, {@code sweep.*} of processes; {@code fields.NAME}: further values of the
 *       events.
 * </ul>
 */
public final class ThresholdEvidence {

    public static final String PREFIX = "picket.evidence.";

    private ThresholdEvidence() {}

    public static Map<String, Object> of(ThresholdSightings sightings) {
        ScanEvidence scan = new ScanEvidence(sightings);
        Optional<CommandEvidence> commands =
                CommandEvidence.isAbout(sightings) ? Optional.of(new CommandEvidence(sightings)) : Optional.empty();
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put(
                PREFIX + "headline",
                commands.flatMap(CommandEvidence::headline)
                        .or(scan::headline)
                        .orElseGet(() -> plainHeadline(sightings)));
        evidence.put(PREFIX + "exact", sightings.exact());
        evidence.put(PREFIX + "first", DateText.iso(sightings.first()));
        evidence.put(PREFIX + "last", DateText.iso(sightings.last()));
        evidence.put(PREFIX + "duration_ms", sightings.last() - sightings.first());
        putSources(sightings, evidence);
        putValues(sightings, evidence);
        scan.put(evidence);
        commands.ifPresent(command -> command.put(evidence));
        sightings.details().forEach((field, values) -> evidence.put(PREFIX + "fields." + field, values));
        return evidence;
    }

    private static String plainHeadline(ThresholdSightings sightings) {
        List<String> group = new ArrayList<>();
        for (int i = 0; i < sightings.fields().size(); i++) {
            group.add(sightings.fields().get(i) + " " + sightings.values().get(i));
        }
        String atLeast = sightings.exact() ? "" : "at least ";
        String distinct = sightings
                .countedField()
                .map(field -> " with " + sightings.distinct() + " distinct " + field)
                .orElse("");
        return (group.isEmpty() ? "" : String.join(", ", group) + ": ")
                + atLeast
                + Amounts.count(sightings.count(), "event", "events")
                + distinct
                + " "
                + Amounts.in(sightings.last() - sightings.first());
    }

    private static void putSources(ThresholdSightings sightings, Map<String, Object> evidence) {
        evidence.put(PREFIX + "events", sightings.count());
        List<String> sample = sightings.sources().sample();
        if (!sample.isEmpty()) {
            evidence.put(PREFIX + "event_ids.first", sightings.sources().first());
            evidence.put(PREFIX + "event_ids.last", sightings.sources().last());
            evidence.put(PREFIX + "event_ids.sample", sample);
            putOmitted(evidence, PREFIX + "event_ids_omitted", sightings.count() - sample.size());
        }
    }

    private static void putValues(ThresholdSightings sightings, Map<String, Object> evidence) {
        if (sightings.countedField().isEmpty()) {
            return;
        }
        List<Object> seen = new ArrayList<>();
        for (Seen value : sightings.seen()) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("value", value.value());
            told.put("first", DateText.iso(value.first()));
            told.put("last", DateText.iso(value.last()));
            told.put("events", value.events());
            seen.add(told);
        }
        evidence.put(PREFIX + "values.field", sightings.countedField().get());
        evidence.put(PREFIX + "values.distinct", sightings.distinct());
        evidence.put(PREFIX + "values.seen", seen);
        putOmitted(evidence, PREFIX + "values_omitted", sightings.distinct() - seen.size());
    }

    static void putOmitted(Map<String, Object> evidence, String key, long omitted) {
        if (omitted > 0) {
            evidence.put(key, omitted);
        }
    }
}
