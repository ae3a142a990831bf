package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.rule.RuleFile.Format;
import io.picket.text.Level;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Kibana writes when rules are exported, in its order: rules, lists, items, connectors, a count. */
class KibanaExportTest {

    private static final String RULE = """
            {"id":"6f0e9a2c-0000-4000-8000-000000000001","updated_at":"2026-01-05T10:00:00.000Z","updated_by":"ana","created_at":"2026-01-05T09:00:00.000Z","created_by":"ana","name":"Many ports","tags":["net"],"interval":"5m","enabled":true,"revision":3,"description":"One source, many ports","risk_score":47,"severity":"medium","note":"","license":"","output_index":"","meta":{"from":"1m","kibana_siem_app_url":"https://k"},"author":[],"false_positives":[],"from":"now-360s","rule_id":"a0000000-0000-4000-8000-000000000001","max_signals":100,"risk_score_mapping":[],"severity_mapping":[],"threat":[],"to":"now","references":[],"version":4,"exceptions_list":[{"id":"x1","list_id":"scanners","type":"detection","namespace_type":"single"},{"id":"x2","list_id":"elsewhere","type":"rule_default","namespace_type":"single"}],"immutable":false,"rule_source":{"type":"internal"},"related_integrations":[],"required_fields":[{"name":"source.ip","type":"ip","ecs":true}],"setup":"","type":"threshold","language":"kuery","index":["logs-*"],"query":"source.ip:* ","filters":[{"meta":{"disabled":false,"negate":true,"alias":null,"key":"event.action","field":"event.action","params":{"query":"x"},"type":"phrase","index":"logs-*"},"query":{"match_phrase":{"event.action":"x"}},"$state":{"store":"appState"}}],"threshold":{"field":["source.ip"],"value":1,"cardinality":[{"field":"destination.port","value":20}]},"actions":[{"group":"default","id":"c1","params":{"message":"m"},"action_type_id":".slack","frequency":{"summary":true,"notifyWhen":"onActiveAlert","throttle":null}}],"throttle":"rule"}
            """;
    private static final String LISTS = """
            {"_version":"WzEs","created_at":"2026-01-05T09:00:00.000Z","created_by":"ana","description":"known scanners","id":"x1","immutable":false,"list_id":"scanners","name":"Scanners","namespace_type":"single","os_types":[],"tags":[],"tie_breaker_id":"t","type":"detection","updated_at":"2026-01-05T09:00:00.000Z","updated_by":"ana","version":1}
            {"_version":"WzIs","comments":[],"created_at":"2026-01-05T09:00:00.000Z","created_by":"ana","description":"d","entries":[{"field":"source.ip","operator":"included","type":"match_any","value":["10.0.0.5","10.0.0.6"]}],"id":"y1","item_id":"item-1","list_id":"scanners","name":"Two","namespace_type":"single","os_types":[],"tags":[],"tie_breaker_id":"t","type":"simple","updated_at":"2026-01-05T09:00:00.000Z","updated_by":"ana","expire_time":"2027-01-01T00:00:00.000Z"}
            """;
    private static final String CONNECTOR =
            "{\"id\":\"c1\",\"type\":\"action\",\"attributes\":{\"actionTypeId\":\".slack\",\"name\":\"s\",\"secrets\":{}},\"references\":[]}\n";
    private static final String DETAILS =
            "{\"exported_count\":4,\"exported_rules_count\":1,\"missing_rules\":[],\"missing_rules_count\":0,\"exported_exception_list_count\":1,\"exported_exception_list_item_count\":1,\"missing_exception_list_item_count\":0,\"missing_exception_list_items\":[],\"missing_exception_lists\":[],\"missing_exception_lists_count\":0,\"exported_action_connector_count\":1,\"missing_action_connection_count\":0,\"missing_action_connections\":[],\"excluded_action_connection_count\":0,\"excluded_action_connections\":[]}\n";

    private static RuleFile read(String text) {
        return RuleReader.read(SourceText.of("export.ndjson", text));
    }

    @Test
    void readsAllOfIt() {
        RuleFile file = read(RULE + LISTS + CONNECTOR + DETAILS);
        assertThat(file.format()).isEqualTo(Format.NDJSON);
        assertThat(file.allProblems()).extracting(Problem::level).containsOnly(Level.NOTE);
        assertThat(file.allProblems()).extracting(Problem::code).containsOnly("RULE-030", "RULE-034");
        Rule rule = file.usable().getFirst();
        assertThat(rule.filters()).hasSize(1);
        assertThat(rule.parameters()).containsEntry("revision", 3L).containsEntry("enabled", true);
        ExceptionList list = file.exceptionLists().getFirst();
        assertThat(list.listId()).isEqualTo("scanners");
        assertThat(list.items()).hasSize(1);
        assertThat(list.items().getFirst().expires()).isPresent();
        assertThat(list.place().line()).isEqualTo(2);
    }

    @Test
    void findsARulesExceptionsAndSaysWhichListsAreMissing() {
        RuleFile file = read(RULE + LISTS);
        Read<List<ExceptionItem>> items =
                ExceptionLists.of(List.of(file)).forRule(file.usable().getFirst());
        assertThat(items.orThrow()).extracting(ExceptionItem::itemId).containsExactly("item-1");
        assertThat(items.problems()).extracting(Problem::code).containsExactly("EXC-006");
        assertThat(items.problems().getFirst().message()).contains("'elsewhere'");
    }

    @Test
    void countsWhatIsMissing() {
        assertThat(read(RULE + CONNECTOR + DETAILS).problems())
                .filteredOn(problem -> problem.code().equals("RULE-033"))
                .extracting(Problem::message)
                .containsExactly(
                        "The export says it holds 1 exception lists, but 0 were found.",
                        "The export says it holds 1 exception items, but 0 were found.");
        assertThat(read(RULE
                                + "{\"exported_count\":1,\"missing_rules\":[{\"rule_id\":\"gone\"}],\"missing_rules_count\":1}\n")
                        .problems())
                .extracting(Problem::message)
                .containsExactly("Kibana could not export 1 rules: {rule_id=gone}.");
    }

    @Test
    void readsExceptionsExportedAlone() {
        RuleFile file =
                read(LISTS + "{\"exported_exception_list_count\":1,\"exported_exception_list_item_count\":1}\n");
        assertThat(file.allProblems()).isEmpty();
        assertThat(file.exceptionLists().getFirst().items()).hasSize(1);
    }

    @Test
    void itemsWithoutTheirListAreKept() {
        RuleFile file = read(LISTS.lines().skip(1).findFirst().orElseThrow());
        assertThat(file.exceptionLists())
                .singleElement()
                .satisfies(list -> assertThat(list.listId()).isEqualTo("scanners"));
    }

    @Test
    void readsTheExceptionsOfTheRuleRepository() {
        RuleFile file = RuleReader.read(SourceText.of("exceptions.toml", """
                [metadata]
                creation_date = "2026/01/05"
                list_name = "Scanners"
                rule_ids = ["a0000000-0000-4000-8000-000000000001"]
                rule_names = ["Many ports"]
                updated_date = "2026/01/05"

                [[exceptions]]
                [exceptions.container]
                description = "d"
                list_id = "own"
                name = "Scanners"
                namespace_type = "single"
                tags = []
                type = "rule_default"

                [[exceptions.items]]
                comments = []
                description = "d"
                list_id = "own"
                item_id = "i-1"
                name = "One"
                namespace_type = "single"
                type = "simple"
                expire_time = 2027-01-01T00:00:00Z

                [[exceptions.items.entries]]
                field = "source.ip"
                operator = "included"
                type = "match"
                value = "10.0.0.5"
                """));
        assertThat(file.allProblems()).isEmpty();
        assertThat(file.exceptionLists().getFirst().items().getFirst().expires())
                .isPresent();
        Rule rule = read(RULE).usable().getFirst();
        assertThat(ExceptionLists.of(List.of(file)).forRule(rule).orThrow())
                .extracting(ExceptionItem::itemId)
                .containsExactly("i-1");
    }
}
