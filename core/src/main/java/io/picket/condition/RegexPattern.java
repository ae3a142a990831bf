package io.picket.condition;

import io.picket.condition.RegexNode.Chars;
import io.picket.condition.RegexNode.Choice;
import io.picket.condition.RegexNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A regular expression over a whole value, ready to be asked. Asking takes time in proportion to the value's length,
 * whatever the expression.
 */
public final class RegexPattern {

    /** Longest expression, in UTF-16 units. Elasticsearch's default is 1,000. */
    public static final int CHARS_MAX = 10_000;

    private static final int EXAMPLE_STYLES = 12;

    /** Whose expressions they are. */
    public enum Syntax {
        /**
         * Lucene's (org.apache.lucene.util.automaton.RegExp, all operators on): {@code @} any text, {@code #} no text,
         * {@code "…"} literal text, {@code <1-9>} a number; {@code ^} and {@code $} are themselves. Complement
         * ({@code ~}) and intersection ({@code &}) are not supported.
         */
        LUCENE,
        /** Java's, as far as the expression says which texts match: no look-around, no references to groups. */
        JAVA
    }

    private final String text;
    private final Syntax syntax;
    private final Case letters;
    private final RegexNode root;
    private final RegexMachine machine;

    private RegexPattern(String text, Syntax syntax, Case letters, RegexNode root, RegexMachine machine) {
        this.text = text;
        this.syntax = syntax;
        this.letters = letters;
        this.root = root;
        this.machine = machine;
    }

    /** Reads an expression; without case by Unicode's simple folding. */
    public static RegexReading read(String text, Syntax syntax, Case letters) {
        if (text.length() > CHARS_MAX) {
            return new RegexReading.Unreadable(
                    0, "The regular expression is longer than " + CHARS_MAX + " characters.");
        }
        RegexReader reader = new RegexReader(text, syntax, letters);
        Optional<RegexNode> root = reader.whole();
        return root.isPresent() ? made(text, syntax, letters, root.get()) : reader.flaw();
    }

    private static RegexReading made(String text, Syntax syntax, Case letters, RegexNode root) {
        Optional<RegexMachine> machine = RegexMachine.of(root);
        if (machine.isEmpty()) {
            return new RegexReading.Unreadable(
                    0,
                    "The regular expression is too large: written without counted repetition it has more than "
                            + RegexMachine.STATES_MAX + " steps.");
        }
        return new RegexReading.Understood(new RegexPattern(text, syntax, letters, root, machine.get()));
    }

    /** Matches what any of them matches; they must agree in syntax and case, and there is at least one. */
    public static RegexReading anyOf(List<RegexPattern> patterns) {
        RegexPattern first = patterns.getFirst();
        if (patterns.size() == 1) {
            return new RegexReading.Understood(first);
        }
        String text = patterns.stream().map(RegexPattern::text).collect(Collectors.joining("|"));
        List<RegexNode> roots = patterns.stream().map(pattern -> pattern.root).toList();
        return made(text, first.syntax, first.letters, new Choice(roots));
    }

    public String text() {
        return text;
    }

    public Case letters() {
        return letters;
    }

    /** The only text it matches, when it is nothing but characters that stand for themselves; case as written. */
    public Optional<String> literal() {
        StringBuilder literal = new StringBuilder();
        List<RegexNode> parts = root instanceof Sequence(var several) ? several : List.of(root);
        for (RegexNode part : parts) {
            if (!(part instanceof Chars(CharSet set)) || letters == Case.INSENSITIVE) {
                return Optional.empty();
            }
            int[][] ranges = set.ranges();
            if (ranges.length != 1 || ranges[0][0] != ranges[0][1]) {
                return Optional.empty();
            }
            literal.appendCodePoint(ranges[0][0]);
        }
        return Optional.of(literal.toString());
    }

    /** Texts that it matches, shorter and plainer ones first; none if it matches nothing but odd texts. */
    public List<String> examples() {
        return IntStream.range(0, EXAMPLE_STYLES)
                .mapToObj(style -> new RegexExamples(style).of(root))
                .distinct()
                .filter(this::matches)
                .toList();
    }

    /**
     * A text that every text it matches holds once both are folded, the longest that is plain to see; empty if none is.
     *
     * @param fold from a character to what stands for it
     */
    public String held(IntUnaryOperator fold) {
        return new RegexHeld(fold).of(root);
    }

    public boolean matches(String value) {
        return machine.matches(value);
    }

    /** The same of a value in UTF-8. */
    public boolean matches(byte[] utf8, int from, int length) {
        return machine.matches(utf8, from, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegexPattern pattern
                && text.equals(pattern.text)
                && syntax == pattern.syntax
                && letters == pattern.letters;
    }

    @Override
    public int hashCode() {
        return text.hashCode() + letters.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
