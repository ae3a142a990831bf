package io.picket.cli;

import io.picket.text.Place;
import io.picket.text.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * For programs: {@code code}, {@code level}, {@code message}, {@code mend}, {@code file} and, where known, {@code
 * line}, {@code column}, {@code length} and {@code excerpt} of each problem; {@code excerpt_column}, where of a long
 * line only a part is shown. Lines and columns count from 1.
 */
public final class FindingsJson {

    private static final JsonFactory JSON = new JsonFactory();

    private FindingsJson() {}

    /** One object a line. */
    public static void writeLines(Findings findings, Appendable out) throws IOException {
        for (Problem problem : findings.problems()) {
            out.append(object(problem)).append('\n');
        }
    }

    /** One array. */
    public static void writeArray(Findings findings, Appendable out) throws IOException {
        String before = "[";
        for (Problem problem : findings.problems()) {
            out.append(before).append("\n  ").append(object(problem));
            before = ",";
        }
        out.append(findings.problems().isEmpty() ? "[]\n" : "\n]\n");
    }

    private static String object(Problem problem) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            Place place = problem.place();
            json.writeStartObject();
            json.writeStringProperty("code", problem.code());
            json.writeStringProperty("level", problem.level().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("message", problem.message());
            json.writeStringProperty("mend", problem.mend());
            json.writeStringProperty("file", place.file());
            if (place.line() > 0) {
                json.writeNumberProperty("line", place.line());
                json.writeNumberProperty("column", place.column());
                json.writeNumberProperty("length", place.length());
                json.writeStringProperty("excerpt", place.excerpt());
                if (place.excerptStart() > 0) {
                    json.writeNumberProperty("excerpt_column", place.excerptStart() + 1);
                }
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
