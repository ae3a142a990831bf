package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.rule.Rule;
import io.picket.rule.RuleReader;
import io.picket.text.SourceText;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleTextTest {

    @Test
    void anIndicatorMatchRuleShowsItsIndicatorsAndItsMapping() {
        Rule rule =
                RuleReader.read(SourceText.of("r.json", """
                        {"type": "threat_match", "rule_id": "r", "name": "Known Bad", "description": "d",
                         "severity": "low", "risk_score": 21, "index": ["logs-*"], "language": "kuery",
                         "query": "source.ip:*", "threat_index": ["logs-ti_*", "mine"], "threat_language": "kuery",
                         "threat_query": "@timestamp >= \\"now-30d/d\\"", "threat_mapping": [{"entries": [
                           {"field": "source.ip", "type": "mapping", "value": "threat.indicator.ip"},
                           {"field": "user.name", "type": "mapping", "value": "threat.indicator.name", "negate": true}
                         ]}]}""")).rules().getFirst().orThrow();
        assertThat(RuleText.of(rule, "r.json", Set.of(), "runs")).contains("""
                  query      (kuery)
                    source.ip:*
                  indicators logs-ti_* mine
                    @timestamp >= "now-30d/d"
                  match if   source.ip is threat.indicator.ip and user.name is not threat.indicator.name
                """.indent(0));
    }
}
