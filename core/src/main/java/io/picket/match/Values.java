package io.picket.match;

import io.picket.condition.Condition;
import io.picket.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The event at hand, each value read once in every way that is asked for.
 *
 * <p>What: by value number, whether it was read as number, fold or key already, and what came of it. Why: a
 * thousand conditions ask the same sixty values. INVARIANT: {@code done[value]} says which of the other arrays hold this
 * event's answer; everything else is left over from earlier events. One thread only. Cost: nothing for a value nobody
 * asks about but a byte to clear.
 */
@HotPath("every look-up and every leaf goes through it: MatchBenchmark")
final class Values {

    private static final int TEXT_KEY = 1;
    private static final int FOLD = 2;
    private static final int FOLD_KEY = 4;
    private static final int NUMBER = 8;
    private static final int NUMBER_KEY = 16;

    private final Column[] columns;
    private final Evaluator evaluator;
    private final NamedConditions overNames;
    private final NumberBytes numberReader = new NumberBytes();

    private Event event;
    private @Nullable Scope scope;
    private byte[] done = new byte[64];
    private int[] textKeys = new int[64];
    private int[] foldKeys = new int[64];
    private int[] numberKeys = new int[64];
    private byte[] numberKinds = new byte[64];
    private long[] numbers = new long[64];
    private byte[][] foldHolders = new byte[64][];
    private int[] foldFrom = new int[64];
    private int[] foldLength = new int[64];
    private byte[] folded = new byte[4096];
    private int foldedEnd;

    /** By key of a literal or a range: the event in which it was last seen. */
    private final int[] lastSeen;

    private final Sightings literals;
    private final Sightings ranges;
    private final Sightings words;
    private final WordScan wordScan = new WordScan();
    private final int[] wordsFirst;
    private final int[] wordsEnd;
    private int[] seen = new int[64];
    private int seenCount;
    private int stamp;

    Values(Column[] columns, int keys, Evaluator evaluator, NamedConditions overNames, Event none) {
        this.columns = columns;
        this.overNames = overNames;
        this.evaluator = evaluator;
        this.event = none;
        this.lastSeen = new int[keys];
        this.literals = new Sightings(columns.length);
        this.ranges = new Sightings(columns.length);
        this.words = new Sightings(columns.length);
        this.wordsFirst = new int[columns.length];
        this.wordsEnd = new int[columns.length];
    }

    /** By slot: the event for which it was last searched, and where the keys found stand in {@link #seen}. */
    private static final class Sightings {
        final int[] at;
        final int[] from;
        final int[] to;

        Sightings(int slots) {
            at = new int[slots];
            from = new int[slots];
            to = new int[slots];
        }
    }

    void begin(Event event) {
        this.event = event;
        scope = null;
        overNames.begin();
        foldedEnd = 0;
        seenCount = 0;
        wordScan.begin();
        int count = event.valueCount();
        if (count > done.length) {
            grow(count);
        }
        Arrays.fill(done, 0, count, (byte) 0);
        if (++stamp == 0) {
            Arrays.fill(lastSeen, 0);
            Arrays.fill(literals.at, 0);
            Arrays.fill(ranges.at, 0);
            Arrays.fill(words.at, 0);
            stamp = 1;
        }
    }

    private void grow(int count) {
        int size = Math.max(count, done.length * 2);
        done = new byte[size];
        textKeys = new int[size];
        foldKeys = new int[size];
        numberKeys = new int[size];
        numberKinds = new byte[size];
        numbers = new long[size];
        foldHolders = new byte[size][];
        foldFrom = new int[size];
        foldLength = new int[size];
    }

    Event event() {
        return event;
    }

    /** The plain way to the same event, for what is too rare to be compiled. */
    boolean meetsPlainly(Condition condition) {
        Scope known = scope;
        if (known == null) {
            known = evaluator.scope(event);
            scope = known;
        }
        return evaluator.meets(condition, known);
    }

    boolean anyName(int number, Condition.AnyField any) {
        return overNames.holds(number, any, this);
    }

    int textKey(int value, ByteTable texts) {
        if ((done[value] & TEXT_KEY) == 0) {
            done[value] |= TEXT_KEY;
            textKeys[value] = texts.find(event.bytes(value), event.from(value), event.length(value));
        }
        return textKeys[value];
    }

    int foldKey(int value, ByteTable folds) {
        if ((done[value] & FOLD_KEY) == 0) {
            fold(value);
            done[value] |= FOLD_KEY;
            foldKeys[value] = folds.find(foldHolders[value], foldFrom[value], foldLength[value]);
        }
        return foldKeys[value];
    }

    /** Reads the fold of a value, for {@link #foldBytes}, {@link #foldFrom} and {@link #foldLength}. */
    void fold(int value) {
        if ((done[value] & FOLD) != 0) {
            return;
        }
        done[value] |= FOLD;
        byte[] bytes = event.bytes(value);
        int from = event.from(value);
        int length = event.length(value);
        if (Bytes.isFolded(bytes, from, length)) {
            foldHolders[value] = bytes;
            foldFrom[value] = from;
            foldLength[value] = length;
            return;
        }
        int most = foldedEnd + Bytes.foldedMax(length);
        if (most > folded.length) {
            // Folds of this event that stand in the old buffer stay there, and are good until the next event.
            folded = new byte[Math.max(most, folded.length * 2)];
        }
        int end = Bytes.fold(bytes, from, length, folded, foldedEnd);
        foldHolders[value] = folded;
        foldFrom[value] = foldedEnd;
        foldLength[value] = end - foldedEnd;
        foldedEnd = end;
    }

    byte[] foldBytes(int value) {
        return foldHolders[value];
    }

    int foldFrom(int value) {
        return foldFrom[value];
    }

    int foldLength(int value) {
        return foldLength[value];
    }

    /** One of {@link NumberBytes}' kinds. */
    byte numberKind(int value, Column column) {
        if ((done[value] & NUMBER) == 0) {
            done[value] |= NUMBER;
            numberKinds[value] = numberReader.read(
                    column.field.type(), event.kind(value), event.bytes(value), event.from(value), event.length(value));
            numbers[value] = numberReader.number;
        }
        return numberKinds[value];
    }

    /** The number that {@link #numberKind} has read. */
    long number(int value) {
        return numbers[value];
    }

    int numberKey(int value, Column column) {
        if ((done[value] & NUMBER_KEY) == 0) {
            byte kind = numberKind(value, column);
            done[value] |= NUMBER_KEY;
            LongTable table =
                    kind == NumberBytes.WHOLE ? column.wholes : kind == NumberBytes.FRACTION ? column.fractions : null;
            numberKeys[value] = table == null ? Column.NO_KEY : table.find(numbers[value]);
        }
        return numberKeys[value];
    }

    /** Whether some value of the field holds the literal that this key stands for. */
    boolean holdsLiteral(int slot, int key) {
        findLiterals(slot);
        return lastSeen[key] == stamp;
    }

    /** Whether some value of the field lies in the range that this key stands for. */
    boolean liesIn(int slot, int key) {
        findRanges(slot);
        return lastSeen[key] == stamp;
    }

    /** Finds all literals in a field, once an event. */
    void findLiterals(int slot) {
        if (literals.at[slot] == stamp) {
            return;
        }
        literals.at[slot] = stamp;
        literals.from[slot] = seenCount;
        LiteralAutomaton automaton = columns[slot].automaton;
        if (automaton != null) {
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                fold(value);
                scan(automaton, foldHolders[value], foldFrom[value], foldFrom[value] + foldLength[value]);
            }
        }
        literals.to[slot] = seenCount;
    }

    private void scan(LiteralAutomaton automaton, byte[] bytes, int from, int to) {
        int state = automaton.begin();
        for (int i = from; i < to; i++) {
            state = automaton.step(state, bytes[i]);
            if (state < 0) {
                state = ~state;
                seeAll(automaton, state);
            }
        }
        state = automaton.step(state, LiteralAutomaton.END);
        if (state < 0) {
            seeAll(automaton, ~state);
        }
    }

    private void seeAll(LiteralAutomaton automaton, int state) {
        int end = automaton.outputsTo(state);
        for (int out = automaton.outputsFrom(state); out < end; out++) {
            see(automaton.output(out));
        }
    }

    /** Finds all ranges that the field's values lie in, once an event. */
    void findRanges(int slot) {
        if (ranges.at[slot] == stamp) {
            return;
        }
        ranges.at[slot] = stamp;
        ranges.from[slot] = seenCount;
        Column column = columns[slot];
        IntervalTable table = column.intervals;
        if (table != null) {
            boolean number = column.isNumber();
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (number ? numberKind(value, column) == NumberBytes.WHOLE : event.isAddress(value)) {
                    seeAll(
                            table,
                            number
                                    ? table.find(0, IntervalTable.low(numbers[value]))
                                    : table.find(event.addressHigh(value), event.addressLow(value)));
                }
            }
        }
        ranges.to[slot] = seenCount;
    }

    private void seeAll(IntervalTable table, int stretch) {
        if (stretch >= 0) {
            int end = table.to(stretch);
            for (int i = table.from(stretch); i < end; i++) {
                see(table.key(i));
            }
        }
    }

    /** Cuts the field's values into words, once an event. */
    void findWords(int slot) {
        if (words.at[slot] == stamp) {
            return;
        }
        words.at[slot] = stamp;
        words.from[slot] = seenCount;
        wordsFirst[slot] = wordScan.count();
        ByteTable table = columns[slot].words;
        if (table != null) {
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                wordScan.add(event.bytes(value), event.from(value), event.length(value), table);
            }
        }
        wordsEnd[slot] = wordScan.count();
        for (int word = wordsFirst[slot]; word < wordsEnd[slot]; word++) {
            if (wordScan.key(word) >= 0) {
                see(wordScan.key(word));
            }
        }
        words.to[slot] = seenCount;
    }

    /** Whether some value of the field holds the word that this key stands for. */
    boolean holdsWord(int slot, int key) {
        findWords(slot);
        return lastSeen[key] == stamp;
    }

    /** Whether these words, which the field holds, stand next to each other somewhere in it. */
    boolean holdsPhrase(int slot, int[] phrase) {
        int last = wordsEnd[slot] - phrase.length;
        for (int at = wordsFirst[slot]; at <= last; at++) {
            int same = 0;
            while (same < phrase.length && wordScan.key(at + same) == phrase[same]) {
                same++;
            }
            if (same == phrase.length) {
                return true;
            }
        }
        return false;
    }

    /** Whether some word of the field matches the pattern. */
    boolean holdsWordLike(int slot, BytePattern pattern) {
        findWords(slot);
        for (int word = wordsFirst[slot]; word < wordsEnd[slot]; word++) {
            if (wordScan.key(word) != WordScan.GAP
                    && pattern.matches(wordScan.bytes(), wordScan.from(word), wordScan.length(word))) {
                return true;
            }
        }
        return false;
    }

    private void see(int key) {
        if (lastSeen[key] != stamp) {
            lastSeen[key] = stamp;
            if (seenCount == seen.length) {
                seen = Arrays.copyOf(seen, seenCount * 2);
            }
            seen[seenCount++] = key;
        }
    }

    /** Where the literals that {@link #findLiterals} found stand: {@link #seen} of this to {@link #literalsTo}. */
    int literalsFrom(int slot) {
        return literals.from[slot];
    }

    int literalsTo(int slot) {
        return literals.to[slot];
    }

    /** Where the ranges that {@link #findRanges} found stand: {@link #seen} of this to {@link #rangesTo}. */
    int rangesFrom(int slot) {
        return ranges.from[slot];
    }

    int rangesTo(int slot) {
        return ranges.to[slot];
    }

    /** Where the words that {@link #findWords} found stand: {@link #seen} of this to {@link #wordsTo}. */
    int wordsFrom(int slot) {
        return words.from[slot];
    }

    int wordsTo(int slot) {
        return words.to[slot];
    }

    int seen(int i) {
        return seen[i];
    }
}
