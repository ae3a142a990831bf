package io.picket.kql;

import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Field names as one query writes them, looked up with what stands above them, each once. */
final class Names {

    private final FieldTypes types;
    private final Map<String, Field> fields = new HashMap<>();
    private final Map<String, List<String>> nested = new HashMap<>();

    Names(FieldTypes types) {
        this.types = types;
    }

    /** The field; what lies below a flattened field is keyword. */
    Field field(String name) {
        return fields.computeIfAbsent(name, this::lookUp);
    }

    private Field lookUp(String name) {
        Field field = types.field(name);
        return field.type() == FieldType.UNKNOWN
                        && !above(name, FieldType.FLATTENED).isEmpty()
                ? new Field(field.name(), FieldType.KEYWORD)
                : field;
    }

    /** The nested fields that {@code name} lies below, outermost first. */
    List<String> nestedAbove(String name) {
        return nested.computeIfAbsent(name, path -> above(path, FieldType.NESTED));
    }

    private List<String> above(String name, FieldType type) {
        List<String> paths = new ArrayList<>();
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            String path = name.substring(0, dot);
            if (types.typeOf(path) == type) {
                paths.add(path);
            }
        }
        return paths;
    }
}
