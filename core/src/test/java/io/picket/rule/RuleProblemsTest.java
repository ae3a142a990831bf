package io.picket.rule;

import static io.picket.rule.RuleReaderTest.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.text.Place;
import io.picket.text.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One broken file for each problem, and what is said about it: level, place, words. */
class RuleProblemsTest {

    private static final String QUERY = HEAD + "type = \"query\"\n";
    private static final String THRESHOLD = HEAD + "type = \"threshold\"\nquery = \"*:*\"\n";
    private static final String NEW_TERMS = HEAD + "type = \"new_terms\"\nquery = \"*:*\"\n";
    private static final String THREAT =
            HEAD + "type = \"threat_match\"\nquery = \"*:*\"\nthreat_query = \"*:*\"\n" + "threat_index = [\"t\"]\n";
    private static final String JSON_HEAD =
            "{\"rule_id\":\"a\",\"name\":\"n\",\"description\":\"d\",\"severity\":\"low\",\"risk_score\":1,";

    static Stream<Arguments> broken() {
        return Stream.of(
                of("", "ERROR RULE-001 line 1 at <> The file is empty."),
                of("[metadata]\na = 1\n", "ERROR RULE-003 line 1 at <> There is no [rule] table"),
                of("{\"x\": 1}", "ERROR RULE-003 line 1 at <{\"x\": 1}> This is no rule"),
                of("[{\"rule_id\":1}, 2]", "ERROR RULE-003 line 1 at <2> Expected a rule, but this is a whole number."),
                of(QUERY.replace("name = \"N\"\n", ""), "ERROR RULE-010 line 6 at <[rule]> The key 'name' is missing."),
                of(QUERY.replace("\"N\"", "\" \""), "ERROR RULE-010 line 9 at <\" \"> 'name' is empty."),
                of(
                        QUERY + "indx = []",
                        "WARNING RULE-011 line 14 at <indx> The key 'indx' is not known and has no effect. Did you mean 'index'?"),
                of(
                        QUERY + "zzzzzz = []",
                        "WARNING RULE-011 line 14 at <zzzzzz> The key 'zzzzzz' is not known and has no effect. Remove it"),
                of(QUERY + "from = 9", "ERROR RULE-012 line 14 at <9> 'from' must be a string, not a whole number."),
                of(
                        QUERY + "index = \"logs-*\"",
                        "ERROR RULE-012 line 14 at <\"logs-*\"> 'index' must be a list of strings, not a string."),
                of(
                        QUERY + "tags = [1]",
                        "ERROR RULE-012 line 14 at <1> 'tags' must be a list of strings, not a whole number."),
                of(
                        QUERY + "enabled = \"yes\"",
                        "ERROR RULE-012 line 14 at <\"yes\"> 'enabled' must be true or false, not a string."),
                of(
                        QUERY + "threshold = {value = 1}",
                        "WARNING RULE-013 line 14 at <threshold> 'threshold' has no effect in a rule of type query. It belongs to threshold."),
                of(
                        QUERY.replace("medium", "hihg"),
                        "ERROR RULE-014 line 12 at <\"hihg\"> 'severity' must be one of low, medium, high, critical, not 'hihg'. Did you mean 'high'?"),
                of(HEAD + "type = \"treshold\"", "ERROR RULE-014 line 13 at <\"treshold\"> 'type' must be one of"),
                of(
                        QUERY.replace("47", "101"),
                        "ERROR RULE-015 line 10 at <101> 'risk_score' must be between 0 and 100."),
                of(QUERY + "max_signals = 0", "ERROR RULE-015 line 14 at <0> 'max_signals' must be between 1"),
                of(
                        QUERY.replace("11111111-", "1-"),
                        "WARNING RULE-016 line 11 at <\"1-2222-3333-4444-555555555555\"> 'rule_id' is not a UUID"),
                of(
                        QUERY.replace("2026/01/02", "2026-01-02"),
                        "WARNING RULE-017 line 2 at <\"2026-01-02\"> 'metadata.creation_date' must be"),
                of(
                        QUERY + "interval = \"5x\"",
                        "ERROR RULE-018 line 14 at <\"5x\"> 'interval' must be a number and one of"),
                of(QUERY + "interval = \"0m\"", "ERROR RULE-018 line 14 at <\"0m\">"),
                of(QUERY + "from = \"9m\"", "ERROR RULE-018 line 14 at <\"9m\"> 'from' must be a time relative to now"),
                of(QUERY + "from = \"now-1d/d\"", "ERROR RULE-018 line 14 at <\"now-1d/d\">"),
                of(
                        NEW_TERMS + "new_terms_fields = [\"a\"]\nhistory_window_start = \"soon\"",
                        "ERROR RULE-018 line 16 at <\"soon\"> The history window must begin at"),
                of(
                        QUERY + "from = \"now\"",
                        "ERROR RULE-019 line 14 at <\"now\"> The range from 'now' to 'now' is empty"),
                of(
                        QUERY + "from = \"now-1M\"",
                        "NOTE RULE-020 line 14 at <\"now-1M\"> A month in 'from' counts as 30 days"),
                of(
                        QUERY + "max_signals = 5000",
                        "WARNING RULE-021 line 14 at <5000> Kibana makes no more than 1000 alerts"),
                of(
                        THRESHOLD
                                + "threshold = {field = [\"a\"], value = 1, cardinality = [{field = \"a\", value = 2}]}",
                        "ERROR RULE-022 line 15 at <\"a\"> 'a' is grouped by"),
                of(
                        THRESHOLD
                                + "threshold = {value = 1, cardinality = [{field = \"a\", value = 2}, {field = \"b\", value = 2}]}",
                        "WARNING RULE-023 line 15 at <{field = \"b\", value = 2}> Only the first cardinality"),
                of(
                        THRESHOLD + "threshold = {field = [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"], value = 1}",
                        "ERROR RULE-024 line 15 at <[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]> 'threshold.field' takes 0 to 5 values, not 6."),
                of(
                        THRESHOLD + "threshold = {field = [\"a\",\"a\"], value = 1}",
                        "ERROR RULE-024 line 15 at <[\"a\",\"a\"]> 'threshold.field' has a value twice."),
                of(
                        THRESHOLD + "threshold = {value = 0}",
                        "ERROR RULE-015 line 15 at <0> 'threshold.value' must be at least 1."),
                of(THRESHOLD, "ERROR RULE-010 line 6 at <[rule]> The key 'threshold' is missing."),
                of(
                        THRESHOLD + "threshold = {field = \"a\"}",
                        "ERROR RULE-010 line 15 at <{field = \"a\"}> The key 'threshold.value' is missing."),
                of(
                        NEW_TERMS + "new_terms_fields = [\"a\"]\nhistory_window_start = \"now-6m\"",
                        "ERROR RULE-025 line 16 at <\"now-6m\"> The history window must begin before 'now-6m'"),
                of(
                        NEW_TERMS + "to = \"now-2m\"\nnew_terms_fields = [\"a\"]\nhistory_window_start = \"now-4m\"",
                        "ERROR RULE-025 line 17 at <\"now-4m\"> The history window must begin before 'now-6m', where the"
                                + " rule's range begins; 'now-4m' counts from the range's end, 'now-2m'."),
                of(
                        NEW_TERMS + "history_window_start = \"now-7d\"",
                        "ERROR RULE-010 line 6 at <[rule]> The key 'new_terms_fields' is missing."),
                of(
                        THRESHOLD
                                + "threshold = {value = 1}\nalert_suppression = {group_by = [\"a\"], duration = {value = 1, unit = \"h\"}}",
                        "WARNING RULE-026 line 16 at <group_by> 'alert_suppression.group_by' has no effect in a threshold rule"),
                of(
                        QUERY + "alert_suppression = {group_by = [\"a\",\"b\",\"c\",\"d\"]}",
                        "ERROR RULE-024 line 14 at <[\"a\",\"b\",\"c\",\"d\"]> 'alert_suppression.group_by' takes 1 to 3 values, not 4."),
                of(
                        QUERY + "alert_suppression = {group_by = [\"a\"], duration = {value = 1, unit = \"d\"}}",
                        "ERROR RULE-014 line 14 at <\"d\"> 'alert_suppression.duration.unit' must be one of s, m, h"),
                of(QUERY + "index = [\"a\"]\ndata_view_id = \"b*\"", "WARNING RULE-027 line 14 at <index>"),
                of(
                        QUERY + "data_view_id = \"my-view\"",
                        "WARNING RULE-028 line 14 at <\"my-view\"> What the data view 'my-view' covers"),
                of(
                        QUERY + "timeline_id = \"x\"",
                        "WARNING RULE-029 line 14 at <timeline_id> 'timeline_id' and 'timeline_title'"),
                of(
                        JSON_HEAD + "\"type\":\"query\",\"actions\":[{\"id\":\"x\"}]}",
                        "NOTE RULE-030 line 1 at <\"actions\"> 'actions' are understood"),
                of(
                        JSON_HEAD + "\"type\":\"query\",\"throttle\":\"1h\"}",
                        "NOTE RULE-030 line 1 at <\"throttle\"> 'throttle' concerns"),
                of("[metadata]\n[[actions]]\nid = 1", "NOTE RULE-030 line 2 at <actions> Actions are understood"),
                of(
                        QUERY + "note = \"$osquery_3\"\n[[transform.osquery]]\nlabel = \"l\"\n",
                        "WARNING RULE-031 line 14 at <note> The note names '$osquery_3', which is not in [transform]."),
                of(
                        QUERY + "note = \"x\"\n[[transform.osquery]]\nlabel = \"l\"\n",
                        "WARNING RULE-031 line 15 at <[[transform.osquery]]> The note does not name this entry."),
                of(
                        JSON_HEAD + "\"type\":\"query\"}\n" + JSON_HEAD + "\"type\":\"query\"}",
                        "ERROR RULE-032 line 2 at <{\"rule_id\":\"a\",\"name\":\"n\",\"description\":\"d\",\"severity\":\"low\",\"risk_score\":1,\"type\":\"query\"}> The rule_id 'a' is that of the rule at r:1:1 as well."),
                of(
                        JSON_HEAD + "\"type\":\"query\"}\n{\"exported_rules_count\":2}",
                        "WARNING RULE-033 line 2 at <2> The export says it holds 2 rules, but 1 were found."),
                of(
                        "{\"type\":\"action\",\"attributes\":{}}",
                        "NOTE RULE-034 line 1 at <{\"type\":\"action\",\"attributes\":{}}> This is a saved object of type 'action'"),
                of(
                        QUERY.replace("production", "deprecated"),
                        "NOTE RULE-035 line 3 at <\"deprecated\"> This rule is deprecated."),
                of(
                        QUERY + "language = \"eql\"",
                        "ERROR RULE-036 line 14 at <\"eql\"> 'language' must be kuery or lucene"),
                of(
                        THREAT
                                + "items_per_search = 5\nthreat_mapping = [{entries = [{field = \"a\", type = \"mapping\", value = \"b\"}]}]",
                        "WARNING RULE-037 line 17 at <items_per_search>"),
                of(
                        THREAT
                                + "items_per_search = 9000\nconcurrent_searches = 2\nthreat_mapping = [{entries = [{field = \"a\", type = \"mapping\", value = \"b\"}]}]",
                        "WARNING RULE-037 line 17 at <items_per_search> 'concurrent_searches' times 'items_per_search' is 18000"),
                of(
                        THREAT
                                + "threat_mapping = [{entries = [{field = \"a\", type = \"mapping\", value = \"b\", negate = true}]}]",
                        "ERROR RULE-038 line 17 at <{entries = [{field = \"a\", type = \"mapping\", value = \"b\", negate = true}]}> A group of mapping entries needs one that is not negated."),
                of(
                        QUERY.replaceAll("rule_id = .*\n", ""),
                        "WARNING RULE-039 line 6 at <[rule]> The rule has no 'rule_id'"),
                of(
                        QUERY + "risk_score_mapping = [{field = \"a\"}, {field = \"b\"}]",
                        "WARNING RULE-040 line 14 at <{field = \"b\"}>"),
                of("{\"rule_id\": tru}", "ERROR JSON-001 line 1 at <t> This is not JSON"),
                of(
                        JSON_HEAD + "\"name\":\"m\",\"type\":\"query\"}",
                        "WARNING JSON-002 line 1 at <\"name\"> 'name' is given twice"),
                of("[rule]\nname = C:\\x", "ERROR TOML-001 line 2 at <C>"),
                of(
                        "{\"item_id\":\"i\",\"list_id\":\"l\",\"entries\":[]}",
                        "ERROR EXC-001 line 1 at <[]> An exception without entries"),
                of(
                        item(
                                "{\"field\":\"a\",\"type\":\"exists\",\"operator\":\"included\"}",
                                ",\"expire_time\":\"soon\""),
                        "ERROR EXC-002 line 1 at <\"soon\"> 'expire_time' must be a time"),
                of(
                        item("{\"field\":\"a\",\"type\":\"match_any\",\"operator\":\"included\",\"value\":[]}", ""),
                        "ERROR EXC-003 line 1 at <[]>"),
                of(
                        item(
                                "{\"field\":\"a\",\"type\":\"nested\",\"entries\":[{\"field\":\"b\",\"type\":\"nested\",\"entries\":[]}]}",
                                ""),
                        "ERROR EXC-004 line 1 at <{\"field\":\"b\",\"type\":\"nested\",\"entries\":[]}> A nested entry cannot hold another one."),
                of(
                        "{\"list_id\":\"l\"}\n{\"list_id\":\"l\"}",
                        "ERROR EXC-005 line 2 at <{\"list_id\":\"l\"}> The exception list 'l' is in this file twice."),
                of(
                        item("{\"field\":\"a\",\"type\":\"match\",\"value\":\"x\"}", ""),
                        "ERROR RULE-010 line 1 at <{\"field\":\"a\",\"type\":\"match\",\"value\":\"x\"}> The key 'entries.operator' is missing."));
    }

    private static String item(String entry, String more) {
        return "{\"item_id\":\"i\",\"list_id\":\"l\",\"entries\":[" + entry + "]" + more + "}";
    }

    private static Arguments of(String file, String expected) {
        return Arguments.of(file, expected);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysWhatIsWrong(String file, String expected) {
        assertThat(RuleReaderTest.read(file).allProblems().stream().map(RuleProblemsTest::line))
                .anySatisfy(line -> assertThat(line).startsWith(expected));
    }

    private static String line(Problem problem) {
        Place place = problem.place();
        String pointed = place.excerpt()
                .substring(
                        Math.min(place.column() - 1, place.excerpt().length()),
                        Math.min(
                                place.column() - 1 + place.length(),
                                place.excerpt().length()));
        return problem.level() + " " + problem.code() + " line " + place.line() + " at <" + pointed + "> "
                + problem.message() + (problem.mend().isEmpty() ? "" : " " + problem.mend());
    }

    @Test
    void historyCountsFromTheEndOfTheRange() {
        assertThat(RuleReaderTest.read(NEW_TERMS
                                + "to = \"now-2m\"\nnew_terms_fields = [\"a\"]\nhistory_window_start = \"now-5m\"")
                        .allProblems())
                .isEmpty();
    }

    @Test
    void aGoodRuleHasNoProblems() {
        assertThat(RuleReaderTest.read(QUERY).allProblems()).isEmpty();
    }
}
