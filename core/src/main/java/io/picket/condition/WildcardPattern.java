package io.picket.condition;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern over a whole value: literal pieces, {@code *} for any run of characters (also none, also line breaks) and
 * {@code ?} for exactly one. What is a wildcard was decided by the language the pattern came from: a literal star is
 * simply part of a literal piece.
 */
public record WildcardPattern(List<Part> parts) {

    public sealed interface Part {}

    public record Text(String value) implements Part {}

    public record AnyRun() implements Part {}

    public record OneChar() implements Part {}

    public static final Part ANY_RUN = new AnyRun();
    public static final Part ONE_CHAR = new OneChar();

    public WildcardPattern {
        List<Part> joined = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Text(String value)) {
                if (value.isEmpty()) {
                    continue;
                }
                if (!joined.isEmpty() && joined.getLast() instanceof Text(String before)) {
                    joined.removeLast();
                    joined.add(new Text(before + value));
                    continue;
                }
            }
            if (part instanceof AnyRun && !joined.isEmpty() && joined.getLast() instanceof AnyRun) {
                continue;
            }
            joined.add(part);
        }
        parts = List.copyOf(joined);
    }

    /** EQL's way: {@code *} and {@code ?} are wildcards and nothing escapes them. */
    public static WildcardPattern starsAndMarks(String text) {
        return read(text, true, false);
    }

    /** The way of Elasticsearch's wildcard query: {@code *} and {@code ?}, a backslash takes the next literally. */
    public static WildcardPattern escaped(String text) {
        return read(text, true, true);
    }

    /** Only {@code *} is a wildcard and a backslash takes the next literally; {@code ?} is itself. */
    public static WildcardPattern stars(String text) {
        return read(text, false, true);
    }

    private static WildcardPattern read(String text, boolean marks, boolean escapes) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escapes && c == '\\' && i + 1 < text.length()) {
                literal.append(text.charAt(++i));
            } else if (c == '*' || marks && c == '?') {
                parts.add(new Text(literal.toString()));
                literal.setLength(0);
                parts.add(c == '*' ? ANY_RUN : ONE_CHAR);
            } else {
                literal.append(c);
            }
        }
        parts.add(new Text(literal.toString()));
        return new WildcardPattern(parts);
    }

    /** Whether there is no wildcard in it at all. */
    public boolean isLiteral() {
        return parts.stream().allMatch(part -> part instanceof Text);
    }

    /** Whether it is a single {@code *}. */
    public boolean isAny() {
        return parts.size() == 1 && parts.getFirst() instanceof AnyRun;
    }

    /**
     * A text that it matches.
     *
     * @param filling what every run of any characters is; of every single character its first
     */
    public String example(String filling) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Text(String value) -> text.append(value);
                case AnyRun run -> text.append(filling);
                case OneChar one -> text.appendCodePoint(filling.isEmpty() ? 'x' : filling.codePointAt(0));
            }
        }
        return text.toString();
    }

    /** The plain way to ask; the specification of every faster one. Work is at most pattern length × value length. */
    public boolean matches(String value, Case letters) {
        boolean[] reached = new boolean[value.length() + 1];
        reached[0] = true;
        for (Part part : parts) {
            boolean[] next = new boolean[reached.length];
            boolean any = false;
            for (int i = 0; i < reached.length; i++) {
                switch (part) {
                    case AnyRun run -> {
                        any |= reached[i];
                        next[i] = any;
                    }
                    case OneChar one -> {
                        if (reached[i] && i < value.length()) {
                            next[i + Character.charCount(value.codePointAt(i))] = true;
                        }
                    }
                    case Text(String literal) -> {
                        if (reached[i]
                                && value.regionMatches(letters == Case.INSENSITIVE, i, literal, 0, literal.length())) {
                            next[i + literal.length()] = true;
                        }
                    }
                }
            }
            reached = next;
        }
        return reached[value.length()];
    }

    /** As {@link #escaped} reads it. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Text(String value) ->
                    out.append(value.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?"));
                case AnyRun run -> out.append('*');
                case OneChar one -> out.append('?');
            }
        }
        return out.toString();
    }
}
