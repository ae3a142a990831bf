package io.picket.alert;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Alerts as JSON: one flat object a line. Fields without a value are dropped. */
public final class AlertJson {

    /** Deeper than any event that is taken in (512 levels) can make an alert. */
    private static final int DEPTH_MAX = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private AlertJson() {}

    /** Writes the alert and a line feed. */
    public static void write(Alert alert, Appendable out) throws IOException {
        out.append(text(alert)).append('\n');
    }

    /** Writes the alert and a line feed, in UTF-8; does not close the stream. */
    public static void write(Alert alert, OutputStream out) throws IOException {
        out.write(text(alert).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    /** The alert's document as one line of JSON. */
    public static String text(Alert alert) {
        Map<String, Object> present = new LinkedHashMap<>(alert.fields());
        present.values().removeIf(value -> value == null);
        return JSON.writeValueAsString(present);
    }

    /** The document that {@link #text} wrote; empty when the text is no such document. */
    public static Map<String, Object> read(String text) {
        try {
            LinkedHashMap<String, Object> read = JSON.readValue(text, OBJECT);
            return read == null ? Map.of() : read;
        } catch (JacksonException e) {
            return Map.of();
        }
    }
}
