package io.picket.match;

import io.picket.event.Event;
import io.picket.event.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Everything an event's document says, or one object of it: leaves by their full dotted path, and the objects in it.
 * Objects are stretches of two flat lists, so a deep document costs no more than a wide one. What cannot be parsed is
 * an empty document.
 */
final class WholeDocument {

    private static final JsonFactory JSON = new JsonFactory();

    private record Leaf(String path, Value value) {}

    /** An object: where its leaves and the objects inside it stand in the lists. */
    private static final class Part {
        final String path;
        final int firstLeaf;
        final int firstPart;
        int endLeaf;
        int endPart;

        Part(String path, int firstLeaf, int firstPart) {
            this.path = path;
            this.firstLeaf = firstLeaf;
            this.firstPart = firstPart;
        }
    }

    private final List<Leaf> leaves;
    private final List<Part> parts;
    private final Part here;

    private WholeDocument(List<Leaf> leaves, List<Part> parts, Part here) {
        this.leaves = leaves;
        this.parts = parts;
        this.here = here;
    }

    static WholeDocument of(Event event) {
        List<Leaf> leaves = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        int length = event.sourceTo() - event.sourceFrom();
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), event.source(), event.sourceFrom(), length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return new WholeDocument(leaves, parts, read(parser, "", "", leaves, parts));
            }
        } catch (JacksonException malformed) {
            // The reader of events has refused it before; whoever asks all the same gets a document without fields.
        }
        return new WholeDocument(List.of(), List.of(), new Part("", 0, 0));
    }

    /** Depth is bounded by the parser. */
    private static Part read(JsonParser parser, String path, String prefix, List<Leaf> leaves, List<Part> parts) {
        Part part = new Part(path, leaves.size(), parts.size() + 1);
        parts.add(part);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + parser.currentName();
            parser.nextToken();
            readValue(parser, name, leaves, parts);
        }
        part.endLeaf = leaves.size();
        part.endPart = parts.size();
        return part;
    }

    private static void readValue(JsonParser parser, String name, List<Leaf> leaves, List<Part> parts) {
        switch (parser.currentToken()) {
            case START_OBJECT -> read(parser, name, name + ".", leaves, parts);
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    readValue(parser, name, leaves, parts);
                }
            }
            case VALUE_STRING -> leaves.add(new Leaf(name, new Value(Kind.STRING, parser.getString())));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                leaves.add(new Leaf(name, new Value(Kind.NUMBER, parser.getString())));
            case VALUE_TRUE -> leaves.add(new Leaf(name, new Value(Kind.TRUE, "true")));
            case VALUE_FALSE -> leaves.add(new Leaf(name, new Value(Kind.FALSE, "false")));
            case null, default -> {}
        }
    }

    /** The distinct paths that have a value, in the order of the document. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = here.firstLeaf; i < here.endLeaf; i++) {
            names.add(leaves.get(i).path());
        }
        return names;
    }

    List<Value> values(String name) {
        List<Value> values = new ArrayList<>();
        for (int i = here.firstLeaf; i < here.endLeaf; i++) {
            if (leaves.get(i).path().equals(name)) {
                values.add(leaves.get(i).value());
            }
        }
        return values;
    }

    /** The values of a field and of everything below it. */
    List<Value> valuesUnder(String name) {
        List<Value> values = new ArrayList<>(values(name));
        String prefix = name + ".";
        for (int i = here.firstLeaf; i < here.endLeaf; i++) {
            if (leaves.get(i).path().startsWith(prefix)) {
                values.add(leaves.get(i).value());
            }
        }
        return values;
    }

    /** Every object at the path, those in arrays one by one. */
    List<WholeDocument> objects(String path) {
        List<WholeDocument> found = new ArrayList<>();
        for (int i = here.firstPart; i < here.endPart; i++) {
            if (parts.get(i).path.equals(path)) {
                found.add(new WholeDocument(leaves, parts, parts.get(i)));
            }
        }
        return found;
    }
}
