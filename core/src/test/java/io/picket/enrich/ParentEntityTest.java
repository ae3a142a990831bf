package io.picket.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParentEntityTest {

    private final FieldTable fields = table();
    private final ParentEntity enrichment = new ParentEntity(fields);

    private static FieldTable table() {
        FieldTable.Builder builder = FieldTable.builder();
        ParentEntity.fields().forEach(name -> builder.add(name, 1024));
        return builder.build();
    }

    private String derived(long time, Map<String, String> values) {
        Event event = new Event(fields);
        values.forEach((name, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            event.add(fields.slot(name), Kind.STRING, bytes, 0, bytes.length);
        });
        enrichment.derive(event, time);
        String parent = event.firstText(fields.slot(ParentEntity.FIELD));
        assertThat(event.texts(fields.slot(ParentEntity.MARK)))
                .isEqualTo(
                        parent == null || values.containsKey(ParentEntity.FIELD)
                                ? java.util.List.of()
                                : java.util.List.of(ParentEntity.FIELD));
        return parent == null ? "" : parent;
    }

    @Test
    void childrenOfOneShell_shareAnId_whateverTheShellExecutes() {
        derived(1000, Map.of("host.id", "h", "process.pid", "10", "process.ppid", "1", "event.action", "executed"));
        String first = derived(2000, Map.of("host.id", "h", "process.pid", "11", "process.ppid", "10"));
        derived(2500, Map.of("host.id", "h", "process.pid", "10", "process.ppid", "1", "event.action", "executed"));
        String second = derived(3000, Map.of("host.id", "h", "process.pid", "12", "process.parent.pid", "10"));
        assertThat(first).isEqualTo("h:10:1970-01-01T00:00:01Z");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void reusedProcessId_isAnotherParent() {
        derived(1000, Map.of("host.id", "h", "process.pid", "10", "process.ppid", "1"));
        String before = derived(2000, Map.of("host.id", "h", "process.pid", "11", "process.ppid", "10"));
        derived(3000, Map.of("host.id", "h", "process.pid", "10", "process.ppid", "1", "event.type", "end"));
        derived(4000, Map.of("host.id", "h", "process.pid", "10", "process.ppid", "7"));
        String after = derived(5000, Map.of("host.id", "h", "process.pid", "12", "process.ppid", "10"));
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void otherHost_isAnotherParent_andUnknownParentsShareOneId() {
        String one = derived(1000, Map.of("host.id", "a", "process.pid", "11", "process.ppid", "10"));
        String other = derived(1000, Map.of("host.id", "b", "process.pid", "11", "process.ppid", "10"));
        String again = derived(2000, Map.of("host.id", "a", "process.pid", "12", "process.ppid", "10"));
        assertThat(one).isEqualTo("a:10:unknown").isEqualTo(again).isNotEqualTo(other);
    }

    @Test
    void whatTheEventSays_stays() {
        assertThat(derived(
                        1,
                        Map.of("host.id", "h", "process.pid", "1", "process.ppid", "2", ParentEntity.FIELD, "given")))
                .isEqualTo("given");
        assertThat(derived(1, Map.of("process.pid", "1", "process.ppid", "2"))).isEmpty();
    }
}
