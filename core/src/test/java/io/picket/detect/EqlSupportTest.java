package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.rule.RuleReader;
import io.picket.rule.RuleSupport;
import io.picket.rule.RuleType;
import io.picket.rule.Support;
import io.picket.testkit.Shared;
import io.picket.testkit.SketchRule;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every public EQL rule is said to run, and is executed on both clocks. */
class EqlSupportTest {

    private static final FieldTypes TYPES = BundledFieldTypes.get();

    @Test
    void everyRuleOfTheCorpusRuns_andHasItsDetectors() throws IOException {
        List<String> wrong = new ArrayList<>();
        int rules = 0;
        for (Path path : corpus()) {
            for (Read<Rule> read : RuleReader.read(SourceText.of(path.toString(), Files.readString(path)))
                    .rules()) {
                if (!(read instanceof Read.Ok<Rule>(Rule rule, var doubts)) || rule.type() != RuleType.EQL) {
                    continue;
                }
                rules++;
                Support support = RuleSupport.of(read, path.toString(), TYPES);
                // Rules that use the pipes are no longer maintained.
                boolean piped =
                        support.reason().contains("pipes") && path.toString().contains("_deprecated");
                if (support.state() == Support.State.REFUSED
                        || support.state() == Support.State.RUNS_WITH_CAVEAT && !piped) {
                    wrong.add(path + ": " + support.reason());
                }
                detectors(rule);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rules).isGreaterThan(600);
    }

    @Test
    void everyQueryOfThePublicRulesRuns() {
        JsonNode queries = JsonMapper.shared().readTree(Shared.path("suites/eql-rules/rules-parsed.json"));
        for (JsonNode query : queries) {
            detectors(SketchRule.eql(query.get("query").asString()).build());
        }
        assertThat(queries.size()).isGreaterThan(600);
    }

    private static void detectors(Rule rule) {
        List<Condition> conditions =
                RuleConditions.all(rule, List.of(), Map.of(), TYPES, 0).orThrow();
        FieldTable.Builder table = FieldTable.builder();
        MatchPlan.fields(conditions).forEach(field -> table.add(field.name(), 1024));
        Set<String> asked = Detectors.fields(rule);
        asked.forEach(name -> table.add(name, 1024));
        FieldTable fields = table.build();
        for (Clock clock : Clock.values()) {
            assertThat(Detectors.of(rule, clock, fields, TYPES, alert -> {}, StateBudget.DEFAULT))
                    .isInstanceOf(Resumable.class);
        }
    }

    private static List<Path> corpus() throws IOException {
        try (Stream<Path> walk = Files.walk(Shared.path("corpus"))) {
            return walk.filter(path -> path.toString().endsWith(".toml")).toList();
        }
    }
}
