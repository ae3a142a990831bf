package io.picket.rule;

import io.picket.condition.FieldTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the known name that a mistyped one was probably meant to be: the same in another case, or at most {@value
 * #SLIPS_MAX} letters inserted, left out, changed or swapped. Names of about equal length are compared one by one,
 * each in time proportional to its length; answers are kept.
 */
final class CheckNearest {

    static final int SLIPS_MAX = 2;

    /** Below this length two slips make another word, so only one is allowed. */
    private static final int SHORT_NAME_CHARS = 8;

    private final Map<String, String> byLowerCase = new HashMap<>();
    private final Map<Integer, List<Known>> byLength = new HashMap<>();
    private final Map<String, Optional<String>> answered = new HashMap<>();
    private final Set<String> roots = new HashSet<>();

    /** @param letters which letters it has, one bit each, some sharing one */
    private record Known(String name, long letters) {}

    CheckNearest(FieldTypes types) {
        for (String name : types.names()) {
            byLowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            byLength.computeIfAbsent(name.length(), length -> new ArrayList<>()).add(new Known(name, letters(name)));
            roots.add(name.substring(0, (name + ".").indexOf('.')));
        }
    }

    /** Whether a known name is this one or lies below it. */
    boolean isRoot(String name) {
        return roots.contains(name);
    }

    private static long letters(String name) {
        long letters = 0;
        for (int i = 0; i < name.length(); i++) {
            letters |= 1L << name.charAt(i);
        }
        return letters;
    }

    Optional<String> to(String name) {
        return answered.computeIfAbsent(name, this::find);
    }

    private Optional<String> find(String name) {
        String sameButCase = byLowerCase.get(name.toLowerCase(Locale.ROOT));
        if (sameButCase != null) {
            return Optional.of(sameButCase);
        }
        int slipsMax = name.length() < SHORT_NAME_CHARS ? 1 : SLIPS_MAX;
        long letters = letters(name);
        String best = null;
        int fewest = slipsMax + 1;
        for (int length = name.length() - slipsMax; length <= name.length() + slipsMax; length++) {
            for (Known known : byLength.getOrDefault(length, List.of())) {
                // Each slip changes at most two of the letters that occur.
                if (Long.bitCount(letters ^ known.letters()) > 2 * slipsMax) {
                    continue;
                }
                int slips = slips(name, known.name(), Math.min(fewest, slipsMax));
                if (slips < fewest
                        || slips == fewest && best != null && known.name().compareTo(best) < 0) {
                    fewest = slips;
                    best = known.name();
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters inserted, left out, changed or swapped with their neighbour from one to the other; over {@code most}: more. */
    static int slips(String left, String right, int most) {
        int tooMany = most + 1;
        if (Math.abs(left.length() - right.length()) > most) {
            return tooMany;
        }
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] now = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            Arrays.fill(now, tooMany);
            now[0] = i;
            int fewest = i;
            int from = Math.max(1, i - most);
            int to = Math.min(right.length(), i + most);
            for (int j = from; j <= to; j++) {
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                int cost = Math.min(last[j - 1] + (same ? 0 : 1), 1 + Math.min(last[j], now[j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                now[j] = swapped ? Math.min(cost, beforeLast[j - 2] + 1) : cost;
                fewest = Math.min(fewest, now[j]);
            }
            if (fewest > most) {
                return tooMany;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = now;
            now = free;
        }
        return Math.min(last[right.length()], tooMany);
    }
}
