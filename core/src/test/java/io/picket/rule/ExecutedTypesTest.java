package io.picket.rule;

import static io.picket.rule.CheckRules.eql;
import static io.picket.rule.CheckRules.esql;
import static io.picket.rule.CheckRules.kql;
import static io.picket.rule.CheckRules.threshold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.picket.detect.Clock;
import io.picket.detect.Detectors;
import io.picket.detect.StateBudget;
import io.picket.event.FieldTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the support report says runs is what a detector can be made for, no more and no less. */
class ExecutedTypesTest {

    @ParameterizedTest
    @EnumSource(RuleType.class)
    void executedMeansThatThereIsADetector(RuleType type) {
        Rule rule = ruleOf(type).rule();
        FieldTable.Builder table = FieldTable.builder();
        Detectors.fields(rule).forEach(name -> table.add(name, CheckRules.TYPES.ignoreAbove(name)));
        for (Clock clock : Clock.values()) {
            if (ExecutedTypes.contains(type)) {
                assertThat(Detectors.of(rule, clock, table.build(), CheckRules.TYPES, alert -> {}, StateBudget.DEFAULT))
                        .isNotNull();
            } else {
                assertThatThrownBy(() -> Detectors.of(
                                rule, clock, table.build(), CheckRules.TYPES, alert -> {}, StateBudget.DEFAULT))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static CheckRules ruleOf(RuleType type) {
        CheckRules plain = kql("event.action: knock").with("type", '"' + type.word() + '"');
        return switch (type) {
            case QUERY -> plain;
            case SAVED_QUERY -> plain.with("saved_id", "\"s\"");
            case THRESHOLD -> threshold("[\"host.id\"]", 5);
            case NEW_TERMS ->
                plain.with("new_terms_fields", "[\"user.name\"]").with("history_window_start", "\"now-7d\"");
            case EQL -> eql("any where true");
            case ESQL -> esql("from a | keep b");
            case THREAT_MATCH ->
                plain.with("threat_query", "\"*:*\"")
                        .with("threat_index", "[\"logs-ti_*\"]")
                        .with(
                                "threat_mapping",
                                "[{entries = [{field = \"source.ip\", type = \"mapping\", value = \"threat.indicator.ip\"}]}]");
            case MACHINE_LEARNING ->
                plain.without("query")
                        .without("language")
                        .without("index")
                        .with("machine_learning_job_id", "\"j\"")
                        .with("anomaly_threshold", "50");
        };
    }
}
