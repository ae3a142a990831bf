package io.picket.detect;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What an alert tells of an indicator, cut out of its document: the object at the rule's path ({@code indicator}), of an
 * array the first, and {@code threat.feed.name} ({@code feed}). Dotted names and nested objects are the same.
 *
 * <p>Documents of the usual shape, which a feed has millions of, are cut by {@link IndicatorSlice}; the others are
 * parsed.
 */
final class IndicatorObject {

    /** A larger object is left out of alerts, in bytes. */
    static final int BYTES_MAX = 1 << 16;

    /** An object with more objects and arrays inside each other is left out of alerts. */
    static final int DEPTH_MAX = 100;

    private static final String FEED = "threat.feed.name";
    private static final int DOCUMENT_DEPTH_MAX = 512;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DOCUMENT_DEPTH_MAX)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX + 1)
                    .build())
            .build();

    private final String path;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final IndicatorSlice slice;
    private @Nullable String feed;

    IndicatorObject(String path) {
        this.path = path;
        this.slice = new IndicatorSlice(path, FEED);
    }

    /** The object and the feed as one JSON object; without the object if it is larger than {@link #BYTES_MAX}. */
    byte[] of(byte[] source, int from, int to) {
        byte[] cut = slice.of(source, from, to);
        return cut != null && cut.length <= BYTES_MAX ? cut : parsed(source, from, to);
    }

    /** The same, the slow way. */
    byte[] parsed(byte[] source, int from, int to) {
        byte[] whole = write(source, from, to, true);
        return whole.length <= BYTES_MAX ? whole : write(source, from, to, false);
    }

    private byte[] write(byte[] source, int from, int to, boolean withObject) {
        out.reset();
        feed = null;
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), source, from, to - from);
                JsonGenerator object = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            object.writeStartObject();
            object.writeName("indicator");
            object.writeStartObject();
            if (in.nextToken() == JsonToken.START_OBJECT) {
                members(in, withObject ? path : null, FEED, object);
            }
            object.writeEndObject();
            if (feed != null) {
                object.writeStringProperty("feed", feed);
            }
            object.writeEndObject();
        } catch (JacksonException noJson) {
            return "{\"indicator\":{}}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        return out.toByteArray();
    }

    /**
     * Goes through an object's members.
     *
     * @param path what is left of the path to the object, or null where it cannot lie
     * @param feedPath the same of the feed's name
     */
    private void members(JsonParser in, @Nullable String path, @Nullable String feedPath, JsonGenerator object) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            String below = below(path, key);
            String feedBelow = below(feedPath, key);
            if (key.equals(path)) {
                copy(in, object);
            } else if (path != null && isBelow(key, path)) {
                object.writeName(key.substring(path.length() + 1));
                object.copyCurrentStructureExact(in);
            } else if (key.equals(feedPath) && value == JsonToken.VALUE_STRING) {
                feed = in.getString();
            } else if (value == JsonToken.START_OBJECT && (below != null || feedBelow != null)) {
                members(in, below, feedBelow, object);
            } else {
                in.skipChildren();
            }
        }
    }

    /** What is left of a path below a key, or null if it does not lead there. */
    private static @Nullable String below(@Nullable String path, String key) {
        return path != null && isBelow(path, key) ? path.substring(key.length() + 1) : null;
    }

    private static boolean isBelow(String name, String above) {
        return name.length() > above.length() && name.charAt(above.length()) == '.' && name.startsWith(above);
    }

    private static void copy(JsonParser in, JsonGenerator object) {
        switch (in.currentToken()) {
            case START_OBJECT -> {
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    object.copyCurrentStructureExact(in);
                }
            }
            case START_ARRAY -> {
                boolean first = true;
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    if (first && in.currentToken() == JsonToken.START_OBJECT) {
                        copy(in, object);
                        first = false;
                    } else {
                        in.skipChildren();
                    }
                }
            }
            default -> {}
        }
    }
}
