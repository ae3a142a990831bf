package io.picket.alert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One indicator that an event matched, as {@code threat.enrichments} tells it.
 *
 * @param indicator the object of its document that the rule names; empty if it has none
 * @param feed where it comes from; empty if not known
 * @param atomic the event's value, as JSON holds it
 * @param field the event's field
 * @param index of the indicator; empty if not known
 * @param id of the indicator
 */
public record Enrichment(
        Map<String, Object> indicator, String feed, Object atomic, String field, String index, String id) {

    /** Most of them in one alert, as in Elastic's engine. */
    public static final int PER_ALERT_MAX = 200;

    private static final String FIELD = "threat.enrichments";

    public Enrichment {
        indicator = Collections.unmodifiableMap(new LinkedHashMap<>(indicator));
    }

    /** Adds enrichments to a flat source, behind those it came with. */
    static void addTo(Map<String, Object> source, List<Enrichment> enrichments) {
        List<Object> all = new ArrayList<>();
        Map<String, Object> single = new LinkedHashMap<>();
        source.forEach((name, value) -> {
            if (name.startsWith(FIELD + ".")) {
                single.put(name.substring(FIELD.length() + 1), value);
            }
        });
        source.keySet().removeIf(name -> name.startsWith(FIELD + "."));
        if (!single.isEmpty()) {
            all.add(single);
        }
        Object there = source.get(FIELD);
        if (there instanceof List<?> list) {
            all.addAll(list);
        }
        enrichments.forEach(enrichment -> all.add(enrichment.json()));
        source.put(FIELD, all);
    }

    private Map<String, Object> json() {
        Map<String, Object> matched = new LinkedHashMap<>();
        matched.put("atomic", atomic);
        matched.put("field", field);
        matched.put("id", id);
        if (!index.isEmpty()) {
            matched.put("index", index);
        }
        matched.put("type", "indicator_match_rule");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("indicator", indicator);
        json.put("feed", feed.isEmpty() ? Map.of() : Map.of("name", feed));
        json.put("matched", matched);
        return json;
    }
}
