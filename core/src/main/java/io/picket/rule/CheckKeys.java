package io.picket.rule;

import io.picket.text.Place;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Where the keys of a rule stand in the file it was read from, so that a finding about {@code threshold.value} points
 * at its number. Keys are dotted paths below the rule ({@code threshold.value}); those of the other TOML tables carry
 * the table's name ({@code metadata.updated_date}). Of a repeated table the first counts. The file has been read as
 * valid before; a text that is none after all only gives fewer places. One pass over the text.
 */
final class CheckKeys {

    private static final String RULE_TABLE = "rule.";

    private final SourceText file;
    private final Place fallback;
    private final Map<String, Span> values;

    private CheckKeys(SourceText file, Place fallback, Map<String, Span> values) {
        this.file = file;
        this.fallback = fallback;
        this.values = values;
    }

    /** No file at hand: everything stands where the rule stands. */
    static CheckKeys none(Place fallback) {
        return new CheckKeys(SourceText.of(fallback.file(), ""), fallback, Map.of());
    }

    static CheckKeys of(SourceText file, Place rule) {
        String text = file.text();
        int start = offsetOfLine(text, rule.line());
        int first = start;
        while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        boolean json = text.startsWith("{", first);
        Map<String, Span> values = json ? jsonValues(text, start) : new TomlScan(text).values();
        return new CheckKeys(file, rule, values);
    }

    private static int offsetOfLine(String text, int line) {
        int offset = 0;
        for (int n = 1; n < line; n++) {
            int end = text.indexOf('\n', offset);
            if (end < 0) {
                return offset;
            }
            offset = end + 1;
        }
        return offset;
    }

    /** The value of the key, or of the nearest key above it, or else the rule. */
    Place place(String key) {
        return span(key).map(file::place).orElse(fallback);
    }

    /** The first piece of the key's value that reads like this, or else the whole value. */
    Place place(String key, String piece) {
        Optional<Span> value = span(key);
        if (value.isEmpty()) {
            return fallback;
        }
        Span whole = value.get();
        int found = file.text().indexOf(piece, whole.start());
        boolean inside = found >= 0 && found + piece.length() <= whole.end() && !piece.isEmpty();
        return file.place(inside ? new Span(found, found + piece.length()) : whole);
    }

    /** A plain value as it is written, quotes taken off. */
    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(span -> unquoted(file.text().substring(span.start(), span.end())));
    }

    private Optional<Span> span(String key) {
        for (String path = key; !path.isEmpty(); path = path.substring(0, Math.max(0, path.lastIndexOf('.')))) {
            Span found = values.get(path);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String raw) {
        boolean quoted = raw.length() > 1
                && (raw.charAt(0) == '"' || raw.charAt(0) == '\'')
                && raw.charAt(raw.length() - 1) == raw.charAt(0);
        return quoted ? raw.substring(1, raw.length() - 1) : raw;
    }

    private static Map<String, Span> jsonValues(String text, int start) {
        Map<String, Span> values = new HashMap<>();
        String json = text.substring(start);
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            Map<String, Integer> open = new HashMap<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int from = start + (int) parser.currentTokenLocation().getCharOffset();
                int to = start + (int) parser.currentLocation().getCharOffset();
                TokenStreamContext around = parser.streamReadContext();
                if (token.isStructStart()) {
                    open.putIfAbsent(path(around.getParent()), from);
                } else if (token.isStructEnd()) {
                    String key = path(around);
                    if (key.isEmpty()) {
                        return values;
                    }
                    values.putIfAbsent(key, new Span(open.getOrDefault(key, from), to));
                } else if (token != JsonToken.PROPERTY_NAME) {
                    parser.getString();
                    int end = start + (int) parser.currentLocation().getCharOffset();
                    values.putIfAbsent(path(around), new Span(from, end));
                }
            }
        } catch (JacksonException unreadable) {
            return values;
        }
        return values;
    }

    private static String path(TokenStreamContext at) {
        StringBuilder path = new StringBuilder();
        for (TokenStreamContext context = at; context != null; context = context.getParent()) {
            if (context.inObject() && context.currentName() != null) {
                path.insert(0, path.isEmpty() ? context.currentName() : context.currentName() + ".");
            }
        }
        return path.toString();
    }

    /** Finds keys and values of a TOML text by its signs alone. */
    private static final class TomlScan {
        private final String text;
        private final Map<String, Span> values = new HashMap<>();
        private String table = "";
        private int at;

        TomlScan(String text) {
            this.text = text;
        }

        Map<String, Span> values() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (Character.isWhitespace(c)) {
                    at++;
                } else if (c == '#') {
                    at = lineEnd(at);
                } else if (c == '[') {
                    int end = lineEnd(at);
                    table = text.substring(at, end).replaceFirst("\\s*(#.*)?$", "").replaceAll("[\\[\\]\"' ]", "") + ".";
                    at = end;
                } else {
                    entry();
                }
            }
            return values;
        }

        private void entry() {
            int end = lineEnd(at);
            int equals = text.indexOf('=', at);
            if (equals < 0 || equals > end) {
                at = end;
                return;
            }
            String key = table + text.substring(at, equals).replaceAll("[\"' \t]", "");
            at = equals + 1;
            while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            int start = at;
            int depth = 0;
            int last = at;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\n' && depth == 0) {
                    break;
                } else if (c == '#') {
                    at = lineEnd(at);
                } else if (c == '"' || c == '\'') {
                    at = stringEnd(c);
                    last = at;
                } else {
                    depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
                    at++;
                    last = Character.isWhitespace(c) ? last : at;
                }
            }
            String path = key.startsWith(RULE_TABLE) ? key.substring(RULE_TABLE.length()) : key;
            values.putIfAbsent(path, new Span(start, Math.max(start, last)));
        }

        private int stringEnd(char quote) {
            String one = String.valueOf(quote);
            String mark = text.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
            int end = at + mark.length();
            while (end < text.length() && !text.startsWith(mark, end)) {
                end += quote == '"' && text.charAt(end) == '\\' ? 2 : 1;
            }
            end = Math.min(end + mark.length(), text.length());
            while (mark.length() > 1 && end < text.length() && text.charAt(end) == quote) {
                end++;
            }
            return end;
        }

        private int lineEnd(int from) {
            int end = text.indexOf('\n', from);
            return end < 0 ? text.length() : end;
        }
    }
}
