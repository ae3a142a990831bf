package io.picket.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an alert descends from. An event has depth 0; an alert on it depth 1; an alert on that alert depth 2.
 *
 * @param ancestors {@code kibana.alert.ancestors}: the parent's own ancestors, then the parent
 */
record Lineage(long depth, List<Map<String, Object>> ancestors) {

    private static final String ANCESTORS = "kibana.alert.ancestors";
    private static final String DEPTH = "kibana.alert.depth";
    private static final String PARENT_RULE = "kibana.alert.rule.uuid";

    /** Of an alert on one document, which may itself be an alert. */
    static Lineage of(SourceDocument document, Map<String, Object> flat) {
        List<Map<String, Object>> ancestors = new ArrayList<>(ancestorsOf(flat));
        long parentDepth = flat.get(DEPTH) instanceof Number depth ? depth.longValue() : 0;
        boolean isAlert = flat.containsKey(DEPTH) || flat.containsKey(ANCESTORS);
        Map<String, Object> parent = entry(document.id(), isAlert ? "signal" : "event", document.index(), parentDepth);
        if (isAlert && flat.get(PARENT_RULE) instanceof String rule) {
            parent.put("rule", rule);
        }
        ancestors.add(parent);
        return new Lineage(parentDepth + 1, ancestors);
    }

    /** Of an alert on a group of events, which descends from a made-up event. */
    static Lineage ofGroup(String id, String index) {
        return new Lineage(1, List.of(entry(id, "event", index, 0)));
    }

    /** Of an alert on other alerts together: all that they descend from, each once. */
    static Lineage ofAll(List<Lineage> parts) {
        long depth = parts.stream().mapToLong(Lineage::depth).max().orElse(0);
        List<Map<String, Object>> ancestors = parts.stream()
                .flatMap(part -> part.ancestors.stream())
                .distinct()
                .toList();
        return new Lineage(depth + 1, ancestors);
    }

    /** Whether the rule had a part in what it is about to raise an alert on. */
    boolean includes(String ruleId) {
        return ancestors.stream().anyMatch(ancestor -> ruleId.equals(ancestor.get("rule")));
    }

    private static Map<String, Object> entry(String id, String type, String index, long depth) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", id);
        entry.put("type", type);
        entry.put("index", index);
        entry.put("depth", depth);
        return entry;
    }

    private static List<Map<String, Object>> ancestorsOf(Map<String, Object> flat) {
        if (!(flat.get(ANCESTORS) instanceof List<?> list)) {
            return List.of();
        }
        List<Map<String, Object>> ancestors = new ArrayList<>();
        for (Object element : list) {
            if (element instanceof Map<?, ?> map) {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(String.valueOf(key), value));
                ancestors.add(copy);
            }
        }
        return ancestors;
    }
}
