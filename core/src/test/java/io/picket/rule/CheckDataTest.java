package io.picket.rule;

import static io.picket.rule.CheckRules.findings;
import static io.picket.rule.CheckRules.kql;
import static io.picket.rule.CheckRules.only;
import static io.picket.rule.CheckRules.pointed;
import static io.picket.rule.CheckRules.threshold;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import io.picket.text.Level;
import io.picket.text.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a rule never matches some data. */
class CheckDataTest {

    private static final String DOORS = "logs-acme.doors-default";

    private static DataProfile profile(CheckRules rule) {
        return DataProfile.of(List.of(rule.rule()), CheckRules.TYPES);
    }

    private static void event(DataProfile profile, String index, Map<String, List<String>> fields) {
        profile.event(index, field -> fields.getOrDefault(field, List.of()));
    }

    private static List<Problem> against(CheckRules rule, DataProfile profile) {
        return RuleCheck.against(rule.rule(), CheckRules.TYPES, profile);
    }

    @Test
    void nothingIsSaidOfNoData() {
        CheckRules rule = kql("event.action: knock");
        assertThat(against(rule, profile(rule))).isEmpty();
    }

    @Test
    void nothingIsSaidWhereTheRuleMayMatch() {
        CheckRules rule = kql("event.action: knock and not user.name: root");
        DataProfile data = profile(rule);
        event(data, DOORS, Map.of("event.action", List.of("rap", "knock")));
        assertThat(against(rule, data)).isEmpty();
    }

    @Test
    void noIndexMeetsThePatterns() {
        CheckRules rule = kql("event.action: knock");
        DataProfile data = profile(rule);
        event(data, "packetbeat-8.0.0", Map.of("event.action", List.of("knock")));
        Problem problem = only(CheckKind.DATA_NO_INDEX, against(rule, data));
        assertThat(problem.message()).contains("packetbeat-8.0.0").contains("logs-acme.doors-*");
        assertThat(problem.level()).isEqualTo(Level.WARNING);
    }

    @Test
    void oneOfSeveralPatternsIsOnlyNoted() {
        CheckRules rule = kql("event.action: knock").with("index", "[\"logs-acme.doors-*\", \"packetbeat-*\"]");
        DataProfile data = profile(rule);
        event(data, DOORS, Map.of("event.action", List.of("knock")));
        Problem problem = only(CheckKind.DATA_NO_INDEX, against(rule, data));
        assertThat(problem.level()).isEqualTo(Level.NOTE);
        assertThat(pointed(problem)).isEqualTo("packetbeat-*");
    }

    @Test
    void requiredValueNeverOccurs() {
        CheckRules rule = kql("user.name: a and event.action: (knock or ring)");
        DataProfile data = profile(rule);
        event(data, DOORS, Map.of("event.action", List.of("rap"), "user.name", List.of("a")));
        event(data, DOORS, Map.of("event.action", List.of("Knock")));
        List<Problem> problems = against(rule, data);
        assertThat(problems).hasSize(1);
        Problem problem = only(CheckKind.DATA_NO_VALUE, problems);
        assertThat(problem.message())
                .contains("knock or ring")
                .contains("2 events")
                .contains("Knock, rap");
        assertThat(pointed(problem)).isEqualTo("knock or ring");
    }

    @Test
    void requiredFieldNeverOccurs() {
        CheckRules rule = kql("event.action: * and destination.port > 5");
        DataProfile data = profile(rule);
        event(data, DOORS, Map.of("event.action", List.of("rap")));
        Problem problem = only(CheckKind.DATA_NO_VALUE, against(rule, data));
        assertThat(problem.message()).isEqualTo("None of the 1 events has destination.port.");
        assertThat(pointed(problem)).isEqualTo("destination.port > 5");
    }

    @Test
    void aPatternThroughWhichItNeverMatches() {
        CheckRules rule = kql("event.action: network_flow")
                .with("index", "[\"packetbeat-*\", \"logs-endpoint.events.network-*\"]");
        DataProfile data = profile(rule);
        event(data, "packetbeat-8.0.0", Map.of("event.action", List.of("network_flow")));
        event(data, "logs-endpoint.events.network-default", Map.of("event.action", List.of("connection_attempted")));
        List<Problem> problems = against(rule, data);
        Problem problem = only(CheckKind.DATA_NO_VALUE, problems);
        assertThat(problem.level()).isEqualTo(Level.NOTE);
        assertThat(problem.message()).contains("logs-endpoint.events.network-*").contains("seen: connection_attempted");
        assertThat(problems).hasSize(1);
    }

    @Test
    void numbersAreComparedByValue() {
        CheckRules rule = kql("destination.port: 443");
        DataProfile data = profile(rule);
        event(data, DOORS, Map.of("destination.port", List.of("443.0")));
        assertThat(against(rule, data)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source.ip: 10.0.0.0/8",
                "source.ip: \"::1\"",
                "message: \"some words\"",
                "user.name: a*",
                "*: knock",
                "knock",
                "not event.action: knock",
                "event.action: knock or user.name: *",
                "event.*: knock",
            })
    void whatAValueAloneDoesNotDecideIsPossible(String query) {
        CheckRules rule = kql(query);
        DataProfile data = profile(rule);
        event(
                data,
                DOORS,
                Map.of(
                        "source.ip", List.of("10.1.1.1"),
                        "message", List.of("x"),
                        "user.name", List.of("b"),
                        "event.action", List.of("rap")));
        assertThat(findings(CheckKind.DATA_NO_VALUE, against(rule, data))).isEmpty();
    }

    @Test
    void groupFieldNeverOccurs() {
        CheckRules rule = threshold("[\"host.id\"]", 5).cardinality("user.name", 3);
        DataProfile data = profile(rule);
        event(data, DOORS, Map.of("event.action", List.of("knock"), "user.name", List.of("a")));
        Problem problem = only(CheckKind.DATA_NO_GROUP, against(rule, data));
        assertThat(problem.message()).isEqualTo("None of the 1 events has host.id, so none is counted.");
        assertThat(pointed(problem)).isEqualTo("host.id");
    }

    @Test
    void groupFieldMissingOnMatchingEvents() {
        CheckRules rule = threshold("[\"host.id\"]", 5);
        DataProfile data = profile(rule);
        event(data, DOORS, Map.of("event.action", List.of("knock")));
        event(data, DOORS, Map.of("host.id", List.of("h")));
        assertThat(against(rule, data)).isEmpty();
        data.matched(rule.rule(), field -> false);
        data.matched(rule.rule(), field -> false);
        Problem always = only(CheckKind.DATA_NO_GROUP, against(rule, data));
        assertThat(always.level()).isEqualTo(Level.WARNING);
        assertThat(always.message()).contains("2 of the 2 events that match");
        data.matched(rule.rule(), field -> true);
        assertThat(only(CheckKind.DATA_NO_GROUP, against(rule, data)).level()).isEqualTo(Level.NOTE);
    }

    @Test
    void onlyAskedFieldsAreKept() {
        CheckRules rule = threshold("[\"host.id\"]", 5);
        assertThat(profile(rule).fields()).containsExactlyInAnyOrder("event.action", "host.id");
    }

    @Test
    void indicesAreBounded() {
        CheckRules rule = kql("event.action: knock");
        DataProfile data = profile(rule);
        for (int i = 0; i < DataProfile.INDICES_MAX + 5; i++) {
            event(data, "logs-acme.doors-" + i, Map.of("event.action", List.of("rap" + i)));
        }
        assertThat(data.events()).isEqualTo(DataProfile.INDICES_MAX + 5);
        assertThat(data.notLookedInto()).isEqualTo(5);
        assertThat(only(CheckKind.DATA_NO_VALUE, against(rule, data)).message()).hasSizeLessThan(1_000);
    }

    /** Law: of a rule that matches some event nothing is said that it never matches. */
    @ParameterizedTest
    @Seeds(300)
    void aRuleThatMatchesIsNeverToldOf(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Map<String, List<String>>> events = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            events.add(Map.of(
                    "user.name", List.of(letter(random), letter(random)), "event.action", List.of(letter(random))));
        }
        String user = letter(random);
        String action = letter(random);
        String joint = random.nextBoolean() ? "and" : "or";
        CheckRules rule = kql("user.name: %s %s event.action: (%s or c)".formatted(user, joint, action));
        DataProfile data = profile(rule);
        events.forEach(event -> event(data, DOORS, event));
        boolean matches = events.stream().anyMatch(event -> {
            boolean left = event.getOrDefault("user.name", List.of()).contains(user);
            List<String> actions = event.getOrDefault("event.action", List.of());
            boolean right = actions.contains(action) || actions.contains("c");
            return joint.equals("and") ? left && right : left || right;
        });
        if (matches) {
            assertThat(against(rule, data)).isEmpty();
        }
    }

    private static String letter(RandomGenerator random) {
        return String.valueOf("abcd".charAt(random.nextInt(4)));
    }
}
