package io.picket.rule;

import io.picket.rule.TomlSection.KeyPart;
import io.picket.rule.TomlSection.Origin;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads TOML 1.0 (toml.io) to a {@link Node} tree with the place of every key and value.
 *
 * <p>Written by hand because the two things asked for here are not to be had together elsewhere: where each value
 * stands, down to the characters of a query inside its quotes, and a corpus of some two thousand files read in a
 * fraction of the second it may take to load. The library that the tests hold against it (tomlj) takes several
 * seconds for that from a cold start and says where keys stand, not values.
 *
 * <p>One pass by recursive descent. Values nest as deep as {@link Node#DEPTH_MAX}; the text is looked at a bounded
 * number of times, so the cost is linear in its length. What may be defined once, twice or never again is
 * {@link TomlSection}'s business. The first fault ends the reading: after it nothing can be trusted to mean what it
 * seems to.
 */
final class TomlReader {

    private final SourceText source;
    private final String text;
    private final TomlSection root;
    private TomlSection section;
    private int at;

    private TomlReader(SourceText source) {
        this.source = source;
        this.text = source.text();
        this.root = new TomlSection(new Span(0, 0), Origin.HEADER, 0);
        this.section = root;
    }

    static Read<Node.Table> read(SourceText source) {
        TomlReader reader = new TomlReader(source);
        try {
            reader.file();
            return Read.ok(reader.root.table());
        } catch (TomlFault fault) {
            return Read.failed(fault.problem(source));
        }
    }

    private void file() {
        if (text.startsWith("\uFEFF")) {
            at = 1;
        }
        while (skipBlank()) {
            if (peek() == '[') {
                header();
            } else {
                keyAndValue(section);
            }
            endOfLine();
        }
    }

    private void header() {
        int start = at;
        boolean many = text.startsWith("[[", at);
        at += many ? 2 : 1;
        List<KeyPart> path = key();
        expect(many ? "]]" : "]", "the end of the table's name");
        Span span = new Span(start, at);
        TomlSection parent = root;
        for (KeyPart key : path.subList(0, path.size() - 1)) {
            parent = parent.enter(key);
        }
        section = many ? parent.append(path.getLast(), span) : parent.define(path.getLast(), span);
    }

    private void keyAndValue(TomlSection into) {
        List<KeyPart> path = key();
        expect("=", "'=' after a key");
        skipSpace();
        TomlSection parent = into;
        for (KeyPart key : path.subList(0, path.size() - 1)) {
            parent = parent.dotted(key);
        }
        KeyPart last = path.getLast();
        parent.vacant(last);
        parent.put(last, value(parent.depth() + 1));
    }

    private List<KeyPart> key() {
        List<KeyPart> path = new ArrayList<>();
        do {
            skipSpace();
            path.add(keyPart());
            skipSpace();
        } while (taken('.'));
        return path;
    }

    private KeyPart keyPart() {
        int start = at;
        if (peek() == '"' || peek() == '\'') {
            if (text.startsWith("\"\"\"", at) || text.startsWith("'''", at)) {
                throw fault("A key cannot be a text of several lines.", at, at + 3);
            }
            Node.Text name = string();
            return new KeyPart(name.value(), name.span());
        }
        while (isBareKey(peek())) {
            at++;
        }
        if (at == start) {
            throw unexpected("a key");
        }
        return new KeyPart(text.substring(start, at), new Span(start, at));
    }

    private Node value(int depth) {
        if (depth > Node.DEPTH_MAX) {
            throw fault("Lists and tables are nested deeper than " + Node.DEPTH_MAX + " levels.", at, at + 1);
        }
        return switch (peek()) {
            case '"', '\'' -> string();
            case '[' -> list(depth);
            case '{' -> inlineTable(depth);
            default -> scalar();
        };
    }

    private Node scalar() {
        Node scalar = TomlScalar.read(text, at);
        if (scalar == null) {
            throw unexpected("a value: a text in quotes, a number, true, false, a date, [ or {");
        }
        at = scalar.span().end();
        return scalar;
    }

    private Node list(int depth) {
        int start = at++;
        List<Node> items = new ArrayList<>();
        skipBlank();
        while (peek() != ']') {
            items.add(value(depth + 1));
            skipBlank();
            if (!taken(',') && peek() != ']') {
                throw unexpected("',' or ']'");
            }
            skipBlank();
        }
        at++;
        return new Node.Items(items, new Span(start, at));
    }

    private Node inlineTable(int depth) {
        int start = at++;
        TomlSection table = new TomlSection(new Span(start, start), Origin.INLINE, depth);
        skipSpace();
        if (!taken('}')) {
            do {
                keyAndValue(table);
                skipSpace();
            } while (taken(','));
            expect("}", "',' or '}'");
        }
        return new Node.Table(table.table().members(), new Span(start, at));
    }

    private Node.Text string() {
        char quote = peek();
        boolean lines = peek(1) == quote && peek(2) == quote;
        Spelling spelling = quote == '"'
                ? lines ? Spelling.BASIC_LINES : Spelling.BASIC
                : lines ? Spelling.LITERAL_LINES : Spelling.LITERAL;
        int start = at;
        at += lines ? 3 : 1;
        boolean plain = true;
        while (true) {
            at = runEnd(quote, lines);
            char c = peek();
            if (at >= text.length() || !lines && (c == '\n' || c == '\r')) {
                throw fault("This text has no closing quote.", start, Math.min(start + (lines ? 3 : 1), text.length()));
            }
            if (c == quote && (!lines || closes(quote))) {
                break;
            }
            if (c == '\r' && peek(1) != '\n' || c < ' ' && c != '\r' || c == 0x7F) {
                throw fault("A control character may not stand in a text; write it as an escape.", at, at + 1);
            }
            plain &= c != '\r' && !(c == '\\' && spelling.escapes());
            boolean escape = c == '\\' && spelling.escapes() && at + 1 < text.length();
            at += escape && peek(1) != '\r' && peek(1) != '\n' ? 2 : 1;
        }
        int end = at;
        at += lines ? 3 : 1;
        return new Node.Text(content(spelling, start, end, plain), new Span(start, at), spelling);
    }

    /** The end of a run of characters that mean nothing but themselves: nearly all of a file is such runs. */
    private int runEnd(char quote, boolean lines) {
        String all = text;
        int i = at;
        while (i < all.length()) {
            char c = all.charAt(i);
            if (c < ' ' ? c != '\t' && !(lines && c == '\n') : c == quote || c == '\\' || c == 0x7F) {
                break;
            }
            i++;
        }
        return i;
    }

    /** Whether three quotes stand here that end the text; one or two more before them belong to it. */
    private boolean closes(char quote) {
        if (peek() != quote || peek(1) != quote || peek(2) != quote) {
            return false;
        }
        for (int more = 0; more < 2 && peek(3) == quote; more++) {
            at++;
        }
        return true;
    }

    private String content(Spelling spelling, int start, int end, boolean plain) {
        int from = Math.min(spelling.contentStart(text, start), end);
        if (plain) {
            return text.substring(from, end);
        }
        StringBuilder out = new StringBuilder(end - from);
        int wrong = spelling.decode(text, from, end, out, null);
        if (wrong >= 0) {
            throw new TomlFault(
                    "This backslash does not begin an escape.",
                    "Write \\\\ for a backslash, or put the text in single quotes, where a backslash is itself.",
                    new Span(wrong, Math.min(wrong + 2, end)));
        }
        return out.toString();
    }

    /** Skips white space, comments and line ends; false at the end of the text. */
    private boolean skipBlank() {
        while (true) {
            skipSpace();
            if (peek() == '#') {
                comment();
            }
            if (at >= text.length()) {
                return false;
            }
            if (!lineEnd()) {
                return true;
            }
        }
    }

    private void endOfLine() {
        skipSpace();
        if (peek() == '#') {
            comment();
        }
        if (at < text.length() && !lineEnd()) {
            throw unexpected("the end of the line");
        }
    }

    private boolean lineEnd() {
        if (peek() == '\n') {
            at++;
            return true;
        }
        if (peek() == '\r' && peek(1) == '\n') {
            at += 2;
            return true;
        }
        return false;
    }

    private void comment() {
        while (at < text.length() && peek() != '\n' && !(peek() == '\r' && peek(1) == '\n')) {
            char c = peek();
            if (c < ' ' && c != '\t' || c == 0x7F) {
                throw fault("A control character may not stand in a comment.", at, at + 1);
            }
            at++;
        }
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private boolean taken(char c) {
        if (at < text.length() && peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String token, String what) {
        skipSpace();
        if (!text.startsWith(token, at)) {
            throw unexpected(what);
        }
        at += token.length();
    }

    private char peek() {
        return peek(0);
    }

    /** The character so far ahead; NUL, which TOML allows nowhere, after the end. */
    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private static boolean isBareKey(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    private TomlFault unexpected(String wanted) {
        if (at >= text.length()) {
            return fault("Expected " + wanted + ", but the file ends.", at, at);
        }
        int end = at + Character.charCount(text.codePointAt(at));
        String found = peek() == '\n' || peek() == '\r' ? "the line ends" : "found '" + text.substring(at, end) + "'";
        return fault("Expected " + wanted + ", but " + found + ".", at, end);
    }

    private static TomlFault fault(String message, int start, int end) {
        return new TomlFault(message, "", new Span(start, end));
    }
}
