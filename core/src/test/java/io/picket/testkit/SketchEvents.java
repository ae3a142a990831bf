package io.picket.testkit;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events out of JSON text, filled in the slow way, independent of the fast reader. */
public final class SketchEvents {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final FieldTable table;

    public SketchEvents(String... fields) {
        FieldTable.Builder builder = FieldTable.builder();
        for (String field : fields) {
            builder.add(field, 1024);
        }
        this.table = builder.build();
    }

    public FieldTable table() {
        return table;
    }

    public Event read(String index, @Nullable String id, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Event event = new Event(table);
        event.reset(bytes, 0, bytes.length);
        event.origin(index, id);
        fill(event, "", JSON.readTree(json));
        return event;
    }

    private void fill(Event event, String name, JsonNode node) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> fill(
                            event, name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(), entry.getValue()));
        } else if (node.isArray()) {
            node.forEach(element -> fill(event, name, element));
        } else if (!node.isNull() && table.slot(name) != FieldTable.NONE) {
            byte kind = node.isNumber()
                    ? Kind.NUMBER
                    : node.isBoolean() ? node.asBoolean() ? Kind.TRUE : Kind.FALSE : Kind.STRING;
            byte[] text = node.asString().getBytes(StandardCharsets.UTF_8);
            event.add(table.slot(name), kind, text, 0, text.length);
        }
    }

    /** A table of types that knows these fields and no others. */
    public static FieldTypes types(Map<String, FieldType> types) {
        return new FieldTypes() {
            @Override
            public FieldType typeOf(String name) {
                return types.getOrDefault(name, FieldType.UNKNOWN);
            }

            @Override
            public Collection<String> names() {
                return types.keySet();
            }
        };
    }
}
