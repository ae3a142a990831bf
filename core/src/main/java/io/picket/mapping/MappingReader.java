package io.picket.mapping;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.mapping.MappingParameters.Parameter;
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

    private static final JsonFactory JSON = new JsonFactory();

    /** What stands beside {@code properties} and is not the name of an index. */
    private static final Set<String> BODY_KEYS = Set.of(
            "dynamic",
            "dynamic_templates",
            "dynamic_date_formats",
            "date_detection",
            "numeric_detection",
            "enabled",
            "subobjects");

    /** What stands beside {@code mappings}, in an index or a template. */
    private static final Set<String> INDEX_KEYS =
            Set.of("aliases", "data_stream", "lifecycle", "version", "priority", "index_patterns", "composed_of");

    private final SourceText source;
    private final FieldTypes under;
    private final Map<String, MappedField> fields = new LinkedHashMap<>();
    private final List<Alias> aliases = new ArrayList<>();
    private final MappingProblems problems;
    private final MappingSettings settings;
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
        final List<Parameter> all = new ArrayList<>();
    }

    MappingReader(SourceText source, FieldTypes under) {
        this.source = source;
        this.under = under;
        this.problems = new MappingProblems(source);
        this.settings = new MappingSettings(problems);
    }

    Read<FieldTypes> read() {
        if (source.text().length() > CHARS_MAX) {
            problems.error(
                    "MAP-008",
                    Span.at(0),
                    "The mapping is longer than " + CHARS_MAX + " characters.",
                    "Give the mapping of fewer indices.");
            return Read.failed(problems.list());
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), source.text())) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                outer(json);
                if (json.nextToken() != null) {
                    problems.error(
                            "MAP-001",
                            problems.here(json),
                            "Something follows the mapping: expected the end.",
                            "Give one mapping.");
                }
            } else {
                problems.error("MAP-002", Span.at(0), "A mapping is a JSON object: expected '{'.", "");
            }
        } catch (JacksonException broken) {
            int at = Math.clamp(
                    broken.getLocation() == null ? 0 : broken.getLocation().getCharOffset(),
                    0,
                    source.text().length());
            problems.error(
                    "MAP-001",
                    new Span(at, Math.min(at + 1, source.text().length())),
                    "The mapping is not JSON: " + firstLine(broken.getOriginalMessage()),
                    "");
        }
        if (!problems.failed() && !hasProperties) {
            problems.error(
                    "MAP-003",
                    Span.at(0),
                    "There are no 'properties' in this mapping.",
                    "Give what GET index/_mapping prints.");
        }
        aliases.forEach(this::resolve);
        return problems.failed()
                ? Read.failed(problems.list())
                : Read.ok(new MappingFieldTypes(fields, under), problems.list());
    }

    /** The whole file, or what stands under the name of an index. */
    private void outer(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            Span span = problems.here(json);
            JsonToken value = json.nextToken();
            if (key.equals("properties")) {
                properties(json, "", null, 0);
            } else if (key.equals("mappings") && value == JsonToken.START_OBJECT) {
                body(json);
            } else if (key.equals("settings")) {
                settings.read(json);
            } else if (BODY_KEYS.contains(key)) {
                bodyKey(json, key, span);
            } else if (INDEX_KEYS.contains(key) || key.startsWith("_")) {
                json.skipChildren();
            } else if (key.equals("runtime")) {
                runtime(json);
            } else if (value == JsonToken.START_OBJECT) {
                index(json);
            } else {
                problems.error(
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
            String key = json.currentName();
            if (json.nextToken() == JsonToken.START_OBJECT && key.equals("mappings")) {
                body(json);
            } else if (key.equals("settings")) {
                settings.read(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void body(JsonParser json) {
        hasProperties = true;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            Span span = problems.here(json);
            json.nextToken();
            switch (key) {
                case "properties" -> properties(json, "", null, 0);
                case "runtime" -> runtime(json);
                default -> bodyKey(json, key, span);
            }
        }
    }

    /** What a mapping says of all its fields at once. */
    private void bodyKey(JsonParser json, String key, Span span) {
        String text = json.currentToken().isScalarValue() ? json.getString() : "";
        boolean isEmpty = skipped(json).isBlank();
        switch (key) {
            case "dynamic" -> dynamic("", text, span);
            case "enabled" -> {
                if (text.equals("false")) {
                    problems.unapplied(
                            span, "No field is indexed by Elasticsearch (enabled: false); here all can be searched.");
                }
            }
            case "numeric_detection" -> {
                if (text.equals("true")) {
                    problems.unapplied(
                            span,
                            "Text that looks like a number is no number here in fields that the mapping does not name.");
                }
            }
            case "dynamic_templates" -> {
                if (!isEmpty) {
                    problems.unapplied(
                            span, "Fields that only a template maps have the type here that is known for their name.");
                }
            }
            case "date_detection", "dynamic_date_formats", "subobjects" -> {}
            default -> {
                if (!key.startsWith("_")) {
                    problems.unapplied(span, "'" + key + "' is not known here and has no effect.");
                }
            }
        }
    }

    /** Skips a value and says what stood between its brackets. */
    private String skipped(JsonParser json) {
        Span start = problems.here(json);
        json.skipChildren();
        Span end = problems.here(json);
        return source.text().substring(start.end(), Math.max(start.end(), end.start()));
    }

    private void dynamic(String path, String text, Span span) {
        if (text.equals("false")) {
            problems.unapplied(
                    span,
                    "Fields " + (path.isEmpty() ? "" : "in '" + path + "' ")
                            + "that the mapping does not name cannot be searched in Elasticsearch (dynamic: false); here"
                            + " they can.");
        }
    }

    private void runtime(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            problems.unapplied(
                    problems.here(json),
                    "'" + json.currentName()
                            + "' is a runtime field and is not computed; events have only what is written in them.");
            json.nextToken();
            json.skipChildren();
        }
    }

    /**
     * The fields of an object, or the multi-fields of a field.
     *
     * @param values for multi-fields, the field whose values they share
     */
    private void properties(JsonParser json, String prefix, @Nullable String values, int depth) {
        hasProperties = true;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            problems.error("MAP-002", problems.here(json), "Expected an object with the fields by name.", "");
            json.skipChildren();
            return;
        }
        if (depth > DEPTH_MAX) {
            problems.error(
                    "MAP-008", problems.here(json), "Fields stand in each other more than " + DEPTH_MAX + " deep.", "");
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + json.currentName();
            Span span = problems.here(json);
            if (json.nextToken() == JsonToken.START_OBJECT) {
                field(json, name, span, values, depth);
            } else {
                problems.error(
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
            Span at = problems.here(json);
            JsonToken token = json.nextToken();
            said.all.add(new Parameter(key, token.isScalarValue() ? json.getString() : "", at));
            switch (key) {
                case "type" -> {
                    said.type = json.getString();
                    said.span = problems.here(json);
                }
                case "path" -> said.path = json.getString();
                case "value" -> said.value = token.isScalarValue() ? json.getString() : null;
                case "ignore_above" -> said.ignoreAbove = limit(json, name);
                case "properties" -> {
                    said.hasProperties = true;
                    properties(json, name + ".", null, depth + 1);
                }
                case "fields" -> properties(json, name + ".", values == null ? name : values, depth + 1);
                case "enabled" -> {
                    if (token == JsonToken.VALUE_FALSE) {
                        problems.unapplied(
                                at,
                                "'" + name
                                        + "' is not indexed by Elasticsearch (enabled: false); here it can be searched.");
                    }
                }
                case "dynamic" -> dynamic(name, said.all.getLast().text(), at);
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
        problems.error("MAP-002", problems.here(json), "'ignore_above' of '" + name + "' must be a whole number.", "");
        return Integer.MAX_VALUE;
    }

    private void add(String name, Attributes said, String values) {
        String word = said.type == null ? "object" : said.type;
        if (said.type == null && !said.hasProperties) {
            problems.warn("MAP-009", said.span, "'" + name + "' states no type and is taken for an object.", "");
        }
        if (word.equals("alias")) {
            aliases.add(new Alias(name, said.path, said.span));
            return;
        }
        FieldType type = MappingTypes.of(word);
        if (type == null) {
            problems.error(
                    "MAP-004",
                    said.span,
                    "'" + word + "' is no type of Elasticsearch's that is known here.",
                    MappingTypes.nearest(word));
            return;
        }
        for (Parameter parameter : said.all) {
            String unapplied = MappingParameters.unapplied(parameter, type, word, said.all);
            if (unapplied != null) {
                problems.unapplied(parameter.span(), "'" + name + "' " + unapplied + ".");
            }
        }
        if (!values.equals(name) && said.ignoreAbove != Integer.MAX_VALUE) {
            problems.boundedForm(said.span);
        }
        if (word.equals("token_count")) {
            problems.unapplied(
                    said.span, "'" + name + "' counts words in Elasticsearch; here it is what is written in events.");
        }
        put(
                name,
                new MappedField(values, type, said.ignoreAbove, type == FieldType.CONSTANT_KEYWORD ? said.value : null),
                said.span);
    }

    private void put(String name, MappedField field, Span span) {
        MappedField before = fields.putIfAbsent(name, field);
        if (before != null && before.type() != field.type()) {
            problems.warn(
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
            problems.error(
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
            problems.error(
                    "MAP-005",
                    alias.span(),
                    "The alias '" + alias.name() + "' needs the 'path' of a field that is there"
                            + (path == null ? "." : ", and '" + path + "' is not."),
                    "");
        } else {
            put(alias.name(), target, alias.span());
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private static String lower(FieldType type) {
        return type.name().toLowerCase(java.util.Locale.ROOT);
    }
}
