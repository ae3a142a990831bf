package io.picket.rule;

import static io.picket.rule.RuleReaderTest.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.FieldType;
import io.picket.condition.ValueList;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleConditionsTest {

    private static final long NOW = 1_770_000_000_000L;
    private static final Asked ASKED = new Asked(Map.of(
            "source.ip", FieldType.IP,
            "destination.port", FieldType.LONG,
            "@timestamp", FieldType.DATE,
            "message", FieldType.TEXT,
            "process.name", FieldType.KEYWORD));

    private static Read<Condition> conditions(String ruleText, String exceptions) {
        Rule rule = RuleReaderTest.rule(ruleText);
        List<ExceptionItem> items = RuleReader.read(SourceText.of("e", exceptions)).exceptionLists().stream()
                .flatMap(list -> list.items().stream())
                .toList();
        return RuleConditions.of(rule, items, Map.of(), ASKED, NOW);
    }

    @Test
    void joinsQueryFiltersAndExceptions() {
        Condition condition = conditions(
                        HEAD + """
                                type = "threshold"
                                query = "source.ip: 10.0.0.0/8"
                                [rule.threshold]
                                field = []
                                value = 5
                                [[rule.filters]]
                                [rule.filters.meta]
                                negate = true
                                [rule.filters.query.match_phrase]
                                "destination.port" = 53
                                """,
                        "{\"item_id\":\"i\",\"list_id\":\"l\",\"entries\":[{\"field\":\"source.ip\",\"type\":\"match\","
                                + "\"operator\":\"included\",\"value\":\"10.0.0.9\"}]}")
                .orThrow();
        assertThat(ASKED.meets(condition, "{\"source\":{\"ip\":\"10.0.0.1\"},\"destination\":{\"port\":80}}"))
                .isTrue();
        assertThat(ASKED.meets(condition, "{\"source\":{\"ip\":\"10.0.0.1\"},\"destination\":{\"port\":53}}"))
                .isFalse();
        assertThat(ASKED.meets(condition, "{\"source.ip\":\"10.0.0.9\",\"destination\":{\"port\":80}}"))
                .isFalse();
        assertThat(ASKED.meets(condition, "{\"source.ip\":\"11.0.0.1\"}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type = \"query\" language = \"lucene\" query = \"a:b\" | COND-001",
                "type = \"saved_query\" saved_id = \"s\" | COND-002",
                "type = \"esql\" language = \"esql\" query = \"FROM x\" | COND-003",
                "type = \"machine_learning\" anomaly_threshold = 1 machine_learning_job_id = \"j\" | COND-003",
            })
    void refusesWhatDoesNotRunByName(String keys, String code) {
        Read<Condition> read = conditions(HEAD + keys.replaceAll(" (?=\\w+ = )", "\n") + "\n", "[]");
        assertThat(read).isInstanceOf(Read.Failed.class);
        assertThat(read.problems()).extracting(Problem::code).containsExactly(code);
    }

    @Test
    void joinedEventsAreAskedStepByStep_eachWithItsExceptions() {
        Rule rule = RuleReaderTest.rule(HEAD + """
                type = "eql"
                language = "eql"
                query = '''
                sequence by process.name with maxspan=1m
                  [any where source.ip == "10.0.0.1"] with runs=3 ![any where message.x == "m"]
                  [any where destination.port == 80] until [any where destination.port == 81]
                '''
                """);
        List<ExceptionItem> items = RuleReader.read(SourceText.of(
                        "e",
                        "{\"item_id\":\"i\",\"list_id\":\"l\",\"entries\":[{\"field\":\"process.name\",\"type\":\"match\","
                                + "\"operator\":\"included\",\"value\":\"fine\"}]}"))
                .exceptionLists()
                .getFirst()
                .items();
        List<Condition> all =
                RuleConditions.all(rule, items, Map.of(), ASKED, NOW).orThrow();
        assertThat(all).hasSize(4);
        assertThat(ASKED.meets(all.get(2), "{\"destination.port\":80}")).isTrue();
        assertThat(ASKED.meets(all.get(3), "{\"destination.port\":81}")).isTrue();
        assertThat(ASKED.meets(all.get(3), "{\"destination.port\":81,\"process.name\":\"fine\"}"))
                .isFalse();
        Condition any = RuleConditions.of(rule, items, Map.of(), ASKED, NOW).orThrow();
        assertThat(ASKED.meets(any, "{\"source.ip\":\"10.0.0.1\"}")).isTrue();
        assertThat(ASKED.meets(any, "{\"source.ip\":\"10.0.0.2\"}")).isFalse();
    }

    @Test
    void aProblemInTheQueryPointsIntoTheFile() {
        Read<Condition> read =
                conditions(HEAD + "type = \"query\"\nquery = '''\nprocess.name: a\n  and (\n'''\n", "[]");
        assertThat(read).isInstanceOf(Read.Failed.class);
        assertThat(read.problems().getFirst().place().line()).isBetween(16, 18);
    }

    /** Every rule of the corpus whose type is executed compiles, with its filters. */
    @Test
    void compilesTheCorpus() throws IOException {
        List<String> failures = new ArrayList<>();
        int compiled = 0;
        for (Path path : TomlReaderTest.corpus()) {
            for (Rule rule : RuleReader.read(SourceText.of(String.valueOf(path.getFileName()), Files.readString(path)))
                    .usable()) {
                boolean executed = switch (rule.type()) {
                    case QUERY, SAVED_QUERY, THRESHOLD, NEW_TERMS, EQL, THREAT_MATCH -> true;
                    case ESQL, MACHINE_LEARNING -> false;
                };
                Read<Condition> read = RuleConditions.of(rule, List.of(), Map.<String, ValueList>of(), ASKED, NOW);
                if (executed && read instanceof Read.Failed<Condition> failed) {
                    failures.add(rule.name() + ": " + failed.problems());
                }
                assertThat(read instanceof Read.Ok<Condition>).isEqualTo(executed && !(read instanceof Read.Failed));
                compiled += read instanceof Read.Ok<Condition> ? 1 : 0;
            }
        }
        assertThat(failures).hasSizeLessThanOrEqualTo(1).allMatch(failure -> failure.contains("COND-001"));
        assertThat(compiled).isGreaterThan(1_100);
    }
}
