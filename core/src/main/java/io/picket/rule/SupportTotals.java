package io.picket.rule;

import io.picket.rule.Support.State;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts of rules by type and support. */
public final class SupportTotals {

    /** For rules that could not be read far enough to tell. */
    public static final String TYPE_UNKNOWN = "unknown";

    private final Map<String, Map<State, Integer>> byType = new TreeMap<>();

    /** @param type as rule files spell it, or {@link #TYPE_UNKNOWN} */
    public void add(String type, Support support) {
        byType.computeIfAbsent(type, word -> new EnumMap<>(State.class)).merge(support.state(), 1, Integer::sum);
    }

    /** In the order of their names. */
    public Map<String, Map<State, Integer>> byType() {
        return Collections.unmodifiableMap(byType);
    }

    public int count(String type, State state) {
        return byType.getOrDefault(type, Map.of()).getOrDefault(state, 0);
    }

    public int count(State state) {
        return byType.keySet().stream().mapToInt(type -> count(type, state)).sum();
    }
}
