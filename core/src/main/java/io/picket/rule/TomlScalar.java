package io.picket.rule;

import io.picket.text.Span;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** TOML's values without quotes: true, false, whole numbers, numbers with a fraction, dates and times. */
final class TomlScalar {

    private final String word;
    private int at;

    private TomlScalar(String word) {
        this.word = word;
    }

    /** The value that begins at {@code start}; null if none does. */
    static @Nullable Node read(String text, int start) {
        int end = wordEnd(text, start);
        if (isDate(text, start, end) && end - start == 10 && timeFollows(text, end)) {
            end = wordEnd(text, end + 1);
        }
        if (end == start) {
            return null;
        }
        return new TomlScalar(text.substring(start, end)).node(new Span(start, end));
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWord(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || "+-_.:".indexOf(c) >= 0;
    }

    private static boolean isDate(String text, int start, int end) {
        return end - start >= 10 && text.charAt(start + 4) == '-' && text.charAt(start + 7) == '-';
    }

    /** TOML allows a space instead of the T between date and time. */
    private static boolean timeFollows(String text, int end) {
        return end + 3 < text.length()
                && text.charAt(end) == ' '
                && Character.isDigit(text.charAt(end + 1))
                && Character.isDigit(text.charAt(end + 2))
                && text.charAt(end + 3) == ':';
    }

    private @Nullable Node node(Span span) {
        if (word.equals("true") || word.equals("false")) {
            return new Node.Flag(word.equals("true"), span);
        }
        if (isMoment()) {
            return new Node.Moment(word, span);
        }
        at = 0;
        if (word.length() > 2 && word.charAt(0) == '0' && "xob".indexOf(word.charAt(1)) >= 0) {
            return radix(span);
        }
        return number(span);
    }

    private @Nullable Node radix(Span span) {
        int radix = switch (word.charAt(1)) {
            case 'x' -> 16;
            case 'o' -> 8;
            default -> 2;
        };
        at = 2;
        return digits(radix) && at == word.length() ? whole(word.substring(2), radix, span) : null;
    }

    private @Nullable Node number(Span span) {
        boolean signed = word.startsWith("+") || word.startsWith("-");
        at = signed ? 1 : 0;
        String rest = word.substring(at);
        if (rest.equals("inf") || rest.equals("nan")) {
            double value = rest.equals("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return new Node.Decimal(word.startsWith("-") ? -value : value, span);
        }
        int start = at;
        if (!digits(10) || word.charAt(start) == '0' && at > start + 1) {
            return null;
        }
        if (at == word.length()) {
            return whole(word, 10, span);
        }
        if (word.charAt(at) == '.') {
            at++;
            if (!digits(10)) {
                return null;
            }
        }
        if (at < word.length() && (word.charAt(at) == 'e' || word.charAt(at) == 'E')) {
            at++;
            if (at < word.length() && (word.charAt(at) == '+' || word.charAt(at) == '-')) {
                at++;
            }
            if (!digits(10)) {
                return null;
            }
        }
        return at == word.length() ? new Node.Decimal(Double.parseDouble(word.replace("_", "")), span) : null;
    }

    private static @Nullable Node whole(String digits, int radix, Span span) {
        try {
            return new Node.Whole(Long.parseLong(digits.replace("_", ""), radix), span);
        } catch (NumberFormatException beyond64Bits) {
            return null;
        }
    }

    /** Digits with single underscores between them. */
    private boolean digits(int radix) {
        int start = at;
        while (at < word.length()) {
            char c = word.charAt(at);
            boolean digit = c < 128 && Character.digit(c, radix) >= 0;
            boolean between = c == '_' && at > start && word.charAt(at - 1) != '_';
            if (!digit && !between) {
                break;
            }
            at++;
        }
        return at > start && word.charAt(at - 1) != '_';
    }

    private boolean isMoment() {
        boolean date = isDate(word, 0, word.length());
        if (date) {
            if (!isDay(word.substring(0, 10))) {
                return false;
            }
            at = 10;
            if (at == word.length()) {
                return true;
            }
            if ("Tt ".indexOf(word.charAt(at++)) < 0) {
                return false;
            }
        } else if (word.length() < 3 || word.charAt(2) != ':') {
            return false;
        }
        return time() && (at == word.length() || date && zone());
    }

    private static boolean isDay(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException notADay) {
            return false;
        }
    }

    private boolean time() {
        if (!two(23) || !taken(':') || !two(59) || !taken(':') || !two(59)) {
            return false;
        }
        if (taken('.')) {
            int start = at;
            while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
                at++;
            }
            return at > start;
        }
        return true;
    }

    private boolean zone() {
        if (taken('Z') || taken('z')) {
            return at == word.length();
        }
        return (taken('+') || taken('-')) && two(23) && taken(':') && two(59) && at == word.length();
    }

    private boolean two(int max) {
        if (at + 2 > word.length()) {
            return false;
        }
        int tens = word.charAt(at) - '0';
        int ones = word.charAt(at + 1) - '0';
        at += 2;
        return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 && tens * 10 + ones <= max;
    }

    private boolean taken(char c) {
        boolean there = at < word.length() && word.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }
}
