package io.picket.rule;

import java.util.List;
import java.util.Set;

/**
 * The keys of a rule that tell people about it and change nothing in what it finds: checked for their shape, kept in
 * its parameters.
 */
final class MetadataKeys {

    private static final List<String> TEXT_LISTS = List.of("author", "false_positives", "references", "tags");
    private static final List<String> TEXTS = List.of(
            "license",
            "namespace",
            "note",
            "output_index",
            "setup",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by");

    private MetadataKeys() {}

    static void read(KeyReader rule) {
        TEXT_LISTS.forEach(rule::texts);
        TEXTS.forEach(rule::text);
        rule.flag("enabled", false);
        rule.flag("immutable", false);
        rule.whole("version", 0, Long.MAX_VALUE, 1);
        rule.whole("revision", 0, Long.MAX_VALUE, 0);
        timeline(rule);
        threat(rule);
        KeyReader fields = rule.inner("investigation_fields");
        if (fields != null) {
            fields.allow(Set.of("field_names"));
            fields.texts("field_names");
        }
        for (KeyReader integration : rule.inners("related_integrations")) {
            integration.allow(Set.of("package", "version", "integration"));
        }
        for (KeyReader field : rule.inners("required_fields")) {
            field.allow(Set.of("name", "type", "ecs"));
        }
        for (String key : List.of("actions", "response_actions")) {
            List<KeyReader> actions = rule.inners(key);
            if (!actions.isEmpty()) {
                rule.problems()
                        .note("RULE-030", rule.spanOf(key), "'" + key + "' are understood and kept, but not executed.");
            }
        }
        if (rule.has("throttle")) {
            rule.problems()
                    .note("RULE-030", rule.spanOf("throttle"), "'throttle' concerns actions, which are not executed.");
        }
    }

    private static void timeline(KeyReader rule) {
        boolean id = rule.optionalText("timeline_id").isPresent();
        boolean title = rule.optionalText("timeline_title").isPresent();
        if (id != title) {
            rule.problems()
                    .warning(
                            "RULE-029",
                            rule.spanOf(id ? "timeline_id" : "timeline_title"),
                            "'timeline_id' and 'timeline_title' belong together.",
                            "Give both, or neither.");
        }
    }

    private static void threat(KeyReader rule) {
        Set<String> names = Set.of("id", "name", "reference");
        for (KeyReader threat : rule.inners("threat")) {
            threat.allow(Set.of("framework", "tactic", "technique"));
            KeyReader tactic = threat.inner("tactic");
            if (tactic != null) {
                tactic.allow(names);
            }
            for (KeyReader technique : threat.inners("technique")) {
                technique.allow(Set.of("id", "name", "reference", "subtechnique"));
                technique.inners("subtechnique").forEach(sub -> sub.allow(names));
            }
        }
    }
}
