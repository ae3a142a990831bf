package io.picket.cli;

import org.jspecify.annotations.Nullable;

/**
 * What events, rules and files say, as a person is shown it: signs that steer a terminal or the direction of writing are
 * dots, so that nobody can move the cursor of who reads about him.
 */
final class Shown {

    private Shown() {}

    /** In one line; nothing is empty. */
    static String line(@Nullable String text) {
        return text == null ? "" : shown(text, ' ');
    }

    /** Line by line, as it is written. */
    static String lines(String text) {
        return shown(text, '\n');
    }

    private static String shown(String text, char lineEnd) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(c == '\n' ? lineEnd : c == '\t' || c == '\r' ? ' ' : steers(c) ? '·' : c);
        }
        return shown.toString();
    }

    private static boolean steers(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
