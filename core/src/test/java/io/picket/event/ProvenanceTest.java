package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceTest {

    private final FieldTable fields = fields();
    private final Provenance provenance = new Provenance(fields);
    private final EventReader reader = new EventReader(fields);
    private final Event event = new Event(fields);

    private static FieldTable fields() {
        FieldTable.Builder builder = FieldTable.builder();
        Provenance.FIELDS.forEach(name -> builder.add(name, 1024));
        return builder.build();
    }

    private String index(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertThat(reader.readHit(bytes, 0, bytes.length, event)).isTrue();
        return provenance.indexOf(event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'data_stream':{'type':'logs','dataset':'endpoint.events.process','namespace':'prod'}} | logs-endpoint.events.process-prod",
                "{'data_stream':{'type':'metrics','dataset':'a.b'}} | metrics-a.b-default",
                "{'data_stream.dataset':'a.b'} | logs-a.b-default",
                "{'@metadata':{'beat':'packetbeat','version':'7.8.2'}} | packetbeat-7.8.2",
                "{'@metadata':{'beat':'packetbeat'},'agent.version':'8.1.0'} | packetbeat-8.1.0",
                "{'agent':{'type':'auditbeat','version':'7.17.0'}} | auditbeat-7.17.0",
                "{'agent':{'type':'endpoint','version':'8.3.0'},'event':{'dataset':'endpoint.events.network'}} | logs-endpoint.events.network-default",
                "{'agent':{'type':'endpoint'},'event':{'dataset':'endpoint.alerts'}} | logs-endpoint.alerts-default",
                "{'agent':{'type':'endpoint'},'event':{'dataset':'endpoint.metadata'}} | metrics-endpoint.metadata-default",
                "{'_index':'given','agent':{'type':'auditbeat','version':'7.17.0'}} | given",
                "{'agent':{'type':'beat','version':'1'}} | ``",
                "{'agent':{'type':'logstash','version':'1'}} | ``",
                "{'agent':{'type':'filebeat'}} | ``",
                "{'agent':{'type':'endpoint'},'event':{'dataset':'other'}} | ``",
                "{'data_stream':{'dataset':'a b'}} | ``",
                "{'data_stream':{'dataset':'*'},'agent':{'type':'filebeat','version':'8.0.0'}} | filebeat-8.0.0",
                "{} | ``"
            })
    void tellsTheIndex(String json, String expected) {
        assertThat(index(json)).isEqualTo(expected);
        assertThat(index(json)).isSameAs(index(json));
    }

    @Test
    void overlongPartsTellNothing() {
        assertThat(index("{'data_stream':{'dataset':'" + "d".repeat(Provenance.PART_BYTES_MAX) + "'}}"))
                .hasSize(113);
        assertThat(index("{'data_stream':{'dataset':'" + "d".repeat(Provenance.PART_BYTES_MAX + 1) + "'}}"))
                .isEmpty();
    }

    @Test
    void tableWithoutTheFieldsTellsNothing() {
        FieldTable other = FieldTable.builder().add("a", 9).build();
        assertThat(new Provenance(other).indexOf(new Event(other))).isEmpty();
    }

    @Test
    void namesAreRememberedOnlyUpToALimit() {
        NameCache names = new NameCache();
        for (int i = 0; i < 5 * NameCache.NAMES_MAX; i++) {
            byte[] name = ("name-" + i).getBytes(StandardCharsets.UTF_8);
            assertThat(names.of(name, 0, name.length)).isEqualTo("name-" + i);
            assertThat(names.of(name, 0, name.length)).isSameAs(names.of(name, 0, name.length));
        }
        byte[] first = "name-0".getBytes(StandardCharsets.UTF_8);
        assertThat(names.of(first, 0, first.length)).isEqualTo("name-0");
    }
}
