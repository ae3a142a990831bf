package io.picket.alert;

import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.IpAddress;
import io.picket.condition.NumberText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source document laid flat, and what of it may stand in an alert.
 *
 * <p>Objects become dotted names; {@code {"a":{"b":1}}} and {@code {"a.b":1}} are the same field, and when both occur
 * their values are put together. Arrays of objects stay arrays of objects, since laying them flat would lose which value
 * belongs to which. Nulls fall away. Objects nested deeper, or under longer names, than an index would take stay as
 * they are.
 *
 * <p>Cleaning takes away what would break an alert index: other alerts' own fields, and values that the ECS type of
 * their field does not accept, arrays element by element.
 */
final class SourceFields {

    /** Elasticsearch's default for {@code index.mapping.depth.limit}. */
    static final int DEPTH_MAX = 20;

    /** Longest dotted name, in UTF-16 units. */
    static final int NAME_CHARS_MAX = 1024;

    private static final int REMEMBERED_NAMES_MAX = 4096;
    private static final List<String> ROOTS_REMOVED = List.of("kibana", "signal", "threshold_result");

    private final FieldTypes types;
    private final Map<String, Place> places = new HashMap<>();

    /**
     * What is known of a name, remembered since events have the same names over and over.
     *
     * @param isBarred nothing under this name may stand in an alert
     * @param isObject known fields stand under the name
     */
    private record Place(FieldType type, boolean isBarred, boolean isObject) {}

    SourceFields(FieldTypes types) {
        this.types = types;
    }

    /** Dotted names to scalars, lists of scalars and lists of objects; in the order of the document. */
    static Map<String, Object> flat(Map<String, Object> document) {
        Map<String, Object> out = new LinkedHashMap<>();
        document.forEach((key, value) -> lay(key, value, 1, out));
        return out;
    }

    private static void lay(String name, @Nullable Object value, int depth, Map<String, Object> out) {
        if (value instanceof Map<?, ?> object && depth < DEPTH_MAX && name.length() < NAME_CHARS_MAX) {
            object.forEach((key, inner) -> lay(name + "." + key, inner, depth + 1, out));
        } else {
            Object kept = withoutNulls(value);
            if (kept != null) {
                out.merge(name, kept, SourceFields::together);
            }
        }
    }

    private static @Nullable Object withoutNulls(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case List<?> list -> {
                List<Object> kept = new ArrayList<>(list.size());
                for (Object element : list) {
                    Object inner = withoutNulls(element);
                    if (inner != null) {
                        kept.add(inner);
                    }
                }
                yield kept;
            }
            case Map<?, ?> object -> {
                Map<String, Object> kept = new LinkedHashMap<>();
                object.forEach((key, element) -> {
                    Object inner = withoutNulls(element);
                    if (inner != null) {
                        kept.put(String.valueOf(key), inner);
                    }
                });
                yield kept;
            }
            default -> value;
        };
    }

    private static Object together(Object first, Object second) {
        List<Object> all = new ArrayList<>(first instanceof List<?> list ? list : List.of(first));
        all.addAll(second instanceof List<?> list ? list : List.of(second));
        return all;
    }

    /** What of a flat document may stand in an alert. */
    Map<String, Object> clean(Map<String, Object> flat) {
        Map<String, Object> out = new LinkedHashMap<>();
        flat.forEach((name, value) -> {
            if (!place(name).isBarred) {
                Object kept = cleanValue(name, value);
                if (kept != null) {
                    out.put(name, kept);
                }
            }
        });
        return out;
    }

    private @Nullable Object cleanValue(String name, Object value) {
        return switch (value) {
            case List<?> list -> {
                List<Object> kept = new ArrayList<>(list.size());
                for (Object element : list) {
                    Object inner = element == null ? null : cleanValue(name, element);
                    if (inner != null) {
                        kept.add(inner);
                    }
                }
                yield kept.isEmpty() && !list.isEmpty() ? null : kept;
            }
            case Map<?, ?> object -> isScalar(place(name).type) ? null : cleanObject(name, object);
            default -> accepts(name, value) ? value : null;
        };
    }

    private Object cleanObject(String name, Map<?, ?> object) {
        Map<String, Object> kept = new LinkedHashMap<>();
        object.forEach((key, element) -> {
            Object inner = element == null ? null : cleanValue(name + "." + key, element);
            if (inner != null) {
                kept.put(String.valueOf(key), inner);
            }
        });
        return kept;
    }

    private boolean accepts(String name, Object value) {
        String text = value.toString();
        Place place = place(name);
        return switch (place.type) {
            case IP -> value instanceof String && IpAddress.parse(text) != null;
            case DATE -> millis(value) != DateText.NONE;
            case LONG, DOUBLE -> value instanceof Number || value instanceof String && NumberText.read(text) != null;
            case BOOLEAN -> text.equals("true") || text.equals("false");
            case OBJECT, NESTED -> false;
            case UNKNOWN -> !place.isObject;
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, TEXT, VERSION, FLATTENED, GEO_POINT, BINARY, OTHER -> true;
        };
    }

    /** The time that a value of a document tells, as epoch milliseconds, or {@link DateText#NONE}. */
    static long millis(Object value) {
        if (value instanceof Boolean) {
            return DateText.NONE;
        }
        // Java writes large fractions with an exponent, events do not.
        return DateText.millis(
                value instanceof Double number && Double.isFinite(number)
                        ? BigDecimal.valueOf(number).toPlainString()
                        : value.toString());
    }

    private Place place(String name) {
        Place known = places.get(name);
        if (known == null) {
            FieldType type = types.typeOf(name);
            boolean isUnknown = type == FieldType.UNKNOWN;
            boolean isBarred =
                    ROOTS_REMOVED.stream().anyMatch(name::startsWith) || isUnknown && standsUnderScalar(name);
            String prefix = name + ".";
            boolean isObject =
                    isUnknown && !isBarred && types.names().stream().anyMatch(field -> field.startsWith(prefix));
            known = new Place(type, isBarred, isObject);
            if (places.size() < REMEMBERED_NAMES_MAX) {
                places.put(name, known);
            }
        }
        return known;
    }

    private boolean standsUnderScalar(String name) {
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            FieldType above = types.typeOf(name.substring(0, dot));
            if (above != FieldType.UNKNOWN) {
                return isScalar(above);
            }
        }
        return false;
    }

    private static boolean isScalar(FieldType type) {
        return switch (type) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, TEXT, LONG, DOUBLE, BOOLEAN, IP, DATE, VERSION, BINARY -> true;
            case FLATTENED, NESTED, OBJECT, GEO_POINT, OTHER, UNKNOWN -> false;
        };
    }
}
