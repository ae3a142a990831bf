package io.picket.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code alert_suppression}. */
final class SuppressionReader {

    private static final int GROUP_FIELDS_MAX = 3;
    private static final String SUPPRESS = "suppress";

    private SuppressionReader() {}

    static Suppression read(KeyReader keys, RuleType type) {
        keys.allow(List.of("group_by", "duration", "missing_fields_strategy"));
        List<String> groupBy = keys.texts("group_by");
        String strategy = keys.word("missing_fields_strategy", List.of(SUPPRESS, "doNotSuppress"));
        Optional<Duration> duration = duration(keys);
        if (type == RuleType.THRESHOLD) {
            return ofThreshold(keys, duration);
        }
        if (keys.required("group_by") && (groupBy.isEmpty() || groupBy.size() > GROUP_FIELDS_MAX)) {
            keys.problems()
                    .error(
                            "RULE-024",
                            keys.valueSpan("group_by"),
                            "'alert_suppression.group_by' takes 1 to " + GROUP_FIELDS_MAX + " values, not "
                                    + groupBy.size() + ".",
                            "");
        }
        return new Suppression(groupBy, duration, strategy == null || strategy.equals(SUPPRESS));
    }

    private static Suppression ofThreshold(KeyReader keys, Optional<Duration> duration) {
        keys.required("duration");
        for (String key : List.of("group_by", "missing_fields_strategy")) {
            if (keys.has(key)) {
                keys.problems()
                        .warning(
                                "RULE-026",
                                keys.spanOf(key),
                                "'" + keys.name(key) + "' has no effect in a threshold rule, which groups by its"
                                        + " threshold's fields.",
                                "Remove it.");
            }
        }
        return new Suppression(List.of(), duration, true);
    }

    private static Optional<Duration> duration(KeyReader keys) {
        KeyReader duration = keys.inner("duration");
        if (duration == null) {
            return Optional.empty();
        }
        duration.allow(List.of("value", "unit"));
        duration.required("value");
        duration.required("unit");
        long value = duration.whole("value", 1, Integer.MAX_VALUE, 1);
        String unit = duration.word("unit", List.of("s", "m", "h"));
        return unit == null
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(value * NowOffset.seconds(unit.charAt(0))));
    }
}
