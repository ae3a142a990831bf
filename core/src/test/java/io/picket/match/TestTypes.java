package io.picket.match;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Types told by the name itself: {@code long.a} is a LONG, {@code x.ip.b} UNKNOWN, {@code ip.b} an IP. */
final class TestTypes implements FieldTypes {

    static final TestTypes TYPES = new TestTypes();

    @Override
    public FieldType typeOf(String name) {
        String first = name.substring(0, Math.max(0, name.indexOf('.'))).toUpperCase(Locale.ROOT);
        for (FieldType type : FieldType.values()) {
            if (type.name().equals(first)) {
                return type;
            }
        }
        return FieldType.UNKNOWN;
    }

    @Override
    public Collection<String> names() {
        return List.of();
    }
}
