package io.picket.match;

import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Document;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a plain condition is asked of: an event, or one object in its document. From {@link Evaluator#scope}. */
public final class Scope {

    private final Event event;
    private final FieldTypes types;
    /** The path of the object, or empty for the event. */
    private final String path;

    private @Nullable Document document;
    /** By field: the one value that it is taken to have. */
    private final Map<String, Value> taken;

    Scope(Event event, FieldTypes types) {
        this(event, types, "", null, Map.of());
    }

    private Scope(Event event, FieldTypes types, String path, @Nullable Document object, Map<String, Value> taken) {
        this.event = event;
        this.types = types;
        this.path = path;
        this.document = object;
        this.taken = taken;
    }

    /**
     * A value as the document has it.
     *
     * @param text a string's text, a number's JSON text, {@code true} or {@code false}
     * @param kind one of {@link Kind}
     * @param counts whether it reads as the field's type and is not too long; one that does not is no value to any
     *     condition
     */
    public record Seen(String text, byte kind, boolean counts) {}

    /** Every value that a field has, also those that do not count, in the order of the document. */
    public List<Seen> seen(Field field) {
        return written(field).stream()
                .map(value -> new Seen(
                        value.text(), value.kind(), !tooLong(field.name(), value) && value.readsAs(field.type())))
                .toList();
    }

    /** The same, as if the field had this value, which is not too long, and no other. */
    public Scope with(Field field, Seen one) {
        Map<String, Value> more = new HashMap<>(taken);
        more.put(field.name(), new Value(one.kind(), one.text()));
        return new Scope(event, types, path, document, more);
    }

    private Document document() {
        Document known = document;
        if (known == null) {
            known = event.document();
            document = known;
        }
        return known;
    }

    /** The values of a field that read as its type. */
    List<Value> values(Field field) {
        return all(field).stream().filter(value -> value.readsAs(field.type())).toList();
    }

    private List<Value> all(Field field) {
        Value one = taken.get(field.name());
        if (one != null) {
            return List.of(one);
        }
        if (field.name().equals("_id")) {
            return List.of(new Value(Kind.STRING, event.idOrHash()));
        }
        if (field.name().equals("_index")) {
            return event.index().isEmpty() ? List.of() : List.of(new Value(Kind.STRING, event.index()));
        }
        int slot = event.fields().slot(field.name());
        if (!path.isEmpty() || slot == FieldTable.NONE || isWhole(field.type())) {
            return written(field).stream()
                    .filter(value -> !tooLong(field.name(), value))
                    .toList();
        }
        List<Value> values = new ArrayList<>();
        for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
            values.add(new Value(event.kind(value), event.text(value)));
        }
        return values;
    }

    private List<Value> written(Field field) {
        if (isOwn(field)) {
            return all(field);
        }
        List<Document.Leaf> leaves =
                isWhole(field.type()) ? under(field.name()) : document().leaves(field.name());
        return leaves.stream().map(leaf -> new Value(leaf.kind(), leaf.text())).toList();
    }

    private List<Document.Leaf> under(String name) {
        return document().leaves().stream()
                .filter(leaf -> leaf.path().startsWith(name)
                        && (leaf.path().length() == name.length() || leaf.path().charAt(name.length()) == '.'))
                .toList();
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

    /** Full dotted paths of every field that has a value. */
    public Set<String> names() {
        return document().byPath().keySet();
    }

    /** The objects at a full path, which inside an object lies below its own. */
    public List<Scope> objects(String at) {
        if (!path.isEmpty() && !at.startsWith(path + ".")) {
            return List.of();
        }
        String below = path.isEmpty() ? at : at.substring(path.length() + 1);
        return document().objects(below).stream()
                .map(object -> new Scope(event, types, at, object, Map.of()))
                .toList();
    }
}
