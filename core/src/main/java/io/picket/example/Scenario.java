package io.picket.example;

import java.util.List;

/**
 * Events that belong together, and whether the rule raises an alert when it is shown them and no others.
 *
 * @param name {@code match} or {@code miss-…}; the ids of its events begin with it
 * @param what what is not as it should be; empty where an event does not meet the rule's condition
 * @param events in order of time
 */
public record Scenario(String name, String what, boolean alerts, List<ExampleEvent> events) {
    public Scenario {
        events = List.copyOf(events);
    }
}
