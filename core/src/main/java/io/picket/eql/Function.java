package io.picket.eql;

import static io.picket.eql.ValueKind.ANY;
import static io.picket.eql.ValueKind.BOOLEAN;
import static io.picket.eql.ValueKind.IP;
import static io.picket.eql.ValueKind.NUMBER;
import static io.picket.eql.ValueKind.STRING;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions of the language (Elasticsearch reference, EQL function reference). Names are found in any case. */
enum Function {
    ADD("add", NUMBER, 2, 2, false, NUMBER),
    BETWEEN("between", STRING, 3, 4, true, STRING, STRING, STRING, BOOLEAN),
    CIDR_MATCH("cidrMatch", BOOLEAN, 2, Integer.MAX_VALUE, false, IP, STRING),
    CONCAT("concat", STRING, 1, Integer.MAX_VALUE, false, ANY),
    DIVIDE("divide", NUMBER, 2, 2, false, NUMBER),
    ENDS_WITH("endsWith", BOOLEAN, 2, 2, true, STRING),
    INDEX_OF("indexOf", NUMBER, 2, 3, true, STRING, STRING, NUMBER),
    LENGTH("length", NUMBER, 1, 1, false, STRING),
    MODULO("modulo", NUMBER, 2, 2, false, NUMBER),
    MULTIPLY("multiply", NUMBER, 2, 2, false, NUMBER),
    TO_NUMBER("number", NUMBER, 1, 2, false, STRING, NUMBER),
    STARTS_WITH("startsWith", BOOLEAN, 2, 2, true, STRING),
    TO_STRING("string", STRING, 1, 1, false, ANY),
    STRING_CONTAINS("stringContains", BOOLEAN, 2, 2, true, STRING),
    SUBSTRING("substring", STRING, 2, 3, false, STRING, NUMBER, NUMBER),
    SUBTRACT("subtract", NUMBER, 2, 2, false, NUMBER);

    private final String word;
    private final ValueKind result;
    private final int least;
    private final int most;
    private final boolean takesTilde;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<ValueKind> arguments;

    /** @param arguments what each must be; the last goes for all after it */
    Function(String word, ValueKind result, int least, int most, boolean takesTilde, ValueKind... arguments) {
        this.word = word;
        this.result = result;
        this.least = least;
        this.most = most;
        this.takesTilde = takesTilde;
        this.arguments = List.of(arguments);
    }

    /** The function of a name, or null. */
    static @Nullable Function named(String name) {
        for (Function function : values()) {
            if (function.word.equalsIgnoreCase(name)) {
                return function;
            }
        }
        return null;
    }

    String word() {
        return word;
    }

    ValueKind result() {
        return result;
    }

    boolean takes(int count) {
        return count >= least && count <= most;
    }

    boolean takesTilde() {
        return takesTilde;
    }

    /** Whether its numbers are places in a string or a base, which have no fraction. */
    boolean takesWholeNumbers() {
        return this == INDEX_OF || this == SUBSTRING || this == TO_NUMBER;
    }

    ValueKind argument(int index) {
        return arguments.get(Math.min(index, arguments.size() - 1));
    }

    /** How many arguments it takes, for people. */
    String countWords() {
        if (least == most) {
            return least == 1 ? "one argument" : least + " arguments";
        }
        return most == Integer.MAX_VALUE ? "at least " + least : least + " or " + most + " arguments";
    }

    /** What to write instead of a name that is no function. */
    static String instead(String name) {
        String asked = name.toLowerCase(Locale.ROOT);
        switch (asked) {
            case "wildcard" -> {
                return "Write FIELD : \"pattern*\", or like for letters as they are.";
            }
            case "match" -> {
                return "Write FIELD regex \"pattern\".";
            }
            case "arraycontains", "arraysearch", "arraycount", "safe" -> {
                return "A comparison with a field looks at each of its values anyway.";
            }
            default -> {
                Function nearest = ADD;
                for (Function function : values()) {
                    if (distance(asked, function) < distance(asked, nearest)) {
                        nearest = function;
                    }
                }
                return distance(asked, nearest) <= Math.max(1, asked.length() / 3)
                        ? "Did you mean " + nearest.word + "?"
                        : "There are "
                                + String.join(
                                        ", ",
                                        List.of(values()).stream()
                                                .map(Function::word)
                                                .toList()) + ".";
            }
        }
    }

    /** How many letters must be changed, added or left out. */
    private static int distance(String asked, Function function) {
        String known = function.word.toLowerCase(Locale.ROOT);
        if (Math.abs(asked.length() - known.length()) > known.length()) {
            return asked.length();
        }
        int[] row = new int[known.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= asked.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int swap = diagonal + (asked.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(swap, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[known.length()];
    }
}
