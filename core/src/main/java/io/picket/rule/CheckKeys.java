package io.picket.rule;

import io.picket.text.Place;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of a rule stand in the file it was read from, so that a finding about {@code threshold.value} points
 * at its number. Keys are dotted paths below the rule; those of a TOML file's table of
 * metadata carry its name ({@code metadata.updated_date}). Of a list of tables the first one is meant.
 */
final class CheckKeys {

    private static final Pattern JSON = Pattern.compile("\\s*(?:\\[\\s*)?\\{");

    private final SourceText file;
    private final Place rulePlace;
    private Node.@Nullable Table all;

    private CheckKeys(SourceText file, Place rulePlace, Node.@Nullable Table all) {
        this.file = file;
        this.rulePlace = rulePlace;
        this.all = all;
    }

    /** No file at hand: everything stands where the rule stands. */
    static CheckKeys none(Place rule) {
        return new CheckKeys(SourceText.of(rule.file(), ""), rule, nothing());
    }

    /** Reads the file once more, when first asked; where that fails, everything stands where the rule stands. */
    static CheckKeys of(SourceText file, Place rule) {
        return new CheckKeys(file, rule, null);
    }

    private static Node.Table nothing() {
        return new Node.Table(Map.of(), new Span(0, 0));
    }

    private Node.Table all() {
        Node.Table known = all;
        if (known == null) {
            Node.Table read = JSON.matcher(file.text()).lookingAt() ? json(file, rulePlace) : toml(file);
            known = read == null ? nothing() : read;
            all = known;
        }
        return known;
    }

    private static Node.@Nullable Table toml(SourceText file) {
        return TomlReader.read(file) instanceof Read.Ok<Node.Table> ok ? ok.value() : null;
    }

    /** The rule's own line if that holds it whole, else the object of the file in which its place lies. */
    private static Node.@Nullable Table json(SourceText file, Place rule) {
        String text = file.text();
        int lineStart = 0;
        for (int line = 1; line < rule.line() && lineStart >= 0; line++) {
            lineStart = text.indexOf('\n', lineStart) + 1;
        }
        int lineEnd = text.indexOf('\n', lineStart);
        Span line = new Span(lineStart, lineEnd < 0 ? text.length() : lineEnd);
        if (JsonReader.read(file, line) instanceof Read.Ok<Node> ok && ok.value() instanceof Node.Table table) {
            return table;
        }
        if (!(JsonReader.read(file, new Span(0, text.length())) instanceof Read.Ok<Node> whole)) {
            return null;
        }
        int at = lineStart + Math.max(0, rule.column() - 1);
        List<Node> candidates = whole.value() instanceof Node.Items items ? items.items() : List.of(whole.value());
        for (Node node : candidates) {
            if (node instanceof Node.Table table
                    && table.span().start() <= at
                    && at <= table.span().end()) {
                return table;
            }
        }
        return null;
    }

    /** The value of the key, or of the nearest key above it, or else the rule. */
    Place place(String key) {
        Node node = find(key);
        return node == null ? rulePlace : file.place(node.span());
    }

    /** The first piece of the key's value that reads like this, or else the whole value. */
    Place place(String key, String piece) {
        Node node = find(key);
        if (node == null) {
            return rulePlace;
        }
        int found = file.text().indexOf(piece, node.span().start());
        boolean inside = found >= 0 && found + piece.length() <= end(node) && !piece.isEmpty();
        return file.place(inside ? new Span(found, found + piece.length()) : node.span());
    }

    /** Where the last of what belongs to a node ends: tables of a TOML file stand below the header they belong to. */
    private static int end(Node node) {
        int end = node.span().end();
        if (node instanceof Node.Table table) {
            for (Node.Member member : table.members().values()) {
                end = Math.max(end, end(member.value()));
            }
        } else if (node instanceof Node.Items items) {
            for (Node item : items.items()) {
                end = Math.max(end, end(item));
            }
        }
        return end;
    }

    /** Whether the rule stands in a file of a rule repository, with metadata beside it. */
    boolean isToml() {
        return !file.text().isEmpty() && !JSON.matcher(file.text()).lookingAt();
    }

    /** Whether the file has these words anywhere. */
    boolean mentions(String words) {
        return file.text().contains(words);
    }

    /** The text in quotes of the first line of a TOML file that sets this key; found without reading the file. */
    Optional<String> line(String key) {
        String text = file.text();
        for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
            int equals = at + key.length();
            while (equals < text.length() && text.charAt(equals) == ' ') {
                equals++;
            }
            boolean lineStart = at == 0 || text.charAt(at - 1) == '\n';
            int open = text.indexOf('"', equals);
            int close = open < 0 ? -1 : text.indexOf('"', open + 1);
            if (lineStart && text.startsWith("=", equals) && close > 0) {
                return Optional.of(text.substring(open + 1, close));
            }
        }
        return Optional.empty();
    }

    /** The key's value, or that of the nearest key above it. */
    private @Nullable Node find(String key) {
        boolean beside = key.startsWith("metadata.");
        Node at = !beside && all().get("rule") instanceof Node.Table rule ? rule : all();
        Node found = null;
        for (String step : key.split("\\.", -1)) {
            if (at instanceof Node.Items items && !items.items().isEmpty()) {
                at = items.items().getFirst();
            }
            at = at instanceof Node.Table table ? table.get(step) : null;
            if (at == null) {
                return found;
            }
            found = at;
        }
        return found;
    }
}
