package io.picket.match;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of Elasticsearch's version fields: semantic versions by precedence (a pre-release before its release; build
 * metadata, which precedence ignores, decides last, by text), and after them everything that is no semantic version, by
 * text.
 *
 * @param main the three numbers
 * @param pre the pre-release after the hyphen, empty if there is none
 * @param build the build metadata after the plus sign, empty if there is none
 */
record VersionText(List<String> main, String pre, String build) {

    static final Comparator<String> ORDER = VersionText::compare;

    private static final int CHARS_MAX = 1024;
    private static final Pattern SEMANTIC = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(?:-([0-9A-Za-z-]++(?:\\.[0-9A-Za-z-]++)*+))?(?:\\+([0-9A-Za-z-]++(?:\\.[0-9A-Za-z-]++)*+))?");

    private static @Nullable VersionText read(String text) {
        if (text.length() > CHARS_MAX) {
            return null;
        }
        Matcher parts = SEMANTIC.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String pre = parts.group(4);
        String build = parts.group(5);
        return new VersionText(
                List.of(parts.group(1), parts.group(2), parts.group(3)),
                pre == null ? "" : pre,
                build == null ? "" : build);
    }

    private static int compare(String a, String b) {
        VersionText left = read(a);
        VersionText right = read(b);
        if (left == null || right == null) {
            return left != null ? -1 : right != null ? 1 : TextOrder.compare(a, b);
        }
        for (int i = 0; i < 3; i++) {
            int byNumber = numbers(left.main.get(i), right.main.get(i));
            if (byNumber != 0) {
                return byNumber;
            }
        }
        int byPre = pres(left.pre, right.pre);
        return byPre != 0 ? byPre : TextOrder.compare(left.build, right.build);
    }

    private static int pres(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int byPart = identifiers(left[i], right[i]);
            if (byPart != 0) {
                return byPart;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int identifiers(String a, String b) {
        boolean aNumber = isNumber(a);
        boolean bNumber = isNumber(b);
        if (aNumber && bNumber) {
            return numbers(a, b);
        }
        return aNumber ? -1 : bNumber ? 1 : TextOrder.compare(a, b);
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Digits of any length, by value; leading zeros, where they are allowed, decide last. */
    private static int numbers(String a, String b) {
        String left = a.replaceFirst("^0+(?=.)", "");
        String right = b.replaceFirst("^0+(?=.)", "");
        int byLength = Integer.compare(left.length(), right.length());
        int byDigits = byLength != 0 ? byLength : left.compareTo(right);
        return byDigits != 0 ? byDigits : Integer.compare(a.length(), b.length());
    }
}
