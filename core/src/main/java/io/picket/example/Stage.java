package io.picket.example;

import io.picket.condition.WildcardPattern;
import io.picket.rule.Rule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where and when made-up events of a rule happen: in an index that the rule reads, from a given time on.
 *
 * @param index one that the rule reads; empty if none could be named
 * @param at time of the first event, epoch milliseconds
 */
record Stage(Rule rule, String index, long at) {

    private static final String TIMESTAMP = "@timestamp";
    private static final List<String> FILLINGS = List.of("default", "example-1", "x");
    private static final String ELSEWHERE = "elsewhere-1";

    static Stage of(Rule rule, long at) {
        for (String pattern : rule.index().patterns()) {
            String local = pattern.substring(pattern.indexOf(':') + 1);
            for (String filling : FILLINGS) {
                String name = WildcardPattern.stars(local).example(filling);
                if (!local.startsWith("-") && rule.index().matches(name)) {
                    return new Stage(rule, name, at);
                }
            }
        }
        return new Stage(rule, "", at);
    }

    /** An index that the rule does not read, or the empty name if it reads all. */
    String elsewhere() {
        return rule.index().matches(ELSEWHERE) ? "" : ELSEWHERE;
    }

    Stage in(String other) {
        return new Stage(rule, other, at);
    }

    /** The event of a document, so many milliseconds after the first. Times that the document has are left alone. */
    ExampleEvent event(String id, Made made, long after) {
        Map<String, Object> document = new LinkedHashMap<>();
        String time = Instant.ofEpochMilli(at + after).toString();
        document.put(TIMESTAMP, time);
        if (!rule.timestampFallback()) {
            document.put(rule.primaryTimestamp(), time);
        }
        document.putAll(made.document());
        return new ExampleEvent(index, id, document);
    }
}
