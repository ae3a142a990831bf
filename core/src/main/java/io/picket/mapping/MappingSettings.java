package io.picket.mapping;

import io.picket.text.Span;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The settings of an index, as far as they change what is found; none of them is applied. */
final class MappingSettings {

    /** Longest path of a setting that is looked at, in UTF-16 units. */
    private static final int PATH_CHARS_MAX = 500;

    private final MappingProblems problems;

    MappingSettings(MappingProblems problems) {
        this.problems = problems;
    }

    /** Reads the settings at the parser's present token; they are nested or have dotted paths, or both. */
    void read(JsonParser json) {
        read(json, "");
    }

    private void read(JsonParser json, String path) {
        if (json.currentToken() != JsonToken.START_OBJECT || path.length() > PATH_CHARS_MAX) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            Span span = problems.here(json);
            json.nextToken();
            String name = path.isEmpty() ? key : path + "." + key;
            String text = json.currentToken().isScalarValue() ? json.getString() : "";
            look(name.startsWith("index.") ? name.substring("index.".length()) : name, text, span);
            read(json, name);
        }
    }

    private void look(String name, String text, Span span) {
        switch (name) {
            case "analysis.analyzer.default.type", "analysis.analyzer.default_search.type" -> {
                if (!text.equals("standard")) {
                    problems.unapplied(
                            span,
                            "Text is cut into words by the standard analyser here, not by one of the index's own.");
                }
            }
            case "query.default_field" -> {
                if (!text.equals("*")) {
                    problems.unapplied(
                            span,
                            "A value without a field is looked for in every field here, not in those of this setting.");
                }
            }
            case "mapping.coerce" -> {
                if (text.equals("false")) {
                    problems.unapplied(span, "Numbers that are written as text are taken for numbers here.");
                }
            }
            default -> {}
        }
    }
}
