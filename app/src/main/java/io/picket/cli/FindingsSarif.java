package io.picket.cli;

import io.picket.rule.CheckKind;
import io.picket.text.Level;
import io.picket.text.Place;
import io.picket.text.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * For code hosts and editors: SARIF 2.1.0 (OASIS standard), one run. Files below the base folder are named relative to
 * it, as code hosts expect; columns count UTF-16 units from 1.
 */
public final class FindingsSarif {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String BASE_ID = "%SRCROOT%";
    private static final JsonFactory JSON = new JsonFactory();

    /** By the letters that a code begins with. */
    private static final Map<String, String> AREAS = Map.ofEntries(
            Map.entry("COND", "The query, its filters and its exceptions, taken together."),
            Map.entry("EQL", "An EQL query."),
            Map.entry("EXC", "An exception list or one of its items."),
            Map.entry("FILE", "Opening and reading a file."),
            Map.entry("FILTER", "A filter of a rule."),
            Map.entry("JSON", "A file of JSON."),
            Map.entry("KQL", "A KQL query."),
            Map.entry("LIST", "A value list."),
            Map.entry("MAP", "A mapping of fields to types."),
            Map.entry("RULE", "The keys of a rule and what they hold."),
            Map.entry("TERM", "A term of a rule: an exact value, a pattern or a range."),
            Map.entry("THRESHOLD", "What a threshold rule counts."),
            Map.entry("TOML", "A file of TOML."));

    private final Findings findings;
    private final Path base;
    private final JsonGenerator json;
    private final List<String> codes;

    private FindingsSarif(Findings findings, Path base, JsonGenerator json) {
        this.findings = findings;
        this.base = base.toAbsolutePath().normalize();
        this.json = json;
        this.codes = findings.problems().stream()
                .map(Problem::code)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * @param version of Picket
     * @param base the folder that relative names start from, mostly the root of the repository
     */
    public static void write(Findings findings, String version, Path base, Appendable out) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            new FindingsSarif(findings, base, json).log(version);
        }
        out.append(text.toString()).append('\n');
    }

    private void log(String version) {
        json.writeStartObject();
        json.writeStringProperty("$schema", SCHEMA);
        json.writeStringProperty("version", "2.1.0");
        json.writeArrayPropertyStart("runs");
        json.writeStartObject();
        json.writeObjectPropertyStart("tool");
        json.writeObjectPropertyStart("driver");
        json.writeStringProperty("name", "Picket");
        json.writeStringProperty("version", version);
        json.writeArrayPropertyStart("rules");
        codes.forEach(this::descriptor);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeStringProperty("columnKind", "utf16CodeUnits");
        json.writeArrayPropertyStart("results");
        findings.problems().forEach(this::result);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void descriptor(String code) {
        json.writeStartObject();
        json.writeStringProperty("id", code);
        Optional<CheckKind> kind = CheckKind.of(code);
        if (kind.isPresent()) {
            json.writeStringProperty("name", pascalCase(kind.get().name()));
            message("shortDescription", kind.get().title() + ".");
            message("fullDescription", kind.get().why());
            message("help", kind.get().why());
        } else {
            message("shortDescription", area(code));
        }
        json.writeObjectPropertyStart("defaultConfiguration");
        json.writeStringProperty("level", word(kind.map(CheckKind::level).orElseGet(() -> highest(code))));
        json.writeEndObject();
        json.writeEndObject();
    }

    /** What a code of the readers and parsers is about, in general; its findings say it in particular. */
    private static String area(String code) {
        return AREAS.getOrDefault(code.substring(0, Math.max(0, code.indexOf('-'))), "The file as it is written.");
    }

    private Level highest(String code) {
        return findings.problems().stream()
                .filter(problem -> problem.code().equals(code))
                .map(Problem::level)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void result(Problem problem) {
        json.writeStartObject();
        json.writeStringProperty("ruleId", problem.code());
        json.writeNumberProperty("ruleIndex", codes.indexOf(problem.code()));
        json.writeStringProperty("level", word(problem.level()));
        message("message", Findings.words(problem));
        json.writeArrayPropertyStart("locations");
        json.writeStartObject();
        json.writeObjectPropertyStart("physicalLocation");
        artifact(problem.place().file());
        if (problem.place().line() > 0) {
            region(problem.place());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void artifact(String file) {
        json.writeObjectPropertyStart("artifactLocation");
        Path path = Path.of(file).toAbsolutePath().normalize();
        if (path.startsWith(base)) {
            json.writeStringProperty("uri", relative(base.relativize(path)));
            json.writeStringProperty("uriBaseId", BASE_ID);
        } else {
            json.writeStringProperty("uri", path.toUri().toString());
        }
        json.writeEndObject();
    }

    private static String relative(Path path) {
        String slashed = path.toString().replace(path.getFileSystem().getSeparator(), "/");
        try {
            // A leading slash keeps a colon in the first name from being read as a scheme.
            return new URI(null, null, "/" + slashed, null)
                    .toASCIIString()
                    .substring(1)
                    .replace(":", "%3A");
        } catch (URISyntaxException never) {
            throw new IllegalStateException("a path is always a URI path", never);
        }
    }

    private void region(Place place) {
        json.writeObjectPropertyStart("region");
        json.writeNumberProperty("startLine", place.line());
        json.writeNumberProperty("startColumn", place.column());
        json.writeNumberProperty("endLine", place.line());
        json.writeNumberProperty("endColumn", place.column() + place.length());
        if (!place.excerpt().isEmpty()) {
            int start = Math.min(
                    place.column() - 1 - place.excerptStart(), place.excerpt().length());
            int end = Math.min(start + place.length(), place.excerpt().length());
            message("snippet", place.excerpt().substring(start, end));
        }
        json.writeEndObject();
    }

    private void message(String name, String text) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static String pascalCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
