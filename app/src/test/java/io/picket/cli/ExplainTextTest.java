package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.explain.Explainer;
import io.picket.explain.Explanation;
import io.picket.rule.ExceptionEntry;
import io.picket.rule.ExceptionItem;
import io.picket.rule.Rule;
import io.picket.rule.RuleReader;
import io.picket.text.Place;
import io.picket.text.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainTextTest {

    private static final String HEAD = """
            [rule]
            rule_id = "door"
            name = "Doors"
            description = "Doors."
            risk_score = 1
            severity = "low"
            index = ["logs-*", "-logs-old-*"]
            """;
    private static final String KQL = HEAD + """
            type = "threshold"
            query = '''
            event.category: process and
            process.name: ("cmd.exe" or "powershell.exe") and
            (user.name: root or source.ip: 10.0.0.0/8 or process.args: "-c") and
            not process.parent.name: "services.exe"
            '''
            [rule.threshold]
            field = ["host.name"]
            value = 3
            """;
    private static final String EQL = HEAD + """
            type = "eql"
            language = "eql"
            query = '''
            sequence by host.id with maxspan=1m
              [process where process.name == "cmd.exe" and process.pid > 4]
              [network where true]
            '''
            """;

    private static Explanation explained(String rule, String document, String index, ExceptionItem... items) {
        return explained(rule(rule), document, index, items);
    }

    private static Rule rule(String text) {
        return RuleReader.read(SourceText.of("door.toml", text))
                .rules()
                .getFirst()
                .orThrow();
    }

    private static Explanation explained(Rule rule, String document, String index, ExceptionItem... items) {
        Explainer explainer = Explainer.of(rule, List.of(items), Map.of(), BundledFieldTypes.get(), 1_770_000_000_000L)
                .orThrow();
        byte[] bytes = document.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Event event = new Event(explainer.table());
        assertThat(new EventReader(explainer.table()).read(bytes, 0, bytes.length, event))
                .isTrue();
        event.origin(index, null);
        return explainer.of(event);
    }

    private static String text(Explanation explanation) {
        return new ExplainText(List.of("logs-*", "-logs-old-*"), false, false).of(explanation, "e.ndjson:1");
    }

    private static final String MATCH =
            "{'@timestamp':'2026-02-02T02:40:00Z','host.name':['a','b'],'event.category':['process','network'],"
                    + "'process.name':'cmd.exe','source.ip':'10.1.2.3','process.args':['x','y']}";

    @Test
    void aMatchShowsEachPartAndWhatBecomesOfIt() {
        assertThat(text(explained(KQL, MATCH, "logs-a"))).isEqualTo("""
                ✓ e.ndjson:1  match
                      ✓ index                                            logs-a
                      ✓ query
                   10 ✓   event.category: process                        process, network
                   11 ✓   process.name: ("cmd.exe" or "powershell.exe")  cmd.exe
                   12 ✓   any of 3
                   12 ✓     source.ip: 10.0.0.0/8                        10.1.2.3
                            … and 2 that fail
                   13 ✓   not process.parent.name: "services.exe"        missing
                       → Is counted for host.name a and b.

                """);
    }

    @Test
    void aMissShowsWhatFailsAndWhatIsNearlyRight() {
        String document = "{'host.name':'a','event.category':'process','process.name':'CMD.exe','source.ip':'x',"
                + "'process.parent.name':'services.exe'}";
        assertThat(text(explained(KQL, document, "logs-a"))).isEqualTo("""
                ✗ e.ndjson:1  no match: 3 of 4 parts fail
                      ✓ index                                            logs-a
                      ✗ query
                   10 ✓   event.category: process                        process
                   11 ✗   process.name: ("cmd.exe" or "powershell.exe")  CMD.exe  (differs in case only)
                   12 ✗   any of 3
                   12 ✗     user.name: root                              missing
                   12 ✗     source.ip: 10.0.0.0/8                        x (no ip, so missing)
                   12 ✗     process.args: "-c"                           missing
                   13 ✗   not process.parent.name: "services.exe"        services.exe

                """);
    }

    @Test
    void theIndexComesFirst() {
        assertThat(text(explained(KQL, MATCH, "logs-old-1"))).isEqualTo("""
                ✗ e.ndjson:1  no match: the rule does not read its index
                      ✗ index  logs-old-1; the rule reads logs-*, -logs-old-*

                """);
    }

    @Test
    void theExceptionThatTakesItOutIsNamed() {
        Place place = new Place("e.json", 3, 1, 1, "");
        ExceptionItem known =
                item("our admins", new ExceptionEntry.Equal("process.name", List.of("cmd.exe"), true, place));
        ExceptionItem other = item("others", new ExceptionEntry.Exists("user.name", true, place));
        assertThat(text(explained(KQL, MATCH, "logs-a", known, other)))
                .startsWith(
                        "✗ e.ndjson:1  no match: meets the query, and is taken out by the exception \"our admins\"\n")
                .endsWith("""
                              ✗ exception "our admins"
                            3 ✓   process.name is cmd.exe                        cmd.exe
                              ✓ 1 exception                                      not applying

                        """);
    }

    private static ExceptionItem item(String name, ExceptionEntry entry) {
        return new ExceptionItem("i", "l", name, List.of(entry), List.of(), Optional.empty(), entry.place());
    }

    @Test
    void aMatchWithoutAGroupIsSaidToHaveNoEffect() {
        assertThat(text(explained(KQL, MATCH.replace("'host.name':['a','b'],", ""), "logs-a")))
                .startsWith("✓ e.ndjson:1  match, without effect\n")
                .contains("→ Is not counted: host.name missing.\n");
    }

    @Test
    void nowIsTheEventsOwnTime() {
        String rule = KQL.replace("event.category: process and", "@timestamp >= now-1h and");
        assertThat(text(explained(rule, MATCH.replace("2026-02", "1999-02"), "logs-a")))
                .contains("✓   @timestamp >= now-1h                           1999-02-02T02:40:00Z");
    }

    @Test
    void stepsOfASequenceAreToldOneByOne() {
        String document =
                "{'@timestamp':'2026-02-02T02:40:00Z','host.id':'h','event.category':'network','process.name':'cmd.exe'}";
        assertThat(text(explained(EQL, document, "logs-a"))).isEqualTo("""
                ✓ e.ndjson:1  match
                      ✓ index                        logs-a
                      ✗ step 1 of 2
                   12 ✗   process where              event.category network
                   12 ✓   process.name == "cmd.exe"  cmd.exe
                   12 ✗   process.pid > 4            missing
                      ✓ step 2 of 2
                   13 ✓   network where              event.category network
                       → As step 2 of 2 joined by host.id h.

                """);
    }

    @Test
    void programsGetEveryPart() {
        Rule rule = rule(KQL);
        JsonNode json = JsonMapper.shared()
                .readTree(Json.line(ExplainJson.of(rule, explained(rule, MATCH, "logs-a"), "e.ndjson", 1, "id")));
        assertThat(json.at("/matches").asBoolean()).isTrue();
        assertThat(json.at("/sections/0/asked/kind").asString()).isEqualTo("all");
        JsonNode category = json.at("/sections/0/asked/parts/0");
        assertThat(category.path("words").asString()).isEqualTo("event.category: process");
        assertThat(category.path("line").asInt()).isEqualTo(10);
        assertThat(category.path("column").asInt()).isEqualTo(1);
        assertThat(category.at("/seen/0").toString())
                .isEqualTo("{\"field\":\"event.category\",\"type\":\"keyword\",\"missing\":false,\"values\":["
                        + "{\"value\":\"process\",\"counts\":true,\"meets\":true},"
                        + "{\"value\":\"network\",\"counts\":true,\"meets\":false}]}");
        assertThat(json.at("/after/0/stops").asBoolean()).isFalse();
    }

    @Test
    void whatIsComparedWithIndicatorsIsTold() {
        String rule = HEAD + """
                type = "threat_match"
                query = "event.kind: event"
                threat_index = ["logs-ti_*", "mine"]
                threat_query = "*:*"
                threat_mapping = [
                  { entries = [{ field = "source.ip", type = "mapping", value = "threat.indicator.ip" }] },
                  { entries = [
                    { field = "url.domain", type = "mapping", value = "threat.indicator.url.domain" },
                    { field = "url.port", type = "mapping", value = "threat.indicator.port" },
                    { field = "user.name", type = "mapping", value = "threat.indicator.name", negate = true }
                  ] }
                ]
                """;
        assertThat(text(explained(
                        rule, "{'event':{'kind':'event'},'source':{'ip':['10.0.0.1','10.0.0.2']}}", "logs-a")))
                .contains(
                        "→ Is an alert if an indicator of logs-ti_*, mine has its source.ip 10.0.0.1 and 10.0.0.2.\n");
        assertThat(text(explained(
                        rule,
                        "{'event':{'kind':'event'},'source':{'ip':'10.0.0.1'},'url':{'domain':'a.b','port':80}}",
                        "logs-a")))
                .contains("has its source.ip 10.0.0.1, or its url.domain a.b with url.port 80.\n");
        assertThat(text(explained(rule, "{'event':{'kind':'event'},'url':{'domain':'a.b'}}", "logs-a")))
                .contains("→ Is not compared with indicators: source.ip, url.domain, url.port missing.\n");
    }
}
