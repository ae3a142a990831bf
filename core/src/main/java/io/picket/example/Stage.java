package io.picket.example;

import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.condition.WildcardPattern;
import io.picket.match.Scope.Seen;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/**
 * Where and when made-up events of a rule happen: in an index that the rule reads, from a given time on, each scenario so
 * long after the one before that they have nothing to do with each other.
 */
final class Stage {

    private static final String TIMESTAMP = "@timestamp";
    private static final List<String> FILLINGS = List.of("default", "example-1", "x");
    /** An index that rules hardly read. */
    static final String ELSEWHERE = "elsewhere-1";

    private static final long HOUR = 3_600_000;

    private final Rule rule;
    private final String index;
    private final long at;
    private long apart;
    private int scenarios;

    private Stage(Rule rule, String index, long at) {
        this.rule = rule;
        this.index = index;
        this.at = at;
        this.apart = 3 * rule.schedule().lookBack().toMillis() + HOUR;
    }

    static Stage of(Rule rule, long at) {
        return new Stage(rule, indexOf(rule.index()), at);
    }

    /** Name of an index that the patterns match; empty if none is found. */
    static String indexOf(IndexPatterns patterns) {
        for (String pattern : patterns.patterns()) {
            String local = pattern.substring(pattern.indexOf(':') + 1);
            for (String filling : FILLINGS) {
                String name = WildcardPattern.stars(local).example(filling);
                if (!local.startsWith("-") && patterns.matches(name)) {
                    return name;
                }
            }
        }
        return "";
    }

    /** Where events happen that the rule is to read. */
    String index() {
        return index;
    }

    Rule rule() {
        return rule;
    }

    /** Time of the first event, epoch milliseconds. */
    long at() {
        return at;
    }

    /** Sets scenarios further apart, for events that matter to each other over so many milliseconds. */
    void spread(long millis) {
        apart = Math.max(apart, 2 * millis + HOUR);
    }

    /** What events have to begin with: a time. */
    Draft draft(FieldTypes types) {
        return draft(types, Map.of());
    }

    /** The same with more that they should have. */
    Draft draft(FieldTypes types, Map<Field, Seen> more) {
        Map<Field, Seen> usual = new HashMap<>(more);
        timeFields().forEach(name -> usual.put(types.field(name), time(0)));
        return Draft.usually(usual);
    }

    /** Events of the next scenario, so many milliseconds after its beginning. */
    List<ExampleEvent> events(String name, List<Made> made, LongUnaryOperator after) {
        long begin = scenarios++ * apart;
        List<ExampleEvent> events = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            String id = made.size() == 1 ? name : name + "-" + (i + 1);
            events.add(event(index, id, made.get(i), begin + after.applyAsLong(i)));
        }
        return events;
    }

    /** The same events in an index that the rule does not read; none if it reads all. */
    Optional<Scenario> elsewhere(List<Made> made, LongUnaryOperator after) {
        if (rule.index().matches(ELSEWHERE)) {
            return Optional.empty();
        }
        List<ExampleEvent> events = events("miss-index", made, after).stream()
                .map(event -> new ExampleEvent(ELSEWHERE, event.id(), event.document()))
                .toList();
        return Optional.of(new Scenario("miss-index", "", false, events));
    }

    /** Other times than the usual are left alone. */
    private ExampleEvent event(String in, String id, Made made, long after) {
        Made later = made;
        for (String name : timeFields()) {
            if (List.of(time(0)).equals(made.values().get(name))) {
                later = later.with(name, List.of(time(after)));
            }
        }
        return new ExampleEvent(in, id, later.document());
    }

    private Seen time(long after) {
        return Candidates.text(Instant.ofEpochMilli(at + after).toString());
    }

    /** Where the rule reads the time, {@code @timestamp} where it may stand in. */
    private Set<String> timeFields() {
        Set<String> fields = new LinkedHashSet<>(List.of(TIMESTAMP));
        if (!rule.timestampFallback()) {
            fields.add(rule.primaryTimestamp());
        }
        if (rule.body() instanceof EqlBody eql) {
            eql.timestampField().ifPresent(fields::add);
        }
        return fields;
    }
}
