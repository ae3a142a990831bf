package io.picket.rule;

import static io.picket.rule.CheckRules.eql;
import static io.picket.rule.CheckRules.esql;
import static io.picket.rule.CheckRules.kql;
import static io.picket.rule.CheckRules.threshold;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.rule.Support.State;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules are said to run. */
class RuleSupportTest {

    private static Support support(CheckRules rule) {
        Read<Rule> read = RuleReader.read(SourceText.of("doors.toml", rule.text()))
                .rules()
                .getFirst();
        return RuleSupport.of(read, "doors.toml", CheckRules.TYPES);
    }

    @Test
    void executedTypesRun() {
        assertThat(support(kql("event.action: knock")))
                .isEqualTo(new Support(
                        "2b1f9c10-0000-4000-8000-000000000001",
                        "Doors tried",
                        "query",
                        "kuery",
                        "doors.toml",
                        State.RUNS,
                        ""));
        assertThat(support(threshold("[\"host.id\"]", 5)).state()).isEqualTo(State.RUNS);
        CheckRules newTerms = kql("event.action: knock")
                .with("type", "\"new_terms\"")
                .with("new_terms_fields", "[\"user.name\"]")
                .with("history_window_start", "\"now-7d\"");
        assertThat(support(newTerms).state()).isEqualTo(State.RUNS);
        CheckRules saved =
                kql("event.action: knock").with("type", "\"saved_query\"").with("saved_id", "\"s\"");
        assertThat(support(saved).state()).isEqualTo(State.RUNS);
    }

    @Test
    void otherTypesAreRefused() {
        Support refused = support(esql("from logs-* | keep host.id"));
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        assertThat(refused.reason()).contains("esql").contains("not executed yet");
        for (RuleType type : RuleType.values()) {
            assertThat(ExecutedTypes.contains(type)).isEqualTo(ExecutedTypes.ALL.contains(type));
        }
    }

    @Test
    void eqlRuns() {
        assertThat(support(eql("any where true")).state()).isEqualTo(State.RUNS);
        assertThat(support(eql("sequence by host.id [any where true] [any where true]"))
                        .state())
                .isEqualTo(State.RUNS);
        assertThat(support(eql("sample by host.id [any where true] [any where true]"))
                        .state())
                .isEqualTo(State.RUNS);
        Support piped = support(eql("any where true | tail 1"));
        assertThat(piped.state()).isEqualTo(State.RUNS_WITH_CAVEAT);
        assertThat(piped.reason()).contains("pipes");
        Support wrong = support(eql("any where process.name : 5"));
        assertThat(wrong.state()).isEqualTo(State.REFUSED);
        assertThat(wrong.reason()).contains("string");
    }

    @Test
    void whatDoesNotCompileIsRefusedWithItsReason() {
        assertThat(support(kql("event.action:")).state()).isEqualTo(State.REFUSED);
        assertThat(support(kql("event.action:")).reason()).isNotBlank();
        Support filters = support(
                kql("event.action: knock").with("filters", "[{meta = {}, query = {percolate = {field = \"x\"}}}]"));
        assertThat(filters.state()).isEqualTo(State.REFUSED);
        assertThat(filters.reason()).contains("percolate");
        assertThat(support(kql("event.action: knock").with("language", "\"lucene\""))
                        .state())
                .isEqualTo(State.REFUSED);
        assertThat(support(kql("a").with("type", "\"saved_query\"")
                                .with("saved_id", "\"s\"")
                                .without("query"))
                        .state())
                .isEqualTo(State.REFUSED);
    }

    @Test
    void whatCannotBeReadIsRefused() {
        assertThat(support(kql("event.action: knock").with("severity", "\"loud\""))
                        .state())
                .isEqualTo(State.REFUSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "actions | [{id = \"a\"}] | actions are not executed",
                "response_actions | [{action_type_id = \".osquery\"}] | response actions",
                "exceptions_list | [{list_id = \"our-own\", type = \"detection\"}] | our-own",
                "data_view_id | \"doors\" | data view",
            })
    void caveats(String key, String toml, String says) {
        Support support = support(kql("event.action: knock").with(key, toml));
        assertThat(support.state()).isEqualTo(State.RUNS_WITH_CAVEAT);
        assertThat(support.reason()).contains(says);
    }

    /** Alerts of the same hunt reach rules over alerts; the endpoint's own list acts at the endpoint. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "index | [\".alerts-security.*\"]",
                "exceptions_list | [{list_id = \"endpoint_list\", type = \"endpoint\"}]",
            })
    void runsWithoutCaveat(String key, String toml) {
        assertThat(support(kql("event.action: knock").with(key, toml)).state()).isEqualTo(State.RUNS);
    }

    @Test
    void emptyListsAreNoCaveat() {
        assertThat(support(kql("event.action: knock").with("actions", "[]").with("exceptions_list", "[]"))
                        .state())
                .isEqualTo(State.RUNS);
    }

    @Test
    void totals() {
        Support unreadable = support(kql("event.action: knock").with("severity", "\"loud\""));
        SupportTotals totals = SupportTotals.of(
                List.of(support(kql("a: b")), support(kql("a:")), support(esql("from a | keep b")), unreadable));
        assertThat(totals.count(State.REFUSED)).isEqualTo(3);
        assertThat(totals.count("query", State.RUNS)).isEqualTo(1);
        assertThat(totals.byType().keySet()).containsExactly("esql", "query", "unreadable");
        assertThat(totals.toString().lines())
                .hasSize(4)
                .last()
                .asString()
                .contains("4: 1 runs, 0 runs with caveat, 3 refused");
    }
}
