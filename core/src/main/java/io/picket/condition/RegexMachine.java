package io.picket.condition;

import io.picket.condition.RegexNode.Chars;
import io.picket.condition.RegexNode.Choice;
import io.picket.condition.RegexNode.Empty;
import io.picket.condition.RegexNode.Repeat;
import io.picket.condition.RegexNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a text, whole, is in the language of a regular expression.
 *
 * <p>What: Thompson's automaton (Ken Thompson, Regular Expression Search Algorithm, 1968), made deterministic ahead of
 * time by the subset construction when that stays small, else followed as a set of states. Why: events are written by
 * strangers, and a backtracking matcher can be made to take a lifetime. INVARIANT: a step for each code point and live
 * state, never more. Cost: one table look-up a code point in the first form; the states in the second, of which there
 * are at most {@link #STATES_MAX}. Immutable, so that threads share it.
 */
final class RegexMachine {

    /** Most steps of the automaton, counted repetition written out. */
    static final int STATES_MAX = 10_000;

    /** Most states of the deterministic form. */
    private static final int SETS_MAX = 1_000;

    /** Most work put into the deterministic form, in steps of the other. */
    private static final int WORK_MAX = 1_000_000;

    private static final int ASCII = 128;
    private static final int ACCEPT = -2;
    private static final int DEAD = 0;

    /** By state: the characters that lead on; null for a fork, which leads to both ways at once. */
    private final List<@Nullable CharSet> sets = new ArrayList<>();

    private final List<int[]> ways = new ArrayList<>();
    private boolean full;

    /** Where classes of characters begin: characters of a class are in the same sets of the expression. */
    private int[] classStarts = {};

    private final int[] asciiClasses = new int[ASCII];
    private final int start;

    /** By deterministic state and class: the state after. Empty when it would have been too large. */
    private int[] table = {};

    private boolean[] accepts = {};

    private RegexMachine(RegexNode root) {
        this.start = build(root, ACCEPT);
        if (!full) {
            classify();
            determine();
        }
    }

    /** Nothing if it would have more than {@link #STATES_MAX} states. */
    static Optional<RegexMachine> of(RegexNode root) {
        RegexMachine machine = new RegexMachine(root);
        return machine.full ? Optional.empty() : Optional.of(machine);
    }

    // ---- making it ----

    /** Adds what reads the node and then goes on to {@code next}; says where it begins. */
    private int build(RegexNode node, int next) {
        if (full) {
            return next;
        }
        return switch (node) {
            case Empty empty -> next;
            case Chars(CharSet set) -> state(set, next, next);
            case Sequence(List<RegexNode> parts) -> {
                int begin = next;
                for (RegexNode part : parts.reversed()) {
                    begin = build(part, begin);
                }
                yield begin;
            }
            case Choice(List<RegexNode> parts) -> {
                int begin = build(parts.getLast(), next);
                for (RegexNode part : parts.subList(0, parts.size() - 1).reversed()) {
                    begin = state(null, build(part, next), begin);
                }
                yield begin;
            }
            case Repeat(RegexNode part, int least, int most) -> repeat(part, least, most, next);
        };
    }

    private int repeat(RegexNode part, int least, int most, int next) {
        int begin = next;
        if (most == RegexNode.NO_LIMIT) {
            begin = state(null, next, next);
            if (!full) {
                ways.get(begin)[0] = build(part, begin);
            }
        } else {
            for (int i = least; i < most && !full; i++) {
                begin = state(null, build(part, begin), next);
            }
        }
        for (int i = 0; i < least && !full; i++) {
            begin = build(part, begin);
        }
        return begin;
    }

    private int state(@Nullable CharSet set, int first, int second) {
        if (sets.size() == STATES_MAX) {
            full = true;
            return first;
        }
        sets.add(set);
        ways.add(new int[] {first, second});
        return sets.size() - 1;
    }

    private void classify() {
        int[] starts = new int[64];
        int length = 1;
        for (CharSet set : sets) {
            for (int[] range : set == null ? new int[0][] : set.ranges()) {
                if (length + 2 > starts.length) {
                    starts = Arrays.copyOf(starts, length * 2);
                }
                starts[length++] = range[0];
                starts[length++] = range[1] + 1;
            }
        }
        Arrays.sort(starts, 0, length);
        int distinct = 1;
        for (int i = 1; i < length; i++) {
            if (starts[i] != starts[distinct - 1]) {
                starts[distinct++] = starts[i];
            }
        }
        classStarts = Arrays.copyOf(starts, distinct);
        for (int c = 0; c < ASCII; c++) {
            asciiClasses[c] = classOfAny(c);
        }
    }

    private int classOf(int codePoint) {
        return codePoint < ASCII ? asciiClasses[codePoint] : classOfAny(codePoint);
    }

    private int classOfAny(int codePoint) {
        int at = Arrays.binarySearch(classStarts, codePoint);
        return at >= 0 ? at : -at - 2;
    }

    /** The subset construction; state 0 is the one nothing leads out of, state 1 the first. */
    private void determine() {
        int classes = classStarts.length;
        Map<Live, Integer> numbers = new HashMap<>();
        List<Live> made = new ArrayList<>();
        number(new Live(new int[0], false), numbers, made);
        number(closure(new int[] {start}, 1), numbers, made);
        int[] transitions = new int[16 * classes];
        long work = 0;
        for (int from = 0; from < made.size(); from++) {
            int[] live = made.get(from).states;
            if ((from + 1) * classes > transitions.length) {
                transitions = Arrays.copyOf(transitions, transitions.length * 2);
            }
            for (int charClass = 0; charClass < classes; charClass++) {
                work += live.length + 1;
                Live after = step(live, live.length, classStarts[charClass]);
                work += after.states.length;
                int to = number(after, numbers, made);
                if (made.size() > SETS_MAX || work > WORK_MAX) {
                    return;
                }
                transitions[from * classes + charClass] = to;
            }
        }
        table = Arrays.copyOf(transitions, made.size() * classes);
        accepts = new boolean[made.size()];
        for (int i = 0; i < accepts.length; i++) {
            accepts[i] = made.get(i).accepts;
        }
    }

    private static int number(Live live, Map<Live, Integer> numbers, List<Live> made) {
        Integer known = numbers.get(live);
        if (known != null) {
            return known;
        }
        numbers.put(live, made.size());
        made.add(live);
        return made.size() - 1;
    }

    /** The states alive at once that wait for a character, ascending, and whether the text may end here. */
    private static final class Live {
        private final int[] states;
        private final boolean accepts;

        Live(int[] states, boolean accepts) {
            this.states = states;
            this.accepts = accepts;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Live live && accepts == live.accepts && Arrays.equals(states, live.states);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(states) * 2 + (accepts ? 1 : 0);
        }
    }

    // ---- running it ----

    private Live step(int[] live, int count, int codePoint) {
        int[] reached = new int[count];
        int length = 0;
        for (int i = 0; i < count; i++) {
            CharSet set = sets.get(live[i]);
            if (set != null && set.contains(codePoint)) {
                reached[length++] = ways.get(live[i])[0];
            }
        }
        return closure(reached, length);
    }

    /** Follows forks, each state once. */
    private Live closure(int[] from, int count) {
        if (count == 0) {
            return new Live(from.length == 0 ? from : new int[0], false);
        }
        BitSet seen = new BitSet();
        int[] open = Arrays.copyOf(from, Math.max(count, 16));
        int openCount = count;
        boolean accepts = false;
        while (openCount > 0) {
            int state = open[--openCount];
            if (state == ACCEPT) {
                accepts = true;
            } else if (!seen.get(state)) {
                seen.set(state);
                if (sets.get(state) == null) {
                    if (openCount + 2 > open.length) {
                        open = Arrays.copyOf(open, open.length * 2);
                    }
                    open[openCount++] = ways.get(state)[0];
                    open[openCount++] = ways.get(state)[1];
                }
            }
        }
        int[] waiting = new int[seen.cardinality()];
        int length = 0;
        for (int state = seen.nextSetBit(0); state >= 0; state = seen.nextSetBit(state + 1)) {
            if (sets.get(state) != null) {
                waiting[length++] = state;
            }
        }
        return new Live(Arrays.copyOf(waiting, length), accepts);
    }

    boolean matches(String value) {
        if (table.length == 0) {
            return matchesSlowly(value);
        }
        int state = 1;
        int classes = classStarts.length;
        for (int i = 0; i < value.length() && state != DEAD; ) {
            int codePoint = value.codePointAt(i);
            i += Character.charCount(codePoint);
            state = table[state * classes + classOf(codePoint)];
        }
        return accepts[state];
    }

    boolean matches(byte[] utf8, int from, int length) {
        if (table.length == 0) {
            return matchesSlowly(new String(utf8, from, length, StandardCharsets.UTF_8));
        }
        int state = 1;
        int classes = classStarts.length;
        int end = from + length;
        for (int i = from; i < end && state != DEAD; i++) {
            int codePoint = utf8[i];
            if (codePoint < 0) {
                return matches(new String(utf8, from, length, StandardCharsets.UTF_8));
            }
            state = table[state * classes + asciiClasses[codePoint]];
        }
        return accepts[state];
    }

    private boolean matchesSlowly(String value) {
        Live live = closure(new int[] {start}, 1);
        int i = 0;
        while (i < value.length() && live.states.length > 0) {
            int codePoint = value.codePointAt(i);
            i += Character.charCount(codePoint);
            live = step(live.states, live.states.length, codePoint);
        }
        return i == value.length() && live.accepts;
    }
}
