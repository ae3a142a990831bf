package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recorded scans with their ground truth: the bundled rules find every scan, the tuned ones accuse nobody else, and the
 * public parameters of the two seed rules give what an independent count of the recordings says.
 */
class RecordedScansTest {

    /** Twenty ports of one source, as the seed's words have it, include monitoring and passive FTP; its notes say so. */
    private static final String COUNTS_EVERYBODY = "Potential Network Scan Detected";

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(Shared.path("data/scans"))) {
            return folders
                    .filter(folder -> folder.getFileName().toString().matches("[dp]\\d\\d-.*"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyScanIsFound_andTheTunedRulesAccuseNobodyElse(Path folder) throws IOException {
        JsonNode truth = JsonMapper.shared().readTree(folder.resolve("truth.json"));
        Set<String> scanners = new TreeSet<>();
        truth.path("scans").forEach(scan -> scanners.add(who(scan)));
        truth.path("spoofed_sources").forEach(source -> scanners.add(source.asString()));
        boolean counts = folder.getFileName().toString().startsWith("d12");
        for (String shipper : List.of("packetbeat", "filebeat-netflow", "auditbeat")) {
            Path recording = folder.resolve(shipper + ".ndjson.gz");
            if (!Files.exists(recording)) {
                continue;
            }
            Set<String> accused = new TreeSet<>();
            for (Alert alert : new Hunting().over(recording).alerts()) {
                if (!COUNTS_EVERYBODY.equals(alert.fields().get("kibana.alert.rule.name"))) {
                    accused.addAll(named(alert));
                }
            }
            Set<String> expected = new TreeSet<>(scanners);
            if (counts) {
                expected.remove("10.77.0.101");
            }
            assertThat(accused).as(shipper).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void thePublicParameters_findThePairsThatReachThem(Path folder) throws IOException {
        JsonNode truth = JsonMapper.shared().readTree(folder.resolve("truth.json"));
        Path recording = folder.resolve("packetbeat.ndjson.gz");
        if (!Files.exists(recording)) {
            return;
        }
        Set<String> expected = new TreeSet<>();
        truth.at("/reference/packetbeat_documents/pairs_ge_250")
                .forEach(pair -> expected.add(pair.get(1).asString() + " "
                        + pair.get(0).asString() + " " + pair.get(2).asLong()));
        Set<String> found = new TreeSet<>();
        for (Alert alert : new Hunting()
                .rules(Shared.path("corpus/seed-versions/potential_network_scan_detected.v8.toml")
                        .toString())
                .over(recording)
                .alerts()) {
            Hunting.Counted counted = Hunting.Counted.of(alert);
            found.add(String.join(" ", counted.group()) + " " + counted.distinct());
        }
        assertThat(found).isEqualTo(expected);
    }

    private static String who(JsonNode scan) {
        return scan.has("source_ip")
                ? scan.get("source_ip").asString()
                : scan.get("user").asString();
    }

    private static List<String> named(Alert alert) {
        List<String> names = new ArrayList<>();
        Map<String, Object> fields = alert.fields();
        for (String field : List.of("source.ip", "user.name", "picket.evidence.fields.user.name")) {
            Object value = fields.get(field);
            if (value instanceof List<?> list) {
                list.forEach(one -> names.add(String.valueOf(one)));
            } else if (value != null) {
                names.add(String.valueOf(value));
            }
        }
        return names;
    }
}
