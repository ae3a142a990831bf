package io.picket.condition;

import io.picket.condition.RegexNode.Chars;
import io.picket.condition.RegexNode.Choice;
import io.picket.condition.RegexNode.Empty;
import io.picket.condition.RegexNode.Repeat;
import io.picket.condition.RegexNode.Sequence;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Finds a text that every text holds which a regular expression matches, so that the expression need not be tried on
 * others. One pass from the left: characters without choice make a stretch, everything else ends it.
 */
final class RegexHeld {

    /** A longer text tells no more. */
    private static final int CHARS_MAX = 64;

    /** A set of more characters is not looked through for whether they fold into one. */
    private static final int FOLDED_MAX = 4;

    private static final int NONE = -1;

    private final IntUnaryOperator fold;
    private final StringBuilder stretch = new StringBuilder();
    private String longest = "";

    RegexHeld(IntUnaryOperator fold) {
        this.fold = fold;
    }

    String of(RegexNode root) {
        read(root);
        end();
        return longest;
    }

    private void read(RegexNode node) {
        switch (node) {
            case Empty empty -> {}
            case Chars(CharSet set) -> read(set);
            case Sequence(List<RegexNode> parts) -> parts.forEach(this::read);
            case Choice choice -> end();
            case Repeat(RegexNode part, int least, int most) -> {
                int times = part instanceof Chars ? Math.min(least, CHARS_MAX) : Math.min(least, 1);
                for (int i = 0; i < times; i++) {
                    read(part);
                }
                if (times != most) {
                    end();
                }
            }
        }
    }

    private void read(CharSet set) {
        int only = folded(set);
        if (only == NONE || stretch.length() >= CHARS_MAX) {
            end();
        } else {
            stretch.appendCodePoint(only);
        }
    }

    /** What all characters of the set fold into. */
    private int folded(CharSet set) {
        int only = NONE;
        int count = 0;
        for (int[] range : set.ranges()) {
            for (int c = range[0]; c <= range[1]; c++) {
                int folded = fold.applyAsInt(c);
                if (++count > FOLDED_MAX || only != NONE && folded != only) {
                    return NONE;
                }
                only = folded;
            }
        }
        return only;
    }

    private void end() {
        if (stretch.length() > longest.length()) {
            longest = stretch.toString();
        }
        stretch.setLength(0);
    }
}
