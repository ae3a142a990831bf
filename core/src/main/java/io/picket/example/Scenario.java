package io.picket.example;

import java.util.List;

/**
 * Events that belong together, and whether the rule raises an alert when it is shown them and no others.
 *
 * @param name {@code match}, or what is not as it should be
 * @param events in order of time
 */
public record Scenario(String name, boolean alerts, List<ExampleEvent> events) {
    public Scenario {
        events = List.copyOf(events);
    }
}
