package io.picket.condition;

import java.util.List;

/** A regular expression as it was read. */
sealed interface RegexNode {

    /** The empty text. */
    record Empty() implements RegexNode {}

    /** One character of a set; none at all if the set is empty. */
    record Chars(CharSet set) implements RegexNode {}

    record Sequence(List<RegexNode> parts) implements RegexNode {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    record Choice(List<RegexNode> parts) implements RegexNode {
        public Choice {
            parts = List.copyOf(parts);
        }
    }

    /**
     * The part again and again.
     *
     * @param most {@link #NO_LIMIT} or at least {@code least}
     */
    record Repeat(RegexNode part, int least, int most) implements RegexNode {}

    int NO_LIMIT = -1;
}
