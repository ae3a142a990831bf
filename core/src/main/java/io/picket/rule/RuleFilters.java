package io.picket.rule;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.WildcardPattern;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kibana's filter objects as one condition: the enabled ones joined with AND, each negated where it says so. Their
 * queries are Elasticsearch's; those that ask one field, and {@code bool} and {@code nested} around them, are compiled,
 * and any other one is refused by name.
 */
public final class RuleFilters {

    /** Choices of clauses that {@code minimum_should_match} may leave. */
    private static final int CHOICES_MAX = 256;

    private static final int PERCENT = 100;

    /** What an old {@code match} may say its type is. */
    private static final Set<String> PHRASE_OR_WORDS = Set.of("phrase", "boolean");

    private static final Set<String> NO_QUERY = Set.of("meta", "$state", "query");

    private final TermConditions terms;

    private RuleFilters(TermConditions terms) {
        this.terms = terms;
    }

    /** What the filters ask of an event; an empty list asks nothing. */
    public static Read<Condition> compile(List<Filter> filters, FieldTypes types) {
        TermConditions terms = new TermConditions(types);
        RuleFilters compiler = new RuleFilters(terms);
        List<Condition> all = new ArrayList<>();
        for (Filter filter : filters) {
            terms.at(filter.place());
            Condition one = compiler.filter(filter.json());
            if (one != null) {
                all.add(one);
            }
        }
        return terms.read(Condition.and(all));
    }

    /** Null for a disabled one. */
    private @Nullable Condition filter(Map<?, ?> json) {
        Map<?, ?> meta = json.get("meta") instanceof Map<?, ?> map ? map : Map.of();
        if (Boolean.TRUE.equals(meta.get("disabled"))) {
            return null;
        }
        Condition condition = "combined".equals(meta.get("type")) ? combined(meta) : body(json);
        return Boolean.TRUE.equals(meta.get("negate")) ? Condition.not(condition) : condition;
    }

    /** Filters joined in one, with AND or OR. */
    private Condition combined(Map<?, ?> meta) {
        if (!(meta.get("params") instanceof List<?> params)) {
            return refuse("A combined filter has no list of filters in 'meta.params'.");
        }
        List<Condition> parts = new ArrayList<>();
        for (Object param : params) {
            Condition part = param instanceof Map<?, ?> map ? filter(map) : refuse("A part of it is no filter.");
            if (part != null) {
                parts.add(part);
            }
        }
        return "OR".equals(meta.get("relation")) ? Condition.or(parts) : Condition.and(parts);
    }

    private Condition body(Map<?, ?> json) {
        if (json.get("query") instanceof Map<?, ?> query) {
            return query(query);
        }
        // Before Kibana 7 the query's own key stood beside 'meta'.
        Map<Object, Object> legacy = new LinkedHashMap<>();
        json.forEach((key, value) -> {
            if (!NO_QUERY.contains(String.valueOf(key))) {
                legacy.put(key, value);
            }
        });
        return legacy.isEmpty() ? refuse("It has no query.") : query(legacy);
    }

    private Condition query(Map<?, ?> query) {
        if (query.size() != 1) {
            return refuse("A query has exactly one kind, not " + query.size() + ".");
        }
        Map.Entry<?, ?> only = query.entrySet().iterator().next();
        String kind = String.valueOf(only.getKey());
        if (!(only.getValue() instanceof Map<?, ?> body)) {
            return refuse("'" + kind + "' must be an object.");
        }
        return switch (kind) {
            case "match_all" -> Condition.ALWAYS;
            case "match_none" -> Condition.NEVER;
            case "exists" ->
                body.get("field") instanceof String field ? terms.exists(field) : refuse("'exists' names no field.");
            case "bool" -> bool(body);
            case "constant_score" ->
                body.get("filter") instanceof Map<?, ?> inner
                        ? query(inner)
                        : refuse("'constant_score' needs a filter.");
            case "nested" -> nested(body);
            case "match_phrase", "match", "term", "terms", "range", "wildcard", "prefix", "regexp" ->
                ofField(kind, body);
            default -> refuse("Queries of kind '" + KeyReader.shortened(kind) + "' are not supported in filters.");
        };
    }

    private Condition ofField(String kind, Map<?, ?> body) {
        List<String> fields = body.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !key.equals("boost") && !key.equals("_name"))
                .toList();
        if (fields.size() != 1) {
            return refuse("'" + kind + "' must name one field, not " + fields.size() + ".");
        }
        String field = fields.getFirst();
        Object asked = body.get(field);
        return switch (kind) {
            case "terms" -> terms(field, asked);
            case "range" ->
                asked instanceof Map<?, ?> bounds
                        ? range(field, bounds)
                        : refuse("'range' of '" + field + "' must be an object.");
            default -> single(kind, field, asked);
        };
    }

    private Condition single(String kind, String field, @Nullable Object asked) {
        Map<?, ?> options = asked instanceof Map<?, ?> map ? map : Map.of();
        Object value = asked;
        if (asked instanceof Map<?, ?>) {
            value = options.get(kind.startsWith("match") ? "query" : "value");
            if (value == null && kind.equals("wildcard")) {
                value = options.get("wildcard");
            }
        }
        String text = scalar(value);
        if (text == null) {
            return refuse("'" + kind + "' of '" + field + "' has no value to compare with.");
        }
        Condition refused = unsupported(kind, options);
        if (refused != null) {
            return refused;
        }
        Case letters = Boolean.TRUE.equals(options.get("case_insensitive")) ? Case.INSENSITIVE : Case.SENSITIVE;
        return switch (kind) {
            case "match_phrase" -> terms.equal(field, List.of(text), Case.SENSITIVE);
            case "match" ->
                "phrase".equals(options.get("type"))
                        ? terms.equal(field, List.of(text), Case.SENSITIVE)
                        : terms.match(field, text, "and".equalsIgnoreCase(String.valueOf(options.get("operator"))));
            case "term" -> terms.term(field, List.of(text), letters);
            case "wildcard" -> terms.like(field, WildcardPattern.escaped(text), letters);
            case "regexp" -> terms.matches(field, text, letters);
            default -> terms.prefix(field, text, letters);
        };
    }

    /** Options that change what matches, refused; those that only change scores or speed are of no matter. */
    private @Nullable Condition unsupported(String kind, Map<?, ?> options) {
        Set<String> known = switch (kind) {
            case "match" -> Set.of("query", "operator", "type", "lenient");
            case "match_phrase" -> Set.of("query");
            case "wildcard" -> Set.of("value", "wildcard", "case_insensitive", "rewrite");
            case "prefix" -> Set.of("value", "case_insensitive", "rewrite");
            case "regexp" -> Set.of("value", "case_insensitive", "rewrite", "max_determinized_states");
            default -> Set.of("value", "case_insensitive");
        };
        for (Object key : options.keySet()) {
            String option = String.valueOf(key);
            boolean noSlop = option.equals("slop") && Long.valueOf(0).equals(options.get(key));
            boolean allFlags = option.equals("flags") && kind.equals("regexp") && "ALL".equals(options.get(key));
            boolean otherMatch = option.equals("type") && !PHRASE_OR_WORDS.contains(String.valueOf(options.get(key)));
            boolean ofNoMatter = option.equals("boost") || option.equals("_name") || noSlop || allFlags;
            if (otherMatch || !known.contains(option) && !ofNoMatter) {
                return refuse("The option '" + KeyReader.shortened(option) + "' of '" + kind + "' is not supported.");
            }
        }
        return null;
    }

    private Condition terms(String field, @Nullable Object asked) {
        if (!(asked instanceof List<?> list)) {
            return refuse("'terms' of '" + field + "' must be a list.");
        }
        List<String> values = new ArrayList<>();
        for (Object item : list) {
            String value = scalar(item);
            if (value == null) {
                return refuse("'terms' of '" + field + "' must be a list of values.");
            }
            values.add(value);
        }
        return values.isEmpty() ? Condition.NEVER : terms.term(field, values, Case.SENSITIVE);
    }

    private Condition range(String field, Map<?, ?> bounds) {
        for (Object key : bounds.keySet()) {
            Object value = bounds.get(key);
            boolean known = switch (String.valueOf(key)) {
                case "gte", "gt", "lte", "lt", "boost", "_name", "relation" -> true;
                case "format" ->
                    Set.of("strict_date_optional_time", "date_optional_time", "epoch_millis")
                            .containsAll(List.of(String.valueOf(value).split("\\|\\|", -1)));
                case "time_zone" -> Set.of("UTC", "Z", "Zulu", "+00:00").contains(String.valueOf(value));
                default -> false;
            };
            if (!known) {
                return refuse("'" + KeyReader.shortened(key + ": " + value) + "' is not supported in a range.");
            }
        }
        boolean lowIn = bounds.containsKey("gte");
        boolean highIn = bounds.containsKey("lte");
        return terms.range(
                field,
                scalar(bounds.get(lowIn ? "gte" : "gt")),
                lowIn,
                scalar(bounds.get(highIn ? "lte" : "lt")),
                highIn);
    }

    private Condition nested(Map<?, ?> body) {
        return body.get("path") instanceof String path && body.get("query") instanceof Map<?, ?> query
                ? new Condition.Nested(path, query(query))
                : refuse("'nested' needs a path and a query.");
    }

    private Condition bool(Map<?, ?> body) {
        for (Object key : body.keySet()) {
            if (!Set.of(
                            "must",
                            "filter",
                            "should",
                            "must_not",
                            "minimum_should_match",
                            "boost",
                            "_name",
                            "adjust_pure_negative")
                    .contains(String.valueOf(key))) {
                return refuse("'" + KeyReader.shortened(String.valueOf(key)) + "' is not supported in 'bool'.");
            }
        }
        List<Condition> all = new ArrayList<>(queries(body.get("must")));
        all.addAll(queries(body.get("filter")));
        List<Condition> should = queries(body.get("should"));
        List<Condition> not = queries(body.get("must_not"));
        long least = leastOf(body.get("minimum_should_match"), should.size());
        if (all.isEmpty() && should.isEmpty() && not.isEmpty()) {
            return Condition.ALWAYS;
        }
        if (all.isEmpty() && !should.isEmpty()) {
            // Where nothing else is asked, one must hold, whatever the number says.
            least = Math.max(1, least);
        }
        if (least > 0) {
            all.add(atLeast((int) Math.min(least, Integer.MAX_VALUE), should));
        }
        not.forEach(part -> all.add(Condition.not(part)));
        return Condition.and(all);
    }

    /**
     * How many of so many clauses must hold: a number, a share of them rounded down, or, below zero, how many may fail.
     */
    private long leastOf(@Nullable Object asked, int clauses) {
        if (asked == null) {
            return 0;
        }
        String text = String.valueOf(asked).strip();
        boolean share = text.endsWith("%");
        Number number = NumberWord.read(share ? text.substring(0, text.length() - 1) : text);
        if (!(number instanceof Long whole) || Math.abs(whole) > Integer.MAX_VALUE) {
            refuse("'minimum_should_match' may be a number or a share in % here, not " + KeyReader.shortened(text)
                    + ".");
            return 0;
        }
        long least = share ? whole * clauses / PERCENT : whole;
        return least < 0 ? clauses + least : least;
    }

    /** That so many of them hold, as choices of that many; refused where there are too many choices. */
    private Condition atLeast(int least, List<Condition> parts) {
        if (least > parts.size()) {
            return Condition.NEVER;
        }
        if (least == 1) {
            return Condition.or(parts);
        }
        List<Condition> choices = new ArrayList<>();
        choose(least, parts, 0, List.of(), choices);
        return choices.size() > CHOICES_MAX
                ? refuse("'minimum_should_match' leaves more than " + CHOICES_MAX + " choices of clauses.")
                : Condition.or(choices);
    }

    private static void choose(
            int least, List<Condition> parts, int from, List<Condition> chosen, List<Condition> choices) {
        if (chosen.size() == least) {
            choices.add(Condition.and(chosen));
            return;
        }
        for (int i = from; i <= parts.size() - (least - chosen.size()) && choices.size() <= CHOICES_MAX; i++) {
            List<Condition> more = new ArrayList<>(chosen);
            more.add(parts.get(i));
            choose(least, parts, i + 1, more, choices);
        }
    }

    private List<Condition> queries(@Nullable Object clause) {
        List<?> all = clause == null ? List.of() : clause instanceof List<?> list ? list : List.of(clause);
        List<Condition> conditions = new ArrayList<>();
        for (Object one : all) {
            conditions.add(one instanceof Map<?, ?> map ? query(map) : refuse("A clause of 'bool' is no query."));
        }
        return conditions;
    }

    private static @Nullable String scalar(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : null;
    }

    private Condition refuse(String reason) {
        return terms.refuse(
                "FILTER-001", "This filter cannot be used: " + reason, "Say it in the rule's query instead.");
    }
}
