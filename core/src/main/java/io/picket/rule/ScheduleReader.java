package io.picket.rule;

import java.time.Duration;
import java.util.Optional;

/** Reads when a rule runs and how far it looks back. */
final class ScheduleReader {

    private static final String INTERVAL_DEFAULT = "5m";
    private static final String FROM_DEFAULT = "now-6m";
    private static final String TO_DEFAULT = "now";
    private static final int INTERVAL_DIGITS_MAX = 9;

    private ScheduleReader() {}

    static Schedule read(KeyReader rule) {
        Duration interval = interval(rule);
        String from = rule.text("from", FROM_DEFAULT);
        String to = rule.text("to", TO_DEFAULT);
        Duration fromBack = back(rule, "from", from);
        Duration toBack = back(rule, "to", to);
        if (fromBack.compareTo(toBack) <= 0 && !rule.problems().failed()) {
            rule.problems()
                    .error(
                            "RULE-019",
                            rule.valueSpan(rule.has("from") ? "from" : "to"),
                            "The range from '" + from + "' to '" + to + "' is empty: no event can lie in it.",
                            "'from' must lie before 'to'.");
        }
        return new Schedule(interval, from, to, fromBack, toBack);
    }

    private static Duration interval(KeyReader rule) {
        String text = rule.text("interval", INTERVAL_DEFAULT);
        Optional<Duration> interval = span(text, "smhd");
        if (interval.isEmpty()) {
            rule.problems()
                    .error(
                            "RULE-018",
                            rule.valueSpan("interval"),
                            "'interval' must be a number and one of s, m, h, d, such as 5m, not '"
                                    + KeyReader.shortened(text) + "'.",
                            "");
        }
        return interval.orElse(Duration.ofMinutes(5));
    }

    /** A positive length of time in one unit, such as {@code 5m}. */
    static Optional<Duration> span(String text, String units) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > INTERVAL_DIGITS_MAX || units.indexOf(text.charAt(digits)) < 0) {
            return Optional.empty();
        }
        for (int i = 0; i < digits; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        Duration span =
                Duration.ofSeconds(Long.parseLong(text.substring(0, digits)) * NowOffset.seconds(text.charAt(digits)));
        return span.isZero() ? Optional.empty() : Optional.of(span);
    }

    private static Duration back(KeyReader rule, String key, String text) {
        Optional<NowOffset> offset = NowOffset.parse(text);
        if (offset.isEmpty() || offset.get().rounded()) {
            String why = offset.isEmpty() ? "" : " Rounding ('/d') is not supported here.";
            rule.problems()
                    .error(
                            "RULE-018",
                            rule.valueSpan(key),
                            "'" + key + "' must be a time relative to now, such as now-9m, not '"
                                    + KeyReader.shortened(text) + "'." + why,
                            "Use s, m, h, d, w, M or y.");
            return key.equals("to") ? Duration.ZERO : Duration.ofMinutes(6);
        }
        if (offset.get().calendar()) {
            rule.problems()
                    .note(
                            "RULE-020",
                            rule.valueSpan(key),
                            "A month in '" + key + "' counts as 30 days and a year as 365.");
        }
        return offset.get().back();
    }
}
