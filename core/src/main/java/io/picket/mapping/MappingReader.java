package io.picket.mapping;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a mapping token by token, so that every problem has its line. */
final class MappingReader {

    /** Longest mapping that is read, in UTF-16 units. */
    static final int CHARS_MAX = 50_000_000;

    /** Most fields a mapping may have; Elasticsearch's own default limit is 1,000 an index. */
    static final int FIELDS_MAX = 200_000;

    /** How deep fields may stand in each other; Elasticsearch's own default limit is 20. */
    static final int DEPTH_MAX = 100;

    private static final int PROBLEMS_MAX = 20;

    private static final JsonFactory JSON = new JsonFactory();

    /** What stands beside {@code properties} and is not the name of an index. */
    private static final Set<String> BODY_KEYS = Set.of(
            "dynamic",
            "dynamic_templates",
            "dynamic_date_formats",
            "date_detection",
            "numeric_detection",
            "subobjects");

    private static final Set<String> INDEX_KEYS = Set.of("settings", "aliases", "data_stream", "lifecycle", "version");

    private final SourceText source;
    private final FieldTypes under;
    private final Map<String, MappedField> fields = new LinkedHashMap<>();
    private final List<Alias> aliases = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean failed;
    private boolean hasProperties;

    private record Alias(String name, @Nullable String path, Span span) {}

    /** What a field's object said besides the fields in it. */
    private static final class Attributes {
        @Nullable String type;

        @Nullable String path;

        @Nullable String value;

        int ignoreAbove = Integer.MAX_VALUE;
        boolean hasProperties;
        Span span = Span.at(0);
    }

    MappingReader(SourceText source, FieldTypes under) {
        this.source = source;
        this.under = under;
    }

    Read<FieldTypes> read() {
        if (source.text().length() > CHARS_MAX) {
            error(
                    "MAP-008",
                    Span.at(0),
                    "The mapping is longer than " + CHARS_MAX + " characters.",
                    "Give the mapping of fewer indices.");
            return Read.failed(problems);
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), source.text())) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                outer(json);
                if (json.nextToken() != null) {
                    error(
                            "MAP-001",
                            here(json),
                            "Something follows the mapping: expected the end.",
                            "Give one mapping.");
                }
            } else {
                error("MAP-002", Span.at(0), "A mapping is a JSON object: expected '{'.", "");
            }
        } catch (JacksonException broken) {
            int at = Math.clamp(
                    broken.getLocation() == null ? 0 : broken.getLocation().getCharOffset(),
                    0,
                    source.text().length());
            error(
                    "MAP-001",
                    new Span(at, Math.min(at + 1, source.text().length())),
                    "The mapping is not JSON: " + firstLine(broken.getOriginalMessage()),
                    "");
        }
        if (!failed && !hasProperties) {
            error(
                    "MAP-003",
                    Span.at(0),
                    "There are no 'properties' in this mapping.",
                    "Give what GET index/_mapping prints.");
        }
        aliases.forEach(this::resolve);
        return failed ? Read.failed(problems) : Read.ok(new MappingFieldTypes(fields, under), problems);
    }

    /** The whole file, or what stands under the name of an index. */
    private void outer(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            Span span = here(json);
            JsonToken value = json.nextToken();
            if (key.equals("properties")) {
                properties(json, "", null, 0);
            } else if (key.equals("mappings") && value == JsonToken.START_OBJECT) {
                body(json);
            } else if (BODY_KEYS.contains(key) || INDEX_KEYS.contains(key) || key.startsWith("_")) {
                json.skipChildren();
            } else if (key.equals("runtime")) {
                runtime(json, span);
            } else if (value == JsonToken.START_OBJECT) {
                index(json);
            } else {
                error(
                        "MAP-002",
                        span,
                        "'" + key + "' is neither part of a mapping nor an index with one.",
                        "Give what GET index/_mapping prints.");
                json.skipChildren();
            }
        }
    }

    private void index(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean mappings = json.currentName().equals("mappings");
            if (json.nextToken() == JsonToken.START_OBJECT && mappings) {
                body(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void body(JsonParser json) {
        hasProperties = true;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            Span span = here(json);
            json.nextToken();
            switch (key) {
                case "properties" -> properties(json, "", null, 0);
                case "runtime" -> runtime(json, span);
                default -> json.skipChildren();
            }
        }
    }

    private void runtime(JsonParser json, Span span) {
        warn("MAP-007", span, "Runtime fields are not computed.", "Events have only what is written in them.");
        json.skipChildren();
    }

    /**
     * The fields of an object, or the multi-fields of a field.
     *
     * @param values for multi-fields, the field whose values they share
     */
    private void properties(JsonParser json, String prefix, @Nullable String values, int depth) {
        hasProperties = true;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            error("MAP-002", here(json), "Expected an object with the fields by name.", "");
            json.skipChildren();
            return;
        }
        if (depth > DEPTH_MAX) {
            error("MAP-008", here(json), "Fields stand in each other more than " + DEPTH_MAX + " deep.", "");
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + json.currentName();
            Span span = here(json);
            if (json.nextToken() == JsonToken.START_OBJECT) {
                field(json, name, span, values, depth);
            } else {
                error(
                        "MAP-002",
                        span,
                        "'" + name + "': expected an object that says the field's type.",
                        "Write {\"type\": \"keyword\"}.");
                json.skipChildren();
            }
        }
    }

    private void field(JsonParser json, String name, Span span, @Nullable String values, int depth) {
        Attributes said = new Attributes();
        said.span = span;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            Span at = here(json);
            JsonToken token = json.nextToken();
            switch (key) {
                case "type" -> {
                    said.type = json.getString();
                    said.span = here(json);
                }
                case "path" -> said.path = json.getString();
                case "value" -> said.value = token.isScalarValue() ? json.getString() : null;
                case "ignore_above" -> said.ignoreAbove = limit(json, name);
                case "properties" -> {
                    said.hasProperties = true;
                    properties(json, name + ".", null, depth + 1);
                }
                case "fields" -> properties(json, name + ".", values == null ? name : values, depth + 1);
                case "normalizer", "null_value" ->
                    warn(
                            "MAP-007",
                            at,
                            "'" + key + "' of '" + name + "' is not applied: values compare as they are written.",
                            "");
                case "enabled" -> {
                    if (token == JsonToken.VALUE_FALSE) {
                        warn(
                                "MAP-007",
                                at,
                                "'" + name + "' is not indexed by Elasticsearch; here it can be searched all the same.",
                                "");
                    }
                }
                default -> {}
            }
            json.skipChildren();
        }
        add(name, said, values == null ? name : values);
    }

    private int limit(JsonParser json, String name) {
        try {
            int limit = Integer.parseInt(json.getString());
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        error("MAP-002", here(json), "'ignore_above' of '" + name + "' must be a whole number.", "");
        return Integer.MAX_VALUE;
    }

    private void add(String name, Attributes said, String values) {
        String word = said.type == null ? "object" : said.type;
        if (said.type == null && !said.hasProperties) {
            warn("MAP-009", said.span, "'" + name + "' states no type and is taken for an object.", "");
        }
        if (word.equals("alias")) {
            aliases.add(new Alias(name, said.path, said.span));
            return;
        }
        FieldType type = MappingTypes.of(word);
        if (type == null) {
            error(
                    "MAP-004",
                    said.span,
                    "'" + word + "' is no type of Elasticsearch's that is known here.",
                    MappingTypes.nearest(word));
            return;
        }
        put(
                name,
                new MappedField(values, type, said.ignoreAbove, type == FieldType.CONSTANT_KEYWORD ? said.value : null),
                said.span);
    }

    private void put(String name, MappedField field, Span span) {
        MappedField before = fields.putIfAbsent(name, field);
        if (before != null && before.type() != field.type()) {
            warn(
                    "MAP-006",
                    span,
                    "'" + name + "' has another type in an index above (" + lower(before.type()) + "), which stays.",
                    "Give the mapping of one index.");
        } else if (before != null && !before.equals(field)) {
            // Indices with a constant or a limit of their own: what is sure is what they share.
            fields.put(
                    name,
                    new MappedField(
                            field.values(), field.type(), Math.max(before.ignoreAbove(), field.ignoreAbove()), null));
        }
        if (fields.size() == FIELDS_MAX + 1) {
            error(
                    "MAP-008",
                    span,
                    "The mapping has more than " + FIELDS_MAX + " fields.",
                    "Give the mapping of fewer indices.");
        }
    }

    private void resolve(Alias alias) {
        String path = alias.path();
        MappedField target = path == null ? null : fields.get(path);
        if (path != null && target == null && under.isKnown(path)) {
            target = new MappedField(
                    path,
                    under.typeOf(path),
                    under.ignoreAbove(path),
                    under.constants().get(path));
        }
        if (target == null) {
            error(
                    "MAP-005",
                    alias.span(),
                    "The alias '" + alias.name() + "' needs the 'path' of a field that is there"
                            + (path == null ? "." : ", and '" + path + "' is not."),
                    "");
        } else {
            put(alias.name(), target, alias.span());
        }
    }

    private Span here(JsonParser json) {
        int length = source.text().length();
        int start = Math.clamp(json.currentTokenLocation().getCharOffset(), 0, length);
        int end = Math.clamp(json.currentLocation().getCharOffset(), start, length);
        return new Span(start, end);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private static String lower(FieldType type) {
        return type.name().toLowerCase(java.util.Locale.ROOT);
    }

    private void error(String code, Span span, String message, String mend) {
        if (!failed || problems.size() < PROBLEMS_MAX) {
            problems.add(Problem.error(code, message, mend, source.place(span)));
        }
        failed = true;
    }

    private void warn(String code, Span span, String message, String mend) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(Problem.warning(code, message, mend, source.place(span)));
        }
    }
}
