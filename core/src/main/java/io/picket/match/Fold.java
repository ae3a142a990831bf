package io.picket.match;

import io.picket.condition.WildcardPattern;
import io.picket.condition.WildcardPattern.Text;

/**
 * Case folding, one code point at a time: the lower case of the upper case, which is Unicode's simple folding up to the
 * choice of representative. The Turkish dotted capital and dotless small i stand for themselves, as simple folding has
 * it. Two texts are the same without case when their folds are the same.
 */
final class Fold {

    private static final int CAPITAL_I_WITH_DOT = 0x130;
    private static final int SMALL_DOTLESS_I = 0x131;

    private Fold() {}

    static int of(int codePoint) {
        if (codePoint < 128) {
            return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint;
        }
        return codePoint == CAPITAL_I_WITH_DOT || codePoint == SMALL_DOTLESS_I
                ? codePoint
                : Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    static String of(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> folded.appendCodePoint(of(codePoint)));
        return folded.toString();
    }

    static WildcardPattern of(WildcardPattern pattern) {
        return new WildcardPattern(pattern.parts().stream()
                .map(part -> part instanceof Text(String value) ? new Text(of(value)) : part)
                .toList());
    }
}
