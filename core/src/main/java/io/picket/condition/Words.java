package io.picket.condition;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into words as Elasticsearch's standard analyser does: word boundaries of UAX #29 the way Lucene's
 * StandardTokenizer draws them, then lower case, one code point at a time.
 *
 * <p>Letters, digits and underscores join. One apostrophe, full stop, colon or middle dot joins two letters
 * ({@code don't}, {@code foo.bar}, {@code foo:bar}), one full stop, comma, semicolon or apostrophe two digits
 * ({@code 3.14}). Katakana join with themselves; Han and Hiragana stand one by one; scripts written without blanks (Thai,
 * Lao, Khmer, Myanmar …) run on. Marks belong to the character before them. A word longer than {@value #LENGTH_MAX}
 * UTF-16 units is cut there. Underscores alone, punctuation and emoji are no words.
 */
public final class Words {

    /** Longest word, in UTF-16 units. */
    public static final int LENGTH_MAX = 255;

    private Words() {}

    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        char[] chars = text.toCharArray();
        long word = WordBreak.next(chars, chars.length, 0);
        while (word != WordBreak.NONE) {
            words.add(lower(text.substring(WordBreak.start(word), WordBreak.end(word))));
            word = WordBreak.next(chars, chars.length, WordBreak.end(word));
        }
        return words;
    }

    /** The form in which words are compared: lower case, one code point at a time. */
    public static String lower(String word) {
        StringBuilder lower = new StringBuilder(word.length());
        word.codePoints().forEach(codePoint -> lower.appendCodePoint(Character.toLowerCase(codePoint)));
        return lower.toString();
    }
}
