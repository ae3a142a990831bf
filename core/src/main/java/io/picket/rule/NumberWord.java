package io.picket.rule;

import org.jspecify.annotations.Nullable;

/** A number as rules and lists write it. */
final class NumberWord {

    private static final int LENGTH_MAX = 400;

    private NumberWord() {}

    /** {@link Long} if it is whole and fits, else {@link Double}; null if it is no number. */
    static @Nullable Number read(String text) {
        String word = text.strip();
        if (word.isEmpty()
                || word.length() > LENGTH_MAX
                || !word.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0)) {
            return null;
        }
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException notWhole) {
            return decimal(word);
        }
    }

    private static @Nullable Number decimal(String word) {
        try {
            double value = Double.parseDouble(word);
            boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
            return whole ? (Number) (long) value : Double.isFinite(value) ? (Number) value : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
