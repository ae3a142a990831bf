package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.Condition;
import io.picket.kql.Kql;
import io.picket.testkit.Shared;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every data source that the seed rules name: all its documents are read, and as many of them meet the two queries as
 * an independent count found. Zero is right for most of them: they write other actions, no host.os.type, or none of the
 * utilities.
 */
class SeedSourcesTest {

    private static final String NETWORK =
            "destination.port : * and event.action : \"network_flow\" and source.ip : (10.0.0.0/8 or 172.16.0.0/12 or 192.168.0.0/16)";
    private static final String PROCESS = "event.category:process and host.os.type:linux and event.action:(exec or"
            + " exec_event or executed or process_started) and event.type:start and process.name:(ping or nping or hping"
            + " or hping2 or hping3 or nc or ncat or netcat or socat)";

    @ParameterizedTest
    @CsvSource({
        "logs-endpoint.events.network, 561, 0, 0",
        "logs-endpoint.events.process, 442, 0, 0",
        "logs-endpoint.events.other, 163, 0, 0",
        "logs-network_traffic, 55, 0, 0",
        "packetbeat, 1726, 488, 0",
        "filebeat, 1606, 0, 0",
        "auditbeat, 1811, 1, 0",
        "logs-panw.panos, 446, 0, 0",
        "endgame, 158, 0, 0",
        "logs-auditd_manager.auditd, 128, 0, 0",
        "logs-other-integrations, 751, 0, 0"
    })
    void documentsAreRead_andTheSeedQueriesMatchAsCounted(String source, int documents, int network, int process)
            throws IOException {
        Path file = Shared.path("data/events/" + source + ".ndjson");
        EventSearch.Outcome asked = matching(NETWORK, file);
        assertThat(asked.read().rejections()).isEmpty();
        assertThat(asked.read().events()).isEqualTo(documents);
        assertThat(asked.matched()).isEqualTo(network);
        assertThat(matching(PROCESS, file).matched()).isEqualTo(process);
    }

    private static EventSearch.Outcome matching(String query, Path file) throws IOException {
        Condition condition = Kql.read(SourceText.of("query", query), BundledFieldTypes.get(), Hunting.NOW)
                .orThrow();
        return new EventSearch(condition, BundledFieldTypes.get(), "")
                .over(List.of(EventFile.of(file)), Long.MAX_VALUE, event -> {});
    }
}
