package io.picket.cli;

import io.picket.condition.Field;
import io.picket.rule.Query;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody;
import io.picket.rule.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rule as read, for a person: what it looks for, when it runs, what it needs, where it stands in ATT&CK. */
final class RuleText {

    private RuleText() {}

    static String of(Rule rule, String file, Set<Field> needs, String support) {
        StringBuilder out = new StringBuilder();
        out.append(rule.name()).append('\n');
        line(out, "rule id", rule.ruleId());
        line(out, "file", file);
        line(out, "type", rule.type().word() + (rule.buildingBlock() ? ", building block" : ""));
        line(out, "severity", rule.severity().word() + ", risk score " + rule.riskScore());
        line(out, "support", support);
        line(
                out,
                "schedule",
                "every " + spoken(rule.schedule().interval()) + " over "
                        + rule.schedule().from() + " … "
                        + rule.schedule().to() + " (" + spoken(rule.schedule().lookBack()) + "), at most "
                        + rule.maxSignals() + " alerts a run");
        line(
                out,
                "time",
                rule.primaryTimestamp()
                        + (rule.timestampOverride().isPresent() && rule.timestampFallback()
                                ? ", else @timestamp"
                                : ""));
        line(out, "indices", String.join("  ", rule.index().patterns()));
        body(out, rule.body());
        if (!needs.isEmpty()) {
            line(
                    out,
                    "needs",
                    new TreeSet<>(needs.stream().map(Field::name).toList())
                            .stream().collect(Collectors.joining("  ")));
        }
        threats(rule).forEach(threat -> line(out, "ATT&CK", threat));
        Object tags = rule.parameters().get("tags");
        if (tags instanceof List<?> list && !list.isEmpty()) {
            line(out, "tags", list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        paragraph(out, rule.description());
        prose(out, rule, "note");
        prose(out, rule, "setup");
        return out.toString();
    }

    private static void body(StringBuilder out, RuleBody body) {
        switch (body) {
            case RuleBody.QueryBody(Query query, var saved) -> query(out, query);
            case RuleBody.ThresholdBody(Query query, Threshold threshold) -> {
                query(out, query);
                line(
                        out,
                        "threshold",
                        (threshold.fields().isEmpty()
                                        ? "all events together"
                                        : "by " + String.join(", ", threshold.fields()))
                                + ": at least " + Words.counted(threshold.value(), "event")
                                + threshold
                                        .cardinality()
                                        .map(distinct -> " and " + Words.counted(distinct.value(), "value") + " of "
                                                + distinct.field())
                                        .orElse(""));
            }
            case RuleBody.NewTermsBody terms -> {
                query(out, terms.query());
                line(out, "new terms", String.join(" + ", terms.fields()) + ", not seen since " + terms.historyStart());
            }
            case RuleBody.EqlBody eql -> query(out, eql.query());
            case RuleBody.EsqlBody esql -> query(out, esql.query());
            case RuleBody.ThreatMatchBody threat -> {
                query(out, threat.query());
                line(out, "indicators", String.join(" ", threat.threatIndex()));
                text(out, threat.threatQuery());
                threat.mapping()
                        .forEach(group -> line(
                                out,
                                "match if",
                                group.stream().map(RuleText::comparison).collect(Collectors.joining(" and "))));
            }
            case RuleBody.MachineLearningBody learned -> line(out, "jobs", String.join(", ", learned.jobs()));
        }
    }

    private static void query(StringBuilder out, Query query) {
        line(out, "query", "(" + query.language() + ")");
        text(out, query);
    }

    private static String comparison(RuleBody.MappingEntry entry) {
        return entry.field() + (entry.negate() ? " is not " : " is ") + entry.value();
    }

    private static void text(StringBuilder out, Query query) {
        String text = query.text().text().strip();
        text.lines().forEach(row -> out.append("    ").append(row).append('\n'));
    }

    private static List<String> threats(Rule rule) {
        List<String> lines = new ArrayList<>();
        if (rule.parameters().get("threat") instanceof List<?> threats) {
            for (Object threat : threats) {
                if (threat instanceof Map<?, ?> entry) {
                    String tactic = named(entry.get("tactic"));
                    List<String> techniques = new ArrayList<>();
                    techniques(entry.get("technique"), techniques);
                    lines.add(tactic + (techniques.isEmpty() ? "" : ": " + String.join(", ", techniques)));
                }
            }
        }
        return lines;
    }

    private static void techniques(@Nullable Object list, List<String> into) {
        if (list instanceof List<?> techniques) {
            for (Object technique : techniques) {
                into.add(named(technique));
                if (technique instanceof Map<?, ?> entry) {
                    techniques(entry.get("subtechnique"), into);
                }
            }
        }
    }

    private static String named(@Nullable Object entry) {
        return entry instanceof Map<?, ?> map ? map.get("id") + " " + map.get("name") : "";
    }

    private static void prose(StringBuilder out, Rule rule, String key) {
        if (rule.parameters().get(key) instanceof String text && !text.isBlank()) {
            paragraph(out, text);
        }
    }

    private static void paragraph(StringBuilder out, String text) {
        out.append('\n').append(text.strip()).append('\n');
    }

    private static void line(StringBuilder out, String label, String text) {
        out.append(String.format("  %-10s %s%n", label, text));
    }

    static String spoken(Duration span) {
        return Words.spoken(span.toMillis());
    }
}
