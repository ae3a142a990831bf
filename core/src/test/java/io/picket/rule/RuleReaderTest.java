package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.rule.RuleFile.Format;
import io.picket.testkit.Seeds;
import io.picket.text.Level;
import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class RuleReaderTest {

    static final String HEAD = """
            [metadata]
            creation_date = "2026/01/02"
            maturity = "production"
            updated_date = "2026/02/03"

            [rule]
            author = ["A"]
            description = "d"
            name = "N"
            risk_score = 47
            rule_id = "11111111-2222-3333-4444-555555555555"
            severity = "medium"
            """;

    static RuleFile read(String text) {
        return RuleReader.read(SourceText.of("r", text));
    }

    static Rule rule(String text) {
        RuleFile file = read(text);
        assertThat(file.rules()).as("%s", file.problems()).hasSize(1);
        return file.rules().getFirst().orThrow();
    }

    @Test
    void readsAThresholdRule() {
        Rule rule = rule(HEAD + """
                type = "threshold"
                index = ["logs-network_traffic.*", "packetbeat-*"]
                from = "now-9m"
                max_signals = 5
                timestamp_override = "event.ingested"
                language = "kuery"
                query = '''
                destination.port : * and
                  event.action : "network_flow"
                '''

                [rule.threshold]
                field = ["destination.ip", "source.ip"]
                value = 1
                [[rule.threshold.cardinality]]
                field = "destination.port"
                value = 250
                """);
        assertThat(rule.type()).isEqualTo(RuleType.THRESHOLD);
        assertThat(rule.schedule())
                .isEqualTo(new Schedule(Duration.ofMinutes(5), "now-9m", "now", Duration.ofMinutes(9), Duration.ZERO));
        assertThat(rule.maxSignals()).isEqualTo(5);
        assertThat(rule.primaryTimestamp()).isEqualTo("event.ingested");
        assertThat(rule.timestampFallback()).isTrue();
        assertThat(rule.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(rule.riskScore()).isEqualTo(47);
        assertThat(rule.index().patterns()).containsExactly("logs-network_traffic.*", "packetbeat-*");
        assertThat(rule.place().toString()).isEqualTo("r:6:1");
        ThresholdBody body = (ThresholdBody) rule.body();
        assertThat(body.threshold())
                .isEqualTo(new Threshold(
                        List.of("destination.ip", "source.ip"),
                        1,
                        Optional.of(new Threshold.Cardinality("destination.port", 250))));
        assertThat(body.query().text().text())
                .isEqualTo("destination.port : * and\n  event.action : \"network_flow\"\n");
        assertThat(rule.parameters().keySet())
                .containsExactly(
                        "author",
                        "description",
                        "name",
                        "risk_score",
                        "rule_id",
                        "severity",
                        "type",
                        "index",
                        "from",
                        "max_signals",
                        "timestamp_override",
                        "language",
                        "query",
                        "threshold");
    }

    @Test
    void aQueryKnowsItsPlaceInTheFile() {
        Rule toml = rule(HEAD + "type = \"query\"\nquery = '''\nhost.name: a\n  or bad'''\n");
        assertThat(place(toml, "bad")).isEqualTo("16 bad");
        Rule escaped = rule(HEAD + "type = \"query\"\nquery = \"host: \\\"x\\\" and bad\"\n");
        assertThat(place(escaped, "bad")).isEqualTo("14 bad");
        Rule json =
                rule("{\"type\":\"query\",\"rule_id\":\"x\",\"name\":\"n\",\"description\":\"d\",\"severity\":\"low\","
                        + "\"risk_score\":1,\n \"query\": \"a: \\\"\\u0041\\\"\\nor bad\"}");
        assertThat(place(json, "bad")).isEqualTo("2 bad");
    }

    private static String place(Rule rule, String part) {
        SourceText text = ((QueryBody) rule.body()).query().text();
        int at = text.text().indexOf(part);
        Place place = text.place(new Span(at, at + part.length()));
        int from = place.column() - 1;
        return place.line() + " " + place.excerpt().substring(from, from + place.length());
    }

    @Test
    void defaultsAreKibanas() {
        Rule rule =
                rule("{\"type\":\"query\",\"name\":\"n\",\"description\":\"d\",\"severity\":\"low\",\"risk_score\":1}");
        assertThat(rule.schedule())
                .isEqualTo(new Schedule(Duration.ofMinutes(5), "now-6m", "now", Duration.ofMinutes(6), Duration.ZERO));
        assertThat(rule.maxSignals()).isEqualTo(100);
        assertThat(rule.index().patterns()).contains("logs-*", "-*elastic-cloud-logs-*");
        assertThat(rule.primaryTimestamp()).isEqualTo("@timestamp");
        assertThat(((QueryBody) rule.body()).query().language()).isEqualTo("kuery");
        assertThat(((QueryBody) rule.body()).query().text().text()).isEmpty();
        assertThat(rule.ruleId())
                .hasSize(36)
                .isEqualTo(rule("{\"type\":\"query\",\"name\":\"n\",\"description\":\"other\","
                                + "\"severity\":\"low\",\"risk_score\":1}")
                        .ruleId());
    }

    @Test
    void readsNewTermsInBothSpellings() {
        Rule toml = rule(HEAD + """
                type = "new_terms"
                query = "event.category:process"
                [rule.new_terms]
                field = "new_terms_fields"
                value = ["host.id", "user.id"]
                [[rule.new_terms.history_window_start]]
                field = "history_window_start"
                value = "now-14d"
                """);
        Rule api = rule(HEAD + """
                type = "new_terms"
                query = "event.category:process"
                new_terms_fields = ["host.id", "user.id"]
                history_window_start = "now-14d"
                """);
        for (Rule rule : List.of(toml, api)) {
            NewTermsBody body = (NewTermsBody) rule.body();
            assertThat(body.fields()).containsExactly("host.id", "user.id");
            assertThat(body.historyStart()).isEqualTo("now-14d");
            assertThat(rule.parameters())
                    .containsEntry("new_terms_fields", List.of("host.id", "user.id"))
                    .containsEntry("history_window_start", "now-14d")
                    .doesNotContainKey("new_terms");
        }
    }

    @Test
    void readsTheOtherTypes() {
        EqlBody eql = (EqlBody) rule(HEAD + """
                type = "eql"
                language = "eql"
                query = "process where true"
                event_category_override = "event.type"
                tiebreaker_field = "event.sequence"
                """).body();
        assertThat(eql.eventCategoryField()).contains("event.type");
        assertThat(eql.tiebreakerField()).contains("event.sequence");
        MachineLearningBody learned = (MachineLearningBody)
                rule(HEAD + "type = \"machine_learning\"\nanomaly_threshold = 75\nmachine_learning_job_id = \"j\"\n")
                        .body();
        assertThat(learned).isEqualTo(new MachineLearningBody(List.of("j"), 75));
        ThreatMatchBody threat = (ThreatMatchBody) rule(HEAD + """
                type = "threat_match"
                query = "*:*"
                threat_index = ["filebeat-*"]
                threat_query = "@timestamp >= now-30d"
                threat_language = "kuery"
                [[rule.threat_mapping]]
                [[rule.threat_mapping.entries]]
                field = "source.ip"
                type = "mapping"
                value = "threat.indicator.ip"
                [[rule.threat_mapping.entries]]
                field = "host.name"
                negate = true
                type = "mapping"
                value = "threat.host"
                """).body();
        assertThat(threat.mapping())
                .containsExactly(List.of(
                        new RuleBody.MappingEntry("source.ip", "threat.indicator.ip", false),
                        new RuleBody.MappingEntry("host.name", "threat.host", true)));
        assertThat(threat.indicatorPath()).isEqualTo("threat.indicator");
    }

    @Test
    void readsSuppressionOverridesAndExceptionLists() {
        Rule rule = rule(HEAD + """
                type = "query"
                query = "*:*"
                building_block_type = "default"
                rule_name_override = "message"
                timestamp_override = "event.ingested"
                timestamp_override_fallback_disabled = true
                [rule.alert_suppression]
                group_by = ["host.id"]
                missing_fields_strategy = "doNotSuppress"
                [rule.alert_suppression.duration]
                value = 5
                unit = "h"
                [[rule.severity_mapping]]
                field = "event.severity"
                operator = "equals"
                value = "99"
                severity = "critical"
                [[rule.risk_score_mapping]]
                field = "event.risk_score"
                operator = "equals"
                value = ""
                [[rule.exceptions_list]]
                id = "endpoint_list"
                list_id = "endpoint_list"
                namespace_type = "agnostic"
                type = "endpoint"
                """);
        assertThat(rule.suppression())
                .contains(new Suppression(List.of("host.id"), Optional.of(Duration.ofHours(5)), false));
        assertThat(rule.overrides())
                .isEqualTo(new Overrides(
                        List.of(new Overrides.SeverityMapping("event.severity", "99", Severity.CRITICAL)),
                        Optional.of("event.risk_score"),
                        Optional.of("message")));
        assertThat(rule.buildingBlock()).isTrue();
        assertThat(rule.timestampFallback()).isFalse();
        assertThat(rule.exceptionLists()).singleElement().satisfies(list -> {
            assertThat(list.listId()).isEqualTo("endpoint_list");
            assertThat(list.type()).isEqualTo("endpoint");
            assertThat(list.namespaceType()).isEqualTo("agnostic");
            assertThat(list.place().excerpt()).contains("endpoint_list");
        });
    }

    @Test
    void putsTheGuidesQueriesIntoTheNote() {
        Rule rule = rule(HEAD + """
                type = "query"
                query = "*:*"
                note = "See $osquery_0 and $investigate_0; $5."
                [transform]
                [[transform.osquery]]
                label = "Users"
                query = "SELECT * FROM users"
                [[transform.investigate]]
                label = "All"
                providers = [[{ field = "host.id", excluded = false, queryType = "phrase", value = "{{host.id}}", valueType = "string" }]]
                """);
        assertThat(rule.parameters())
                .containsEntry(
                        "note",
                        "See !{osquery{\"label\":\"Users\",\"query\":\"SELECT * FROM users\"}} and "
                                + "!{investigate{\"label\":\"All\",\"providers\":[[{\"excluded\":false,\"field\":\"host.id\","
                                + "\"queryType\":\"phrase\",\"value\":\"{{host.id}}\",\"valueType\":\"string\"}]]}}; $5.");
    }

    @Test
    void oneBadRuleStopsNoOther() {
        String good = "\"name\":\"n\",\"description\":\"d\",\"severity\":\"low\",\"risk_score\":1,\"type\":\"query\"}";
        RuleFile file = read("{\"rule_id\":\"a\"," + good + "\n{\"rule_id\":\"b\",\"type\":\"quer\"}\n{\"rule_id\":\n"
                + "{\"rule_id\":\"c\"," + good + "\n");
        assertThat(file.format()).isEqualTo(Format.NDJSON);
        assertThat(file.usable()).extracting(Rule::ruleId).containsExactly("a", "c");
        assertThat(file.allProblems())
                .filteredOn(problem -> problem.level() == Level.ERROR)
                .extracting(problem -> problem.code() + "@" + problem.place().line())
                .containsExactlyInAnyOrder("JSON-001@3", "RULE-014@2");
    }

    @Test
    void tellsTheFormatFromTheContent() {
        String good = "\"rule_id\":\"a\",\"name\":\"n\",\"description\":\"d\",\"severity\":\"low\",\"risk_score\":1,"
                + "\"type\":\"query\"";
        assertThat(read("{" + good + "}").format()).isEqualTo(Format.JSON);
        assertThat(read("\uFEFF {\n" + good.replace(",", ",\n") + "\n}\n").format())
                .isEqualTo(Format.JSON);
        assertThat(read("[ {" + good + "} ]").format()).isEqualTo(Format.JSON_ARRAY);
        assertThat(read("[]").format()).isEqualTo(Format.JSON_ARRAY);
        assertThat(read("{" + good + "}\r\n{" + good.replace("\"a\"", "\"b\"") + "}\r\n")
                        .usable())
                .hasSize(2);
        assertThat(read(HEAD + "type = \"query\"").format()).isEqualTo(Format.TOML);
        assertThat(read("{\"type\":\"security-rule\",\"attributes\":{" + good + "}}")
                        .usable())
                .hasSize(1);
        assertThat(read(HEAD.replace("\n", "\r\n") + "type = \"query\"").usable())
                .hasSize(1);
    }

    /** Every rule of the public corpus reads; what is doubtful about them is listed here. */
    @Test
    void readsTheWholeCorpus() throws IOException {
        Map<RuleType, Integer> types = new EnumMap<>(RuleType.class);
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Path path : TomlReaderTest.corpus()) {
            if (path.toString().contains("seed-versions")) {
                continue;
            }
            RuleFile file = RuleReader.read(SourceText.of(String.valueOf(path.getFileName()), Files.readString(path)));
            file.usable().forEach(rule -> types.merge(rule.type(), 1, Integer::sum));
            for (Problem problem : file.allProblems()) {
                switch (problem.level()) {
                    case ERROR -> errors.add(problem.toString());
                    case WARNING -> warnings.add(problem.code());
                    case NOTE -> assertThat(problem.code()).isEqualTo("RULE-035");
                }
            }
        }
        assertThat(errors).isEmpty();
        // One id is not a UUID; one note names a query that its file does not have.
        assertThat(warnings).containsOnly("RULE-016", "RULE-031").hasSizeLessThan(8);
        assertThat(types)
                .isEqualTo(Map.of(
                        RuleType.QUERY, 300,
                        RuleType.EQL, 666,
                        RuleType.ESQL, 145,
                        RuleType.MACHINE_LEARNING, 73,
                        RuleType.NEW_TERMS, 148,
                        RuleType.THRESHOLD, 24,
                        RuleType.THREAT_MATCH, 5));
    }

    @Test
    void seedRulesReadAsTheyWere() throws IOException {
        List<String> thresholds = new ArrayList<>();
        for (Path path : TomlReaderTest.corpus()) {
            if (path.toString().contains("seed-versions")) {
                Rule rule = RuleReader.read(SourceText.of("seed", Files.readString(path)))
                        .rules()
                        .getFirst()
                        .orThrow();
                thresholds.add(((ThresholdBody) rule.body()).threshold().toString() + rule.maxSignals());
            }
        }
        assertThat(thresholds)
                .containsExactly(
                        "Threshold[fields=[destination.ip, source.ip], value=1, cardinality=Optional[Cardinality["
                                + "field=destination.port, value=250]]]5",
                        "Threshold[fields=[host.id, process.parent.entity_id, process.executable], value=1,"
                                + " cardinality=Optional[Cardinality[field=process.args, value=100]]]100");
    }

    @Test
    void manyProblemsAreCounted() {
        StringBuilder many = new StringBuilder(HEAD + "type = \"query\"\n");
        for (int i = 0; i < 1000; i++) {
            many.append("x").append(i).append(" = 1\n");
        }
        Read<Rule> rule = read(many.toString()).rules().getFirst();
        assertThat(rule).isInstanceOf(Read.Ok.class);
        assertThat(rule.problems()).hasSize(ProblemList.PROBLEMS_MAX + 1);
        assertThat(rule.problems().getLast().message()).contains("800 more");
    }

    /** However a file is cut, joined and garbled, reading it ends, and problems stand inside it. */
    @ParameterizedTest
    @Seeds(400)
    void garbledFilesAreReadToTheEnd(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(random.nextBoolean() ? HEAD + """
                type = "threshold"
                query = \"""a: "b" and \\u0041 \\
                   c\"""
                threshold = { field = ["a"], value = 1, cardinality = [{ field = "b", value = 2 }] }
                [[rule.filters]]
                [rule.filters.query.wildcard."file.path"]
                value = 'C:\\*'
                [[transform.osquery]]
                label = "$osquery_0"
                """ : """
                {"rule_id":"a","name":"n","description":"d","severity":"low","risk_score":1,"type":"query","query":"a:\\u0041"}
                {"list_id":"l"}
                {"item_id":"i","list_id":"l","entries":[{"field":"a","type":"match","operator":"included","value":"x"}]}
                {"exported_count":1}
                """);
        String pieces = "\"'[]{}=,.\\\n\r#:-_ 0\u0000\ud83d\ue000";
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
                case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
            }
        }
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        RuleFile file = read(text.toString());
        for (Problem problem : file.allProblems()) {
            assertThat((long) problem.place().line()).isBetween(1L, lines);
            assertThat(problem.place().column()).isPositive();
        }
        assertThat(file.rules().size()
                        + file.exceptionLists().size()
                        + file.problems().size())
                .isPositive();
    }
}
