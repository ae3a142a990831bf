package io.picket.cli;

import io.picket.alert.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One alert as a block of text for a person: what happened in one line, then who, when, what was touched. */
final class AlertBlock {

    private static final String EVIDENCE = "picket.evidence.";
    private static final String SCAN = EVIDENCE + "scan.";
    private static final int LISTED_MAX = 8;
    private static final int LINE_CHARS_MAX = 150;
    private static final int LABEL_CHARS = 11;

    private final boolean colours;

    AlertBlock(boolean colours) {
        this.colours = colours;
    }

    String text(Alert alert) {
        Map<String, Object> fields = alert.fields();
        StringBuilder out = new StringBuilder();
        String severity = text(fields.get("kibana.alert.severity"));
        out.append(tinted(severity, severity.toUpperCase(Locale.ROOT)))
                .append(' ')
                .append(text(fields.get("kibana.alert.risk_score")))
                .append("  ")
                .append(bold(Shown.line(text(fields.get("kibana.alert.rule.name")))))
                .append("  ")
                .append(text(fields.get("@timestamp")))
                .append('\n');
        Object headline = fields.get(EVIDENCE + "headline");
        out.append("  ")
                .append(bold(Shown.line(text(headline != null ? headline : fields.get("kibana.alert.reason")))))
                .append('\n');
        if (headline != null) {
            counted(out, fields);
        } else {
            told(out, fields);
        }
        line(out, "new", list(fields.get("kibana.alert.new_terms")));
        suppressed(out, fields);
        line(out, "rule", text(fields.get("kibana.alert.rule.rule_id")));
        line(out, "alert", alert.id());
        return out.append('\n').toString();
    }

    private void counted(StringBuilder out, Map<String, Object> fields) {
        line(out, "when", span(fields));
        List<String> kind = new ArrayList<>();
        add(kind, fields.get(SCAN + "class"), "");
        if (Boolean.TRUE.equals(fields.get(SCAN + "slow"))) {
            kind.add("slow");
        }
        add(kind, fields.get(SCAN + "direction"), "");
        add(kind, fields.get(SCAN + "contacts_per_second"), " contacts a second");
        line(out, "scan", String.join(", ", kind));
        line(out, "outcomes", outcomes(fields.get(SCAN + "outcomes")));
        line(out, "ports", ranges(fields));
        line(out, "sensitive", ports(fields));
        line(out, "targets", targets(fields));
        if (!fields.containsKey(SCAN + "port_ranges")) {
            line(out, text(fields.get(EVIDENCE + "values.field")), values(fields));
        }
        fields.forEach((name, value) -> {
            if (name.startsWith(EVIDENCE + "fields.")) {
                line(out, name.substring((EVIDENCE + "fields.").length()), list(value));
            }
        });
        joined(out, fields);
        line(out, "commands", list(fields.get(EVIDENCE + "sweep.command_lines")));
        line(out, "counted", counts(fields));
        line(out, "derived", list(fields.get("picket.derived")));
    }

    /** The events of joined ones, a line each. */
    private static void joined(StringBuilder out, Map<String, Object> fields) {
        if (!(fields.get(EVIDENCE + "joined") instanceof List<?> events)) {
            return;
        }
        for (int i = 0; i < Math.min(events.size(), LISTED_MAX); i++) {
            if (events.get(i) instanceof Map<?, ?> event) {
                line(out, "event " + (i + 1), text(event.get("time")) + "  " + text(event.get("what")));
            }
        }
        if (events.size() > LISTED_MAX) {
            line(out, "", "… and " + (events.size() - LISTED_MAX) + " more");
        }
        for (String name : EventLine.TELLING) {
            line(out, name, list(fields.get(name)));
        }
    }

    private static void told(StringBuilder out, Map<String, Object> fields) {
        line(out, "event", text(fields.get("kibana.alert.original_time")));
        for (String name : EventLine.TELLING) {
            line(out, name, list(fields.get(name)));
        }
    }

    private static void suppressed(StringBuilder out, Map<String, Object> fields) {
        if (fields.get("kibana.alert.suppression.docs_count") instanceof Number more && more.longValue() > 0) {
            line(
                    out,
                    "stands for",
                    Words.counted(more.longValue(), "more").replaceAll("s$", "") + ", the last at "
                            + text(fields.get("kibana.alert.suppression.end")));
        }
    }

    private static String span(Map<String, Object> fields) {
        String first = text(fields.get(EVIDENCE + "first"));
        String last = text(fields.get(EVIDENCE + "last"));
        return first.equals(last) ? first : first + " … " + last;
    }

    private static String counts(Map<String, Object> fields) {
        if (!(fields.get("kibana.alert.threshold_result") instanceof Map<?, ?> result)) {
            return "";
        }
        String atLeast = Boolean.FALSE.equals(fields.get(EVIDENCE + "exact")) ? "at least " : "";
        String text = atLeast + Words.counted(number(result.get("count")), "event");
        if (result.get("cardinality") instanceof List<?> list
                && !list.isEmpty()
                && list.getFirst() instanceof Map<?, ?> distinct) {
            text += ", " + atLeast + String.format(Locale.ROOT, "%,d", number(distinct.get("value"))) + " values of "
                    + distinct.get("field");
        }
        return text;
    }

    private static String ranges(Map<String, Object> fields) {
        Object ranges = fields.get(SCAN + "port_ranges");
        return ranges instanceof List<?> list
                ? shortened(list.stream().map(String::valueOf).toList())
                : text(ranges);
    }

    private static String ports(Map<String, Object> fields) {
        if (!(fields.get(SCAN + "ports") instanceof List<?> ports)) {
            return "";
        }
        List<String> sensitive = new ArrayList<>();
        for (Object port : ports) {
            if (port instanceof Map<?, ?> told && Boolean.TRUE.equals(told.get("sensitive"))) {
                Object service = told.get("service");
                String outcome = text(told.get("outcome"));
                sensitive.add(told.get("port")
                        + (service == null ? "" : " " + service)
                        + (outcome.isEmpty() || outcome.equals("unknown") ? "" : " (" + outcome + ")"));
            }
        }
        return shortened(sensitive);
    }

    private static String targets(Map<String, Object> fields) {
        if (!(fields.get(SCAN + "targets") instanceof List<?> targets)) {
            return "";
        }
        List<String> told = new ArrayList<>();
        for (Object target : targets) {
            if (target instanceof Map<?, ?> one) {
                long ports = number(one.get("ports"));
                told.add(one.get("address") + (ports == 0 ? "" : " (" + Words.counted(ports, "port") + ")"));
            }
        }
        return shortened(told);
    }

    private static String outcomes(@Nullable Object outcomes) {
        return outcomes instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .filter(entry -> number(entry.getValue()) > 0)
                        .map(entry -> String.format(Locale.ROOT, "%,d %s", number(entry.getValue()), entry.getKey()))
                        .collect(Collectors.joining(", "))
                : "";
    }

    private static String values(Map<String, Object> fields) {
        if (!(fields.get(EVIDENCE + "values.seen") instanceof List<?> seen)) {
            return "";
        }
        List<String> told = new ArrayList<>();
        for (Object value : seen) {
            told.add(value instanceof Map<?, ?> one ? text(one.get("value")) : text(value));
        }
        return shortened(told);
    }

    private static String list(@Nullable Object value) {
        return value instanceof List<?> list
                ? shortened(list.stream().map(AlertBlock::text).toList())
                : text(value);
    }

    private static String shortened(List<String> parts) {
        String head = parts.stream().limit(LISTED_MAX).collect(Collectors.joining(", "));
        return parts.size() <= LISTED_MAX ? head : head + " … and " + (parts.size() - LISTED_MAX) + " more";
    }

    private static void add(List<String> parts, @Nullable Object value, String unit) {
        if (value != null) {
            parts.add(value + unit);
        }
    }

    private static void line(StringBuilder out, String label, String text) {
        if (text.isEmpty()) {
            return;
        }
        String padding = " ".repeat(Math.max(1, LABEL_CHARS - label.length()));
        String cleaned = Shown.line(text);
        out.append("    ")
                .append(Shown.line(label))
                .append(padding)
                .append(cleaned.length() <= LINE_CHARS_MAX ? cleaned : cleaned.substring(0, LINE_CHARS_MAX - 1) + "…")
                .append('\n');
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    private String bold(String text) {
        return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String tinted(String severity, String text) {
        String colour = switch (severity) {
            case "critical", "high" -> "31";
            case "medium" -> "33";
            default -> "36";
        };
        return colours ? "\u001b[1;" + colour + "m" + text + "\u001b[0m" : text;
    }
}
