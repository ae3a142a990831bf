package io.picket.match;

import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Fills events from JSON the slow and simple way, so that matching can be tested without the reader. */
public final class Filling {

    private static final JsonFactory JSON = new JsonFactory();

    private Filling() {}

    public static FieldTable table(FieldTypes types, Collection<String> names) {
        FieldTable.Builder table = FieldTable.builder();
        names.forEach(name -> table.add(name, types.ignoreAbove(name)));
        return table.build();
    }

    public static void fill(Event event, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        event.reset(bytes, 0, bytes.length);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            object(event, parser, "");
        }
    }

    private static void object(Event event, JsonParser parser, String prefix) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + parser.currentName();
            parser.nextToken();
            value(event, parser, name);
        }
    }

    private static void value(Event event, JsonParser parser, String name) {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(event, parser, name + ".");
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(event, parser, name);
                }
            }
            case VALUE_STRING -> {
                int slot = event.fields().slot(name);
                if (slot != FieldTable.NONE
                        && parser.getString().length() <= event.fields().charsMax(slot)) {
                    add(event, name, Kind.STRING, parser.getString());
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> add(event, name, Kind.NUMBER, parser.getString());
            case VALUE_TRUE -> add(event, name, Kind.TRUE, "true");
            case VALUE_FALSE -> add(event, name, Kind.FALSE, "false");
            default -> {}
        }
    }

    private static void add(Event event, String name, byte kind, String text) {
        int slot = event.fields().slot(name);
        if (slot != FieldTable.NONE) {
            // Values stand somewhere in a larger buffer, as they do in a reader's.
            byte[] bytes = ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
            event.add(slot, kind, bytes, 1, bytes.length - 2);
        }
    }
}
