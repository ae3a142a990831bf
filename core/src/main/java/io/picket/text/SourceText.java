package io.picket.text;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A text with a name, and, when it was cut out of a larger text (a query inside a rule file), the way back there, so
 * that a parser of the small text reports places in the file the person has open.
 */
public final class SourceText {

    private static final int EXCERPT_CHARS_MAX = 240;
    /** Of a longer line, what is shown before the place. */
    private static final int EXCERPT_CHARS_BEFORE = 120;

    private final String name;
    private final String text;
    private final Lines outer;
    private final IntUnaryOperator toOuter;

    private SourceText(String name, String text, Lines outer, IntUnaryOperator toOuter) {
        this.name = name;
        this.text = text;
        this.outer = outer;
        this.toOuter = toOuter;
    }

    public static SourceText of(String name, String text) {
        return new SourceText(name, text, new Lines(text), IntUnaryOperator.identity());
    }

    /**
     * A text that stands inside this one.
     *
     * @param inner the text as the inner reader sees it (escapes of the outer format undone)
     * @param toOuter from an offset in {@code inner} (0 to its length) to the offset in this text where it stands
     */
    public SourceText within(String inner, IntUnaryOperator toOuter) {
        return new SourceText(name, inner, outer, offset -> this.toOuter.applyAsInt(toOuter.applyAsInt(offset)));
    }

    /** The text that this one was cut out of, as a whole; itself if it was not cut out. */
    public SourceText whole() {
        return new SourceText(name, outer.text, outer, IntUnaryOperator.identity());
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    public Place place(Span span) {
        int start = clamp(toOuter.applyAsInt(Math.min(span.start(), text.length())));
        int end = Math.max(start, clamp(toOuter.applyAsInt(Math.min(span.end(), text.length()))));
        String outerText = outer.text;
        int line = outer.lineOf(start);
        int lineStart = outer.startOf(line, start);
        int lineEnd = outerText.indexOf('\n', lineStart);
        if (lineEnd < 0) {
            lineEnd = outerText.length();
        }
        int from = excerptStart(outerText, lineStart, lineEnd, start);
        String excerpt = outerText.substring(from, excerptEnd(outerText, from, lineEnd));
        int length = Math.min(end, lineEnd) - Math.min(start, lineEnd);
        return new Place(name, line, start - lineStart + 1, length, excerpt, from - lineStart);
    }

    /** Where the excerpt begins: at the line's beginning, as long as it reaches beyond the place from there. */
    private static int excerptStart(String text, int lineStart, int lineEnd, int place) {
        int from = place - EXCERPT_CHARS_BEFORE;
        if (lineEnd - lineStart <= EXCERPT_CHARS_MAX || from <= lineStart) {
            return lineStart;
        }
        return Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
    }

    private static int excerptEnd(String text, int from, int lineEnd) {
        int end = Math.min(lineEnd, from + EXCERPT_CHARS_MAX);
        return end < lineEnd && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private int clamp(int offset) {
        return Math.max(0, Math.min(offset, outer.text.length()));
    }

    /**
     * Where the lines of the outermost text begin, found once, at the first question beyond its beginning: a large export
     * asks for a place ten thousand times, and a rule's file mostly for that of its table, which comes early.
     */
    private static final class Lines {
        /** Offsets up to here are counted up to, not looked up. */
        private static final int EARLY = 1024;

        private final String text;
        private int @Nullable [] starts;

        Lines(String text) {
            this.text = text;
        }

        int lineOf(int offset) {
            if (offset <= EARLY) {
                int line = 1;
                for (int end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
                    line++;
                }
                return line;
            }
            int at = Arrays.binarySearch(starts(), offset);
            return at >= 0 ? at + 1 : -at - 1;
        }

        /** Where the line begins that an offset stands in. */
        int startOf(int line, int offset) {
            return offset <= EARLY ? text.lastIndexOf('\n', offset - 1) + 1 : starts()[line - 1];
        }

        private int[] starts() {
            int[] known = starts;
            if (known == null) {
                known = new int[16];
                int lines = 1;
                for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
                    if (lines == known.length) {
                        known = Arrays.copyOf(known, 2 * lines);
                    }
                    known[lines++] = end + 1;
                }
                known = Arrays.copyOf(known, lines);
                starts = known;
            }
            return known;
        }
    }
}
