package io.picket.detect;

import io.picket.alert.TypedValues;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.RuleBody.EqlBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value that orders events of the same time, where a query names a field for it. */
record SequenceTiebreak(int slot, FieldType type) {

    static SequenceTiebreak of(EqlBody body, FieldTable table, FieldTypes types) {
        return body.tiebreakerField()
                .map(name -> new SequenceTiebreak(table.slot(name), types.typeOf(name)))
                .orElse(new SequenceTiebreak(FieldTable.NONE, FieldType.UNKNOWN));
    }

    @Nullable Object of(Event event) {
        List<Object> values = TypedValues.of(event, slot, type);
        return values.isEmpty() ? null : values.getFirst();
    }
}
