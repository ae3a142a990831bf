package io.picket.rule;

import io.picket.rule.Support.State;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Counts of rules by type and support.
 *
 * @param byType in the order of the types' names; {@value #UNREADABLE} for rules that could not be read
 */
public record SupportTotals(Map<String, Map<State, Integer>> byType) {

    public static final String UNREADABLE = "unreadable";

    public SupportTotals {
        byType = Collections.unmodifiableMap(new TreeMap<>(byType));
    }

    public static SupportTotals of(List<Support> supports) {
        Map<String, Map<State, Integer>> byType = new TreeMap<>();
        for (Support support : supports) {
            String type = support.type().isEmpty() ? UNREADABLE : support.type();
            byType.computeIfAbsent(type, word -> new EnumMap<>(State.class)).merge(support.state(), 1, Integer::sum);
        }
        return new SupportTotals(byType);
    }

    public int count(String type, State state) {
        return byType.getOrDefault(type, Map.of()).getOrDefault(state, 0);
    }

    public int count(State state) {
        return byType.keySet().stream().mapToInt(type -> count(type, state)).sum();
    }

    /** A line a type and one for all. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String type : byType.keySet()) {
            text.append(line(type, state -> count(type, state))).append('\n');
        }
        return text.append(line("all", this::count)).toString();
    }

    private static String line(String type, ToIntFunction<State> count) {
        int all = Arrays.stream(State.values()).mapToInt(count).sum();
        return "%-16s %5d: %s"
                .formatted(
                        type,
                        all,
                        Arrays.stream(State.values())
                                .map(state -> count.applyAsInt(state) + " " + state.words())
                                .collect(Collectors.joining(", ")));
    }
}
