package io.picket.cli;

import io.picket.detect.ThresholdStandings;
import io.picket.detect.ThresholdStandings.Standing;
import io.picket.explain.Explanation.Kind;
import io.picket.pipeline.GroupStudy;
import io.picket.rule.Rule;
import io.picket.rule.Threshold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How near the groups of a threshold rule came to an alert, for a person and for programs. */
final class ThresholdText {

    private final Rule rule;
    private final Threshold threshold;
    private final GroupStudy.Outcome<ThresholdStandings.Result> outcome;
    private final List<Standing> groups;
    private final long all;

    /**
     * What is to be told.
     *
     * @param groups the nearest of those asked for
     * @param all how many groups were asked for
     */
    ThresholdText(
            Rule rule,
            Threshold threshold,
            GroupStudy.Outcome<ThresholdStandings.Result> outcome,
            List<Standing> groups,
            long all) {
        this.rule = rule;
        this.threshold = threshold;
        this.outcome = outcome;
        this.groups = groups;
        this.all = all;
    }

    String table() {
        ThresholdStandings.Result result = outcome.result();
        StringBuilder out = new StringBuilder();
        out.append(Shown.line(rule.name())).append('\n');
        line(out, "asks", asked());
        line(
                out,
                "events",
                Words.counted(outcome.summary().events(), "event") + " read, " + number(outcome.query())
                        + " meet the query");
        for (GroupStudy.Removed removed : outcome.removed()) {
            String what = removed.kind() == Kind.FILTER ? "not met by filter" : "excepted by";
            line(out, "", number(removed.events()) + " of them " + what + named(removed.name()));
        }
        result.lacking()
                .forEach((field, events) ->
                        line(out, "", Words.counted(events, "event") + " in no group: " + field + " missing"));
        if (result.uncounted() > 0) {
            line(
                    out,
                    "",
                    Words.counted(result.uncounted(), "event") + " with no value to count: "
                            + threshold
                                    .cardinality()
                                    .map(Threshold.Cardinality::field)
                                    .orElse("") + " missing");
        }
        if (result.left() > 0) {
            line(out, "", number(result.left()) + " left out: too many groups or events at one time");
        }
        long alerting = result.standings().stream().filter(Standing::alerts).count();
        line(
                out,
                "groups",
                number(result.standings().size()) + ", of which " + number(alerting)
                        + (alerting == 1 ? " meets" : " meet") + " the threshold");
        if (outcome.query() == 0 && outcome.summary().events() > 0) {
            line(out, "", "without --group, explain says of each event why it does not match");
        }
        return out.append(groups.isEmpty() ? "" : "\n" + rows()).toString();
    }

    private static String named(String name) {
        return name.isEmpty() ? "" : " \"" + name + "\"";
    }

    private String asked() {
        return "by " + (threshold.fields().isEmpty() ? "nothing" : String.join(", ", threshold.fields())) + ": "
                + Words.counted(threshold.value(), "event")
                + threshold
                        .cardinality()
                        .map(counted -> " and " + Words.counted(counted.value(), "value") + " of " + counted.field())
                        .orElse("")
                + " within " + Words.spoken(rule.schedule().lookBack().toMillis());
    }

    private String rows() {
        List<String> headings = new ArrayList<>(threshold.fields());
        headings.add("EVENTS");
        threshold.cardinality().ifPresent(counted -> headings.add(counted.field()));
        headings.addAll(List.of("IN THE WINDOW FROM", "LASTING", "LACKS"));
        TextTable table = new TextTable(headings.stream()
                .map(heading -> heading.toUpperCase(Locale.ROOT))
                .toArray(String[]::new));
        for (Standing group : groups) {
            List<Object> cells = new ArrayList<>();
            group.group().forEach(value -> cells.add(String.valueOf(value)));
            cells.add(number(group.events()));
            threshold.cardinality().ifPresent(counted -> cells.add(number(group.distinct())));
            cells.add(Instant.ofEpochMilli(group.from()));
            cells.add(Words.lasting(group.to() - group.from()));
            cells.add(group.alerts() ? "nothing, alerts" : lacks(group));
            table.row(cells.toArray());
        }
        long more = all - groups.size();
        return table.print() + (more > 0 ? "… and " + Words.counted(more, "group") + " more\n" : "");
    }

    private String lacks(Standing group) {
        List<String> lacks = new ArrayList<>();
        if (group.events() < threshold.value()) {
            lacks.add(Words.counted(threshold.value() - group.events(), "event"));
        }
        threshold
                .cardinality()
                .filter(counted -> group.distinct() < counted.value())
                .ifPresent(counted -> lacks.add(Words.counted(counted.value() - group.distinct(), "value")));
        return lacks.stream().collect(Collectors.joining(" and "));
    }

    private static void line(StringBuilder out, String label, String text) {
        out.append(String.format(Locale.ROOT, "  %-8s %s%n", label, Shown.line(text)));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    // ---- for programs ----

    Map<String, Object> whole() {
        Map<String, Object> told = ExplainJson.study(rule, outcome);
        told.put("lacking", outcome.result().lacking());
        told.put("uncounted", outcome.result().uncounted());
        told.put("left_out", outcome.result().left());
        told.put("groups", groups.stream().map(this::group).toList());
        return told;
    }

    Map<String, Object> group(Standing standing) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < threshold.fields().size(); i++) {
            values.put(threshold.fields().get(i), standing.group().get(i));
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("group", values);
        told.put("alerts", standing.alerts());
        told.put("events", standing.events());
        told.put("events_asked", threshold.value());
        threshold.cardinality().ifPresent(counted -> {
            told.put("distinct", standing.distinct());
            told.put("distinct_asked", counted.value());
        });
        told.put("from", Instant.ofEpochMilli(standing.from()).toString());
        told.put("to", Instant.ofEpochMilli(standing.to()).toString());
        told.put("events_altogether", standing.all());
        return told;
    }
}
