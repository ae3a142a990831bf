package io.picket.match;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.FieldTypes;
import io.picket.condition.WildcardPattern;
import io.picket.event.Event;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions over any field, asked of one event after the other: what is made for a field's name is made once. */
@HotPath("conditions over field names look at every event: MatchBenchmark")
final class NamedConditions {

    private final FieldTypes types;
    private final NameScan scan;

    /** By condition and number of a name: what is asked of that field, NEVER if its name does not match. */
    private final @Nullable Condition[][] made;

    private boolean scanned;
    private boolean plain;

    NamedConditions(List<AnyField> conditions, FieldTypes types) {
        this.types = types;
        this.scan =
                new NameScan(conditions.stream().map(NamedConditions::prefix).toList());
        this.made = new Condition[conditions.size()][0];
    }

    /** What every name that the pattern matches starts with. */
    private static byte[] prefix(AnyField any) {
        return !any.names().parts().isEmpty() && any.names().parts().getFirst() instanceof WildcardPattern.Text text
                ? Bytes.of(text.value())
                : new byte[0];
    }

    void begin() {
        scanned = false;
    }

    /** Whether the event meets a condition, given with its number. */
    boolean holds(int number, AnyField any, Values values) {
        if (!scanned) {
            scanned = true;
            Event event = values.event();
            plain = !scan.scan(event.source(), event.sourceFrom(), event.sourceTo());
        }
        if (plain) {
            return values.meetsPlainly(any);
        }
        for (int i = 0; i < scan.foundCount(); i++) {
            Condition asked = asked(number, any, scan.found(i));
            if (!(asked instanceof Condition.Never) && values.meetsPlainly(asked)) {
                return true;
            }
        }
        return false;
    }

    private Condition asked(int number, AnyField any, int name) {
        @Nullable Condition[] known = made[number];
        if (name >= known.length) {
            known = Arrays.copyOf(known, Math.max(name + 1, known.length * 2));
            made[number] = known;
        }
        Condition asked = known[name];
        if (asked == null) {
            String path = scan.name(name);
            asked = any.names().matches(path, Case.SENSITIVE) ? any.forField().of(types.field(path)) : Condition.NEVER;
            known[name] = asked;
        }
        return asked;
    }
}
