package io.picket.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The twin of {@link EventReader}: the same contract on top of jackson-core and the JDK's own UTF-8, written to be
 * obviously right. Its word decides.
 */
public final class ReferenceReader {

    private final FieldTable fields;
    private String failure = "";
    private Event event;
    private int base;

    public ReferenceReader(FieldTable fields) {
        this.fields = fields;
        this.event = new Event(fields);
    }

    public boolean read(byte[] buffer, int from, int to, Event into) {
        return read(buffer, from, to, into, false);
    }

    public boolean readHit(byte[] buffer, int from, int to, Event into) {
        return read(buffer, from, to, into, true);
    }

    public String failure() {
        return failure;
    }

    private boolean read(byte[] buffer, int from, int to, Event into, boolean unwrap) {
        event = into;
        base = from;
        failure = "";
        into.reset(buffer, from, to);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(buffer, from, to - from))
                    .toString();
            document(text, unwrap);
        } catch (JacksonException notJson) {
            failure = notJson.getOriginalMessage();
        } catch (CharacterCodingException notUtf8) {
            failure = "not UTF-8";
        }
        if (!failure.isEmpty()) {
            into.reset(buffer, from, to);
        }
        return failure.isEmpty();
    }

    private void document(String text, boolean unwrap) {
        try (JsonParser parser = Tree.JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                failure = "not an object";
                return;
            }
            int open = (int) parser.currentTokenLocation().getCharOffset();
            boolean isWrapped = false;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                JsonToken start = parser.nextToken();
                if (unwrap && key.equals("_source") && start == JsonToken.START_OBJECT) {
                    isWrapped = true;
                    event.clearValues();
                    int sourceOpen = (int) parser.currentTokenLocation().getCharOffset();
                    object(parser, "", true);
                    source(text, sourceOpen, parser);
                } else {
                    if (unwrap && start == JsonToken.VALUE_STRING) {
                        origin(key, parser.getString());
                    }
                    value(parser, key, !isWrapped);
                }
            }
            if (!isWrapped) {
                source(text, open, parser);
            }
            if (parser.nextToken() != null) {
                failure = "something follows";
            }
        }
    }

    private void source(String text, int open, JsonParser parser) {
        int close = (int) parser.currentTokenLocation().getCharOffset() + 1;
        event.source(base + bytes(text, open), base + bytes(text, close));
    }

    private static int bytes(String text, int chars) {
        return text.substring(0, chars).getBytes(StandardCharsets.UTF_8).length;
    }

    private void origin(String key, String text) {
        byte[] bytes = utf8(text);
        switch (key) {
            case "_index" -> event.index(Tree.wellFormed(text));
            case "_id" -> event.id(bytes, 0, bytes.length);
            default -> {}
        }
    }

    private void object(JsonParser parser, String prefix, boolean kept) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String path = prefix + parser.currentName();
            parser.nextToken();
            value(parser, path, kept);
        }
    }

    private void value(JsonParser parser, String path, boolean kept) {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path + ".", kept);
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(parser, path, kept);
                }
            }
            case VALUE_NULL -> {}
            case VALUE_TRUE -> keep(path, Kind.TRUE, "true", kept);
            case VALUE_FALSE -> keep(path, Kind.FALSE, "false", kept);
            case VALUE_STRING -> keep(path, Kind.STRING, parser.getString(), kept);
            default -> {
                String number = parser.getString();
                if (number.length() > EventReader.NUMBER_CHARS_MAX) {
                    failure = "a long number";
                }
                keep(path, Kind.NUMBER, number, kept);
            }
        }
    }

    private void keep(String path, byte kind, String text, boolean kept) {
        int slot = fields.slot(Tree.wellFormed(path));
        if (kept && slot >= 0 && (kind != Kind.STRING || text.length() <= fields.charsMax(slot))) {
            byte[] bytes = utf8(text);
            event.add(slot, kind, bytes, 0, bytes.length);
        }
    }

    private static byte[] utf8(String text) {
        return Tree.wellFormed(text).getBytes(StandardCharsets.UTF_8);
    }
}
