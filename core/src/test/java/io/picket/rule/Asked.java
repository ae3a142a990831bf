package io.picket.rule;

import io.picket.condition.Condition;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.match.Evaluator;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/** Asks a condition of a JSON document, with types by name; every other field is unknown. */
record Asked(Map<String, FieldType> byName) implements FieldTypes {

    boolean meets(Condition condition, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Event event = new Event(FieldTable.builder().build());
        event.reset(bytes, 0, bytes.length);
        event.origin("logs-test-default", "id");
        return new Evaluator(this).meets(condition, event);
    }

    @Override
    public FieldType typeOf(String name) {
        return byName.getOrDefault(name, FieldType.UNKNOWN);
    }

    @Override
    public Collection<String> names() {
        return byName.keySet();
    }
}
