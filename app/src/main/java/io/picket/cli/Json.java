package io.picket.cli;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values as JSON text. */
final class Json {

    private static final JsonFactory LINES = new JsonFactory();

    /** Made at first use: that takes longer than to write a thousand lines. */
    private static final class Mapped {
        static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    private Json() {}

    /** On one line. */
    static String line(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = LINES.createGenerator(ObjectWriteContext.empty(), out)) {
            write(generator, value);
        }
        return out.toString();
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case Integer whole -> out.writeNumber(whole);
            case Long whole -> out.writeNumber(whole);
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((key, inner) -> {
                    out.writeName(String.valueOf(key));
                    write(out, inner);
                });
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(inner -> write(out, inner));
                out.writeEndArray();
            }
            default -> out.writeRawValue(Mapped.MAPPER.writeValueAsString(value));
        }
    }

    /** Laid out for a person. */
    static String pretty(Object value) {
        return Mapped.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }
}
