package io.picket.mapping;

import io.picket.condition.FieldType;
import io.picket.text.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping may say of a field beside its type, and which of it changes what a query finds. What does is applied by
 * {@link MappingReader}, or has a sentence here that says what is not applied (Elasticsearch reference, mapping
 * parameters). Nothing is passed over in silence: a parameter that is in no list is said to be unknown.
 */
final class MappingParameters {

    /** Read by {@link MappingReader} itself. */
    private static final Set<String> APPLIED =
            Set.of("type", "path", "value", "ignore_above", "properties", "fields", "enabled", "dynamic");

    /** Change how fast something is found, how it is stored or scored, or which events are refused: not what is found. */
    private static final Set<String> NO_MATTER = Set.of(
            "boost",
            "depth_limit",
            "dims",
            "doc_values_skipper",
            "eager_global_ordinals",
            "element_type",
            "fielddata",
            "fielddata_frequency_filter",
            "ignore_malformed",
            "ignore_z_value",
            "index_options",
            "index_phrases",
            "index_prefixes",
            "max_input_length",
            "max_shingle_size",
            "meta",
            "metrics",
            "default_metric",
            "norms",
            "on_script_error",
            "orientation",
            "positive_score_impact",
            "preserve_position_increments",
            "preserve_separators",
            "priority",
            "relations",
            "similarity",
            "store",
            "strategy",
            "subobjects",
            "synthetic_source_keep",
            "term_vector",
            "time_series_dimension",
            "time_series_metric");

    /** Date formats whose dates are read here. */
    private static final List<String> DATES_READ = List.of(
            "date_optional_time",
            "date_optional_time_nanos",
            "epoch_millis",
            "epoch_second",
            "iso8601",
            "date_time",
            "date_time_no_millis",
            "date",
            "year_month_day",
            "date_hour_minute_second",
            "date_hour_minute_second_millis",
            "date_hour_minute_second_fraction",
            "yyyy-MM-dd",
            "uuuu-MM-dd",
            "yyyy-MM-dd'T'HH:mm:ss.SSSZ",
            "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
            "yyyy-MM-dd'T'HH:mm:ssZ");

    /** A parameter as it stands in the file; {@code text} is empty unless its value is a scalar. */
    record Parameter(String key, String text, Span span) {}

    private MappingParameters() {}

    /** What of this parameter is not applied, as a sentence that begins with the field's name; null if nothing is. */
    static @Nullable String unapplied(Parameter parameter, FieldType type, String typeWord, List<Parameter> all) {
        String key = parameter.key();
        String text = parameter.text();
        if (APPLIED.contains(key) || NO_MATTER.contains(key)) {
            return null;
        }
        return switch (key) {
            case "index" ->
                text.equals("false") && !isSearchedByColumn(type, all)
                        ? "cannot be searched in Elasticsearch (index: false); here it can"
                        : null;
            case "doc_values" ->
                text.equals("false") && type != FieldType.TEXT && !isFalse("index", all)
                        ? "cannot be grouped by or counted in Elasticsearch (doc_values: false); here it can"
                        : null;
            case "analyzer", "search_analyzer", "search_quote_analyzer" ->
                text.equals("standard") || text.equals("default")
                        ? null
                        : "is cut into words by the analyser '" + text + "' in Elasticsearch; here by the standard one";
            case "position_increment_gap" ->
                text.equals("0") || text.equals("1")
                        ? "may hold a phrase across several values in Elasticsearch; here only within one"
                        : null;
            case "normalizer" ->
                "is changed by the normaliser '" + text + "' before it is compared; here it compares as it is written";
            case "split_queries_on_whitespace" ->
                text.equals("true") ? "has its queries cut at blanks in Elasticsearch; here they are whole" : null;
            case "null_value" -> "has '" + text + "' for null in Elasticsearch; here null is no value";
            case "coerce" ->
                text.equals("false") ? "takes no numbers written as text in Elasticsearch; here it does" : null;
            case "copy_to" ->
                "is copied to another field" + (text.isEmpty() ? "" : ", '" + text + "',")
                        + " in Elasticsearch; here that field has only what is written in it";
            case "format", "locale" -> date(type, all);
            case "script" -> "is computed by a script in Elasticsearch; here it has only what is written in events";
            case "include_in_parent", "include_in_root" ->
                text.equals("true")
                        ? "is asked outside its objects as one flat list in Elasticsearch; here object by object"
                        : null;
            case "scaling_factor" -> "is rounded (scaled_float) in Elasticsearch; here it compares as it is written";
            default -> "says '" + key + "', which is not known here and has no effect, for type " + typeWord;
        };
    }

    /** Types whose columns are searched where there is no index (Elasticsearch 8.1 and later). */
    private static boolean isSearchedByColumn(FieldType type, List<Parameter> all) {
        return !isFalse("doc_values", all)
                && switch (type) {
                    case KEYWORD, LONG, DOUBLE, BOOLEAN, IP, DATE, GEO_POINT -> true;
                    case WILDCARD, CONSTANT_KEYWORD, VERSION, OBJECT, NESTED -> true;
                    case TEXT, FLATTENED, BINARY, OTHER, UNKNOWN -> false;
                };
    }

    private static boolean isFalse(String key, List<Parameter> all) {
        return all.stream()
                .anyMatch(parameter ->
                        parameter.key().equals(key) && parameter.text().equals("false"));
    }

    private static @Nullable String date(FieldType type, List<Parameter> all) {
        if (type != FieldType.DATE) {
            return null;
        }
        for (Parameter parameter : all) {
            if (parameter.key().equals("format")) {
                List<String> unread = Arrays.stream(parameter.text().split("\\|\\|", -1))
                        .filter(format -> !DATES_READ.contains(
                                format.startsWith("strict_") ? format.substring("strict_".length()) : format))
                        .toList();
                if (!unread.isEmpty()) {
                    return "has dates of the format '" + unread.getFirst()
                            + "', which are not read here and count as no value unless they are ISO dates";
                }
            }
        }
        return null;
    }
}
