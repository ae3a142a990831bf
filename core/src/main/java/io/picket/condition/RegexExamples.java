package io.picket.condition;

import io.picket.condition.RegexNode.Chars;
import io.picket.condition.RegexNode.Choice;
import io.picket.condition.RegexNode.Empty;
import io.picket.condition.RegexNode.Repeat;
import io.picket.condition.RegexNode.Sequence;
import java.util.List;

/**
 * Writes texts that a regular expression matches, a different one for each style: which character of a set, how often
 * beyond the least, which of the alternatives.
 */
final class RegexExamples {

    /** Longest text that is written, in UTF-16 units; it is cut there, and then may not match. */
    private static final int CHARS_MAX = 2_000;

    private static final String LIKED = "abcxyz0159ABCXYZ-_./\\ ";

    private final int style;
    private final StringBuilder text = new StringBuilder();
    private int choices;

    RegexExamples(int style) {
        this.style = style;
    }

    String of(RegexNode node) {
        write(node);
        return text.toString();
    }

    private void write(RegexNode node) {
        if (text.length() >= CHARS_MAX) {
            return;
        }
        switch (node) {
            case Empty empty -> {}
            case Chars(CharSet set) -> character(set);
            case Sequence(List<RegexNode> parts) -> parts.forEach(this::write);
            case Choice(List<RegexNode> parts) ->
                write(parts.get((style + (style > 3 ? choices++ : 0)) % parts.size()));
            case Repeat(RegexNode part, int least, int most) -> {
                int times = most == RegexNode.NO_LIMIT ? least + style % 3 : Math.min(most, least + style % 3);
                for (int i = 0; i < times; i++) {
                    write(part);
                }
            }
        }
    }

    /** A plain one if the set has any, else its first that is no surrogate. */
    private void character(CharSet set) {
        for (int i = 0; i < LIKED.length(); i++) {
            char c = LIKED.charAt((i + style * 5 + text.length() % 3) % LIKED.length());
            if (set.contains(c)) {
                text.append(c);
                return;
            }
        }
        for (int[] range : set.ranges()) {
            int codePoint = Math.min(range[1], range[0] + style);
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint);
                return;
            }
        }
    }
}
