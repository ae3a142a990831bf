package io.picket.alert;

/** Tells text that reads as a number in JSON's spelling from other text, so that parsing it cannot surprise. */
final class NumberText {

    /** Longer text is no number that anyone means. */
    private static final int CHARS_MAX = 64;

    private NumberText() {}

    /** An optional sign, digits, an optional fraction, an optional exponent. */
    static boolean isNumber(String text) {
        int length = text.length();
        if (length == 0 || length > CHARS_MAX) {
            return false;
        }
        int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        int whole = digits(text, at);
        int next = at + whole;
        int fraction = 0;
        if (next < length && text.charAt(next) == '.') {
            fraction = digits(text, next + 1);
            next += 1 + fraction;
        }
        if (whole + fraction == 0) {
            return false;
        }
        if (next < length && (text.charAt(next) == 'e' || text.charAt(next) == 'E')) {
            next++;
            if (next < length && (text.charAt(next) == '-' || text.charAt(next) == '+')) {
                next++;
            }
            int exponent = digits(text, next);
            if (exponent == 0) {
                return false;
            }
            next += exponent;
        }
        return next == length;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }
}
