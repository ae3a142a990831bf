package io.picket.match;

import io.picket.condition.Bound;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.RegexPattern;
import io.picket.event.Event;
import io.picket.event.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One compiled question to one field. Immutable.
 *
 * <p>Apart from answering, a leaf says which keys it needs: an event that shows none of them cannot meet it. When
 * {@code exact}, an event meets it just when it shows one of them. No keys at all, unless exact, means that nothing is
 * known.
 */
@HotPath("verification of candidates: MatchBenchmark")
abstract sealed class Leaf {

    final int slot;
    final int[] keys;
    final boolean exact;

    /** About how dear the answer is, in nanoseconds; the cheap ones are asked first. */
    final int cost;

    Leaf(int slot, int[] keys, boolean exact, int cost) {
        this.slot = slot;
        this.keys = keys;
        this.exact = exact;
        this.cost = cost;
    }

    abstract boolean holds(Values values);

    /** Whether the values of its slot alone decide. */
    final boolean isOfOneField() {
        return !(this instanceof AnyName) && !(this instanceof Plain);
    }

    /** Some value is there, and reads as the field's type. */
    static final class Present extends Leaf {
        private final @Nullable Column numbers;
        private final boolean addresses;

        Present(Column column, int[] keys, boolean addresses, boolean numbers) {
            super(column.slot, keys, !addresses && !numbers, 2);
            this.addresses = addresses;
            this.numbers = numbers ? column : null;
        }

        @Override
        boolean holds(Values values) {
            Column column = numbers;
            Event event = values.event();
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (addresses
                        ? values.event().isAddress(value)
                        : column == null || values.numberKind(value, column) != NumberBytes.NONE) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Some value's text, fold or number has one of the keys. */
    static final class Named extends Leaf {
        private final Column column;
        private final @Nullable ByteTable texts;
        private final @Nullable ByteTable folds;
        private final boolean numbers;
        private final int only;
        private final int[] sorted;

        /** @param many whether the keys are too many to be found by, so that the field's presence has to do */
        Named(Column column, int[] named, boolean many, boolean texts, boolean folds, boolean numbers) {
            super(column.slot, many ? new int[] {column.presence} : named, !many, 4);
            this.column = column;
            this.texts = texts ? column.texts : null;
            this.folds = folds ? column.folds : null;
            this.numbers = numbers;
            this.sorted = named.clone();
            Arrays.sort(sorted);
            this.only = sorted.length == 1 ? sorted[0] : Column.NO_KEY;
        }

        @Override
        boolean holds(Values values) {
            Event event = values.event();
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (texts != null && names(values.textKey(value, texts))
                        || folds != null && names(values.foldKey(value, folds))
                        || numbers && names(values.numberKey(value, column))) {
                    return true;
                }
            }
            return false;
        }

        private boolean names(int key) {
            return key >= 0 && (only >= 0 ? key == only : Arrays.binarySearch(sorted, key) >= 0);
        }
    }

    /** Some value is in the language of one of the patterns. */
    static final class Patterns extends Leaf {
        private final BytePattern[] patterns;

        /** By pattern: the key of a literal it holds, or {@link Column#NO_KEY}. */
        private final int[] literals;

        private final boolean folded;

        Patterns(int slot, int[] keys, BytePattern[] patterns, int[] literals, boolean folded) {
            super(slot, keys, false, 20 + patterns.length * 5);
            this.patterns = patterns;
            this.literals = literals;
            this.folded = folded;
        }

        @Override
        boolean holds(Values values) {
            Event event = values.event();
            if (!event.has(slot)) {
                return false;
            }
            for (int i = 0; i < patterns.length; i++) {
                if ((literals[i] < 0 || values.holdsLiteral(slot, literals[i])) && holds(patterns[i], values, event)) {
                    return true;
                }
            }
            return false;
        }

        private boolean holds(BytePattern pattern, Values values, Event event) {
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (folded) {
                    values.fold(value);
                }
                boolean hit = folded
                        ? pattern.matches(values.foldBytes(value), values.foldFrom(value), values.foldLength(value))
                        : pattern.matches(event.bytes(value), event.from(value), event.length(value));
                if (hit) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Some value lies in the range, or one of the ranges, that the key stands for. */
    static final class Inside extends Leaf {
        private final int key;

        Inside(Column column, int key) {
            super(column.slot, new int[] {key}, true, 10);
            this.key = key;
        }

        @Override
        boolean holds(Values values) {
            return values.event().has(slot) && values.liesIn(slot, key);
        }
    }

    /** Some value is in the language of a regular expression. */
    static final class Regular extends Leaf {
        private final RegexPattern pattern;
        private final int literal;

        /** @param literal the key of a literal that such a value holds, or {@link Column#NO_KEY} */
        Regular(Column column, RegexPattern pattern, int literal) {
            super(column.slot, new int[] {literal < 0 ? column.presence : literal}, false, 200);
            this.pattern = pattern;
            this.literal = literal;
        }

        @Override
        boolean holds(Values values) {
            if (literal >= 0 && !(values.event().has(slot) && values.holdsLiteral(slot, literal))) {
                return false;
            }
            Event event = values.event();
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (pattern.matches(event.bytes(value), event.from(value), event.length(value))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Some value is an address in the blocks, which are too many to be keys. */
    static final class Blocks extends Leaf {
        private final CidrSet blocks;

        Blocks(Column column, CidrSet blocks) {
            super(column.slot, new int[] {column.presence}, false, 15);
            this.blocks = blocks;
        }

        @Override
        boolean holds(Values values) {
            Event event = values.event();
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (values.event().isAddress(value)
                        && blocks.contains(
                                values.event().addressHigh(value),
                                values.event().addressLow(value))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Some value is an integer or a time between two others, both included, where the ranges are too many to be keys. */
    static final class Between extends Leaf {
        private final Column column;
        private final long low;
        private final long high;

        Between(Column column, long low, long high) {
            super(column.slot, new int[] {column.presence}, false, 6);
            this.column = column;
            this.low = low;
            this.high = high;
        }

        @Override
        boolean holds(Values values) {
            Event event = values.event();
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (values.numberKind(value, column) == NumberBytes.WHOLE
                        && values.number(value) >= low
                        && values.number(value) <= high) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Some value is a number between two others, both included. */
    static final class BetweenReals extends Leaf {
        private final Column column;
        private final double low;
        private final double high;

        BetweenReals(Column column, double low, double high) {
            super(column.slot, new int[] {column.presence}, false, 6);
            this.column = column;
            this.low = low;
            this.high = high;
        }

        @Override
        boolean holds(Values values) {
            Event event = values.event();
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (values.numberKind(value, column) == NumberBytes.FRACTION) {
                    double number = Double.longBitsToDouble(values.number(value));
                    if (number >= low && number <= high) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** Some value lies between the bounds by its text; a JSON number, where numbers are told apart, by its value. */
    static final class BetweenTexts extends Leaf {
        private final byte @Nullable [] low;
        private final byte @Nullable [] high;

        /** From where on an order against the bound is right: 0 where the bound itself belongs to the range. */
        private final int lowOrder;

        private final int highOrder;
        private final @Nullable Column numbers;
        private final @Nullable Long lowest;
        private final @Nullable Long highest;
        private final double lowReal;
        private final double highReal;

        BetweenTexts(Column column, @Nullable Bound low, @Nullable Bound high, boolean numbers) {
            super(column.slot, new int[] {column.presence}, false, 8);
            this.low = low == null ? null : Bytes.of(Comparison.text(low.value()));
            this.high = high == null ? null : Bytes.of(Comparison.text(high.value()));
            this.lowOrder = low != null && low.inclusive() ? 0 : 1;
            this.highOrder = high != null && high.inclusive() ? 0 : -1;
            this.numbers = numbers ? column : null;
            this.lowest = numbers ? Ends.lowest(low) : null;
            this.highest = numbers ? Ends.highest(high) : null;
            this.lowReal = numbers ? Ends.lowestReal(low) : 0;
            this.highReal = numbers ? Ends.highestReal(high) : 0;
        }

        @Override
        boolean holds(Values values) {
            Event event = values.event();
            for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
                if (numbers != null && event.kind(value) == Kind.NUMBER
                        ? holdsNumber(values, value, numbers)
                        : holdsText(event.bytes(value), event.from(value), event.length(value))) {
                    return true;
                }
            }
            return false;
        }

        private boolean holdsNumber(Values values, int value, Column column) {
            byte kind = values.numberKind(value, column);
            if (kind == NumberBytes.WHOLE) {
                long number = values.number(value);
                return lowest != null && highest != null && number >= lowest && number <= highest;
            }
            double number = kind == NumberBytes.FRACTION ? Double.longBitsToDouble(values.number(value)) : Double.NaN;
            return number >= lowReal && number <= highReal;
        }

        private boolean holdsText(byte[] bytes, int from, int length) {
            return (low == null || Bytes.compare(bytes, from, length, low) >= lowOrder)
                    && (high == null || Bytes.compare(bytes, from, length, high) <= highOrder);
        }
    }

    /** Some value holds one of the words. */
    static final class AnyOfWords extends Leaf {

        AnyOfWords(Column column, int[] words) {
            super(column.slot, words, true, 30);
        }

        @Override
        boolean holds(Values values) {
            if (values.event().has(slot)) {
                for (int key : keys) {
                    if (values.holdsWord(slot, key)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** Some value holds the words one after the other. */
    static final class WordsInRow extends Leaf {
        private final int[] words;

        /** @param rarest the word of them to be found by */
        WordsInRow(Column column, int[] words, int rarest) {
            super(column.slot, new int[] {rarest}, words.length == 1, 40);
            this.words = words;
        }

        @Override
        boolean holds(Values values) {
            if (!values.event().has(slot)) {
                return false;
            }
            for (int word : words) {
                if (!values.holdsWord(slot, word)) {
                    return false;
                }
            }
            return words.length == 1 || values.holdsPhrase(slot, words);
        }
    }

    /** Some word of some value matches the pattern. */
    static final class WordPattern extends Leaf {
        private final BytePattern pattern;

        WordPattern(Column column, BytePattern pattern) {
            super(column.slot, new int[] {column.presence}, false, 500);
            this.pattern = pattern;
        }

        @Override
        boolean holds(Values values) {
            return values.event().has(slot) && values.holdsWordLike(slot, pattern);
        }
    }

    /** Some field of a matching name meets what is asked of it. */
    static final class AnyName extends Leaf {
        private final int number;
        private final AnyField any;

        /** @param number of this among the conditions over names, from 0 */
        AnyName(int number, AnyField any, int cost) {
            super(-1, new int[0], false, cost);
            this.number = number;
            this.any = any;
        }

        @Override
        boolean holds(Values values) {
            return values.anyName(number, any);
        }
    }

    /** A question that is too rare to be compiled, or looks at the whole document. */
    static final class Plain extends Leaf {
        private final Condition condition;

        Plain(int slot, int[] keys, Condition condition, int cost) {
            super(slot, keys, false, cost);
            this.condition = condition;
        }

        @Override
        boolean holds(Values values) {
            return values.meetsPlainly(condition);
        }
    }
}
