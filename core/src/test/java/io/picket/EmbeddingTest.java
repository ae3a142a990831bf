package io.picket;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.condition.BundledFieldTypes;
import io.picket.condition.Condition;
import io.picket.condition.DateText;
import io.picket.condition.FieldTypes;
import io.picket.detect.Clock;
import io.picket.detect.Detector;
import io.picket.detect.Detectors;
import io.picket.detect.StateBudget;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.rule.RuleReader;
import io.picket.text.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lines that README shows for embedding. */
class EmbeddingTest {

    private static final String RULE = """
            {"type": "threshold", "language": "kuery", "rule_id": "many-ports", "name": "Many ports", "risk_score": 21,
             "severity": "low", "description": "One source, many ports", "query": "source.ip: 10.0.0.0/8",
             "threshold": {"field": ["source.ip"], "value": 1, "cardinality": [{"field": "destination.port", "value": 3}]}}
            """;

    @Test
    void tenLines_runARuleOverEvents() {
        List<Alert> alerts = new ArrayList<>();
        List<String> lines = List.of(line(1), line(2), line(3));

        Rule rule =
                RuleReader.read(SourceText.of("many-ports.json", RULE)).usable().getFirst();
        FieldTypes types = BundledFieldTypes.get();
        Condition condition =
                RuleConditions.of(rule, List.of(), Map.of(), types, 0).orThrow();
        FieldTable fields = Detectors.table(rule, condition, types);
        Matcher matcher = new Matcher(MatchPlan.of(List.of(condition), types, fields));
        Detector detector = Detectors.of(rule, Clock.STREAM, fields, types, alerts::add, StateBudget.DEFAULT);
        EventReader reader = new EventReader(fields);
        Event event = new Event(fields);
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            if (reader.read(bytes, 0, bytes.length, event) && matcher.match(event) > 0) {
                long time =
                        DateText.millis(event.texts(fields.slot("@timestamp")).getFirst());
                detector.add(event, time, time);
            }
        }
        detector.finish();

        assertThat(alerts).hasSize(1);
        assertThat(alerts.getFirst().fields().get("picket.evidence.headline"))
                .asString()
                .startsWith("10.1.2.3 tried 3 ports");
    }

    private static String line(int port) {
        return "{\"@timestamp\":\"2026-01-01T00:00:0" + port
                + "Z\",\"source\":{\"ip\":\"10.1.2.3\"},\"destination\":{\"ip\":\"10.0.0.9\",\"port\":" + port + "}}";
    }
}
