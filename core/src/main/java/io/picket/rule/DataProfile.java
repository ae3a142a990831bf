package io.picket.rule;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.kql.KqlTree.Is;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What some data holds of what some rules ask for, gathered in one pass over the events. For each index: how many
 * events, how many of them have each field that a rule names, which of the exact values that rules ask for occur, and a
 * few values that do. Memory is bounded by the rules and {@value #INDICES_MAX} indices, whatever the data: a value that
 * no rule asks for leaves no trace but in a sample of {@value #SAMPLE_MAX}.
 */
public final class DataProfile {

    /** Indices told apart; events of further ones are counted but not looked into. */
    public static final int INDICES_MAX = 2_000;

    static final int SAMPLE_MAX = 12;
    private static final int SAMPLE_CHARS_MAX = 60;
    private static final int NUMBER_CHARS_MAX = 40;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private final FieldTypes types;
    private final Map<String, Set<String>> asked = new HashMap<>();
    private final Map<String, Index> indices = new LinkedHashMap<>();
    private final Map<String, Matched> matched = new HashMap<>();
    private long events;
    private long notLookedInto;

    private static final class Index {
        private long events;
        private final Map<String, Seen> fields = new HashMap<>();
    }

    private static final class Seen {
        private long events;
        private final Set<String> asked = new HashSet<>();
        private final Set<String> sample = new LinkedHashSet<>();
    }

    private static final class Matched {
        private long events;
        private final Map<String, Long> lacking = new LinkedHashMap<>();
    }

    private DataProfile(FieldTypes types) {
        this.types = types;
    }

    /** A profile that gathers what these rules ask for. */
    public static DataProfile of(List<Rule> rules, FieldTypes types) {
        DataProfile profile = new DataProfile(types);
        for (Rule rule : rules) {
            CheckSubject.tree(rule)
                    .ifPresent(tree -> CheckRequired.leaves(tree, leaf -> profile.ask(leaf.field(), leaf.exact())));
            counted(rule).forEach(field -> profile.ask(field, List.of()));
        }
        return profile;
    }

    private void ask(String field, List<Is> exact) {
        Set<String> values = asked.computeIfAbsent(field, name -> new HashSet<>());
        exact.forEach(is -> values.add(canonical(field, is.value().text())));
    }

    /** The fields whose values {@link #event} asks for. */
    public Set<String> fields() {
        return Collections.unmodifiableSet(asked.keySet());
    }

    /**
     * Takes an event in.
     *
     * @param index name of its index or data stream
     * @param values the values of a field by its dotted path, as text; none where the event lacks it
     */
    public void event(String index, Function<String, List<String>> values) {
        events++;
        Index of = indices.get(index);
        if (of == null) {
            if (indices.size() >= INDICES_MAX) {
                notLookedInto++;
                return;
            }
            of = new Index();
            indices.put(index, of);
        }
        of.events++;
        for (Map.Entry<String, Set<String>> ask : asked.entrySet()) {
            List<String> found = values.apply(ask.getKey());
            if (!found.isEmpty()) {
                see(of.fields.computeIfAbsent(ask.getKey(), name -> new Seen()), ask, found);
            }
        }
    }

    private void see(Seen seen, Map.Entry<String, Set<String>> ask, List<String> found) {
        seen.events++;
        for (String value : found) {
            String text = canonical(ask.getKey(), value);
            if (ask.getValue().contains(text)) {
                seen.asked.add(text);
            }
            if (seen.sample.size() < SAMPLE_MAX) {
                seen.sample.add(
                        value.length() <= SAMPLE_CHARS_MAX ? value : value.substring(0, SAMPLE_CHARS_MAX) + "…");
            }
        }
    }

    /**
     * Takes in that the query of a rule holds for an event; where a host can tell, findings about fields grouped by
     * and counted are about these events alone.
     *
     * @param has whether the event has a value of the field
     */
    public void matched(Rule rule, Function<String, Boolean> has) {
        Matched of = matched.computeIfAbsent(rule.ruleId(), id -> new Matched());
        of.events++;
        for (String field : counted(rule)) {
            if (!has.apply(field)) {
                of.lacking.merge(field, 1L, Long::sum);
            }
        }
    }

    /** The fields by which a rule groups, or whose values it counts or remembers. */
    public static List<String> counted(Rule rule) {
        List<String> fields = new ArrayList<>();
        switch (rule.body()) {
            case RuleBody.ThresholdBody(Query query, Threshold threshold) -> {
                fields.addAll(threshold.fields());
                threshold.cardinality().ifPresent(cardinality -> fields.add(cardinality.field()));
            }
            case RuleBody.NewTermsBody newTerms -> fields.addAll(newTerms.fields());
            case RuleBody.QueryBody query -> {}
            case RuleBody.EqlBody eql -> {}
            case RuleBody.EsqlBody esql -> {}
            case RuleBody.ThreatMatchBody threat -> {}
            case RuleBody.MachineLearningBody learning -> {}
        }
        return fields;
    }

    /** Events taken in. */
    public long events() {
        return events;
    }

    /** Events of indices beyond {@link #INDICES_MAX}. */
    public long notLookedInto() {
        return notLookedInto;
    }

    Set<String> indexNames() {
        return Collections.unmodifiableSet(indices.keySet());
    }

    long eventsMatched(Rule rule) {
        Matched of = matched.get(rule.ruleId());
        return of == null ? 0 : of.events;
    }

    long matchedLacking(Rule rule, String field) {
        Matched of = matched.get(rule.ruleId());
        return of == null ? 0 : of.lacking.getOrDefault(field, 0L);
    }

    Scope scope(IndexPatterns patterns) {
        List<Index> in = new ArrayList<>();
        indices.forEach((name, index) -> {
            if (patterns.matches(name)) {
                in.add(index);
            }
        });
        return new Scope(in);
    }

    /** The events of some of the indices. */
    final class Scope {
        private final List<Index> in;

        private Scope(List<Index> in) {
            this.in = in;
        }

        boolean isEmpty() {
            return in.isEmpty();
        }

        long events() {
            return in.stream().mapToLong(index -> index.events).sum();
        }

        boolean has(String field) {
            return in.stream().anyMatch(index -> index.fields.containsKey(field));
        }

        boolean has(String field, String value) {
            String text = canonical(field, value);
            return in.stream()
                    .map(index -> index.fields.get(field))
                    .anyMatch(seen -> seen != null && seen.asked.contains(text));
        }

        /** Some values that do occur, in order. */
        List<String> sample(String field) {
            Set<String> sample = new TreeSet<>();
            in.stream()
                    .map(index -> index.fields.get(field))
                    .forEach(seen -> sample.addAll(seen == null ? Set.of() : seen.sample));
            return sample.stream().limit(SAMPLE_MAX).toList();
        }
    }

    /** One spelling for equal numbers. */
    private String canonical(String field, String value) {
        FieldType type = types.typeOf(field);
        boolean number = type == FieldType.LONG || type == FieldType.DOUBLE;
        if (!number
                || value.length() > NUMBER_CHARS_MAX
                || !NUMBER.matcher(value).matches()) {
            return value;
        }
        return new BigDecimal(value).stripTrailingZeros().toPlainString();
    }
}
