package io.picket.rule;

import static io.picket.rule.CheckKind.ATTACK_MISMATCH;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what a rule says of MITRE ATT&amp;CK fits together: ids, names of tactics, links. */
final class CheckAttack {

    /** The tactics for enterprises. */
    private static final Map<String, String> TACTICS = Map.ofEntries(
            Map.entry("TA0043", "Reconnaissance"),
            Map.entry("TA0042", "Resource Development"),
            Map.entry("TA0001", "Initial Access"),
            Map.entry("TA0002", "Execution"),
            Map.entry("TA0003", "Persistence"),
            Map.entry("TA0004", "Privilege Escalation"),
            Map.entry("TA0005", "Defense Evasion"),
            Map.entry("TA0006", "Credential Access"),
            Map.entry("TA0007", "Discovery"),
            Map.entry("TA0008", "Lateral Movement"),
            Map.entry("TA0009", "Collection"),
            Map.entry("TA0011", "Command and Control"),
            Map.entry("TA0010", "Exfiltration"),
            Map.entry("TA0040", "Impact"));

    private static final String FRAMEWORK = "MITRE ATT&CK";

    private CheckAttack() {}

    static void look(CheckSubject subject, CheckFindings out) {
        Set<String> tactics = new HashSet<>();
        for (Map<?, ?> threat : tables(subject.rule().parameters().get("threat"))) {
            if (!FRAMEWORK.equals(threat.get("framework"))) {
                continue;
            }
            if (threat.get("tactic") instanceof Map<?, ?> tactic) {
                tactic(tactic, tactics, subject, out);
            }
            for (Map<?, ?> technique : tables(threat.get("technique"))) {
                link(technique, subject, out);
                for (Map<?, ?> sub : tables(technique.get("subtechnique"))) {
                    link(sub, subject, out);
                    below(technique, sub, subject, out);
                }
            }
        }
    }

    private static void tactic(Map<?, ?> tactic, Set<String> seen, CheckSubject subject, CheckFindings out) {
        String id = text(tactic, "id");
        String name = text(tactic, "name");
        String known = TACTICS.get(id);
        if (known != null && !name.isEmpty() && !known.equals(name)) {
            add(
                    "The tactic %s is called %s, not %s.".formatted(id, known, name),
                    "Make name and id those of one tactic.",
                    name,
                    subject,
                    out);
        }
        if (!id.isEmpty() && !seen.add(id)) {
            add("The tactic %s is there twice.".formatted(id), "Put its techniques into one entry.", id, subject, out);
        }
        link(tactic, subject, out);
    }

    /** A link ends in the id, whose dot is a slash there. */
    private static void link(Map<?, ?> entry, CheckSubject subject, CheckFindings out) {
        String id = text(entry, "id");
        String link = text(entry, "reference");
        if (!id.isEmpty() && !link.isEmpty() && !link.contains("/" + id.replace('.', '/'))) {
            add(
                    "The link of %s leads elsewhere: %s.".formatted(id, link),
                    "Make id, name and reference those of one entry.",
                    link,
                    subject,
                    out);
        }
    }

    private static void below(Map<?, ?> technique, Map<?, ?> sub, CheckSubject subject, CheckFindings out) {
        String id = text(sub, "id");
        String above = text(technique, "id");
        if (!id.isEmpty() && !above.isEmpty() && !id.startsWith(above + ".")) {
            add(
                    "%s is no sub-technique of %s.".formatted(id, above),
                    "Put it below its own technique.",
                    id,
                    subject,
                    out);
        }
    }

    private static void add(String message, String mend, String piece, CheckSubject subject, CheckFindings out) {
        out.add(ATTACK_MISMATCH, subject.keys().place("threat", piece), message, mend);
    }

    private static String text(Map<?, ?> table, String key) {
        return table.get(key) instanceof String text ? text : "";
    }

    private static List<Map<?, ?>> tables(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream()
                        .<Map<?, ?>>mapMulti((item, to) -> {
                            if (item instanceof Map<?, ?> table) {
                                to.accept(table);
                            }
                        })
                        .toList()
                : List.of();
    }
}
