package io.picket.condition;

import io.picket.condition.RegexNode.Chars;
import io.picket.condition.RegexNode.Choice;
import io.picket.condition.RegexNode.Empty;
import io.picket.condition.RegexNode.Repeat;
import io.picket.condition.RegexNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decimal numbers between two others, both included, as an expression over digits. Ends of the same length stand for
 * numbers of just that length, leading zeros and all; otherwise any number of leading zeros is allowed.
 */
final class RegexInterval {

    static final int DIGITS_MAX = 9;

    private static final CharSet DIGITS = CharSet.range('0', '9');

    private RegexInterval() {}

    /** Nothing if the ends are not numbers of up to {@link #DIGITS_MAX} digits. */
    static Optional<RegexNode> of(String first, String last) {
        if (!isNumber(first) || !isNumber(last)) {
            return Optional.empty();
        }
        int a = Integer.parseInt(first);
        int b = Integer.parseInt(last);
        int low = Math.min(a, b);
        int high = Math.max(a, b);
        if (first.length() == last.length()) {
            return Optional.of(between(padded(low, first.length()), padded(high, first.length())));
        }
        List<RegexNode> widths = new ArrayList<>();
        int from = low;
        for (int width = 1; width <= DIGITS_MAX && from <= high; width++) {
            int largest = (int) Math.pow(10, width) - 1;
            if (from <= largest) {
                int to = Math.min(high, largest);
                widths.add(between(padded(from, width), padded(to, width)));
                from = to + 1;
            }
        }
        RegexNode zeros = new Repeat(new Chars(CharSet.one('0')), 0, RegexNode.NO_LIMIT);
        return Optional.of(new Sequence(List.of(zeros, new Choice(widths))));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= DIGITS_MAX && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static RegexNode between(String low, String high) {
        if (low.isEmpty()) {
            return new Empty();
        }
        char a = low.charAt(0);
        char b = high.charAt(0);
        if (a == b) {
            return digit(a, a, between(low.substring(1), high.substring(1)));
        }
        int rest = low.length() - 1;
        String nines = "9".repeat(rest);
        String zeros = "0".repeat(rest);
        List<RegexNode> parts = new ArrayList<>();
        parts.add(digit(a, a, between(low.substring(1), nines)));
        if (a + 1 < b) {
            parts.add(digit((char) (a + 1), (char) (b - 1), new Repeat(new Chars(DIGITS), rest, rest)));
        }
        parts.add(digit(b, b, between(zeros, high.substring(1))));
        return new Choice(parts);
    }

    private static RegexNode digit(char from, char to, RegexNode rest) {
        return new Sequence(List.of(new Chars(CharSet.range(from, to)), rest));
    }
}
