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
record FoundField(List<Asked> asked, FieldTypes types, long nowMillis) implements FieldCondition {

    FoundField {
        asked = List.copyOf(asked);
    }

    @Override
    public Condition of(Field field) {
        Field known = field.type() == FieldType.UNKNOWN ? new Names(types).field(field.name()) : field;
        Leaves leaves = new Leaves(nowMillis);
        List<Condition> any = new ArrayList<>();
        for (Asked one : asked) {
            any.add(leaves.leaf(known, one).lenient());
        }
        return Junctions.or(any);
    }
}
