package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.detect.Clock;
import io.picket.rule.RuleReader;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In a replay the clock is the events' own, whatever the clock on the wall says. */
class MovingTimeTest {

    private static final String RULE = """
            [rule]
            rule_id = "5d9cf0d7-3a05-4c7c-b9a4-bb0b8bd9b3a1"
            name = "Fresh file runs"
            description = "A file that was made a short while ago runs."
            severity = "low"
            risk_score = 21
            type = "query"
            language = "kuery"
            interval = "5m"
            from = "now-9m"
            query = '''%s'''
            """;

    @TempDir
    private Path folder;

    private static String event(String id, String time, String created) {
        return """
                {"_index":"logs-x","_id":"%s","_source":{"@timestamp":"%s","file":{"created":"%s","name":"%s"}}}
                """.formatted(id, time, created, id);
    }

    private List<String> names(Hunting hunting, String... events) throws IOException {
        Path file = Files.writeString(folder.resolve("events.ndjson"), String.join("", events));
        return hunting.over(file).alerts().stream()
                .map(alert -> String.valueOf(alert.fields().get("file.name")))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void anOldRecordingIsJudgedAsItWasThen(Clock clock) throws IOException {
        assertThat(names(
                        new Hunting()
                                .ruleText("r.toml", RULE.formatted("file.created >= now-1h and file.name: *"))
                                .clock(clock),
                        event("old", "2020-05-01T10:00:01Z", "2020-05-01T08:00:00Z"),
                        event("fresh", "2020-05-01T10:00:02Z", "2020-05-01T09:30:00Z")))
                .containsExactly("fresh");
    }

    /** The event is 55 minutes old as it comes and older than an hour when the run sees it. */
    @Test
    void theScheduleAsksAtTheTimeOfTheRun() throws IOException {
        String[] events = {
            event("edge", "2020-05-01T10:01:00Z", "2020-05-01T09:04:00Z"),
            event("fresh", "2020-05-01T10:01:01Z", "2020-05-01T09:06:00Z")
        };
        Hunting hunting = new Hunting().ruleText("r.toml", RULE.formatted("file.created >= now-1h"));
        assertThat(names(hunting.clock(Clock.STREAM), events)).containsExactly("edge", "fresh");
        assertThat(names(hunting.clock(Clock.SCHEDULE), events)).containsExactly("fresh");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void anExceptionHoldsUntilItExpiresByTheEventsTime(Clock clock) throws IOException {
        String list = """
                {"list_id":"l","type":"detection","name":"l","description":"d"}
                {"list_id":"l","item_id":"i","type":"simple","name":"i","description":"d","expire_time":"2020-05-01T10:05:00Z","entries":[{"field":"file.name","type":"wildcard","operator":"included","value":"*"}]}
                """;
        String rule = RULE.formatted("file.name: *")
                + "exceptions_list = [{id = \"l\", list_id = \"l\", type = \"detection\", namespace_type = \"single\"}]\n";
        Hunting hunting = new Hunting()
                .ruleText("r.toml", rule)
                .exceptions(RuleReader.read(SourceText.of("l", list)).exceptionLists())
                .clock(clock);
        assertThat(names(
                        hunting,
                        event("before", "2020-05-01T09:50:00Z", "2020-05-01T09:00:00Z"),
                        event("after", "2020-05-01T10:06:00Z", "2020-05-01T09:00:00Z")))
                .containsExactly("after");
    }

    @ParameterizedTest
    @EnumSource(Clock.class)
    void filtersToo(Clock clock) throws IOException {
        String rule = RULE.formatted("file.name: *") + """
                [[rule.filters]]
                [rule.filters.meta]
                negate = true
                [rule.filters.query.range."file.created"]
                lt = "now-1h"
                """;
        assertThat(names(
                        new Hunting().ruleText("r.toml", rule).clock(clock),
                        event("old", "2020-05-01T10:00:01Z", "2020-05-01T08:00:00Z"),
                        event("fresh", "2020-05-01T10:00:02Z", "2020-05-01T09:30:00Z")))
                .containsExactly("fresh");
    }

    /** EQL says now as KQL does; also in the steps of a sequence. */
    @ParameterizedTest
    @EnumSource(Clock.class)
    void eqlToo(Clock clock) throws IOException {
        String[] events = {
            event("edge", "2020-05-01T10:01:00Z", "2020-05-01T09:04:00Z"),
            event("fresh", "2020-05-01T10:01:01Z", "2020-05-01T09:06:00Z"),
            event("last", "2020-05-01T10:01:02Z", "2020-05-01T10:00:00Z")
        };
        String rule = RULE.replace("\"query\"", "\"eql\"").replace("kuery", "eql");
        Hunting single = new Hunting()
                .ruleText("r.toml", rule.formatted("any where file.created >= \"now-1h\" and file.name != \"last\""))
                .clock(clock);
        assertThat(names(single, events))
                .isEqualTo(clock == Clock.STREAM ? List.of("edge", "fresh") : List.of("fresh"));
        Hunting joined = new Hunting()
                .ruleText(
                        "r.toml",
                        rule.formatted("sequence [any where file.created >= \"now-1h\" and file.name == \"edge\"]"
                                + " [any where file.name == \"last\"]"))
                .clock(clock);
        assertThat(names(joined, events)).hasSize(clock == Clock.STREAM ? 3 : 0);
    }
}
