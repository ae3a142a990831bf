package io.picket.cli;

import io.picket.alert.SourceDocument;
import io.picket.detect.SequenceStanding;
import io.picket.detect.SequenceStanding.End;
import io.picket.detect.SequenceStanding.Nearest;
import io.picket.detect.SequenceStanding.Stood;
import io.picket.detect.SequenceStandings;
import io.picket.explain.Explainer;
import io.picket.explain.Explanation;
import io.picket.explain.Explanation.Kind;
import io.picket.explain.Explanation.Section;
import io.picket.pipeline.GroupStudy;
import io.picket.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How near the keys of a sequence rule came to an alert, for a person and for programs. */
final class SequenceText {

    private final Rule rule;
    private final List<String> fields;
    private final GroupStudy.Outcome<SequenceStandings.Result> outcome;
    private final Explainer explainer;
    private final ExplainText text;

    /** @param fields that the first step is joined by */
    SequenceText(
            Rule rule,
            List<String> fields,
            GroupStudy.Outcome<SequenceStandings.Result> outcome,
            Explainer explainer,
            ExplainText text) {
        this.rule = rule;
        this.fields = fields;
        this.outcome = outcome;
        this.explainer = explainer;
        this.text = text;
    }

    /**
     * The table.
     *
     * @param told the nearest of those asked for
     * @param all how many keys were asked for
     */
    String table(List<SequenceStanding> told, long all) {
        SequenceStandings.Result result = outcome.result();
        StringBuilder out = new StringBuilder(Shown.line(rule.name())).append('\n');
        line(
                out,
                "asks",
                (fields.isEmpty() ? "joined by nothing" : "by " + String.join(", ", fields)) + ": "
                        + Words.counted(result.places().size(), "event") + " within " + span());
        line(
                out,
                "events",
                Words.counted(outcome.summary().events(), "event") + " read, " + number(outcome.query())
                        + " meet a step");
        for (GroupStudy.Removed removed : outcome.removed()) {
            String what = removed.kind() == Kind.FILTER ? "not met by filter" : "excepted by";
            String name = removed.name().isEmpty() ? "" : " \"" + removed.name() + "\"";
            line(out, "", number(removed.events()) + " of them " + what + name);
        }
        for (int condition = 0; condition < result.met().size(); condition++) {
            long joinless = result.joinless().get(condition);
            line(
                    out,
                    "",
                    name(condition) + ": " + Words.counted(result.met().get(condition), "event")
                            + (joinless == 0
                                    ? ""
                                    : ", of which " + number(joinless) + (joinless == 1 ? " lacks" : " lack")
                                            + " a field to be joined by"));
        }
        long alerting =
                result.standings().stream().filter(SequenceStanding::alerts).count();
        line(
                out,
                "keys",
                number(result.standings().size()) + ", of which " + number(alerting)
                        + (alerting == 1 ? " alerts" : " alert"));
        if (result.left() > 0) {
            line(out, "", number(result.left()) + " times a further key was not followed: too many");
        }
        if (outcome.query() == 0 && outcome.summary().events() > 0) {
            line(out, "", "without --group, explain says of each event why it does not match");
        }
        told.forEach(standing -> block(out.append('\n'), standing));
        long more = all - told.size();
        return out.append(more > 0 ? "\n… and " + Words.counted(more, "key") + " more\n" : "")
                .toString();
    }

    private String span() {
        return Words.spoken(outcome.result().maxspan());
    }

    private static void line(StringBuilder out, String label, String words) {
        out.append(String.format(Locale.ROOT, "  %-8s %s%n", label, Shown.line(words)));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code step 2 of 3}, {@code until}. */
    private String name(int condition) {
        return explainer.parts().get(condition).kind() == Kind.UNTIL
                ? "until"
                : "step " + explainer.parts().get(condition).name();
    }

    private String step(int place) {
        return "step " + outcome.result().places().get(place).step() + " of "
                + outcome.result().steps();
    }

    // ---- one key ----

    private void block(StringBuilder out, SequenceStanding standing) {
        String key = standing.key().stream().map(String::valueOf).collect(Collectors.joining(" · "));
        out.append(text.mark(standing.alerts())).append(' ');
        out.append(key.isEmpty() ? "" : Shown.line(key) + "  ");
        out.append(verdict(standing)).append('\n');
        for (int place = 0; place < standing.events().size(); place++) {
            row(out, true, step(place), at(standing.events().get(place)));
        }
        end(out, standing);
        standing.nearest()
                .ifPresent(nearest -> nearest(out, nearest, standing.events().size()));
    }

    private String verdict(SequenceStanding standing) {
        int reached = standing.events().size();
        String so = reached + " of " + Words.counted(outcome.result().places().size(), "event");
        return switch (standing.end()) {
            case End.Alerts alerts -> "alerts: " + Words.counted(standing.sequences(), "sequence");
            case End.Present present -> so + ", but not without " + name(present.condition());
            case End.TooLate late -> so + ", the next too late";
            case End.Until until -> so + ", then until";
            case End.TooEarly early -> so + ", not in this order";
            case End.Waits waits -> so;
        };
    }

    private void end(StringBuilder out, SequenceStanding standing) {
        int next = standing.events().size();
        switch (standing.end()) {
            case End.Alerts alerts -> {}
            case End.Present present ->
                row(
                        out,
                        false,
                        name(present.condition()),
                        Instant.ofEpochMilli(present.time()).toString());
            case End.TooLate(Stood event, long after) -> {
                long over = after - outcome.result().maxspan();
                row(
                        out,
                        false,
                        step(next),
                        at(event) + ": " + Words.lasting(after) + " after the first, " + Words.lasting(over)
                                + " more than " + span());
            }
            case End.Until(Stood event) -> row(out, false, "until", at(event));
            case End.TooEarly(int place, Stood event) -> {
                if (place > next) {
                    row(out, false, step(next), "no such event before");
                }
                row(out, false, step(place), at(event) + ": before its turn");
            }
            case End.Waits waits ->
                row(out, false, step(next), "no such event" + (next == 0 ? "" : " within " + span()));
        }
    }

    private void row(StringBuilder out, boolean holds, String label, String words) {
        out.append("      ").append(text.mark(holds)).append(String.format(Locale.ROOT, " %-14s ", label));
        out.append(Shown.line(words)).append('\n');
    }

    private static String at(Stood event) {
        return Instant.ofEpochMilli(event.time()) + "  " + event.id();
    }

    private void nearest(StringBuilder out, Nearest nearest, int place) {
        SourceDocument event = nearest.event();
        out.append("        nearest to ").append(step(place)).append(": ");
        out.append(Instant.ofEpochMilli(nearest.time())).append("  ");
        out.append(Shown.line(event.id())).append('\n');
        explanation(nearest).ifPresent(explanation -> out.append(text.of(explanation, section(explanation, place))));
    }

    private Optional<Explanation> explanation(Nearest nearest) {
        SourceDocument event = nearest.event();
        return explainer.of(event.index(), event.id(), event.source());
    }

    private Section section(Explanation explanation, int place) {
        return explanation.sections().get(outcome.result().places().get(place).condition());
    }

    // ---- for programs ----

    Map<String, Object> whole(List<SequenceStanding> told) {
        Map<String, Object> whole = ExplainJson.study(rule, outcome);
        List<Map<String, Object>> steps = new ArrayList<>();
        for (int condition = 0; condition < outcome.result().met().size(); condition++) {
            steps.add(Map.of(
                    "step", name(condition),
                    "events", outcome.result().met().get(condition),
                    "joinless", outcome.result().joinless().get(condition)));
        }
        whole.put("steps", steps);
        whole.put("left_out", outcome.result().left());
        whole.put("keys", told.stream().map(this::key).toList());
        return whole;
    }

    Map<String, Object> key(SequenceStanding standing) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            values.put(fields.get(i), standing.key().get(i));
        }
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("key", values);
        key.put("alerts", standing.alerts());
        key.put("sequences", standing.sequences());
        key.put("reached", standing.events().size());
        key.put("asked", outcome.result().places().size());
        List<Map<String, Object>> events = new ArrayList<>();
        for (int place = 0; place < standing.events().size(); place++) {
            events.add(event(place, standing.events().get(place)));
        }
        key.put("events", events);
        key.put("end", told(standing));
        standing.nearest().ifPresent(nearest -> {
            int place = standing.events().size();
            Stood stood = new Stood(nearest.event().index(), nearest.event().id(), nearest.time());
            Map<String, Object> one = event(place, stood);
            one.put("lacking", nearest.lacking());
            explanation(nearest)
                    .ifPresent(explanation -> one.put("asked", ExplainJson.section(section(explanation, place))));
            key.put("nearest", one);
        });
        return key;
    }

    private Map<String, Object> event(int place, Stood stood) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("step", outcome.result().places().get(place).step());
        event.put("index", stood.index());
        event.put("id", stood.id());
        event.put("time", Instant.ofEpochMilli(stood.time()).toString());
        return event;
    }

    private Map<String, Object> told(SequenceStanding standing) {
        Map<String, Object> end = new LinkedHashMap<>();
        int next = standing.events().size();
        switch (standing.end()) {
            case End.Alerts alerts -> end.put("why", "alerts");
            case End.Present(int condition, long time) -> {
                end.put("why", "present");
                end.put("step", name(condition));
                end.put("time", Instant.ofEpochMilli(time).toString());
            }
            case End.TooLate(Stood event, long after) -> {
                end.put("why", "maxspan");
                end.put("event", event(next, event));
                end.put("after_ms", after);
                end.put("maxspan_ms", outcome.result().maxspan());
            }
            case End.Until(Stood event) -> {
                end.put("why", "until");
                Map<String, Object> one = event(0, event);
                one.remove("step");
                end.put("event", one);
            }
            case End.TooEarly(int place, Stood event) -> {
                end.put("why", "order");
                end.put("event", event(place, event));
            }
            case End.Waits waits -> end.put("why", "none");
        }
        return end;
    }
}
