package io.picket.rule;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules as text for the tests of the linter: each begins without a flaw, and a test spoils one thing. */
final class CheckRules {

    private static final Map<String, FieldType> FIELDS = Map.ofEntries(
            Map.entry("@timestamp", FieldType.DATE),
            Map.entry("acme.flat", FieldType.FLATTENED),
            Map.entry("acme.on", FieldType.BOOLEAN),
            Map.entry("destination.ip", FieldType.IP),
            Map.entry("destination.port", FieldType.LONG),
            Map.entry("event.action", FieldType.KEYWORD),
            Map.entry("event.category", FieldType.KEYWORD),
            Map.entry("event.ingested", FieldType.DATE),
            Map.entry("file.path", FieldType.KEYWORD),
            Map.entry("host.id", FieldType.KEYWORD),
            Map.entry("host.os.type", FieldType.KEYWORD),
            Map.entry("message", FieldType.TEXT),
            Map.entry("process.args", FieldType.KEYWORD),
            Map.entry("process.executable", FieldType.KEYWORD),
            Map.entry("process.name", FieldType.KEYWORD),
            Map.entry("process.parent.entity_id", FieldType.KEYWORD),
            Map.entry("source.ip", FieldType.IP),
            Map.entry("user.name", FieldType.KEYWORD));

    static final FieldTypes TYPES = new FieldTypes() {
        @Override
        public FieldType typeOf(String name) {
            return FIELDS.getOrDefault(name, FieldType.UNKNOWN);
        }

        @Override
        public Collection<String> names() {
            return FIELDS.keySet();
        }
    };

    private final Map<String, String> keys = new LinkedHashMap<>();
    private final StringBuilder tables = new StringBuilder();
    private String metadata = "";

    private CheckRules(String type, String language, String query) {
        keys.put("type", '"' + type + '"');
        keys.put("rule_id", "\"2b1f9c10-0000-4000-8000-000000000001\"");
        keys.put("name", "\"Doors tried\"");
        keys.put("description", "\"Someone tries doors.\"");
        keys.put("severity", "\"low\"");
        keys.put("risk_score", "21");
        keys.put("from", "\"now-9m\"");
        keys.put("interval", "\"5m\"");
        keys.put("index", "[\"logs-acme.doors-*\"]");
        keys.put("timestamp_override", "\"event.ingested\"");
        keys.put("language", '"' + language + '"');
        keys.put("query", "'''\n" + query + "\n'''");
    }

    static CheckRules kql(String query) {
        return new CheckRules("query", "kuery", query);
    }

    static CheckRules eql(String query) {
        return new CheckRules("eql", "eql", query);
    }

    static CheckRules esql(String query) {
        return new CheckRules("esql", "esql", query).without("index").without("timestamp_override");
    }

    /** @param fields as TOML writes them, such as {@code ["source.ip"]} */
    static CheckRules threshold(String fields, long value) {
        CheckRules rule = new CheckRules("threshold", "kuery", "event.action: knock");
        rule.tables.append("[rule.threshold]\nfield = %s\nvalue = %d\n".formatted(fields, value));
        return rule;
    }

    CheckRules cardinality(String field, long value) {
        tables.append("[[rule.threshold.cardinality]]\nfield = \"%s\"\nvalue = %d\n".formatted(field, value));
        return this;
    }

    /** @param toml the value as TOML writes it */
    CheckRules with(String key, String toml) {
        keys.put(key, toml);
        return this;
    }

    CheckRules query(String query) {
        return with("query", "'''\n" + query + "\n'''");
    }

    CheckRules without(String key) {
        keys.remove(key);
        return this;
    }

    CheckRules metadata(String lines) {
        metadata = lines;
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        if (!metadata.isEmpty()) {
            text.append("[metadata]\n").append(metadata).append("\n\n");
        }
        text.append("[rule]\n");
        keys.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return text.append('\n').append(tables).toString();
    }

    Rule rule() {
        return rule("doors.toml");
    }

    Rule rule(String file) {
        return RuleReader.read(SourceText.of(file, text())).rules().getFirst().orThrow();
    }

    List<Problem> check() {
        return RuleCheck.check(List.of(rule()), TYPES);
    }

    /** The one finding of a kind, or an assertion error. */
    static Problem only(CheckKind kind, List<Problem> problems) {
        List<Problem> found = findings(kind, problems);
        if (found.size() != 1) {
            throw new AssertionError("expected one " + kind + " in " + problems);
        }
        return found.getFirst();
    }

    static List<Problem> findings(CheckKind kind, List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.code().equals(kind.code()))
                .toList();
    }

    /** The words that a problem points at. */
    static String pointed(Problem problem) {
        int start = problem.place().column() - 1 - problem.place().excerptStart();
        return problem.place()
                .excerpt()
                .substring(start, start + problem.place().length());
    }
}
