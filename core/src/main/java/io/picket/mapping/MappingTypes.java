package io.picket.mapping;

import static java.util.Map.entry;

import io.picket.condition.FieldType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of Elasticsearch's field types and the family each belongs to. */
final class MappingTypes {

    private static final Map<String, FieldType> TYPES = Map.ofEntries(
            entry("keyword", FieldType.KEYWORD),
            entry("counted_keyword", FieldType.KEYWORD),
            entry("constant_keyword", FieldType.CONSTANT_KEYWORD),
            entry("wildcard", FieldType.WILDCARD),
            entry("text", FieldType.TEXT),
            entry("match_only_text", FieldType.TEXT),
            entry("pattern_text", FieldType.TEXT),
            entry("annotated_text", FieldType.TEXT),
            entry("search_as_you_type", FieldType.TEXT),
            entry("long", FieldType.LONG),
            entry("integer", FieldType.LONG),
            entry("short", FieldType.LONG),
            entry("byte", FieldType.LONG),
            entry("unsigned_long", FieldType.LONG),
            entry("token_count", FieldType.LONG),
            entry("double", FieldType.DOUBLE),
            entry("float", FieldType.DOUBLE),
            entry("half_float", FieldType.DOUBLE),
            entry("scaled_float", FieldType.DOUBLE),
            entry("boolean", FieldType.BOOLEAN),
            entry("ip", FieldType.IP),
            entry("date", FieldType.DATE),
            entry("date_nanos", FieldType.DATE),
            entry("version", FieldType.VERSION),
            entry("flattened", FieldType.FLATTENED),
            entry("nested", FieldType.NESTED),
            entry("object", FieldType.OBJECT),
            entry("passthrough", FieldType.OBJECT),
            entry("geo_point", FieldType.GEO_POINT),
            entry("binary", FieldType.BINARY),
            entry("integer_range", FieldType.OTHER),
            entry("long_range", FieldType.OTHER),
            entry("float_range", FieldType.OTHER),
            entry("double_range", FieldType.OTHER),
            entry("date_range", FieldType.OTHER),
            entry("ip_range", FieldType.OTHER),
            entry("geo_shape", FieldType.OTHER),
            entry("shape", FieldType.OTHER),
            entry("point", FieldType.OTHER),
            entry("histogram", FieldType.OTHER),
            entry("aggregate_metric_double", FieldType.OTHER),
            entry("completion", FieldType.OTHER),
            entry("dense_vector", FieldType.OTHER),
            entry("sparse_vector", FieldType.OTHER),
            entry("rank_feature", FieldType.OTHER),
            entry("rank_features", FieldType.OTHER),
            entry("rank_vectors", FieldType.OTHER),
            entry("semantic_text", FieldType.OTHER),
            entry("percolator", FieldType.OTHER),
            entry("join", FieldType.OTHER),
            entry("murmur3", FieldType.OTHER));

    private MappingTypes() {}

    static @Nullable FieldType of(String name) {
        return TYPES.get(name);
    }

    /** A word of advice for a type that is none: the type of the same letters, or the common ones. */
    static String nearest(String name) {
        String letters = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "");
        if (letters.equals("string")) {
            return "Write keyword, or text for analysed text.";
        }
        return TYPES.keySet().stream()
                .filter(type -> type.replace("_", "").equals(letters))
                .findFirst()
                .map(type -> "Write " + type + ".")
                .orElse("Common types are keyword, text, long, double, boolean, ip and date.");
    }
}
