package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.picket.condition.BundledFieldTypes;
import io.picket.detect.Clock;
import io.picket.detect.StateBudget;
import io.picket.pipeline.HuntPlan;
import io.picket.pipeline.IndicatorFiles.Given;
import io.picket.pipeline.PreparedRules;
import io.picket.pipeline.RuleFiles;
import io.picket.text.SourceText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --indicators} takes and what is said of it. */
class IndicatorArgumentsTest {

    private static final String RULE = """
            {"type": "threat_match", "rule_id": "r", "name": "Known Bad Address", "description": "d", "severity": "low",
             "risk_score": 21, "index": ["logs-*"], "language": "kuery", "query": "*:*",
             "threat_index": ["logs-ti_*"], "threat_language": "kuery", "threat_query": "*:*", "threat_mapping":
             [{"entries": [{"field": "source.ip", "type": "mapping", "value": "threat.indicator.ip"}]}]}""";

    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder;

    private HuntPlan plan(String rule, long bytes) {
        PreparedRules prepared = PreparedRules.of(
                RuleFiles.of(SourceText.of("rule.json", rule)), List.of(), Map.of(), BundledFieldTypes.get());
        assertThat(prepared.refused()).isEmpty();
        return HuntPlan.of(
                prepared.rules(),
                Clock.STREAM,
                BundledFieldTypes.get(),
                true,
                StateBudget.DEFAULT.withIndicatorBytes(bytes),
                alert -> {});
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Given of(String argument) throws InputException {
        List<Given> given = IndicatorArguments.files(List.of(argument));
        assertThat(given).hasSize(1);
        return given.getFirst();
    }

    @Test
    void anIndexMayStandBeforeTheFile() throws Exception {
        Path plain = file("iocs.ndjson", "{}");
        Path odd = file("a=b.ndjson", "{}");
        assertThat(of(plain.toString()).index()).isEmpty();
        assertThat(of("logs-ti_x=" + plain).index()).isEqualTo("logs-ti_x");
        assertThat(of("logs-ti_x=" + plain).file().name()).isEqualTo(plain.toString());
        assertThat(of(odd.toString()).index()).isEmpty();
        assertThat(of("i=" + odd).file().name()).isEqualTo(odd.toString());
        assertThat(IndicatorArguments.files(List.of(folder.toString(), plain.toString())))
                .hasSize(3);
    }

    @Test
    void whatLeadsNowhereIsRefused() {
        assertThatThrownBy(() -> IndicatorArguments.files(List.of("x=nowhere.ndjson")))
                .isInstanceOf(InputException.class)
                .hasMessage("--indicators: nowhere.ndjson: no such file or folder");
        assertThatThrownBy(() -> IndicatorArguments.files(List.of("-")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("standard input");
    }

    @Test
    void whatIsNoIndicatorIsCounted_andWhatIsNoDocumentIsShown() throws Exception {
        Path file = file("iocs.ndjson", "{\"threat\":{\"indicator\":{\"ip\":\"192.0.2.1\"}}}\n{\"a\":\n{\"a\":1}\n");
        IndicatorArguments.read(plan(RULE, 1 << 20), List.of(of(file.toString())), new PrintWriter(said, true));
        assertThat(said.toString())
                .contains("picket: rejected: " + file + ":2: byte ")
                .contains("of 2 documents given as indicators, 1 document is none for any rule");
    }

    @Test
    void indicatorsThatNobodyTakesAreSaid() throws Exception {
        String query = RULE.replace("threat_match", "query").replaceFirst(",\\s*\"threat_index[\\s\\S]*", "}");
        Path file = file("iocs.ndjson", "{}");
        IndicatorArguments.read(plan(query, 1 << 20), List.of(of(file.toString())), new PrintWriter(said, true));
        assertThat(said.toString()).contains("no rule takes indicators");
    }

    @Test
    void moreThanThereIsRoomForEndsTheHunt() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            many.append("{\"threat.indicator.ip\":\"10.0.%d.%d\"}\n".formatted(i / 256, i % 256));
        }
        Given given = of(file("iocs.ndjson", many.toString()).toString());
        assertThatThrownBy(
                        () -> IndicatorArguments.read(plan(RULE, 1 << 20), List.of(given), new PrintWriter(said, true)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("Known Bad Address: no room for ")
                .hasMessageContaining("--indicator-budget");
    }
}
