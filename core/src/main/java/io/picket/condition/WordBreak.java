package io.picket.condition;

/**
 * Finds the next word in a stretch of characters, without allocating.
 *
 * <p>What: the longest match of the word grammar of Lucene's StandardTokenizer (UAX #29, rules WB4 to WB13), from the
 * first character a word can start with. How: a walk from one character class to the next with one character of
 * foresight over what may stand between two letters or two digits; since every rule looks at most at the classes
 * before and behind the break, no backtracking is needed but for leading underscores. Cost: linear.
 *
 * <p>The classes come from the properties the JDK knows (general category, script, alphabetic) plus the short lists of
 * UAX #29, table 3; they differ from Unicode's own table only for a few letters that are symbols.
 */
public final class WordBreak {

    /** There is no further word. */
    public static final long NONE = -1;

    private static final byte OTHER = 0;
    private static final byte LETTER = 1;
    private static final byte HEBREW = 2;
    private static final byte NUMERIC = 3;
    private static final byte KATAKANA = 4;
    private static final byte JOINER = 5; // ExtendNumLet: the underscore and its like
    private static final byte EXTEND = 6; // marks, format characters and the zero-width joiner
    private static final byte MID_LETTER = 7;
    private static final byte MID_NUMBER = 8;
    private static final byte MID_BOTH = 9;
    private static final byte QUOTE = 10; // the apostrophe: as MID_BOTH, and after a Hebrew letter
    private static final byte DOUBLE_QUOTE = 11;
    private static final byte SINGLE = 12; // Han and Hiragana: a word each
    private static final byte RUN = 13; // scripts written without blanks

    private static final String MID_LETTERS = ":\u00B7\u0387\u055F\u05F4\u2027\uFE13\uFE55\uFF1A";
    private static final String MID_NUMBERS =
            ",;\u037E\u0589\u060C\u060D\u066C\u07F8\u2044\uFE10\uFE14\uFE50\uFE54\uFF0C\uFF1B";
    private static final String MID_BOTHS = ".\u2018\u2019\u2024\uFE52\uFF07\uFF0E";
    private static final String KATAKANAS = "\u3031\u3032\u3033\u3034\u3035\u309B\u309C\u30A0\u30FC\uFF70";
    private static final byte[] ASCII = new byte[128];

    static {
        for (char c = 0; c < 128; c++) {
            ASCII[c] = slowClass(c);
        }
    }

    private WordBreak() {}

    /**
     * The next word at or after {@code from}, for {@link #start} and {@link #end} to take apart, or {@link #NONE}.
     *
     * @param length how many characters of the array count
     */
    public static long next(char[] text, int length, int from) {
        int i = from;
        while (i < length) {
            int end = wordEnd(text, i, windowEnd(text, i, length));
            if (end > i) {
                return (long) i << 32 | end;
            }
            i += Character.charCount(codePoint(text, i, length));
        }
        return NONE;
    }

    public static int start(long word) {
        return (int) (word >>> 32);
    }

    public static int end(long word) {
        return (int) word;
    }

    /** No word is longer than the window, and no surrogate pair is cut by it. */
    private static int windowEnd(char[] text, int from, int length) {
        int end = Math.min(length, from + Words.LENGTH_MAX);
        return end < length && Character.isLowSurrogate(text[end]) && Character.isHighSurrogate(text[end - 1])
                ? end - 1
                : end;
    }

    /** Where the word that starts here ends, or {@code from} if none does. */
    private static int wordEnd(char[] text, int from, int limit) {
        byte kind = classAt(text, from, limit);
        return switch (kind) {
            case SINGLE -> past(text, from, limit);
            case RUN -> {
                int end = past(text, from, limit);
                while (end < limit && classAt(text, end, limit) == RUN) {
                    end = past(text, end, limit);
                }
                yield end;
            }
            case LETTER, HEBREW, NUMERIC, KATAKANA, JOINER -> walk(text, from, limit, kind);
            default -> from;
        };
    }

    private static int walk(char[] text, int from, int limit, byte first) {
        byte before = first;
        boolean solid = first != JOINER;
        int end = past(text, from, limit);
        while (end < limit) {
            byte next = classAt(text, end, limit);
            int after = past(text, end, limit);
            if (joins(before, next)) {
                before = next;
            } else if (before == HEBREW && next == QUOTE && !bridges(before, next, classAt(text, after, limit))) {
                // A Hebrew word keeps its apostrophe, and goes on behind it with a letter, digit or underscore only.
                before = JOINER;
            } else if (bridges(before, next, classAt(text, after, limit))) {
                before = classAt(text, after, limit);
                after = past(text, after, limit);
            } else {
                break;
            }
            solid |= before != JOINER;
            end = after;
        }
        return solid ? end : from;
    }

    private static boolean joins(byte before, byte next) {
        return switch (before) {
            case LETTER, HEBREW, NUMERIC -> isLetter(next) || next == NUMERIC || next == JOINER;
            case KATAKANA -> next == KATAKANA || next == JOINER;
            case JOINER -> isLetter(next) || next == NUMERIC || next == KATAKANA || next == JOINER;
            default -> false;
        };
    }

    /** Whether a character that joins nothing by itself joins the two around it. */
    private static boolean bridges(byte before, byte middle, byte next) {
        return switch (middle) {
            case MID_LETTER -> isLetter(before) && isLetter(next);
            case MID_NUMBER -> before == NUMERIC && next == NUMERIC;
            case MID_BOTH, QUOTE -> isLetter(before) && isLetter(next) || before == NUMERIC && next == NUMERIC;
            case DOUBLE_QUOTE -> before == HEBREW && next == HEBREW;
            default -> false;
        };
    }

    private static boolean isLetter(byte kind) {
        return kind == LETTER || kind == HEBREW;
    }

    /** The place behind the character here and the marks that belong to it. */
    private static int past(char[] text, int from, int limit) {
        if (from >= limit) {
            return from;
        }
        int i = from + Character.charCount(codePoint(text, from, limit));
        while (i < limit && text[i] >= 128 && classAt(text, i, limit) == EXTEND) {
            i += Character.charCount(codePoint(text, i, limit));
        }
        return i;
    }

    private static byte classAt(char[] text, int at, int limit) {
        if (at >= limit) {
            return OTHER;
        }
        char c = text[at];
        return c < 128 ? ASCII[c] : slowClass(codePoint(text, at, limit));
    }

    private static int codePoint(char[] text, int at, int limit) {
        return Character.codePointAt(text, at, limit);
    }

    private static byte slowClass(int c) {
        if (c < 0x10000) {
            byte listed = listed((char) c);
            if (listed != OTHER) {
                return listed;
            }
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
                isComplex(c) ? RUN : EXTEND;
            case Character.FORMAT -> c == 0x200B ? OTHER : EXTEND;
            case Character.CONNECTOR_PUNCTUATION -> JOINER;
            case Character.DECIMAL_DIGIT_NUMBER -> NUMERIC;
            default -> letterClass(c);
        };
    }

    private static byte listed(char c) {
        if (c == '\'') {
            return QUOTE;
        }
        if (c == '"') {
            return DOUBLE_QUOTE;
        }
        if (c == 0x202F) {
            return JOINER;
        }
        if (c == 0x066B) {
            return NUMERIC;
        }
        return MID_BOTHS.indexOf(c) >= 0
                ? MID_BOTH
                : MID_LETTERS.indexOf(c) >= 0
                        ? MID_LETTER
                        : MID_NUMBERS.indexOf(c) >= 0 ? MID_NUMBER : KATAKANAS.indexOf(c) >= 0 ? KATAKANA : OTHER;
    }

    private static byte letterClass(int c) {
        if (c == 0xFF9E || c == 0xFF9F) {
            return EXTEND;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        if (script == Character.UnicodeScript.HAN || script == Character.UnicodeScript.HIRAGANA) {
            return SINGLE;
        }
        if (!Character.isAlphabetic(c) && !isLetterSymbol(c)) {
            return OTHER;
        }
        return switch (script) {
            case KATAKANA -> KATAKANA;
            case HEBREW -> HEBREW;
            default -> isComplex(c) ? RUN : LETTER;
        };
    }

    /** Symbols that UAX #29 counts among the letters. */
    private static boolean isLetterSymbol(int c) {
        return c >= 0x2C2 && c <= 0x2FF || c >= 0x55A && c <= 0x55C || c == 0x55E || c == 0x5F3 || c == 0x58A;
    }

    /** Scripts whose words cannot be told apart without a dictionary (line-break class SA). */
    private static boolean isComplex(int c) {
        if (c < 0xE00) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case THAI, LAO, MYANMAR, KHMER, TAI_LE, NEW_TAI_LUE, TAI_THAM, TAI_VIET, AHOM -> true;
            default -> false;
        };
    }
}
