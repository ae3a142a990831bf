package io.picket.condition;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A set of code points: ranges in ascending order that neither touch nor overlap. Immutable. */
final class CharSet {

    static final CharSet NONE = new CharSet(new int[0]);
    static final CharSet ALL = range(0, Character.MAX_CODE_POINT);

    /** Above it no letter has another case; Adlam ends at 0x1E943. */
    private static final int CASED_MAX = 0x1_FFFF;

    /** Letters that are not their own fold, each followed by its fold. Filled at first use. */
    private static int @Nullable [] cased;

    private static final int ASCII = 128;
    /** What folds to s and to k besides their capitals: all that folds to ASCII from outside it. */
    private static final int LONG_S = 0x17F;

    private static final int KELVIN = 0x212A;

    /** First and last of each range, both included. */
    private final int[] bounds;

    private CharSet(int[] bounds) {
        this.bounds = bounds;
    }

    static CharSet range(int first, int last) {
        return first > last ? NONE : new CharSet(new int[] {first, last});
    }

    static CharSet one(int codePoint) {
        return range(codePoint, codePoint);
    }

    /** The characters of a text, each by itself. */
    static CharSet of(String text) {
        return join(text.codePoints().mapToObj(CharSet::one).toArray(CharSet[]::new));
    }

    static CharSet join(CharSet... sets) {
        int[][] ranges = Arrays.stream(sets)
                .flatMap(set -> Arrays.stream(set.ranges()))
                .sorted((a, b) -> Integer.compare(a[0], b[0]))
                .toArray(int[][]::new);
        int[] merged = new int[ranges.length * 2];
        int length = 0;
        for (int[] range : ranges) {
            if (length > 0 && range[0] <= merged[length - 1] + 1) {
                merged[length - 1] = Math.max(merged[length - 1], range[1]);
            } else {
                merged[length++] = range[0];
                merged[length++] = range[1];
            }
        }
        return new CharSet(Arrays.copyOf(merged, length));
    }

    /** First and last of each range. */
    int[][] ranges() {
        int[][] ranges = new int[bounds.length / 2][];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = new int[] {bounds[2 * i], bounds[2 * i + 1]};
        }
        return ranges;
    }

    CharSet others() {
        int[] gaps = new int[bounds.length + 2];
        int length = 0;
        int from = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            if (from < bounds[i]) {
                gaps[length++] = from;
                gaps[length++] = bounds[i] - 1;
            }
            from = bounds[i + 1] + 1;
        }
        if (from <= Character.MAX_CODE_POINT) {
            gaps[length++] = from;
            gaps[length++] = Character.MAX_CODE_POINT;
        }
        return new CharSet(Arrays.copyOf(gaps, length));
    }

    /** With every other case of the letters in it. */
    CharSet anyCase() {
        return bounds.length == 0 || bounds[bounds.length - 1] < ASCII ? anyCaseOfAscii() : anyCaseOfAll();
    }

    /** The same for nearly all sets that rules have, without the table of all cased letters. */
    private CharSet anyCaseOfAscii() {
        boolean[] in = new boolean[ASCII];
        for (int i = 0; i < bounds.length; i += 2) {
            Arrays.fill(in, bounds[i], bounds[i + 1] + 1, true);
        }
        for (int small = 'a', large = 'A'; small <= 'z'; small++, large++) {
            in[small] |= in[large];
            in[large] = in[small];
        }
        int[] made = new int[ASCII + 4];
        int length = 0;
        for (int c = 0; c < ASCII; c++) {
            if (in[c] && c > 0 && in[c - 1]) {
                made[length - 1] = c;
            } else if (in[c]) {
                made[length++] = c;
                made[length++] = c;
            }
        }
        if (in['s']) {
            made[length++] = LONG_S;
            made[length++] = LONG_S;
        }
        if (in['k']) {
            made[length++] = KELVIN;
            made[length++] = KELVIN;
        }
        return new CharSet(Arrays.copyOf(made, length));
    }

    private CharSet anyCaseOfAll() {
        int[] pairs = cased();
        int[] more = new int[pairs.length * 2];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (contains(pairs[i])) {
                more[length++] = pairs[i + 1];
                more[length++] = pairs[i + 1];
            }
        }
        CharSet folds = joinSingles(more, length);
        length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (folds.contains(pairs[i + 1])) {
                more[length++] = pairs[i];
                more[length++] = pairs[i];
            }
        }
        return join(folds, joinSingles(more, length));
    }

    /** This set and single code points, in pairs, in any order. */
    private CharSet joinSingles(int[] singles, int length) {
        CharSet[] sets = new CharSet[length / 2 + 1];
        sets[0] = this;
        for (int i = 0; i < length; i += 2) {
            sets[i / 2 + 1] = one(singles[i]);
        }
        return join(sets);
    }

    private static int[] cased() {
        int[] known = cased;
        if (known == null) {
            int[] pairs = new int[8_192];
            int length = 0;
            for (int codePoint = 0; codePoint <= CASED_MAX; codePoint++) {
                int folded = fold(codePoint);
                if (folded != codePoint) {
                    if (length == pairs.length) {
                        pairs = Arrays.copyOf(pairs, length * 2);
                    }
                    pairs[length++] = codePoint;
                    pairs[length++] = folded;
                }
            }
            known = Arrays.copyOf(pairs, length);
            cased = known;
        }
        return known;
    }

    /** Simple case folding; the Turkish i's stand for themselves. */
    private static int fold(int codePoint) {
        return codePoint == 0x130 || codePoint == 0x131
                ? codePoint
                : Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    boolean contains(int codePoint) {
        int at = Arrays.binarySearch(bounds, codePoint);
        // Between a first and a last the insertion point is odd.
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(ranges());
    }
}
