package io.picket.rule;

import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON to a {@link Node} tree with the place of every key and value. */
final class JsonReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Node.DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final SourceText source;
    private final int base;
    private final JsonParser parser;
    private final List<Problem> problems;

    private JsonReader(SourceText source, int base, JsonParser parser, List<Problem> problems) {
        this.source = source;
        this.base = base;
        this.parser = parser;
        this.problems = problems;
    }

    /** The one value that a stretch of the text holds: the whole of it, or one line. */
    static Read<Node> read(SourceText source, Span stretch) {
        List<Problem> problems = new ArrayList<>();
        String text = source.text().substring(stretch.start(), stretch.end());
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text.toCharArray())) {
            JsonReader reader = new JsonReader(source, stretch.start(), parser, problems);
            if (parser.nextToken() == null) {
                return Read.failed(reader.fault("Expected a JSON value, but there is none.", stretch.start()));
            }
            Node value = reader.value();
            if (parser.nextToken() != null) {
                return Read.failed(reader.fault("Expected nothing more after the JSON value.", reader.start()));
            }
            return Read.ok(value, problems);
        } catch (JacksonException broken) {
            long offset =
                    broken.getLocation() == null ? 0 : broken.getLocation().getCharOffset();
            int at = stretch.start() + (int) Math.max(0, Math.min(offset, text.length()));
            String reason = String.valueOf(broken.getOriginalMessage());
            int firstLine = reason.indexOf('\n');
            Span span = new Span(at, Math.min(at + 1, stretch.end()));
            return Read.failed(Problem.error(
                    "JSON-001",
                    "This is not JSON: " + (firstLine < 0 ? reason : reason.substring(0, firstLine)) + ".",
                    "",
                    source.place(span)));
        }
    }

    private Node value() {
        int start = start();
        return switch (parser.currentToken()) {
            case START_OBJECT -> table(start);
            case START_ARRAY -> items(start);
            case VALUE_STRING -> {
                String text = parser.getString();
                yield new Node.Text(text, span(start), Spelling.JSON);
            }
            case VALUE_TRUE -> new Node.Flag(true, new Span(start, start + 4));
            case VALUE_FALSE -> new Node.Flag(false, new Span(start, start + 5));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(start);
            case VALUE_NULL -> new Node.Nothing(new Span(start, start + 4));
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }

    private Node number(int start) {
        String digits = parser.getString();
        Span span = new Span(start, start + digits.length());
        try {
            return new Node.Whole(Long.parseLong(digits), span);
        } catch (NumberFormatException notWhole) {
            return new Node.Decimal(Double.parseDouble(digits), span);
        }
    }

    private Node table(int start) {
        Map<String, Node.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            int keyStart = start();
            // The parser stands at the end of a name only after its value was begun; a name is found by its quote.
            Span key = new Span(keyStart, nameEnd(keyStart));
            parser.nextToken();
            if (members.put(name, new Node.Member(key, value())) != null) {
                problems.add(Problem.warning(
                        "JSON-002",
                        "'" + name + "' is given twice; the last one counts.",
                        "Remove one.",
                        source.place(key)));
            }
        }
        return new Node.Table(members, span(start));
    }

    private Node items(int start) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Node.Items(items, span(start));
    }

    private int nameEnd(int start) {
        String text = source.text();
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }

    private int start() {
        return base + (int) parser.currentTokenLocation().getCharOffset();
    }

    private Span span(int start) {
        return new Span(
                start, Math.max(start, base + (int) parser.currentLocation().getCharOffset()));
    }

    private Problem fault(String message, int at) {
        return Problem.error("JSON-001", message, "", source.place(Span.at(at)));
    }
}
