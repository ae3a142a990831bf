package io.picket.kql;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.FieldCondition;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked of a field that a pattern over names has found: any of these, as far as they fit its type.
 *
 * @param types where the types of fields stand that the finder does not know
 */
record FoundField(List<Asked> asked, FieldTypes types) implements FieldCondition {

    FoundField {
        asked = List.copyOf(asked);
    }

    @Override
    public Condition of(Field field) {
        Field known = field.type() == FieldType.UNKNOWN ? new Names(types).field(field.name()) : field;
        List<Condition> any = new ArrayList<>();
        for (Asked one : asked) {
            any.add(Leaves.leaf(known, one).lenient());
        }
        return Junctions.or(any);
    }
}
