package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.text.Problem;
import io.picket.text.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckConventionsTest {

    private static CheckRules rule() {
        return CheckRules.kql("event.action: knock");
    }

    private static String pointed(CheckKind kind, CheckRules rule) {
        return CheckRules.pointed(CheckRules.only(kind, rule.check()));
    }

    @Test
    void aRuleWithoutFlawIsNotTalkedOf() {
        assertThat(rule().check()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?x y", "Doors, tried.", "-", "A"})
    void namesThatBeginOrEndUnusually(String name) {
        assertThat(pointed(CheckKind.NAME_FORM, rule().with("name", '"' + name + '"')))
                .contains(name);
    }

    @ParameterizedTest
    @CsvSource({"query,''", "query,'  '", "threshold,''"})
    void aQueryThatEveryEventMeets(String type, String query) {
        CheckRules rule = type.equals("query") ? rule() : CheckRules.threshold("[\"source.ip\"]", 9);
        rule.with("query", '"' + query + '"');
        assertThat(CheckRules.only(CheckKind.EMPTY_QUERY, rule.check()).message())
                .contains("every event");
    }

    @Test
    void filtersOrAStarAreAQuery() {
        assertThat(CheckRules.findings(
                        CheckKind.EMPTY_QUERY, rule().query("*:*").check()))
                .isEmpty();
        CheckRules filtered = rule().with("query", "\"\"")
                .with("filters", "[{meta = {negate = false}, query = {match_phrase = {\"user.name\" = \"x\"}}}]");
        assertThat(CheckRules.findings(CheckKind.EMPTY_QUERY, filtered.check())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_category_override", "tiebreaker_field", "timestamp_field"})
    void fieldsThatNoSchemaKnowsBesideTheQuery(String key) {
        CheckRules rule = CheckRules.eql("any where user.name == \"x\"").with(key, "\"event.actoin\"");
        assertThat(pointed(CheckKind.UNKNOWN_FIELD, rule)).contains("event.actoin");
    }

    @Test
    void anEmptyListOfIndicesNamesNone() {
        assertThat(CheckRules.findings(
                        CheckKind.NO_INDEX, rule().with("index", "[]").check()))
                .hasSize(1);
    }

    @Test
    void tagsTwice() {
        assertThat(CheckRules.only(
                                CheckKind.REPEATED_TAG,
                                rule().with("tags", "[\"a: b\", \"c\", \"a: b\"]")
                                        .check())
                        .message())
                .contains("a: b");
    }

    @Test
    void guidesOfAnotherName() {
        CheckRules rule = rule().with("note", "'''\n## Triage\n\n### Investigating Windows tried\n\ntext\n'''");
        assertThat(pointed(CheckKind.GUIDE_TITLE, rule)).isEqualTo("Windows tried");
        CheckRules own = rule().with("note", "'''\n## Triage\n\n### Investigating Doors tried \n\ntext\n'''");
        assertThat(own.check()).isEmpty();
    }

    @Test
    void placeholdersThatStandForNothing() {
        SourceText text = SourceText.of(
                "doors.toml", rule().with("note", "\"see $osquery_0\"").text());
        assertThat(RuleReader.read(text).rules().getFirst().problems())
                .extracting(Problem::code)
                .containsExactly("RULE-031");
    }

    @Test
    void theLimitWithoutAWord() {
        CheckRules rule = rule().with("max_signals", "1000");
        assertThat(pointed(CheckKind.UNEXPLAINED_LIMIT, rule)).isEqualTo("1000");
        rule.with("setup", "\"Mind that max alerts per run is limited.\"");
        assertThat(rule.check()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"now-9m | 60m | now-9m", "now-119m | 30m | 30m"})
    void buildingBlocksThatRunLikeAlerts(String from, String interval, String pointed) {
        CheckRules rule = rule().with("from", '"' + from + '"')
                .with("interval", '"' + interval + '"')
                .with("building_block_type", "\"default\"");
        assertThat(pointed(CheckKind.BLOCK_TIMING, rule)).contains(pointed);
        assertThat(CheckRules.findings(
                        CheckKind.BLOCK_TIMING,
                        rule.metadata("bypass_bbr_timing = true").check()))
                .isEmpty();
    }

    @Test
    void buildingBlocksThatTakeTheirTime() {
        assertThat(rule().with("from", "\"now-119m\"")
                        .with("interval", "\"60m\"")
                        .with("building_block_type", "\"default\"")
                        .check())
                .isEmpty();
    }

    @Test
    void whatBelongsBesideTheRule() {
        assertThat(pointed(CheckKind.STATED_VERSION, rule().with("version", "7")))
                .isEqualTo("7");
        assertThat(pointed(CheckKind.UNEXPLAINED_STACK, rule().metadata("min_stack_version = \"9.1.0\"")))
                .contains("9.1.0");
        assertThat(rule().metadata("min_stack_version = \"9.1.0\"\nmin_stack_comments = \"new field\"")
                        .check())
                .isEmpty();
    }

    @Test
    void deprecatedByOneKeyOnly() {
        assertThat(pointed(
                        CheckKind.HALF_DEPRECATED,
                        rule().metadata("maturity = \"production\"\ndeprecation_date = \"2026/01/31\"")))
                .contains("2026/01/31");
        assertThat(pointed(CheckKind.HALF_DEPRECATED, rule().metadata("maturity = \"deprecated\"")))
                .contains("deprecated");
    }

    private static List<Problem> threat(String tactic, String technique, String sub) {
        String entry = "{id = \"%s\", name = \"%s\", reference = \"https://attack.mitre.org/%s/\"";
        return CheckRules.findings(
                CheckKind.ATTACK_MISMATCH,
                rule().with(
                                "threat",
                                "[{framework = \"MITRE ATT&CK\", tactic = "
                                        + entry.formatted((Object[]) tactic.split(" ")) + "}, technique = ["
                                        + entry.formatted((Object[]) technique.split(" ")) + ", subtechnique = ["
                                        + entry.formatted((Object[]) sub.split(" ")) + "}]}]}]")
                        .check());
    }

    @ParameterizedTest
    @CsvSource({
        "TA0043 Discovery tactics/TA0043, T1595 A techniques/T1595, T1595.001 B techniques/T1595/001, TA0043",
        "TA0007 Discovery tactics/TA0008, T1595 A techniques/T1595, T1595.001 B techniques/T1595/001, TA0007",
        "TA0007 Discovery tactics/TA0007, T1595 A techniques/T1046, T1595.001 B techniques/T1595/001, T1595",
        "TA0007 Discovery tactics/TA0007, T1595 A techniques/T1595, T1595.001 B techniques/T1595/002, T1595.001",
        "TA0007 Discovery tactics/TA0007, T1595 A techniques/T1595, T1046.001 B techniques/T1046/001, T1046.001",
    })
    void attackThatDoesNotFitTogether(String tactic, String technique, String sub, String says) {
        assertThat(threat(tactic, technique, sub)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(says);
            assertThat(CheckRules.pointed(problem)).isNotEmpty();
        });
    }

    @Test
    void attackIsPointedAtInTablesOfTheirOwn() {
        String text = rule().text() + """
                [[rule.threat]]
                framework = "MITRE ATT&CK"
                [rule.threat.tactic]
                id = "TA0007"
                name = "Impact"
                """;
        Rule read = RuleReader.read(SourceText.of("doors.toml", text))
                .rules()
                .getFirst()
                .orThrow();
        Problem problem = CheckRules.only(CheckKind.ATTACK_MISMATCH, RuleCheck.check(List.of(read), CheckRules.TYPES));
        assertThat(CheckRules.pointed(problem)).isEqualTo("Impact");
    }

    @Test
    void attackThatFits() {
        assertThat(threat(
                        "TA0007 Discovery tactics/TA0007",
                        "T1595 A techniques/T1595",
                        "T1595.001 B techniques/T1595/001"))
                .isEmpty();
    }
}
