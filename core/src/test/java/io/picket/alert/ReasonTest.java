package io.picket.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonTest {

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(Map.of(), "event created low alert N."),
                Arguments.of(Map.of("event.category", "network"), "network event created low alert N."),
                Arguments.of(
                        Map.of("event.category", List.of("network", "process")),
                        "network, process event created low alert N."),
                Arguments.of(Map.of("process.name", "nc"), "event with process nc, created low alert N."),
                Arguments.of(
                        Map.of("process.name", "nc", "process.parent.name", "bash", "file.name", "x"),
                        "event with process nc, parent process bash, file x, created low alert N."),
                Arguments.of(
                        Map.of("source.ip", "10.0.0.1", "destination.ip", "10.0.0.2"),
                        "event with source 10.0.0.1 destination 10.0.0.2 created low alert N."),
                Arguments.of(
                        Map.of("source.ip", "10.0.0.1", "source.port", 5L, "destination.ip", List.of("::1", "::2")),
                        "event with source 10.0.0.1:5, destination ::1, ::2 created low alert N."),
                Arguments.of(Map.of("source.port", 5L), "event with created low alert N."),
                Arguments.of(
                        Map.of("user.name", "root", "host.name", "web"), "event by root on web created low alert N."),
                Arguments.of(Map.of("user.name", "", "host.name", List.of()), "event created low alert N."),
                Arguments.of(Map.of("user.name", "-", "host.name", List.of("-")), "event created low alert N."),
                Arguments.of(Map.of("host.name", List.of("-", "web")), "event on -, web created low alert N."));
    }

    @ParameterizedTest
    @MethodSource("events")
    void sumsUpAnEvent(Map<String, Object> source, String reason) {
        assertThat(Reason.ofEvent(source, "low", "N")).isEqualTo(reason);
    }

    static Stream<Arguments> groups() {
        return Stream.of(
                Arguments.of(
                        Map.of("destination.ip", "10.0.0.9", "source.ip", "10.0.0.5"),
                        "event with source 10.0.0.5 destination 10.0.0.9 created low alert N."),
                Arguments.of(Map.of("host.id", "h", "process.executable", "/bin/nc"), "event created low alert N."),
                Arguments.of(Map.of("destination.port", 22L), "event created low alert N."),
                Arguments.of(
                        Map.of("source.ip", "10.0.0.5", "source.port", 22L),
                        "event with source 10.0.0.5 created low alert N."));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void bareNumbersOfAGroupDoNotCount(Map<String, Object> source, String reason) {
        assertThat(Reason.ofGroup(source, "low", "N")).isEqualTo(reason);
    }
}
