package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.ThresholdResult;
import io.picket.detect.ThresholdKit.Counting;
import io.picket.detect.ThresholdKit.Happening;
import io.picket.detect.ThresholdKit.Heard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Recorded scans through the two kinds of rule the product starts from, on both clocks. */
class ThresholdRecordingTest {

    private static final Counting PORTS = Counting.by("destination.ip", "source.ip")
            .distinct("destination.port", 250)
            .maxSignals(5);
    private static final Counting HOSTS = Counting.by("source.ip").distinct("destination.ip", 100);
    private static final Counting ARGUMENTS =
            Counting.by("host.id", "user.name", "process.executable").distinct("process.args", 100);

    private static List<Happening> flows(String recording) {
        return Recordings.read(
                recording,
                "packetbeat.ndjson.gz",
                fields -> "network_flow".equals(fields.get("event.action"))
                        && String.valueOf(fields.get("source.ip")).startsWith("10.")
                        && fields.containsKey("destination.port"));
    }

    private static Object evidence(ThresholdResult result, String key) {
        return result.evidence().getOrDefault("picket.evidence." + key, "");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "d01-vertical-syn-1000 | 10.77.0.66>10.77.0.10",
                "d02-connect-300 | 10.77.0.66>10.77.0.20",
                "d03-udp-120 | ''",
                "d04-ping-sweep-routed | ''",
                "d05-horizontal-3ports-120hosts | ''",
                "d06-hping3-400 | 10.77.0.66>10.77.0.20",
                "d08-nc-loop-200 | ''",
                "d09-benign-mix | ''",
                "d11-public-source | ''",
                "d12-boundary-counts | 10.77.0.66>10.77.0.20"
            })
    void scansOfManyPortsAreFoundAndNothingElse(String recording, String pair) {
        for (Clock clock : Clock.values()) {
            List<String> pairs = ThresholdKit.run(PORTS, clock, flows(recording)).groups().stream()
                    .map(values -> values.get(1) + ">" + values.get(0))
                    .toList();
            assertThat(pairs).as("%s", clock).isEqualTo(pair.isEmpty() ? List.of() : List.of(pair));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVerticalScanIsTold(Clock clock) {
        ThresholdResult result = ThresholdKit.run(PORTS, clock, flows("d01-vertical-syn-1000"))
                .results()
                .getFirst();
        assertThat(result.cardinality().orElseThrow().count()).isEqualTo(1000);
        assertThat(evidence(result, "scan.class")).isEqualTo("vertical");
        assertThat(evidence(result, "scan.direction")).isEqualTo("internal");
        assertThat(evidence(result, "scan.outcomes"))
                .isEqualTo(Map.of("answered", 10L, "refused", 990L, "silent", 0L, "unknown", 0L));
        assertThat(evidence(result, "headline").toString())
                .startsWith("10.77.0.66 tried 1000 ports on 10.77.0.10 ")
                .endsWith(": 10 answered, 990 refused");
        assertThat((List<?>) evidence(result, "values.seen")).hasSize(1000);
        assertThat(evidence(result, "fields.network.transport")).isEqualTo(List.of("tcp"));
    }

    @Test
    void sixHostsScannedAtOnceAreSixAlertsOfWhichFiveAreRaised() {
        Heard heard = ThresholdKit.run(PORTS, Clock.SCHEDULE, flows("d07-masscan-6hosts-300ports"));
        assertThat(heard.groups())
                .containsExactly(
                        List.of("10.77.2.1", "10.77.0.66"),
                        List.of("10.77.2.2", "10.77.0.66"),
                        List.of("10.77.2.3", "10.77.0.66"),
                        List.of("10.77.2.4", "10.77.0.66"),
                        List.of("10.77.2.5", "10.77.0.66"));
        assertThat(heard.overflows)
                .singleElement()
                .satisfies(overflow -> assertThat(overflow.groups()).containsExactly("10.77.2.6 · 10.77.0.66"));
        assertThat(ThresholdKit.run(PORTS, Clock.STREAM, flows("d07-masscan-6hosts-300ports"))
                        .groups())
                .as("on the stream clock the sixth is raised in the next interval")
                .hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void aHorizontalScanIsTold(Clock clock) {
        ThresholdResult result = ThresholdKit.run(HOSTS, clock, flows("d05-horizontal-3ports-120hosts"))
                .results()
                .getFirst();
        assertThat(result.values()).containsExactly("10.77.0.66");
        assertThat(evidence(result, "scan.class")).isEqualTo("horizontal");
        assertThat(evidence(result, "scan.port_ranges")).isEqualTo("22,445,3389");
        assertThat(evidence(result, "scan.hosts")).isEqualTo(120L);
        assertThat(evidence(result, "headline").toString()).startsWith("10.77.0.66 reached 120 hosts on 3 ports ");
        assertThat((List<?>) evidence(result, "scan.sensitive_ports")).isEqualTo(List.of(22L, 445L, 3389L));
    }

    @ParameterizedTest
    @EnumSource
    void aPingSweepIsTold(Clock clock) {
        List<Happening> runs = Recordings.read(
                "p01-ping-sweep-254",
                "auditbeat.ndjson.gz",
                fields -> "executed".equals(fields.get("event.action")) && "ping".equals(fields.get("process.name")));
        ThresholdResult result =
                ThresholdKit.run(ARGUMENTS, clock, runs).results().getFirst();
        assertThat(evidence(result, "headline").toString())
                .startsWith("alice ran ping 254 times on lnx-host-1 (254 addresses) in ");
        assertThat((List<?>) evidence(result, "sweep.addresses")).hasSize(254);
        assertThat((List<?>) evidence(result, "sweep.command_lines"))
                .hasSize(20)
                .allSatisfy(line -> assertThat(line.toString()).startsWith("ping "));
        assertThat(evidence(result, "fields.host.name")).isEqualTo(List.of("lnx-host-1"));
    }

    @Test
    void aPortLoopIsTold() {
        List<Happening> runs = Recordings.read(
                "p02-nc-port-loop-200",
                "auditbeat.ndjson.gz",
                fields -> "executed".equals(fields.get("event.action"))
                        && "alice".equals(fields.get("user.name"))
                        && "nc".equals(fields.get("process.name")));
        ThresholdResult result =
                ThresholdKit.run(ARGUMENTS, Clock.STREAM, runs).results().getFirst();
        assertThat(evidence(result, "headline").toString())
                .startsWith("alice ran nc 200 times on lnx-host-1 (1 address, 200 ports) in ");
        assertThat(evidence(result, "sweep.port_ranges")).isEqualTo("1-200");
    }

    @Test
    void copiesOfAReportChangeNothing() {
        List<Happening> once = flows("d08-nc-loop-200");
        Counting rule = Counting.by("destination.ip", "source.ip").distinct("destination.port", 200);
        ThresholdResult result =
                ThresholdKit.run(rule, Clock.STREAM, once).results().getFirst();
        assertThat(result.cardinality().orElseThrow().count()).isEqualTo(200);
        assertThat(result.count()).isGreaterThan(1_000);
        assertThat(new HashMap<>(result.evidence())).containsEntry("picket.evidence.scan.contacts", 200L);
    }
}
