package io.picket.rule;

import java.util.List;
import java.util.Optional;

/** What an alert may take from its event instead of from the rule. */
public record Overrides(
        List<SeverityMapping> severity, Optional<String> riskScoreField, Optional<String> ruleNameField) {

    /** If {@code field} equals {@code value}, the alert has this severity; the highest that applies wins. */
    public record SeverityMapping(String field, String value, Severity severity) {}

    public static final Overrides NONE = new Overrides(List.of(), Optional.empty(), Optional.empty());

    public Overrides {
        severity = List.copyOf(severity);
    }
}
