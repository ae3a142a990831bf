package io.picket.rule;

import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A rule's investigation guide. In TOML its queries stand apart, in {@code [[transform.investigate]]} and
 * {@code [[transform.osquery]]}, and the text names them by number ({@code $osquery_0}); in Kibana each stands in the
 * text itself, as <code>!{osquery{…}}</code> around JSON with sorted keys.
 */
final class GuideText {

    private static final JsonFactory JSON = new JsonFactory();
    /** Characters after which no further query is put into a guide: one entry may be named any number of times. */
    private static final int LENGTH_MAX = 1 << 20;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(investigate|osquery)_(\\d{1,4})");
    private static final Map<String, Set<String>> KEYS = Map.of(
            "investigate", Set.of("label", "description", "providers", "relativeFrom", "relativeTo"),
            "osquery", Set.of("label", "query", "ecs_mapping"));

    private GuideText() {}

    /** The guide as Kibana has it; what does not fit together is noted. */
    static String of(String note, KeyReader rule, KeyReader transform) {
        transform.allow(KEYS.keySet());
        Map<String, List<KeyReader>> entries = new TreeMap<>();
        KEYS.forEach((kind, keys) -> {
            entries.put(kind, transform.inners(kind));
            entries.getOrDefault(kind, List.of()).forEach(entry -> entry.allow(keys));
        });
        Set<String> used = new HashSet<>();
        String guide = filled(note, rule, entries, used);
        entries.forEach((kind, all) -> {
            for (int i = 0; i < all.size(); i++) {
                if (!used.contains("$" + kind + "_" + i)) {
                    rule.problems()
                            .warning(
                                    "RULE-031",
                                    all.get(i).span(),
                                    "The note does not name this entry.",
                                    "Write $" + kind + "_" + i + " where it belongs in the note.");
                }
            }
        });
        return guide;
    }

    private static String filled(String note, KeyReader rule, Map<String, List<KeyReader>> entries, Set<String> used) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(note);
        int copied = 0;
        int dollar = note.indexOf('$');
        while (dollar >= 0 && out.length() < LENGTH_MAX) {
            if (!matcher.region(dollar, note.length()).lookingAt()) {
                dollar = note.indexOf('$', dollar + 1);
                continue;
            }
            List<KeyReader> all = entries.getOrDefault(matcher.group(1), List.of());
            int number = Integer.parseInt(matcher.group(2));
            used.add(matcher.group());
            if (number < all.size()) {
                String json = json(Node.plainTable(all.get(number).table()));
                out.append(note, copied, dollar);
                out.append("!{").append(matcher.group(1)).append(json).append('}');
                copied = matcher.end();
            } else {
                rule.problems()
                        .warning(
                                "RULE-031",
                                rule.spanOf("note"),
                                "The note names '" + matcher.group() + "', which is not in [transform].",
                                "Add it there, or take it out of the note.");
            }
            dollar = note.indexOf('$', matcher.end());
        }
        return copied == 0 ? note : out.append(note, copied, note.length()).toString();
    }

    private static String json(Object plain) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write(generator, plain);
        }
        return out.toString();
    }

    private static void write(JsonGenerator out, Object value) {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            new TreeMap<>(map).forEach((key, inner) -> {
                out.writeName(String.valueOf(key));
                write(out, inner);
            });
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            list.forEach(inner -> write(out, inner));
            out.writeEndArray();
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Long whole) {
            out.writeNumber(whole);
        } else if (value instanceof Double decimal) {
            out.writeNumber(decimal);
        } else {
            out.writeString(value.toString());
        }
    }
}
