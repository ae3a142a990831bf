package io.picket.example;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event made up.
 *
 * @param index it belongs to
 * @param document as JSON holds it
 */
public record ExampleEvent(String index, String id, Map<String, Object> document) {

    public ExampleEvent {
        document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
    }

    /** As a search answers it, so that index and id come along: {@code _index}, {@code _id}, {@code _source}. */
    public Map<String, Object> hit() {
        Map<String, Object> hit = new LinkedHashMap<>();
        hit.put("_index", index);
        hit.put("_id", id);
        hit.put("_source", document);
        return hit;
    }
}
