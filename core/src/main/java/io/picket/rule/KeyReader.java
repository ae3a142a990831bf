package io.picket.rule;

import io.picket.text.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one table by type, noting what is missing or mistyped. Answers null (or an empty list) where there
 * is nothing to use; what that means for the whole is decided by the notes.
 */
final class KeyReader {

    private final ProblemList problems;
    private final Node.Table table;
    private final String path;

    /** @param path how messages name the table: {@code threshold}; empty for the rule itself */
    KeyReader(ProblemList problems, Node.Table table, String path) {
        this.problems = problems;
        this.table = table;
        this.path = path;
    }

    ProblemList problems() {
        return problems;
    }

    Span span() {
        return table.span();
    }

    Span spanOf(String key) {
        return table.spanOf(key);
    }

    Node.Table table() {
        return table;
    }

    /** Whether the key is there with a value. */
    boolean has(String key) {
        return node(key) != null;
    }

    /** Where the key's value stands; the table if it has none. */
    Span valueSpan(String key) {
        Node node = table.get(key);
        return node == null ? table.span() : node.span();
    }

    private @Nullable Node node(String key) {
        Node node = table.get(key);
        return node instanceof Node.Nothing ? null : node;
    }

    boolean required(String key) {
        if (has(key)) {
            return true;
        }
        problems.error("RULE-010", span(), "The key '" + name(key) + "' is missing.", "Add it.");
        return false;
    }

    @Nullable String text(String key) {
        Node.Text text = literal(key);
        return text == null ? null : text.value();
    }

    /** The text with its place. */
    Node.@Nullable Text literal(String key) {
        Node node = node(key);
        if (node == null || node instanceof Node.Text) {
            return (Node.Text) node;
        }
        wrong(key, node, "a string");
        return null;
    }

    Optional<String> optionalText(String key) {
        return Optional.ofNullable(text(key)).filter(text -> !text.isBlank());
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** A text that must be there and say something. */
    String requiredText(String key) {
        if (!required(key)) {
            return "";
        }
        String text = text(key);
        if (text != null && text.isBlank()) {
            problems.error("RULE-010", valueSpan(key), "'" + name(key) + "' is empty.", "Say something.");
        }
        return text == null ? "" : text;
    }

    /** A whole number from {@code min} to {@code max}; {@code otherwise} where there is none to use. */
    long whole(String key, long min, long max, long otherwise) {
        Node node = node(key);
        if (node == null) {
            return otherwise;
        }
        Long value = wholeOf(node);
        if (value == null) {
            wrong(key, node, "a whole number");
            return otherwise;
        }
        if (value < min || value > max) {
            String range = max == Long.MAX_VALUE ? "at least " + min : "between " + min + " and " + max;
            problems.error("RULE-015", node.span(), "'" + name(key) + "' must be " + range + ".", "");
            return otherwise;
        }
        return value;
    }

    private static @Nullable Long wholeOf(Node node) {
        return switch (node) {
            case Node.Whole(long value, Span span) -> value;
            case Node.Decimal(double value, Span span)
            when value == Math.rint(value) && Math.abs(value) < 1e15 -> (long) value;
            case Node other -> null;
        };
    }

    double number(String key, double min, double max, double otherwise) {
        Node node = node(key);
        double value = switch (node) {
            case null -> otherwise;
            case Node.Whole(long whole, Span span) -> whole;
            case Node.Decimal(double decimal, Span span) -> decimal;
            case Node other -> {
                wrong(key, other, "a number");
                yield otherwise;
            }
        };
        if (!(value >= min && value <= max)) {
            problems.error(
                    "RULE-015",
                    valueSpan(key),
                    "'" + name(key) + "' must be between " + (long) min + " and " + (long) max + ".",
                    "");
        }
        return value;
    }

    boolean flag(String key, boolean otherwise) {
        Node node = node(key);
        if (node instanceof Node.Flag(boolean value, Span span)) {
            return value;
        }
        if (node != null) {
            wrong(key, node, "true or false");
        }
        return otherwise;
    }

    /** A list of texts. */
    List<String> texts(String key) {
        return texts(key, false);
    }

    /** A list of texts, or one text, which is a list of one. */
    List<String> oneOrMoreTexts(String key) {
        return texts(key, true);
    }

    private List<String> texts(String key, boolean one) {
        Node node = node(key);
        if (one && node instanceof Node.Text text) {
            return List.of(text.value());
        }
        List<String> texts = new ArrayList<>();
        for (Node item : items(key, one ? "a string or a list of strings" : "a list of strings")) {
            if (item instanceof Node.Text text) {
                texts.add(text.value());
            } else {
                wrong(key, item, "a list of strings");
            }
        }
        return texts;
    }

    /** A text, a number or a flag, as text. */
    String scalar(String key) {
        Node node = node(key);
        return node == null ? "" : scalarOf(key, node);
    }

    /** A list of texts, numbers or flags, as texts; or one, which is a list of one. */
    List<String> scalars(String key) {
        Node node = node(key);
        if (node != null && !(node instanceof Node.Items)) {
            return List.of(scalarOf(key, node));
        }
        return items(key, "a list").stream().map(item -> scalarOf(key, item)).toList();
    }

    private String scalarOf(String key, Node node) {
        return switch (node) {
            case Node.Text text -> text.value();
            case Node.Whole whole -> String.valueOf(whole.value());
            case Node.Decimal decimal -> String.valueOf(decimal.value());
            case Node.Flag flag -> String.valueOf(flag.value());
            case Node.Moment moment -> moment.text();
            case Node other -> {
                wrong(key, other, "a string");
                yield "";
            }
        };
    }

    private List<Node> items(String key, String wanted) {
        Node node = node(key);
        if (node instanceof Node.Items items) {
            return items.items();
        }
        if (node != null) {
            wrong(key, node, wanted);
        }
        return List.of();
    }

    /** The table under a key; null where there is none to use. */
    @Nullable KeyReader inner(String key) {
        Node node = node(key);
        if (node instanceof Node.Table inner) {
            return new KeyReader(problems, inner, name(key));
        }
        if (node != null) {
            wrong(key, node, "a table");
        }
        return null;
    }

    /** The tables of a list. */
    List<KeyReader> inners(String key) {
        return inners(key, false);
    }

    /** The tables of a list, or one table, which is a list of one. */
    List<KeyReader> oneOrMoreInners(String key) {
        return inners(key, true);
    }

    private List<KeyReader> inners(String key, boolean one) {
        if (one && node(key) instanceof Node.Table inner) {
            return List.of(new KeyReader(problems, inner, name(key)));
        }
        List<KeyReader> inners = new ArrayList<>();
        for (Node item : items(key, one ? "a table or a list of tables" : "a list of tables")) {
            if (item instanceof Node.Table inner) {
                inners.add(new KeyReader(problems, inner, name(key)));
            } else {
                wrong(key, item, "a list of tables");
            }
        }
        return inners;
    }

    /** Notes every key that is not one of these. */
    void allow(Collection<String> known) {
        table.members().forEach((key, member) -> {
            if (!known.contains(key)) {
                unknown(key, known);
            }
        });
    }

    void unknown(String key, Collection<String> known) {
        String mend = NearestWord.to(key, known)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("Remove it if it has no use.");
        String where = path.isEmpty() ? "" : " in '" + path + "'";
        problems.warning(
                "RULE-011", spanOf(key), "The key '" + key + "' is not known" + where + " and has no effect.", mend);
    }

    void wrong(String key, Node found, String wanted) {
        problems.error(
                "RULE-012", found.span(), "'" + name(key) + "' must be " + wanted + ", not " + found.kind() + ".", "");
    }

    /** One of some words. */
    @Nullable String word(String key, Collection<String> words) {
        String text = text(key);
        if (text != null && !words.contains(text)) {
            String mend = NearestWord.to(text, words)
                    .map(near -> "Did you mean '" + near + "'?")
                    .orElse("");
            problems.error(
                    "RULE-014",
                    valueSpan(key),
                    "'" + name(key) + "' must be one of " + String.join(", ", words) + ", not '" + shortened(text)
                            + "'.",
                    mend);
            return null;
        }
        return text;
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
