package io.picket.rule;

import io.picket.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the numbers that a description claims: least counts ("20 or more ports", "a high number (10)") and spans of
 * time ("within 30 minutes"). Numbers with other meanings (status codes, versions, sizes) are not claims. Only the
 * first {@value #TEXT_CHARS_MAX} characters are read.
 */
final class CheckProse {

    static final int TEXT_CHARS_MAX = 10_000;

    /**
     * A least count.
     *
     * @param number as written
     * @param moreThan whether the text says "more than", so that one more may be meant
     * @param explicit whether the words leave no doubt that a threshold is meant
     * @param span where it stands in the text
     */
    record Count(long number, boolean moreThan, boolean explicit, Span span) {

        boolean says(long parameter) {
            return number == parameter || moreThan && number + 1 == parameter;
        }
    }

    record Window(Duration length, Span span) {}

    private static final Map<String, Integer> NUMBER_WORDS = Map.ofEntries(
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("twelve", 12),
            Map.entry("fifteen", 15),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("fifty", 50));

    private static final String NUMBER =
            "(?<number>\\d{1,3}(?:,\\d{3}){1,3}|\\d{1,9}|" + String.join("|", NUMBER_WORDS.keySet()) + ")";

    /** What may not follow: parts of other numbers, shares, sizes and spans of time. */
    private static final String COUNTS_THINGS =
            "(?![\\w.,:/-]*\\d)(?!\\s?%)(?!\\s?[kKMG]i?[bB]\\b)(?![\\s-]?(?:percent|bytes?|(?:milli)?seconds?|secs?|"
                    + "minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|ms|[smhd])\\b)";

    private static final String QUALITY = "(?:[\\p{L}-]{2,20}\\s+){0,2}";

    private static final String THINGS =
            "(?:ports|hosts|addresses|ips|destinations|targets|systems|machines|devices|endpoints|servers|accounts|users|"
                    + "identities|attempts|events|logins|logons|sign-ins|failures|processes|executions|terminations|files|"
                    + "objects|resources|connections|requests|queries|alerts|rules|values|sessions|countries|locations|"
                    + "repositories|repos|arguments|commands|instances|domains|names)\\b";

    private static final Pattern EXPLICIT = pattern("(?:"
            + "(?<least>\\b(?:at\\s+least|minimum\\s+(?:number\\s+|count\\s+)?of|no\\s+fewer\\s+than|threshold\\s+of))\\s+"
            + "|(?<more>\\b(?:more\\s+than|greater\\s+than|in\\s+excess\\s+of|exceed(?:s|ing)?))\\s+"
            + "|\\b(?:number|amount|volume|count)\\s+\\("
            + ")" + NUMBER + "\\b" + COUNTS_THINGS);
    private static final Pattern OR_MORE = pattern("(?<![\\w.,:/-])" + NUMBER
            + "(?:\\s+or\\s+more|\\+)(?=[\\s).,;])(?!\\s+(?:seconds|minutes|hours|days)\\b)");
    /** Words after which a number is a name. */
    private static final String NAMED =
            "(?<!\\b(?:http|status|code|port|error|event|id|version|type|microsoft|office|windows|server|rfc|sha)\\s)";

    private static final Pattern LOOSE = pattern("(?<![\\w.,:/-])" + NAMED + "(?<more>\\b(?:over|above)\\s+)?" + NUMBER
            + "\\b" + COUNTS_THINGS + "\\s+(?:times\\b|" + QUALITY + THINGS + ")");

    private static final Pattern WINDOW =
            pattern("\\b(?:within|timespan\\s+of|window\\s+of|in)\\s+(?:an?\\s+|the\\s+last\\s+)?"
                    + "(?:(?:span|period|window|timespan|time\\s+window)\\s+of\\s+)?" + "(?:" + NUMBER
                    + "|(?<one>one|an|a|1))[\\s-]"
                    + "(?<unit>second|minute|hour|day)s?\\b");

    private CheckProse() {}

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    static List<Count> counts(String text) {
        String read = clipped(text);
        List<Count> found = new ArrayList<>();
        collect(EXPLICIT.matcher(read), true, found);
        collect(OR_MORE.matcher(read), true, found);
        collect(LOOSE.matcher(read), false, found);
        return found;
    }

    private static void collect(Matcher matcher, boolean explicit, List<Count> found) {
        while (matcher.find()) {
            Span span = new Span(matcher.start("number"), matcher.end("number"));
            if (found.stream().anyMatch(count -> count.span().equals(span))) {
                continue;
            }
            boolean more = matcher.namedGroups().containsKey("more") && matcher.group("more") != null;
            found.add(new Count(number(matcher.group("number")), more, explicit, span));
        }
    }

    static List<Window> windows(String text) {
        List<Window> found = new ArrayList<>();
        Matcher matcher = WINDOW.matcher(clipped(text));
        while (matcher.find()) {
            String number = matcher.group("number");
            long many = number == null ? 1 : number(number);
            Duration unit = switch (matcher.group("unit").toLowerCase(Locale.ROOT)) {
                case "second" -> Duration.ofSeconds(1);
                case "minute" -> Duration.ofMinutes(1);
                case "hour" -> Duration.ofHours(1);
                default -> Duration.ofDays(1);
            };
            found.add(new Window(unit.multipliedBy(many), new Span(matcher.start(), matcher.end())));
        }
        return found;
    }

    private static String clipped(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }

    private static long number(String written) {
        Integer word = NUMBER_WORDS.get(written.toLowerCase(Locale.ROOT));
        return word != null ? word : Long.parseLong(written.replace(",", ""));
    }
}
