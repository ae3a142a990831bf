package io.picket.condition;

import io.picket.condition.RegexNode.Chars;
import io.picket.condition.RegexNode.Choice;
import io.picket.condition.RegexNode.Empty;
import io.picket.condition.RegexNode.Repeat;
import io.picket.condition.RegexNode.Sequence;
import io.picket.condition.RegexPattern.Syntax;
import io.picket.condition.RegexReading.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads regular expressions by descent: choice, then sequence, then repetition, then one character, set or group. */
final class RegexReader {

    private static final int DEPTH_MAX = 200;

    /** How many repetitions may apply to one part, one on the other. */
    private static final int REPETITIONS_MAX = 10;

    /** Largest count in braces. What it comes to is limited by {@link RegexMachine#STATES_MAX}. */
    private static final int COUNT_MAX = 10_000;

    private static final CharSet DIGITS = CharSet.range('0', '9');
    private static final CharSet BLANKS = CharSet.of(" \t\n\r");
    private static final CharSet JAVA_BLANKS = CharSet.of(" \t\n\u000B\f\r");
    private static final CharSet WORDS =
            CharSet.join(DIGITS, CharSet.range('a', 'z'), CharSet.range('A', 'Z'), CharSet.one('_'));
    private static final CharSet LINE_BREAKS = CharSet.of("\n\r\u0085\u2028\u2029");

    private final String text;
    private final Syntax syntax;
    private final boolean lucene;
    private final Case letters;
    private int at;
    private int depth;
    private Unreadable flaw = new Unreadable(0, "");

    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    RegexReader(String text, Syntax syntax, Case letters) {
        this.text = text;
        this.syntax = syntax;
        this.lucene = syntax == Syntax.LUCENE;
        this.letters = letters;
    }

    /** The expression, or nothing when there is a {@link #flaw}. */
    Optional<RegexNode> whole() {
        try {
            RegexNode root = choice();
            if (at < text.length()) {
                throw fail("\")\" closes no group; as a character write \"\\)\".");
            }
            return Optional.of(root);
        } catch (Stop stop) {
            return Optional.empty();
        }
    }

    Unreadable flaw() {
        return flaw;
    }

    private RegexNode choice() {
        if (++depth > DEPTH_MAX) {
            throw fail("Groups nest deeper than " + DEPTH_MAX + " levels.");
        }
        List<RegexNode> parts = new ArrayList<>();
        parts.add(sequence());
        while (take('|')) {
            parts.add(sequence());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Choice(parts);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (at < text.length() && !is('|') && !is(')')) {
            if (lucene && is('&')) {
                throw fail("Intersection (\"&\") is not supported; as a character write \"\\&\".");
            }
            if (!lucene && isAnchor()) {
                at++;
                continue;
            }
            parts.add(repeated());
        }
        return parts.size() == 1 ? parts.getFirst() : parts.isEmpty() ? new Empty() : new Sequence(parts);
    }

    /** Java's anchors say nothing where the whole value must match anyway. */
    private boolean isAnchor() {
        if (is('^') && at > 0 || is('$') && at < text.length() - 1) {
            throw fail("Anchors stand at the ends only; as a character write \"\\" + text.charAt(at) + "\".");
        }
        return is('^') || is('$');
    }

    private RegexNode repeated() {
        RegexNode part = single();
        int times = 0;
        while (at < text.length()) {
            if (!lucene && times > 0 && is('+')) {
                throw fail("Possessive repetition is not supported; as a character write \"\\+\".");
            }
            if (take('*')) {
                part = new Repeat(part, 0, RegexNode.NO_LIMIT);
            } else if (take('+')) {
                part = new Repeat(part, 1, RegexNode.NO_LIMIT);
            } else if (take('?')) {
                // Java's lazy mark changes what is found first, not which texts match. Lucene has none: it is "or not".
                part = !lucene && times > 0 ? part : new Repeat(part, 0, 1);
            } else if (is('{')) {
                part = counted(part);
            } else {
                break;
            }
            if (++times > REPETITIONS_MAX) {
                throw fail("More than " + REPETITIONS_MAX + " repetitions stand in a row.");
            }
        }
        return part;
    }

    private RegexNode counted(RegexNode part) {
        int open = at++;
        int least = count();
        int most = least;
        if (take(',')) {
            most = is('}') ? RegexNode.NO_LIMIT : count();
        }
        if (!take('}') || most != RegexNode.NO_LIMIT && most < least) {
            at = open;
            throw fail("A count is {n}, {n,} or {n,m} with n not above m; as a character write \"\\{\".");
        }
        return new Repeat(part, least, most);
    }

    private int count() {
        int start = at;
        int value = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && value <= COUNT_MAX) {
            value = value * 10 + text.charAt(at++) - '0';
        }
        if (at == start || value > COUNT_MAX) {
            throw fail("A count in braces is a number up to " + COUNT_MAX + "; as a character write \"\\{\".");
        }
        return value;
    }

    private RegexNode single() {
        char c = text.charAt(at);
        switch (c) {
            case '(' -> {
                return group();
            }
            case '[' -> {
                return new Chars(set());
            }
            case '.' -> {
                at++;
                return new Chars(lucene ? CharSet.ALL : LINE_BREAKS.others());
            }
            case '*', '+', '?', '{' -> throw fail("There is nothing to repeat; as a character write \"\\" + c + "\".");
            default -> {
                return lucene ? luceneOperator(c) : chars(character());
            }
        }
    }

    private RegexNode group() {
        at++;
        if (is('?')) {
            if (lucene || !text.startsWith("?:", at)) {
                throw fail("Groups with marks, such as look-ahead, are not supported.");
            }
            at += 2;
        }
        if (take(')')) {
            return new Empty();
        }
        RegexNode inside = choice();
        if (!take(')')) {
            throw fail("The group is not closed; \")\" is missing.");
        }
        return inside;
    }

    private RegexNode luceneOperator(char c) {
        switch (c) {
            case '~' -> throw fail("Complement (\"~\") is not supported; as a character write \"\\~\".");
            case '@' -> {
                at++;
                return new Repeat(new Chars(CharSet.ALL), 0, RegexNode.NO_LIMIT);
            }
            case '#' -> {
                at++;
                return new Chars(CharSet.NONE);
            }
            case '"' -> {
                return quoted();
            }
            case '<' -> {
                return interval();
            }
            default -> {
                return chars(character());
            }
        }
    }

    private RegexNode quoted() {
        int close = text.indexOf('"', at + 1);
        if (close < 0) {
            throw fail("The quoted text is not closed; as a character write \"\\\"\".");
        }
        List<RegexNode> parts = text.substring(at + 1, close)
                .codePoints()
                .mapToObj(codePoint -> chars(CharSet.one(codePoint)))
                .toList();
        at = close + 1;
        return parts.isEmpty() ? new Empty() : new Sequence(parts);
    }

    private RegexNode interval() {
        int close = text.indexOf('>', at);
        int dash = text.indexOf('-', at);
        if (close < 0 || dash < 0 || dash > close) {
            throw fail("A number between two others is written <1-99>; as a character write \"\\<\".");
        }
        String first = text.substring(at + 1, dash);
        String last = text.substring(dash + 1, close);
        Optional<RegexNode> numbers = RegexInterval.of(first, last);
        if (numbers.isEmpty()) {
            throw fail("A number between two others is written <1-99>, with up to " + RegexInterval.DIGITS_MAX
                    + " digits; as a character write \"\\<\".");
        }
        at = close + 1;
        return numbers.get();
    }

    /** A character or a class of them such as {@code \d}. */
    private CharSet character() {
        if (!is('\\')) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            return CharSet.one(codePoint);
        }
        at++;
        if (at == text.length()) {
            throw fail("A backslash stands last; as a character write \"\\\\\".");
        }
        int codePoint = text.codePointAt(at);
        CharSet found = switch (codePoint) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.others();
            case 's' -> blanks();
            case 'S' -> blanks().others();
            case 'w' -> WORDS;
            case 'W' -> WORDS.others();
            default -> escaped(codePoint);
        };
        at += Character.charCount(codePoint);
        return found;
    }

    private CharSet blanks() {
        return syntax == Syntax.LUCENE ? BLANKS : JAVA_BLANKS;
    }

    private CharSet escaped(int codePoint) {
        boolean letter = codePoint >= 'a' && codePoint <= 'z' || codePoint >= 'A' && codePoint <= 'Z';
        if (!letter && (lucene || codePoint < '0' || codePoint > '9')) {
            return CharSet.one(codePoint);
        }
        int known = lucene ? -1 : "tnrf".indexOf(codePoint);
        if (known < 0) {
            throw fail("\"\\" + Character.toString(codePoint) + "\" has no meaning in a regular expression; there are "
                    + "\\d \\D \\s \\S \\w \\W.");
        }
        return CharSet.one("\t\n\r\f".charAt(known));
    }

    private CharSet set() {
        int open = at++;
        boolean others = take('^');
        List<CharSet> parts = new ArrayList<>();
        while (at < text.length() && (!is(']') || parts.isEmpty() && lucene)) {
            parts.add(member());
        }
        if (!take(']') || parts.isEmpty()) {
            at = open;
            throw fail("The set of characters is empty or not closed; as a character write \"\\[\".");
        }
        CharSet joined = CharSet.join(parts.toArray(CharSet[]::new));
        CharSet cased = letters == Case.INSENSITIVE ? joined.anyCase() : joined;
        return others ? cased.others() : cased;
    }

    private CharSet member() {
        if (!lucene && (is('[') || text.startsWith("&&", at))) {
            throw fail("Sets inside sets are not supported; as a character write \"\\" + text.charAt(at) + "\".");
        }
        CharSet first = character();
        if (!is('-') || at + 1 >= text.length() || text.charAt(at + 1) == ']') {
            return first;
        }
        int dash = at++;
        CharSet last = character();
        int[][] from = first.ranges();
        int[][] to = last.ranges();
        boolean single = from.length == 1 && to.length == 1 && from[0][0] == from[0][1] && to[0][0] == to[0][1];
        if (!single || from[0][0] > to[0][0]) {
            at = dash;
            throw fail("A range in a set runs from one character up to another; as a character write \"\\-\".");
        }
        return CharSet.range(from[0][0], to[0][0]);
    }

    private RegexNode chars(CharSet set) {
        return new Chars(letters == Case.INSENSITIVE ? set.anyCase() : set);
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean take(char c) {
        boolean there = is(c);
        if (there) {
            at++;
        }
        return there;
    }

    private Stop fail(String message) {
        flaw = new Unreadable(Math.min(at, text.length()), message);
        return new Stop();
    }
}
