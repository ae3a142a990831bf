package io.picket.kql;

import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import java.util.ArrayList;
import java.util.List;

/** Field names as a query writes them, looked up with what stands above them. */
record Names(FieldTypes types) {

    /** The field; what lies below a flattened field is keyword. */
    Field field(String name) {
        Field field = types.field(name);
        return field.type() == FieldType.UNKNOWN
                        && !above(name, FieldType.FLATTENED).isEmpty()
                ? new Field(field.name(), FieldType.KEYWORD)
                : field;
    }

    /** The paths that {@code name} lies below and that are of this type, outermost first. */
    List<String> above(String name, FieldType type) {
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
