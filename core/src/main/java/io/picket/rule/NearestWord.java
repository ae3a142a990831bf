package io.picket.rule;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person probably meant to write. */
final class NearestWord {

    /** Longer words are no typing mistakes of any key. */
    private static final int LENGTH_MAX = 64;

    private NearestWord() {}

    /** The word that is fewest letters away, if it is near enough to be meant. */
    static Optional<String> to(String written, Collection<String> words) {
        if (written.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String lower = written.toLowerCase(Locale.ROOT);
        String nearest = null;
        int least = Math.min(written.length(), 9) / 3 + 1;
        for (String word : words) {
            int distance = distance(lower, word.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = word;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Letters to insert, remove, replace or swap with their neighbour to get from one to the other. */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(steps[i - 1][j - 1] + same, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                steps[i][j] = swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
            }
        }
        return steps[a.length()][b.length()];
    }
}
