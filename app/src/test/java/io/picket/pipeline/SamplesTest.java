package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bundled rules over the bundled recordings, held against {@code samples/expected-alerts.tsv}, which a program that
 * shares no code with Picket has worked out ({@code scripts/expected_alerts.py}).
 */
class SamplesTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    static Stream<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".gz")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void engineAndOracleAgree(Path recording) throws IOException {
        Hunting.Outcome outcome = new Hunting().withoutDeriving().over(recording);
        assertThat(told(outcome.alerts()))
                .isEqualTo(expected(recording.getFileName().toString()));
        assertThat(outcome.summary().rejected()).isZero();
        assertThat(outcome.summary().unplaced()).isZero();
    }

    @Test
    void parentsAreDerived_soThatAuditbeatAlonePutsTheSeedRuleToWork() throws IOException {
        String rule = "Potential Network Scan Executed From Host";
        Path loop = SAMPLES.resolve("ping-loop-over-254-hosts.auditbeat.ndjson.gz");
        assertThat(new Hunting().withoutDeriving().over(loop).of(rule)).isEmpty();
        List<Alert> alerts = new Hunting().over(loop).of(rule);
        assertThat(alerts).hasSize(1);
        assertThat(Hunting.Counted.of(alerts.getFirst()))
                .returns(254L, Hunting.Counted::events)
                .returns(257L, Hunting.Counted::distinct);
        assertThat(new Hunting()
                        .over(SAMPLES.resolve("ordinary-administration.auditbeat.ndjson.gz"))
                        .alerts())
                .isEmpty();
    }

    /** Times that Picket writes have one form; those copied from events stay as they are. */
    @Test
    void everyTimeInAnAlertHasMilliseconds() throws IOException {
        Pattern time = Pattern.compile("\"\\d{4}-\\d\\d-\\d\\dT[^\"]*\"");
        for (Path recording : recordings().toList()) {
            for (Alert alert : new Hunting().over(recording).alerts()) {
                alert.fields().keySet().stream()
                        .filter(name -> name.startsWith("kibana.") || name.startsWith("picket."))
                        .filter(name -> !name.startsWith("kibana.alert.original_event."))
                        .forEach(name -> assertThat(time.matcher(JsonMapper.shared()
                                                .writeValueAsString(
                                                        alert.fields().get(name)))
                                        .results()
                                        .map(MatchResult::group))
                                .as(name)
                                .allMatch(text -> text.matches("\"[0-9-]{10}T[0-9:]{8}\\.\\d{3}Z\"")));
            }
        }
    }

    private static Set<String> expected(String recording) throws IOException {
        Set<String> expected = new TreeSet<>();
        for (String line : Files.readAllLines(SAMPLES.resolve("expected-alerts.tsv"))) {
            String[] cells = line.split("\t", -1);
            if (cells[0].equals(recording)) {
                expected.add(cells[1] + " " + cells[2] + " " + cells[3] + " " + cells[4]);
            }
        }
        return expected;
    }

    private static Set<String> told(List<Alert> alerts) {
        Set<String> told = new TreeSet<>();
        for (Alert alert : alerts) {
            Hunting.Counted counted = Hunting.Counted.of(alert);
            told.add(alert.fields().get("kibana.alert.rule.name") + " " + String.join("|", counted.group()) + " "
                    + counted.events() + " " + counted.distinct());
        }
        return told;
    }
}
