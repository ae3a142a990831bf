package io.picket.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.rule.Overrides;
import io.picket.rule.Overrides.SeverityMapping;
import io.picket.rule.Rule;
import io.picket.rule.Severity;
import io.picket.testkit.SketchRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AppliedOverridesTest {

    private static final Rule RULE = SketchRule.query()
            .overrides(new Overrides(
                    List.of(
                            new SeverityMapping("verdict", "BAD", Severity.CRITICAL),
                            new SeverityMapping("verdict", "ODD", Severity.MEDIUM),
                            new SeverityMapping("code", "7", Severity.HIGH),
                            new SeverityMapping("event.severity", "3.9", Severity.HIGH)),
                    Optional.of("event.risk_score"),
                    Optional.of("message")))
            .build();

    static Stream<Arguments> severities() {
        return Stream.of(
                Arguments.of(Map.of(), Severity.LOW),
                Arguments.of(Map.of("verdict", "ODD"), Severity.MEDIUM),
                Arguments.of(Map.of("verdict", "odd"), Severity.LOW),
                Arguments.of(Map.of("verdict", List.of("ODD", "BAD")), Severity.CRITICAL),
                Arguments.of(Map.of("verdict", "BAD", "code", 7L), Severity.CRITICAL),
                Arguments.of(Map.of("verdict", "ODD", "code", 7L), Severity.HIGH),
                Arguments.of(Map.of("code", "7"), Severity.HIGH),
                Arguments.of(Map.of("code", 7.0), Severity.LOW),
                Arguments.of(Map.of("event.severity", 3L), Severity.HIGH),
                Arguments.of(Map.of("event.severity", 3.0), Severity.HIGH),
                Arguments.of(Map.of("event.severity", "3"), Severity.HIGH),
                Arguments.of(Map.of("event.severity", 3.9), Severity.LOW),
                Arguments.of(Map.of("event.severity", 4L), Severity.LOW));
    }

    @ParameterizedTest
    @MethodSource("severities")
    void theHighestSeverityThatAppliesWins(Map<String, Object> source, Severity severity) {
        assertThat(AppliedOverrides.of(RULE, source).severity()).isEqualTo(severity);
    }

    static Stream<Arguments> scores() {
        return Stream.of(
                Arguments.of(Map.of(), 21L),
                Arguments.of(Map.of("event.risk_score", 73L), 73L),
                Arguments.of(Map.of("event.risk_score", 73.5), 73.5),
                Arguments.of(Map.of("event.risk_score", "12"), 12L),
                Arguments.of(Map.of("event.risk_score", List.of(12L, "90", 101L)), 90L),
                Arguments.of(Map.of("event.risk_score", 100L), 100L),
                Arguments.of(Map.of("event.risk_score", 0L), 0L),
                Arguments.of(Map.of("event.risk_score", 100.1), 21L),
                Arguments.of(Map.of("event.risk_score", -1L), 21L),
                Arguments.of(Map.of("event.risk_score", "high"), 21L),
                Arguments.of(Map.of("event.risk_score", ""), 0L),
                Arguments.of(Map.of("event.risk_score", true), 21L));
    }

    @ParameterizedTest
    @MethodSource("scores")
    void theGreatestValidScoreWins(Map<String, Object> source, Number score) {
        assertThat(AppliedOverrides.of(RULE, source).riskScore()).isEqualTo(score);
    }

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of(Map.of(), "Odd things"),
                Arguments.of(Map.of("message", "Door open"), "Door open"),
                Arguments.of(Map.of("message", List.of("Door open", "Window open")), "Door open"),
                Arguments.of(Map.of("message", 5L), "Odd things"),
                Arguments.of(Map.of("message", " "), "Odd things"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theNameMayComeFromTheSource(Map<String, Object> source, String name) {
        assertThat(AppliedOverrides.of(RULE, source).name()).isEqualTo(name);
    }
}
