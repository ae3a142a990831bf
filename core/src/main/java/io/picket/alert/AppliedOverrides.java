package io.picket.alert;

import io.picket.condition.NumberText;
import io.picket.rule.Overrides;
import io.picket.rule.Overrides.SeverityMapping;
import io.picket.rule.Rule;
import io.picket.rule.Severity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says of itself, after its rule's overrides looked into its source.
 *
 * @param riskScore 0 to 100: Long, or Double where the source has a fraction
 */
record AppliedOverrides(Severity severity, Number riskScore, String name) {

    private static final String EVENT_SEVERITY = "event.severity";
    private static final double WHOLE_MAX = 9_007_199_254_740_991.0;

    /** @param flat the source laid flat, before cleaning */
    static AppliedOverrides of(Rule rule, Map<String, Object> flat) {
        Overrides overrides = rule.overrides();
        Severity severity = null;
        for (SeverityMapping mapping : overrides.severity()) {
            boolean higher = severity == null || mapping.severity().compareTo(severity) > 0;
            if (higher && applies(mapping, flat)) {
                severity = mapping.severity();
            }
        }
        Number risk = overrides
                .riskScoreField()
                .map(field -> riskScore(values(flat, field)))
                .orElse(null);
        String name = overrides
                .ruleNameField()
                .map(field -> firstText(values(flat, field)))
                .orElse(null);
        return new AppliedOverrides(
                severity == null ? rule.severity() : severity,
                risk == null ? (Number) (long) rule.riskScore() : risk,
                name == null ? rule.name() : name);
    }

    /** What the rule says of itself. */
    static AppliedOverrides none(Rule rule) {
        return new AppliedOverrides(rule.severity(), (long) rule.riskScore(), rule.name());
    }

    private static boolean applies(SeverityMapping mapping, Map<String, Object> flat) {
        List<?> values = values(flat, mapping.field());
        if (mapping.field().equals(EVENT_SEVERITY)) {
            Double wanted = number(mapping.value());
            return wanted != null
                    && values.stream().anyMatch(value -> {
                        Double found = number(value);
                        return found != null && found == Math.floor(wanted);
                    });
        }
        return values.stream()
                .anyMatch(value -> comparable(value) && value.toString().equals(mapping.value()));
    }

    /** Text, and whole numbers that a double holds exactly. */
    private static boolean comparable(Object value) {
        return value instanceof String || value instanceof Long whole && Math.abs((double) whole) <= WHOLE_MAX;
    }

    private static @Nullable Number riskScore(List<?> values) {
        Double best = null;
        for (Object value : values) {
            Double score = number(value);
            if (score != null && score >= 0 && score <= 100 && (best == null || score > best)) {
                best = score;
            }
        }
        if (best == null) {
            return null;
        }
        return best == Math.rint(best) ? (Number) (long) (double) best : best;
    }

    private static @Nullable String firstText(List<?> values) {
        return values.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(null);
    }

    /** A number, or text that JavaScript would take for one: blank text is zero to it. */
    private static @Nullable Double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (!(value instanceof String text)) {
            return null;
        }
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return 0.0;
        }
        NumberText read = NumberText.read(stripped);
        return read == null ? null : (Double) read.nearest();
    }

    private static List<?> values(Map<String, Object> flat, String field) {
        return switch (flat.get(field)) {
            case null -> List.of();
            case List<?> list -> list;
            case Object one -> List.of(one);
        };
    }
}
