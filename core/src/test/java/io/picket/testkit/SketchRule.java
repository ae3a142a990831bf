package io.picket.testkit;

import io.picket.condition.IndexPatterns;
import io.picket.rule.Overrides;
import io.picket.rule.Query;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody;
import io.picket.rule.RuleType;
import io.picket.rule.Schedule;
import io.picket.rule.Severity;
import io.picket.rule.Suppression;
import io.picket.rule.Threshold;
import io.picket.text.Place;
import io.picket.text.SourceText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule with everything a test does not care about filled in. */
public final class SketchRule {

    private RuleType type = RuleType.QUERY;
    private RuleBody body = new RuleBody.QueryBody(everything(), Optional.empty());
    private String id = "rule-1";
    private String name = "Odd things";
    private Duration interval = Duration.ofMinutes(5);
    private Duration fromBack = Duration.ofMinutes(9);
    private Duration toBack = Duration.ZERO;
    private int maxSignals = Rule.MAX_SIGNALS_DEFAULT;
    private Overrides overrides = Overrides.NONE;
    private Optional<Suppression> suppression = Optional.empty();
    private boolean buildingBlock;
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    public static SketchRule query() {
        return new SketchRule();
    }

    public static SketchRule newTerms(List<String> fields, String historyStart) {
        SketchRule rule = new SketchRule();
        rule.type = RuleType.NEW_TERMS;
        rule.body = new RuleBody.NewTermsBody(everything(), fields, historyStart);
        return rule;
    }

    public static SketchRule threshold(List<String> fields, long value) {
        SketchRule rule = new SketchRule();
        rule.type = RuleType.THRESHOLD;
        rule.body = new RuleBody.ThresholdBody(everything(), new Threshold(fields, value, Optional.empty()));
        return rule;
    }

    /** Maps event fields to indicator fields; the indicators are those that meet a KQL query. */
    public static SketchRule threatMatch(String threatQuery, List<List<RuleBody.MappingEntry>> mapping) {
        SketchRule rule = new SketchRule();
        rule.type = RuleType.THREAT_MATCH;
        rule.body = new RuleBody.ThreatMatchBody(
                everything(),
                new Query("kuery", SourceText.of("threat", threatQuery)),
                List.of("logs-ti_*"),
                mapping,
                List.of(),
                "ti");
        return rule;
    }

    public static SketchRule eql(String query) {
        return eql(query, Optional.empty(), Optional.empty());
    }

    public static SketchRule eql(String query, Optional<String> timestampField, Optional<String> tiebreakerField) {
        SketchRule rule = new SketchRule();
        rule.type = RuleType.EQL;
        rule.body = new RuleBody.EqlBody(
                new Query("eql", SourceText.of("sketch", query)), timestampField, Optional.empty(), tiebreakerField);
        return rule;
    }

    private static Query everything() {
        return new Query("kuery", SourceText.of("sketch", "*:*"));
    }

    public SketchRule id(String id) {
        this.id = id;
        return this;
    }

    public SketchRule name(String name) {
        this.name = name;
        return this;
    }

    public SketchRule schedule(Duration interval, Duration fromBack, Duration toBack) {
        this.interval = interval;
        this.fromBack = fromBack;
        this.toBack = toBack;
        return this;
    }

    public SketchRule maxSignals(int maxSignals) {
        this.maxSignals = maxSignals;
        return this;
    }

    public SketchRule overrides(Overrides overrides) {
        this.overrides = overrides;
        return this;
    }

    public SketchRule suppression(Suppression suppression) {
        this.suppression = Optional.of(suppression);
        return this;
    }

    public SketchRule buildingBlock() {
        this.buildingBlock = true;
        return this;
    }

    public SketchRule parameter(String key, Object value) {
        parameters.put(key, value);
        return this;
    }

    public Rule build() {
        return new Rule(
                type,
                id,
                name,
                "A rule for tests.",
                Severity.LOW,
                21,
                new Schedule(interval, back(fromBack), back(toBack), fromBack, toBack),
                maxSignals,
                new IndexPatterns(List.of("logs-*", "packetbeat-*")),
                Optional.empty(),
                true,
                List.of(),
                overrides,
                suppression,
                buildingBlock,
                List.of(),
                body,
                parameters,
                Place.file("sketch"));
    }

    private static String back(Duration duration) {
        return duration.isZero()
                ? "now"
                : duration.isNegative() ? "now+" + -duration.toSeconds() + "s" : "now-" + duration.toSeconds() + "s";
    }
}
