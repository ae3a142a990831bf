package io.picket.match;

import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a plain condition is asked of: an event, or one object in its document. */
final class Scope {

    private final Event event;
    private final FieldTypes types;
    private final boolean inside;
    private @Nullable WholeDocument document;

    Scope(Event event, FieldTypes types) {
        this(event, types, null);
    }

    private Scope(Event event, FieldTypes types, @Nullable WholeDocument object) {
        this.event = event;
        this.types = types;
        this.inside = object != null;
        this.document = object;
    }

    private WholeDocument document() {
        WholeDocument known = document;
        if (known == null) {
            known = WholeDocument.of(event);
            document = known;
        }
        return known;
    }

    /** The values of a field that read as its type. */
    List<Value> values(Field field) {
        return all(field).stream().filter(value -> value.readsAs(field.type())).toList();
    }

    private List<Value> all(Field field) {
        if (field.name().equals("_id")) {
            return List.of(new Value(Kind.STRING, event.idOrHash()));
        }
        if (field.name().equals("_index")) {
            return event.index().isEmpty() ? List.of() : List.of(new Value(Kind.STRING, event.index()));
        }
        int slot = event.fields().slot(field.name());
        if (inside || slot == FieldTable.NONE || isWhole(field.type())) {
            List<Value> values = isWhole(field.type())
                    ? document().valuesUnder(field.name())
                    : document().values(field.name());
            return values.stream()
                    .filter(value -> !tooLong(field.name(), value))
                    .toList();
        }
        List<Value> values = new ArrayList<>();
        for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
            values.add(new Value(event.kind(value), event.text(value)));
        }
        return values;
    }

    private boolean tooLong(String name, Value value) {
        return value.kind() == Kind.STRING && value.text().length() > types.ignoreAbove(name);
    }

    /** Whether a field of this type is not one leaf but everything below its path. */
    static boolean isWhole(FieldType type) {
        return type == FieldType.FLATTENED || type == FieldType.OBJECT || type == FieldType.NESTED;
    }

    /** Whether the field is the event's own, not one of its document. */
    static boolean isOwn(Field field) {
        return field.name().equals("_id") || field.name().equals("_index");
    }

    Set<String> names() {
        return document().names();
    }

    List<Scope> objects(String path) {
        return document().objects(path).stream()
                .map(object -> new Scope(event, types, object))
                .toList();
    }
}
