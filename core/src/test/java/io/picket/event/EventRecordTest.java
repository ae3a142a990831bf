package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class EventRecordTest {

    private final EventRecord records = new EventRecord();
    private final ByteOutput out = new ByteOutput();
    private final EventReader reader = new EventReader(RandomJson.FIELDS);
    private final Event event = new Event(RandomJson.FIELDS);
    private final Event back = new Event(RandomJson.FIELDS);

    private void read(byte[] json) {
        assertThat(reader.readHit(json, 0, json.length, event)).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @Seeds(60)
    void whatWasWrittenIsRead(long seed) {
        Random random = new Random(seed);
        RandomJson json = new RandomJson(random);
        for (int i = 0; i < 20; i++) {
            read(json.document());
            if (random.nextInt(3) == 0) {
                event.origin("logs-" + random.nextInt(3), random.nextBoolean() ? "id" + i : null);
            }
            boolean withSource = random.nextBoolean();
            out.clear();
            for (int before = random.nextInt(3); before > 0; before--) {
                records.write(event, !withSource, out);
            }
            int from = out.size();
            int length = records.write(event, withSource, out);
            assertThat(out.size()).isEqualTo(from + length);
            assertThat(records.read(out.array(), from, out.size(), back)).isEqualTo(out.size());
            assertSame(withSource);
        }
    }

    private void assertSame(boolean withSource) {
        assertThat(Readers.values(back)).isEqualTo(Readers.values(event));
        assertThat(back.index()).isEqualTo(event.index());
        assertThat(back.id()).isEqualTo(event.id());
        assertThat(back.idOrHash()).isEqualTo(event.idOrHash());
        assertThat(back.toMap()).isEqualTo(withSource ? event.toMap() : java.util.Map.of());
    }

    @ParameterizedTest(name = "seed {0}")
    @Seeds(40)
    void damagedRecordsAreRefusedOrReadButNeverThrow(long seed) {
        Random random = new Random(seed);
        RandomJson json = new RandomJson(random);
        for (int i = 0; i < 30; i++) {
            read(json.document());
            out.clear();
            records.write(event, random.nextBoolean(), out);
            byte[] record = out.toByteArray();
            for (int cut = 0; cut < record.length; cut++) {
                assertThat(records.read(record, 0, cut, back)).isEqualTo(EventRecord.UNREADABLE);
                assertThat(back.valueCount()).isZero();
            }
            byte[] bent = Arrays.copyOf(record, record.length);
            bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
            int end = records.read(bent, 0, bent.length, back);
            assertThat(end).isLessThanOrEqualTo(bent.length);
            assertThat(Readers.values(back)).isNotNull();
        }
    }

    @Test
    void anotherVersionOrAnotherTableIsRefused() {
        read("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        records.write(event, true, out);
        byte[] record = out.toByteArray();
        Event other = new Event(FieldTable.builder().add("b", 9).build());
        assertThat(records.read(record, 0, record.length, other)).isEqualTo(EventRecord.UNREADABLE);
        record[0]++;
        assertThat(records.read(record, 0, record.length, back)).isEqualTo(EventRecord.UNREADABLE);
    }

    @Test
    void recordOfARecordIsTheSame() {
        read("{\"_id\":\"x\",\"_index\":\"i\",\"_source\":{\"a\":[1,\"\\n\"]}}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        records.write(event, true, out);
        byte[] record = out.toByteArray();
        assertThat(records.read(record, 0, record.length, back)).isEqualTo(record.length);
        out.clear();
        new EventRecord().write(back, true, out);
        assertThat(Arrays.copyOf(out.toByteArray(), 40)).isEqualTo(Arrays.copyOf(record, 40));
        assertThat(records.read(out.array(), 0, out.size(), event)).isEqualTo(out.size());
        assertSame(true);
    }
}
