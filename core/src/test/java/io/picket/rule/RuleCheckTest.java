package io.picket.rule;

import static io.picket.rule.CheckRules.eql;
import static io.picket.rule.CheckRules.findings;
import static io.picket.rule.CheckRules.kql;
import static io.picket.rule.CheckRules.only;
import static io.picket.rule.CheckRules.pointed;
import static io.picket.rule.CheckRules.threshold;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.text.Level;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flaws outside the query: threshold, schedule, sources, metadata, twins. Each with a rule that has it and one that has not. */
class RuleCheckTest {

    @Test
    void soundRulesHaveNoFlaw() {
        assertThat(kql("event.action: knock").check()).isEmpty();
        assertThat(eql("process where process.name == \"a\"").check()).isEmpty();
        assertThat(threshold("[\"source.ip\"]", 20).check()).isEmpty();
    }

    @Test
    void codesAreUniqueAndSayWhatTheyAre() {
        assertThat(CheckKind.values())
                .extracting(CheckKind::code)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("RULE-1\\d\\d"));
        for (CheckKind kind : CheckKind.values()) {
            assertThat(CheckKind.of(kind.code())).contains(kind);
            assertThat(kind.title()).isNotBlank();
            assertThat(kind.why()).endsWith(".");
        }
        assertThat(CheckKind.of("KQL-001")).isEmpty();
    }

    /** As in a KQL rule, at the place in the file. */
    @Test
    void whatIsWrongInAnEqlQuery() {
        Problem kind = eql("process where destination.port : \"80\"").check().getFirst();
        assertThat(kind.level()).isEqualTo(Level.ERROR);
        assertThat(kind.message()).contains("string");
        assertThat(pointed(kind)).isEqualTo("destination.port");
        assertThat(kind.place().file()).isEqualTo("doors.toml");
        Problem syntax = eql("sequence by host.id\n  [process where process.name = \"a\"]\n  [any where true]")
                .check()
                .getFirst();
        assertThat(pointed(syntax)).isEqualTo("=");
        Problem key = eql("sequence [any where true] by destination.port [any where true] by host.id")
                .check()
                .getFirst();
        assertThat(pointed(key)).isEqualTo("host.id");
        assertThat(eql("process where process.nam == \"a\"").check())
                .singleElement()
                .satisfies(unknown -> assertThat(unknown.mend()).contains("process.name"));
    }

    @Test
    void proseNumberThatIsNotTheParameter() {
        List<Problem> problems = threshold("[\"host.id\"]", 15)
                .with("description", "\"A high number (10) of doors is tried.\"")
                .check();
        Problem problem = only(CheckKind.PROSE_NUMBER, problems);
        assertThat(problem.level()).isEqualTo(Level.WARNING);
        assertThat(problem.message()).contains("10").contains("15");
        assertThat(pointed(problem)).isEqualTo("10");
        assertThat(problem.place().file()).isEqualTo("doors.toml");
    }

    @Test
    void proseNumberAgainstCardinality() {
        CheckRules rule = threshold("[\"host.id\"]", 1).cardinality("destination.port", 250);
        assertThat(only(
                                CheckKind.PROSE_NUMBER,
                                rule.with("description", "\"Tries 20 or more ports.\"")
                                        .check())
                        .message())
                .contains("20")
                .contains("250 distinct values of destination.port");
        assertThat(findings(
                        CheckKind.PROSE_NUMBER,
                        rule.with("description", "\"Tries 250 or more ports.\"").check()))
                .isEmpty();
        assertThat(findings(
                        CheckKind.PROSE_NUMBER,
                        rule.with("description", "\"Tries more than 249 ports.\"")
                                .check()))
                .isEmpty();
    }

    @Test
    void looseProseNumberIsOnlyNoted() {
        List<Problem> problems = threshold("[\"host.id\"]", 15)
                .with("description", "\"Meant for 3 hosts.\"")
                .check();
        assertThat(only(CheckKind.PROSE_NUMBER, problems).level()).isEqualTo(Level.NOTE);
    }

    @Test
    void proseNumberInTheName() {
        List<Problem> problems = threshold("[\"host.id\"]", 15)
                .with("name", "\"5 or more doors\"")
                .check();
        assertThat(pointed(only(CheckKind.PROSE_NUMBER, problems))).isEqualTo("5");
    }

    @Test
    void proseWindow() {
        CheckRules rule = threshold("[\"host.id\"]", 15).with("description", "\"Doors tried within 30 minutes.\"");
        Problem problem = only(CheckKind.PROSE_WINDOW, rule.check());
        assertThat(problem.message()).contains("within 30 minutes").contains("9 minutes");
        assertThat(pointed(problem)).isEqualTo("within 30 minutes");
        assertThat(rule.with("from", "\"now-30m\"").check()).isEmpty();
    }

    @Test
    void vacuousCount() {
        assertThat(only(CheckKind.VACUOUS_COUNT, threshold("[\"host.id\"]", 1).check())
                        .message())
                .contains("first event");
        Problem problem = only(
                CheckKind.VACUOUS_COUNT,
                threshold("[\"host.id\"]", 1).cardinality("user.name", 7).check());
        assertThat(problem.level()).isEqualTo(Level.NOTE);
        assertThat(problem.message()).contains("7 distinct values of user.name");
        assertThat(pointed(problem)).isEqualTo("1");
        assertThat(pointed(only(
                        CheckKind.VACUOUS_COUNT,
                        threshold("[\"host.id\"]", 5)
                                .cardinality("user.name", 1)
                                .check())))
                .isEqualTo("1");
        assertThat(threshold("[\"host.id\"]", 2).cardinality("user.name", 2).check())
                .isEmpty();
    }

    @Test
    void pairGrouping() {
        Problem problem = only(
                CheckKind.PAIR_GROUPING,
                threshold("[\"destination.ip\", \"source.ip\"]", 30).check());
        assertThat(pointed(problem)).isEqualTo("destination.ip");
        assertThat(problem.mend()).contains("groups by source.ip").contains("distinct values of destination.ip");
        assertThat(threshold("[\"host.id\", \"source.ip\"]", 30).check()).isEmpty();
    }

    @Test
    void arrays() {
        Problem problem = only(
                CheckKind.ARRAY_CARDINALITY,
                threshold("[\"host.id\"]", 5).cardinality("process.args", 100).check());
        assertThat(pointed(problem)).isEqualTo("\"process.args\"");
        assertThat(problem.message()).contains("100 elements");
        assertThat(problem.mend()).contains("process.command_line");
        assertThat(pointed(only(
                        CheckKind.ARRAY_GROUPING,
                        threshold("[\"event.category\"]", 5).check())))
                .isEqualTo("event.category");
    }

    @Test
    void impossibleThreshold() {
        Problem flags = only(
                CheckKind.IMPOSSIBLE_THRESHOLD,
                threshold("[\"host.id\"]", 5).cardinality("acme.on", 3).check());
        assertThat(flags.level()).isEqualTo(Level.ERROR);
        assertThat(flags.message()).contains("at most 2");
        assertThat(pointed(flags)).isEqualTo("3");
        assertThat(findings(
                        CheckKind.IMPOSSIBLE_THRESHOLD,
                        threshold("[\"host.id\"]", 5)
                                .cardinality("destination.port", 70_000)
                                .check()))
                .hasSize(1);
        CheckRules listed = threshold("[\"host.id\"]", 5)
                .query("event.action: knock and process.name: (a or b or c)")
                .cardinality("process.name", 4);
        Problem list = only(CheckKind.IMPOSSIBLE_THRESHOLD, listed.check());
        assertThat(list.message()).contains("at most 3");
        assertThat(list.level()).isEqualTo(Level.WARNING);
        assertThat(listed.query("event.action: knock and process.name: (a or b or c*)")
                        .check())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"now-4m,5m,1 minute of every interval", "now-5m,5m,arrives late", "now-60m,1d,23 hours"})
    void noOverlap(String from, String interval, String says) {
        Problem problem = only(
                CheckKind.NO_OVERLAP,
                kql("event.action: knock")
                        .with("from", '"' + from + '"')
                        .with("interval", '"' + interval + '"')
                        .check());
        assertThat(problem.message()).contains(says);
        assertThat(pointed(problem)).isEqualTo('"' + from + '"');
    }

    @Test
    void timestampOverride() {
        assertThat(only(
                                CheckKind.NO_TIMESTAMP_OVERRIDE,
                                kql("event.action: knock")
                                        .without("timestamp_override")
                                        .check())
                        .mend())
                .contains("event.ingested");
        assertThat(findings(
                        CheckKind.NO_TIMESTAMP_OVERRIDE,
                        eql("any where true").without("timestamp_override").check()))
                .hasSize(1);
        assertThat(findings(
                        CheckKind.NO_TIMESTAMP_OVERRIDE,
                        eql("sequence by host.id with maxspan=1m [any where true] [any where true]")
                                .without("timestamp_override")
                                .check()))
                .isEmpty();
    }

    @Test
    void lookBackOfEndpointRules() {
        CheckRules rule = kql("event.action: knock").without("from");
        assertThat(rule.check()).isEmpty();
        assertThat(findings(
                        CheckKind.NO_LOOK_BACK,
                        rule.with("index", "[\"logs-endpoint.events.*\"]").check()))
                .hasSize(1);
    }

    @Test
    void noIndex() {
        CheckRules rule = kql("event.action: knock").without("index");
        assertThat(findings(CheckKind.NO_INDEX, rule.check())).hasSize(1);
        assertThat(findings(
                        CheckKind.NO_INDEX,
                        rule.with("data_view_id", "\"logs-*\"").check()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Logs-acme-*", "logs acme-*", "logs-a,logs-b", "logs-?-x", "_all", " "})
    void impossibleIndexPattern(String pattern) {
        CheckRules rule = kql("event.action: knock").with("index", "[\"" + pattern + "\"]");
        Problem problem = only(CheckKind.INDEX_FORM, rule.check());
        assertThat(problem.level()).isEqualTo(Level.ERROR);
        assertThat(pointed(problem)).isEqualTo(pattern);
        Problem oneOfTwo = only(
                CheckKind.INDEX_FORM,
                rule.with("index", "[\"logs-acme-*\", \"" + pattern + "\"]").check());
        assertThat(oneOfTwo.level()).isEqualTo(Level.WARNING);
    }

    @Test
    void indexPatternsThatAreFine() {
        CheckRules rule = kql("event.action: knock");
        for (String pattern :
                List.of(".alerts-security.*", "logs-acme.x-default", "*:logs-acme-*", "acme", "logs-*", "logs-acme*")) {
            assertThat(rule.with("index", "[\"" + pattern + "\"]").check())
                    .as(pattern)
                    .isEmpty();
        }
        assertThat(rule.with("index", "[\"logs-*\", \"-logs-acme*\"]").check()).isEmpty();
        assertThat(findings(
                        CheckKind.INDEX_FORM,
                        rule.with("index", "[\"-logs-acme*\", \"logs-*\"]").check()))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"logs-acme.doors,logs-acme.doors-*", "packetbeat,packetbeat-*", "winlogbeat-,winlogbeat-*"})
    void indexTail(String pattern, String mend) {
        Problem problem = only(
                CheckKind.INDEX_TAIL,
                kql("event.action: knock")
                        .with("index", "[\"" + pattern + "\"]")
                        .check());
        assertThat(problem.mend()).contains(mend);
    }

    @Test
    void indexThatNeverHoldsTheAction() {
        CheckRules rule = kql("event.action: network_flow and destination.port: *")
                .with("index", "[\"packetbeat-*\", \"logs-panw.panos*\", \"logs-network_traffic.*\"]");
        Problem problem = only(CheckKind.INDEX_WITHOUT_ACTION, rule.check());
        assertThat(problem.level()).isEqualTo(Level.NOTE);
        assertThat(pointed(problem)).isEqualTo("logs-panw.panos*");
        Problem silent = only(
                CheckKind.INDEX_WITHOUT_ACTION,
                rule.with("index", "[\"logs-panw.panos*\"]").check());
        assertThat(silent.level()).isEqualTo(Level.WARNING);
        assertThat(rule.query("event.action: (network_flow or flow_started)").check())
                .isEmpty();
        assertThat(rule.query("event.action: network_flow or process.name: a").check())
                .isEmpty();
    }

    @Test
    void groupThatASourceLeavesOut() {
        CheckRules rule = threshold("[\"host.id\", \"process.parent.entity_id\"]", 5)
                .with("index", "[\"logs-endpoint.events.*\", \"auditbeat-*\"]");
        Problem problem = only(CheckKind.GROUP_NOT_CARRIED, rule.check());
        assertThat(pointed(problem)).isEqualTo("auditbeat-*");
        assertThat(problem.message()).contains("process.parent.entity_id").contains("add_session_metadata");
        assertThat(rule.with("index", "[\"logs-endpoint.events.*\"]").check()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"low,22", "medium,21", "high,74", "critical,73", "low,100", "critical,0"})
    void severityBand(String severity, int risk) {
        Problem problem = only(
                CheckKind.SEVERITY_BAND,
                kql("event.action: knock")
                        .with("severity", '"' + severity + '"')
                        .with("risk_score", String.valueOf(risk))
                        .with("note", "\"Look.\"")
                        .check());
        assertThat(pointed(problem)).isEqualTo(String.valueOf(risk));
    }

    @Test
    void unusualRisk() {
        CheckRules rule = kql("event.action: knock").with("severity", "\"medium\"");
        assertThat(only(CheckKind.UNUSUAL_RISK, rule.with("risk_score", "43").check())
                        .mend())
                .contains("47");
        assertThat(rule.with("risk_score", "47").check()).isEmpty();
    }

    @Test
    void twins() {
        Rule first = kql("event.action: knock").rule("one.toml");
        Rule copy = kql("event.action: rap").rule("two.toml");
        Problem id = only(CheckKind.REPEATED_ID, RuleCheck.check(List.of(first, copy), CheckRules.TYPES));
        assertThat(id.level()).isEqualTo(Level.ERROR);
        assertThat(id.place().file()).isEqualTo("two.toml");
        assertThat(id.message()).contains("one.toml");
        assertThat(pointed(id)).contains("2b1f9c10");
        Rule other = kql("event.action: rap")
                .with("rule_id", "\"2b1f9c10-0000-4000-8000-000000000002\"")
                .rule("three.toml");
        assertThat(pointed(only(CheckKind.REPEATED_NAME, RuleCheck.check(List.of(first, other), CheckRules.TYPES))))
                .isEqualTo("\"Doors tried\"");
        Rule fine = kql("event.action: rap")
                .with("rule_id", "\"2b1f9c10-0000-4000-8000-000000000002\"")
                .with("name", "\"Doors rapped\"")
                .rule("four.toml");
        assertThat(RuleCheck.check(List.of(first, fine), CheckRules.TYPES)).isEmpty();
    }

    @Test
    void systemTag() {
        CheckRules rule = kql("host.os.type: linux and event.action: knock");
        Problem problem = only(
                CheckKind.SYSTEM_TAG, rule.with("tags", "[\"OS: Windows\"]").check());
        assertThat(problem.level()).isEqualTo(Level.WARNING);
        assertThat(rule.with("tags", "[\"OS: Linux\"]").check()).isEmpty();
        assertThat(rule.with("tags", "[\"OS: Linux\", \"OS: macOS\"]").check()).isEmpty();
        CheckRules eql = eql("process where host.os.type in (\"linux\", \"macos\") and process.name == \"windows\"");
        assertThat(eql.with("tags", "[\"OS: macOS\"]").check()).isEmpty();
        assertThat(findings(
                        CheckKind.SYSTEM_TAG,
                        eql.with("tags", "[\"OS: Windows\"]").check()))
                .hasSize(1);
    }

    @Test
    void systemTagWithoutAQuestion() {
        CheckRules rule = kql("event.action: knock").with("tags", "[\"OS: Windows\"]");
        assertThat(rule.check()).isEmpty();
        assertThat(only(
                                CheckKind.SYSTEM_TAG,
                                rule.with("index", "[\"logs-endpoint.events.file-*\"]")
                                        .check())
                        .level())
                .isEqualTo(Level.NOTE);
    }

    @Test
    void dateOrder() {
        CheckRules rule = kql("event.action: knock");
        Problem problem = only(
                CheckKind.DATE_ORDER,
                rule.metadata("creation_date = \"2026/03/02\"\nupdated_date = \"2026/03/01\"")
                        .check());
        assertThat(pointed(problem)).isEqualTo("\"2026/03/01\"");
        assertThat(rule.metadata("creation_date = \"2026/03/02\"\nupdated_date = \"2026/03/02\"")
                        .check())
                .isEmpty();
    }

    @Test
    void guide() {
        CheckRules rule =
                kql("event.action: knock").with("severity", "\"high\"").with("risk_score", "73");
        assertThat(findings(CheckKind.NO_GUIDE, rule.check())).hasSize(1);
        assertThat(rule.with("note", "\"Look at the door.\"").check()).isEmpty();
        assertThat(findings(
                        CheckKind.NO_GUIDE,
                        rule.without("note")
                                .with("building_block_type", "\"default\"")
                                .check()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Elastic Licence v2,1", "Apache 2.0,1", "Elastic License v2,0", "MIT,0", "Acme internal,0", "MTI,0"})
    void license(String license, int findings) {
        assertThat(findings(
                        CheckKind.LICENSE_SPELLING,
                        kql("event.action: knock")
                                .with("license", '"' + license + '"')
                                .check()))
                .hasSize(findings);
    }

    /** Places are found in every format that rules come in. */
    @Test
    void placesInJson() {
        String json = """
                {"rule_id":"2b1f9c10-0000-4000-8000-00000000000%d","name":"n%d","description":"d","type":"threshold",\
                "severity":"low","risk_score":21,"from":"now-9m","index":["logs-acme-*"],"timestamp_override":"event.ingested",\
                "language":"kuery","query":"event.action: knock","threshold":{"field":["host.id"],"value":%d}}""";
        String lines = json.formatted(1, 1, 5) + "\n" + json.formatted(2, 2, 1) + "\n";
        RuleFile file = RuleReader.read(SourceText.of("rules.ndjson", lines));
        Problem problem = only(CheckKind.VACUOUS_COUNT, RuleCheck.check(file.usable(), CheckRules.TYPES));
        assertThat(problem.place().line()).isEqualTo(2);
        assertThat(lines.lines().toList().get(1).substring(problem.place().column() - 1))
                .isEqualTo("1}}");
        String array = "[\n" + json.formatted(1, 1, 5) + ",\n" + json.formatted(2, 2, 1) + "]";
        RuleFile inArray = RuleReader.read(SourceText.of("rules.json", array));
        Problem second = only(CheckKind.VACUOUS_COUNT, RuleCheck.check(inArray.usable(), CheckRules.TYPES));
        assertThat(second.place().line()).isEqualTo(3);
    }

    @Test
    void findingsOfOneRuleAreBounded() {
        String values = String.join(
                " or ", Arrays.asList("a*".repeat(1).concat(" or ").repeat(300).split(" or ")));
        assertThat(kql("process.name: (" + values + ")").check()).hasSize(CheckFindings.FINDINGS_MAX);
    }
}
