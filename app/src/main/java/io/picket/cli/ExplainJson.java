package io.picket.cli;

import io.picket.explain.Explanation;
import io.picket.explain.Explanation.Kind;
import io.picket.explain.Explanation.Section;
import io.picket.explain.FieldSeen;
import io.picket.explain.Judgement;
import io.picket.pipeline.GroupStudy;
import io.picket.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An explanation for programs. Columns and lines are those of the rule's file, from 1; 0 is the file as a whole. */
final class ExplainJson {

    private ExplainJson() {}

    /** What became of a rule's events before they are grouped; in order, to be added to. */
    static Map<String, Object> study(Rule rule, GroupStudy.Outcome<?> outcome) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("rule_id", rule.ruleId());
        told.put("events", outcome.summary().events());
        told.put("query", outcome.query());
        told.put(
                "removed",
                outcome.removed().stream()
                        .map(removed -> Map.of(
                                "kind", removed.kind().name().toLowerCase(Locale.ROOT),
                                "name", removed.name(),
                                "events", removed.events()))
                        .toList());
        told.put("matched", outcome.matched());
        return told;
    }

    /**
     * One event's explanation.
     *
     * @param id of the event, or the hash that names it
     */
    static Map<String, Object> of(Rule rule, Explanation explanation, String file, long line, String id) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", id);
        event.put("index", explanation.index());
        event.put("file", file);
        event.put("line", line);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("rule_id", rule.ruleId());
        told.put("event", event);
        told.put("matches", explanation.matches());
        told.put("offered", explanation.offered());
        told.put("indices", rule.index().patterns());
        told.put(
                "sections",
                explanation.sections().stream().map(ExplainJson::section).toList());
        told.put(
                "after",
                explanation.after().stream()
                        .map(note -> Map.of("stops", note.stops(), "sentence", note.sentence()))
                        .toList());
        return told;
    }

    static Map<String, Object> section(Section section) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", lower(section.kind().name()));
        told.put("name", section.name());
        told.put("passes", section.passes());
        told.put(
                section.kind() == Kind.EXCEPTION ? "applies" : "holds",
                section.judgement().holds());
        told.put("asked", judgement(section.judgement()));
        return told;
    }

    private static Map<String, Object> judgement(Judgement judgement) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", lower(judgement.kind().name()));
        told.put("words", judgement.words().text());
        told.put("line", judgement.words().place().line());
        told.put("column", judgement.words().place().column());
        told.put("holds", judgement.holds());
        if (!judgement.hint().isEmpty()) {
            told.put("hint", judgement.hint());
        }
        if (judgement.kind() == Judgement.Kind.TEST) {
            told.put("seen", judgement.seen().stream().map(ExplainJson::seen).toList());
        } else {
            told.put(
                    "parts",
                    judgement.parts().stream().map(ExplainJson::judgement).toList());
        }
        return told;
    }

    private static Map<String, Object> seen(FieldSeen seen) {
        List<Map<String, Object>> values = seen.values().stream()
                .map(value -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("value", value.text());
                    one.put("counts", value.counts());
                    one.put("meets", value.meets());
                    return one;
                })
                .toList();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("field", seen.name());
        told.put("type", lower(seen.type().name()));
        told.put("missing", seen.isMissing());
        told.put("values", values);
        if (seen.more() > 0) {
            told.put("more", seen.more());
        }
        return told;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
