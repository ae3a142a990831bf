package io.picket.rule;

import static io.picket.rule.CheckRules.kql;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.event.Event;
import io.picket.match.Evaluator;
import io.picket.rule.Support.State;
import io.picket.testkit.Shared;
import io.picket.testkit.SketchEvents;
import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which documents are indicators, and when. */
class IndicatorQueryTest {

    private static final FieldTypes TYPES = BundledFieldTypes.get();
    private static final SketchEvents EVENTS = new SketchEvents(
            "@timestamp", "event.created", "event.kind", "threat.indicator.ip", "threat.indicator.confidence");

    private static CheckRules threat(String threatQuery) {
        return kql("source.ip: *")
                .with("type", "\"threat_match\"")
                .with("threat_index", "[\"logs-ti_*\", \"-logs-ti_x*\"]")
                .with("threat_query", "'''" + threatQuery + "'''")
                .with(
                        "threat_mapping",
                        "[{entries = [{field = \"source.ip\", type = \"mapping\", value = \"threat.indicator.ip\"}]}]");
    }

    private static Read<IndicatorQuery> read(CheckRules rule, ExceptionItem... exceptions) {
        return IndicatorQuery.of(rule.rule(), List.of(exceptions), Map.of(), TYPES);
    }

    private static boolean isEver(IndicatorQuery query, String json) {
        return new Evaluator(TYPES).meets(query.ever(), event(json));
    }

    private static boolean isAt(IndicatorQuery query, String time, String json) {
        Condition at = MovingConditions.at(query.moving(), Instant.parse(time).toEpochMilli());
        return isEver(query, json) && new Evaluator(TYPES).meets(at, event(json));
    }

    private static Event event(String json) {
        return EVENTS.read("logs-ti_abusech", "1", json);
    }

    private static final String JULY =
            "{\"@timestamp\":\"2026-07-01T12:00:00Z\",\"threat\":{\"indicator\":{\"ip\":\"192.0.2.1\"}}}";

    @Test
    void mostlyTheAgeMovesWithTheTime() {
        IndicatorQuery query = read(threat("@timestamp >= \"now-30d/d\" and threat.indicator.ip: *"))
                .orThrow();
        assertThat(query.movesOverDocument()).isFalse();
        assertThat(query.movingFields()).containsExactly("@timestamp");
        assertThat(query.index().matches("logs-ti_abusech")).isTrue();
        assertThat(query.index().matches("logs-ti_xyz")).isFalse();
        assertThat(isEver(query, JULY)).isTrue();
        assertThat(isAt(query, "2026-07-31T23:59:59Z", JULY)).isTrue();
        assertThat(isAt(query, "2026-08-01T00:00:00Z", JULY)).isFalse();
        assertThat(isAt(query, "2020-01-01T00:00:00Z", JULY)).isTrue();
    }

    @Test
    void whatDoesNotMoveIsAskedOnce() {
        IndicatorQuery query = read(threat("@timestamp >= 2026-01-01 and event.kind: enrichment"))
                .orThrow();
        assertThat(query.moving()).isEqualTo(Condition.ALWAYS);
        assertThat(isEver(query, JULY)).isFalse();
        assertThat(isEver(query, JULY.replace("{\"@t", "{\"event.kind\":\"enrichment\",\"@t")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not @timestamp < now-30d | true | true | false",
                "not (@timestamp < now-30d and threat.indicator.confidence: Low) | true | true | true",
                "threat.indicator.confidence: High or @timestamp >= now-30d | true | true | false",
                "event.created > now or @timestamp >= now-30d | true | true | false",
                "@timestamp >= now-30d and event.created: * | false | false | false",
                "@timestamp >= now-30d and threat.*: 192.0.2.1 | true | true | false",
            })
    void movingPartsMayStandAnywhere(String threatQuery, boolean ever, boolean july, boolean december) {
        IndicatorQuery query = read(threat(threatQuery)).orThrow();
        assertThat(MovingConditions.moves(query.moving())).isTrue();
        assertThat(isEver(query, JULY)).isEqualTo(ever);
        assertThat(isAt(query, "2026-07-10T00:00:00Z", JULY)).isEqualTo(july);
        assertThat(isAt(query, "2026-12-01T00:00:00Z", JULY)).isEqualTo(december);
    }

    @Test
    void whatMovesOverAnyFieldKeepsTheDocument() {
        IndicatorQuery query = read(threat("threat.*: now-1d")).orThrow();
        assertThat(query.movesOverDocument()).isTrue();
        assertThat(query.movingFields()).isEmpty();
    }

    @Test
    void anExceptionThatExpiresMoves() {
        ExceptionItem item = new ExceptionItem(
                "i",
                "l",
                "one",
                List.of(new ExceptionEntry.Equal("threat.indicator.ip", List.of("192.0.2.1"), true, Place.file("x"))),
                List.of(),
                Optional.of(Instant.parse("2026-08-01T00:00:00Z")),
                Place.file("x"));
        IndicatorQuery query = read(threat("*:*"), item).orThrow();
        assertThat(isAt(query, "2026-07-31T00:00:00Z", JULY)).isFalse();
        assertThat(isAt(query, "2026-08-02T00:00:00Z", JULY)).isTrue();
    }

    @Test
    void aGroupHasOnlySoManyEntries() {
        String entry = "{field = \"source.ip\", type = \"mapping\", value = \"threat.indicator.ip\"}";
        for (int count : new int[] {IndicatorQuery.ENTRIES_MAX, IndicatorQuery.ENTRIES_MAX + 1}) {
            String entries = String.join(", ", Collections.nCopies(count, entry));
            Read<IndicatorQuery> read = read(threat("*:*").with("threat_mapping", "[{entries = [" + entries + "]}]"));
            assertThat(read instanceof Read.Ok<IndicatorQuery>).isEqualTo(count == IndicatorQuery.ENTRIES_MAX);
        }
    }

    @Test
    void filtersAndExceptionsCount_andSoDoesTheMapping() {
        CheckRules rule = threat("")
                .with(
                        "threat_filters",
                        "[{meta = {negate = true}, query = {match_phrase = {\"event.kind\" = \"enrichment\"}}}]");
        IndicatorQuery query = read(rule).orThrow();
        assertThat(isEver(query, JULY)).isTrue();
        assertThat(isEver(query, JULY.replace("{\"@t", "{\"event.kind\":\"enrichment\",\"@t")))
                .isFalse();
        assertThat(isEver(query, "{\"@timestamp\":\"2026-07-01T12:00:00Z\"}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threat_query | \"a:\" | KQL",
                "threat_language | \"lucene\" | COND-001",
                "language | \"lucene\" | COND-001",
                "threat_filters | [{meta = {}, query = {percolate = {field = \"x\"}}}] | FILTER-001",
                "threat_mapping | [{entries = [{field = \"source.geo.location\", type = \"mapping\", value = \"a\"}]}] | COND-004",
                "threat_mapping | [{entries = [{field = \"source.ip\", type = \"mapping\", value = \"threat.indicator\"}]}] | COND-004",
            })
    void whatCannotRunIsRefused(String key, String value, String code) {
        Rule rule = threat("*:*").with(key, value).rule();
        Read<Condition> condition = RuleConditions.of(rule, List.of(), Map.of(), TYPES, 0);
        assertThat(condition).isInstanceOf(Read.Failed.class);
        assertThat(condition.problems().stream().map(Problem::code)).anyMatch(it -> it.startsWith(code));
    }

    @Test
    void anEventNeedsTheFieldsOfAGroup() {
        Condition condition = RuleConditions.of(
                        threat("*:*").with("query", "'''*:*'''").rule(), List.of(), Map.of(), TYPES, 0)
                .orThrow();
        SketchEvents events = new SketchEvents("source.ip");
        Evaluator evaluator = new Evaluator(TYPES);
        assertThat(evaluator.meets(condition, events.read("x", "1", "{\"source.ip\":\"192.0.2.7\"}")))
                .isTrue();
        assertThat(evaluator.meets(condition, events.read("x", "1", "{\"source.ip\":\"nowhere\"}")))
                .isFalse();
    }

    static Stream<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.walk(Shared.path("corpus"))) {
            return files
                    .filter(path -> path.toString().endsWith(".toml"))
                    .filter(IndicatorQueryTest::isThreatMatch)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static boolean isThreatMatch(Path path) {
        try {
            return Files.readString(path).contains("type = \"threat_match\"");
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void theCorpusRuns(Path path) throws IOException {
        RuleFile file = RuleReader.read(SourceText.of(path.toString(), Files.readString(path)));
        for (Read<Rule> rule : file.rules()) {
            assertThat(RuleSupport.of(rule, path.toString(), TYPES).state()).isEqualTo(State.RUNS);
            assertThat(IndicatorQuery.of(rule.orThrow(), List.of(), Map.of(), TYPES)
                            .orThrow()
                            .movingFields())
                    .containsExactly("@timestamp");
        }
    }
}
