package io.picket.rule;

import io.picket.rule.RuleFile.Format;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.Map;

/**
 * Reads files of detection rules in every form that people have them: the TOML of the public rule repository (also its
 * deprecated rules and its exception files), what Kibana exports (a JSON object a line: rules, exception lists, their
 * items, connectors, and a last line that counts them), a single JSON object, and a JSON array.
 */
public final class RuleReader {

    /** Longest file that is read, in UTF-16 units: about seven times all public rules together. */
    public static final int FILE_CHARS_MAX = 128 << 20;

    /** Longest rule, in UTF-16 units, and longest file in TOML, which is one rule or some exceptions. */
    public static final int RULE_CHARS_MAX = 4 << 20;

    private RuleReader() {}

    /** Reads a file whatever is in it: what is wrong is in the answer, by rule, or by file. */
    public static RuleFile read(SourceText source) {
        RuleFileBuilder file = new RuleFileBuilder(source);
        String text = source.text();
        if (text.length() > FILE_CHARS_MAX) {
            file.problems()
                    .error(
                            "RULE-002",
                            Span.at(0),
                            "The file is longer than " + FILE_CHARS_MAX + " characters.",
                            "Split it into several files.");
            return file.build(Format.UNKNOWN, Map.of());
        }
        int start = contentStart(text, 0);
        if (start == text.length()) {
            file.problems().error("RULE-001", Span.at(0), "The file is empty.", "");
            return file.build(Format.UNKNOWN, Map.of());
        }
        if (text.charAt(start) == '{') {
            return json(file, source, start);
        }
        return isJsonArray(text, start) ? jsonArray(file, source, start) : toml(file, source);
    }

    /** After white space and a byte order mark. */
    private static int contentStart(String text, int from) {
        int at = from;
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF')) {
            at++;
        }
        return at;
    }

    /** {@code [{…}]} or {@code []}, where TOML would have a table's name between the brackets. */
    private static boolean isJsonArray(String text, int start) {
        int inside = contentStart(text, start + 1);
        return text.charAt(start) == '['
                && inside < text.length()
                && (text.charAt(inside) == '{'
                        || text.charAt(inside) == ']' && contentStart(text, inside + 1) == text.length());
    }

    private static RuleFile json(RuleFileBuilder file, SourceText source, int start) {
        String text = source.text();
        if (!hasSeveralObjectLines(text, start)) {
            file.json(new Span(start, text.length()));
            return file.build(Format.JSON, Map.of());
        }
        int at = start;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            if (!text.substring(at, end).isBlank()) {
                file.json(new Span(at, end));
            }
            at = end + 1;
        }
        return file.build(Format.NDJSON, Map.of());
    }

    /** A second line that begins an object: a single object, however it is laid out, indents what is inside it. */
    private static boolean hasSeveralObjectLines(String text, int start) {
        return text.indexOf("\n{", start) >= 0;
    }

    private static RuleFile jsonArray(RuleFileBuilder file, SourceText source, int start) {
        Read<Node> read = JsonReader.read(source, new Span(start, source.text().length()));
        file.problems().addAll(read.problems());
        if (read instanceof Read.Ok<Node>(Node.Items(var items, Span span), var problems)) {
            items.forEach(file::object);
        }
        return file.build(Format.JSON_ARRAY, Map.of());
    }

    private static RuleFile toml(RuleFileBuilder file, SourceText source) {
        if (source.text().length() > RULE_CHARS_MAX) {
            file.problems()
                    .error(
                            "RULE-002",
                            Span.at(0),
                            "The file is longer than " + RULE_CHARS_MAX
                                    + " characters, which TOML files of rules are not.",
                            "Put long lists of values into a value list.");
            return file.build(Format.TOML, Map.of());
        }
        Read<Node.Table> read = TomlReader.read(source);
        if (!(read instanceof Read.Ok<Node.Table> ok)) {
            file.problems().addAll(read.problems());
            return file.build(Format.TOML, Map.of());
        }
        Node metadata = ok.value().get("metadata");
        file.toml(ok.value());
        return file.build(Format.TOML, metadata instanceof Node.Table table ? Node.plainTable(table) : Map.of());
    }
}
