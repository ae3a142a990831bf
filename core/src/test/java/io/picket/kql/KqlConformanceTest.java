package io.picket.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Shared;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which texts are KQL and what they say, by the published facts; where the suites differ, Kibana's answer. */
class KqlConformanceTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void kibanasOwnFacts() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (JsonNode fact : facts("suites/kql-kibana/facts.json").get("parse")) {
            check(wrong, fact, fact.get("valid").booleanValue(), fact.get("ast"));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRuleOfTheCorpusAsKibanaParsesIt() throws Exception {
        List<String> wrong = new ArrayList<>();
        JsonNode rules = facts("suites/kql-kibana/rules-ast.json");
        for (JsonNode rule : rules) {
            check(wrong, rule, rule.get("valid").booleanValue(), rule.get("ast"));
        }
        assertThat(rules.size()).isGreaterThan(200);
        assertThat(wrong).isEmpty();
    }

    @Test
    void elasticsearchsListsAndLiterals() throws Exception {
        List<String> wrong = new ArrayList<>();
        JsonNode suite = facts("suites/kql-elasticsearch/facts.json");
        for (JsonNode fact : suite.get("accept")) {
            check(wrong, fact, fact.get("kibana_7_17_accepts").booleanValue(), fact.get("kibana_ast"));
        }
        for (JsonNode fact : suite.get("literals")) {
            literal(wrong, fact);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void detectionRulesFacts() throws Exception {
        List<String> wrong = new ArrayList<>();
        JsonNode suite = facts("suites/kql-detection-rules/facts.json");
        for (JsonNode fact : suite.get("parse")) {
            check(wrong, fact, fact.get("kibana_7_17_accepts").booleanValue(), fact.get("kibana_ast"));
        }
        for (String group : List.of("query_string_escape", "same_meaning_as_eql", "equivalent_kql")) {
            for (JsonNode fact : suite.get(group)) {
                check(wrong, fact, true, null);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The doubts are real: a question mark meant as a wildcard, a tab in a Windows path, a forgotten or. */
    @Test
    void rulesOfTheCorpusParseAndHardlyWarn() throws Exception {
        List<Problem> problems = new ArrayList<>();
        int count = 0;
        for (Path file : rulesInKql()) {
            String query = Toml.parse(file).getString("rule.query");
            if (query != null) {
                count++;
                problems.addAll(Kql.parse(SourceText.of(file.getFileName().toString(), query))
                        .problems());
            }
        }
        assertThat(count).isGreaterThan(200);
        assertThat(problems)
                .hasSizeLessThan(count / 25)
                .allMatch(problem -> Set.of("KQL-204", "KQL-205", "KQL-211").contains(problem.code()));
    }

    private static List<Path> rulesInKql() throws Exception {
        List<Path> rules = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Shared.path("corpus"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".toml")).toList()) {
                if (Files.readString(file).contains("language = \"kuery\"")) {
                    rules.add(file);
                }
            }
        }
        return rules;
    }

    private static void check(List<String> wrong, JsonNode fact, boolean valid, @Nullable JsonNode ast) {
        String query = fact.get("query").stringValue();
        String id = fact.get("id").stringValue();
        switch (Kql.parse(SourceText.of(id, query))) {
            case Read.Failed<KqlTree> failed -> {
                if (valid) {
                    wrong.add(id + " refused: " + query + " " + failed.problems());
                }
            }
            case Read.Ok<KqlTree> ok -> {
                if (!valid) {
                    wrong.add(id + " accepted: " + query + " as " + SmallTree.of(ok.value()));
                } else if (ast != null && !SmallTree.of(ok.value()).equals(ast)) {
                    wrong.add(id + ": " + query + "\n  is  " + SmallTree.of(ok.value()) + "\n  not " + ast);
                }
            }
        }
    }

    private static void literal(List<String> wrong, JsonNode fact) {
        JsonNode expected = fact.get("kibana_value");
        String query = fact.get("query").stringValue();
        String found = switch (Kql.parse(SourceText.of("literal", query))) {
            case Read.Failed<KqlTree> failed -> null;
            case Read.Ok<KqlTree>(KqlTree.Is is, var problems) ->
                is.value().wildcard()
                        ? is.value().text().replace("\\\\", "\\")
                        : is.value().text();
            case Read.Ok<KqlTree> other -> other.value().toString();
        };
        String value = expected.isNull() ? null : expected.stringValue();
        if (!java.util.Objects.equals(value, found)) {
            wrong.add(query + " is " + found + " not " + value);
        }
    }

    private static JsonNode facts(String path) throws Exception {
        return JSON.readTree(Files.readString(Shared.path(path)));
    }
}
