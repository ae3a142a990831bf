package io.picket.text;

/** A stretch of a text: {@code start} inclusive, {@code end} exclusive, in UTF-16 units. */
public record Span(int start, int end) {

    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("a span runs forward from 0, not " + start + ".." + end);
        }
    }

    public static Span at(int offset) {
        return new Span(offset, offset);
    }
}
