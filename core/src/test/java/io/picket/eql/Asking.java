package io.picket.eql;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.match.Evaluator;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** Asks one event one condition in EQL, the plain way and the fast way. */
final class Asking {

    private static final Map<String, FieldType> KNOWN = Map.of(
            "text.exact.keyword", FieldType.KEYWORD,
            "text.exact.second", FieldType.KEYWORD,
            "text.other.raw", FieldType.KEYWORD,
            "text.twice.raw", FieldType.KEYWORD,
            "text.twice.lower", FieldType.KEYWORD,
            "keyword.list", FieldType.NESTED);

    /** A field's type is the first part of its name: {@code long.a} is a LONG; other names are UNKNOWN. */
    static final FieldTypes TYPES = new FieldTypes() {
        @Override
        public FieldType typeOf(String name) {
            FieldType known = KNOWN.get(name);
            if (known != null) {
                return known;
            }
            int dot = name.indexOf('.');
            for (FieldType type : FieldType.values()) {
                if (dot > 0 && type.name().equals(name.substring(0, dot).toUpperCase(Locale.ROOT))) {
                    return type;
                }
            }
            return FieldType.UNKNOWN;
        }

        @Override
        public Collection<String> names() {
            return KNOWN.keySet();
        }
    };

    static final EqlOptions OPTIONS = EqlOptions.DEFAULT;
    private static final long NOW = 1_790_000_000_000L;

    private Asking() {}

    static boolean holds(String where, String json) {
        return meets("any where " + where, json);
    }

    static boolean meets(String query, String json) {
        EqlQuery read = Eql.read(SourceText.of("query", query), TYPES, OPTIONS).orThrow();
        Condition condition = Condition.or(read.at(NOW).conditions());
        FieldTable.Builder names = FieldTable.builder();
        for (Field field : MatchPlan.fields(List.of(condition))) {
            names.add(field.name(), TYPES.ignoreAbove(field.name()));
        }
        FieldTable table = names.build();
        Event event = new Event(table);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Assertions.assertThat(new EventReader(table).read(bytes, 0, bytes.length, event))
                .as(json)
                .isTrue();
        boolean plain = new Evaluator(TYPES).meets(condition, event);
        boolean fast = new Matcher(MatchPlan.of(List.of(condition), TYPES, table)).match(event) == 1;
        Assertions.assertThat(fast)
                .as("fast and plain agree on %s of %s", query, json)
                .isEqualTo(plain);
        return plain;
    }

    static List<Problem> problems(String query) {
        return Eql.read(SourceText.of("query", query), TYPES, OPTIONS).problems();
    }

    static Read<EqlQuery> read(String query) {
        return Eql.read(SourceText.of("query", query), TYPES, OPTIONS);
    }
}
