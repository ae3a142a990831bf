package io.picket.explain;

import io.picket.text.Place;
import io.picket.text.SourceText;
import io.picket.text.Span;

/**
 * A rule's own words and where they stand.
 *
 * @param text on one line
 */
public record Wording(String text, Place place) {

    /** The words of a stretch of a query, with the parentheses that the stretch cuts apart put back. */
    static Wording of(SourceText source, Span span) {
        String text = source.text().substring(span.start(), span.end());
        return new Wording(balanced(oneLine(text)), source.place(span));
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    private static String balanced(String text) {
        int open = 0;
        int unopened = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '"' -> quoted = !quoted;
                case '(' -> open += quoted ? 0 : 1;
                case ')' -> {
                    if (!quoted && open > 0) {
                        open--;
                    } else if (!quoted) {
                        unopened++;
                    }
                }
                default -> {}
            }
        }
        return "(".repeat(unopened) + text + ")".repeat(open);
    }
}
