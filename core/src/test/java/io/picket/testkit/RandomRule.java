package io.picket.testkit;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.rule.ExceptionEntry;
import io.picket.rule.ExceptionItem;
import io.picket.rule.Rule;
import io.picket.rule.RuleReader;
import io.picket.text.Place;
import io.picket.text.SourceText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Random rules in both languages and random documents that have a good chance of meeting each other. */
public final class RandomRule {

    /** 2026-02-02T02:40:00Z: what the rules take for now. */
    public static final long NOW = 1_770_000_000_000L;

    public static final FieldTypes TYPES = SketchEvents.types(Map.ofEntries(
            Map.entry("event.category", FieldType.KEYWORD),
            Map.entry("process.name", FieldType.KEYWORD),
            Map.entry("process.args", FieldType.KEYWORD),
            Map.entry("process.command_line", FieldType.WILDCARD),
            Map.entry("process.pid", FieldType.LONG),
            Map.entry("source.ip", FieldType.IP),
            Map.entry("trusted", FieldType.BOOLEAN),
            Map.entry("@timestamp", FieldType.DATE),
            Map.entry("message", FieldType.TEXT),
            Map.entry("n", FieldType.NESTED),
            Map.entry("n.a", FieldType.KEYWORD),
            Map.entry("n.b", FieldType.LONG)));

    public static final Map<String, ValueList> LISTS =
            Map.of("names", new ValueList.Words("names", Set.of("a", "cmd.exe")));

    private static final List<String> FIELDS = List.of(
            "event.category",
            "process.name",
            "process.args",
            "process.command_line",
            "process.pid",
            "source.ip",
            "trusted",
            "message",
            "odd.name");
    private static final List<String> WORDS = List.of("a", "A", "cmd.exe", "CMD.exe", "process", "network", "b c", "");
    private static final List<String> INDICES = List.of("logs-a", "logs-b", "winlogbeat-8", "");

    private final Random random;

    public RandomRule(long seed) {
        this.random = new Random(seed);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    public String index() {
        return any(INDICES);
    }

    // ---- rules ----

    public Rule rule(boolean eql) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("rule_id", "r");
        rule.put("name", "r");
        rule.put("description", "r");
        rule.put("risk_score", 1);
        rule.put("severity", "low");
        rule.put("type", eql ? "eql" : any(List.of("query", "threshold", "new_terms")));
        rule.put("language", eql ? "eql" : "kuery");
        rule.put("query", eql ? eqlQuery() : kql(3));
        rule.put("threshold", Map.of("field", List.of("source.ip"), "value", 2));
        rule.put("new_terms_fields", List.of("process.name"));
        rule.put("history_window_start", "now-7d");
        rule.put("index", any(List.of(List.of("*"), List.of("logs-*", "-logs-b"), List.of("logs-a"))));
        List<Object> filters = new ArrayList<>();
        IntStream.range(0, random.nextInt(3)).forEach(i -> filters.add(filter()));
        rule.put("filters", filters);
        String json = JsonMapper.shared().writeValueAsString(rule);
        return RuleReader.read(SourceText.of("r", json)).rules().getFirst().orThrow();
    }

    private Map<String, Object> filter() {
        Map<String, Object> query = switch (random.nextInt(5)) {
            case 0 -> Map.of("exists", Map.of("field", any(FIELDS)));
            case 1 -> Map.of("match_phrase", Map.of("process.name", any(WORDS)));
            case 2 -> Map.of("range", Map.of("process.pid", Map.of("gte", 2, "lt", 80)));
            case 3 ->
                Map.of(
                        "bool",
                        Map.of(
                                "should",
                                        List.of(
                                                Map.of("term", Map.of("process.name", "a")),
                                                Map.of("exists", Map.of("field", "message"))),
                                "must_not", List.of(Map.of("term", Map.of("source.ip", "10.0.0.0/8")))));
            default ->
                Map.of(
                        "nested",
                        Map.of(
                                "path",
                                "n",
                                "query",
                                Map.of(
                                        "bool",
                                        Map.of(
                                                "filter",
                                                List.of(
                                                        Map.of("term", Map.of("n.a", "a")),
                                                        Map.of("range", Map.of("n.b", Map.of("gt", 1))))))));
        };
        Map<String, Object> meta = Map.of("negate", random.nextBoolean(), "disabled", random.nextInt(5) == 0);
        return Map.of("meta", meta, "query", query);
    }

    String kql(int depth) {
        return switch (depth == 0 ? 3 + random.nextInt(6) : random.nextInt(9)) {
            case 0 -> "(" + kql(depth - 1) + " and " + kql(depth - 1) + ")";
            case 1 -> "(" + kql(depth - 1) + "\n or " + kql(depth - 1) + " or " + kql(0) + ")";
            case 2 -> "not (" + kql(depth - 1) + ")";
            case 3 -> "process.name: (" + quoted() + " or (" + quoted() + " and not " + quoted() + "))";
            case 4 ->
                any(List.of(
                        "n: { n: * }",
                        "n: { a: \"a\" and b > 1 }",
                        "n: { not a: a or b: (1 or 80) }",
                        "n.a: a",
                        "not n: { a: (a or cmd*) }"));
            case 5 ->
                any(List.of(
                        "process.pid >= 4",
                        "process.pid < 80",
                        "source.ip: 10.0.0.0/8",
                        "trusted: true",
                        "message: b",
                        "@timestamp >= now-1d"));
            case 6 -> any(List.of("process.*: a", "cmd.exe", "process.name: *cmd*", "*: *", "odd.name > 5"));
            default ->
                any(List.of("process.name", "process.args", "event.category", "odd.name", "process.command_line"))
                        + any(List.of(": *", ": " + quoted(), ": (" + quoted() + " or " + quoted() + ")"));
        };
    }

    private String quoted() {
        return "\"" + any(WORDS) + "\"";
    }

    private String eqlQuery() {
        String step = "[" + eqlFilter(2) + "]";
        return switch (random.nextInt(4)) {
            case 0 ->
                "sequence by process.pid with maxspan=1m " + step + " [" + eqlFilter(2) + "] until [" + eqlFilter(1)
                        + "]";
            case 1 -> "sequence with maxspan=1m " + step + " with runs=2 ![" + eqlFilter(1) + "]";
            default -> eqlFilter(3);
        };
    }

    private String eqlFilter(int depth) {
        return any(List.of("any", "process", "network")) + " where " + eql(depth);
    }

    private String eql(int depth) {
        return switch (depth == 0 ? 3 + random.nextInt(7) : random.nextInt(10)) {
            case 0 -> "(" + eql(depth - 1) + " and " + eql(depth - 1) + ")";
            case 1 -> "(" + eql(depth - 1) + " or\n " + eql(depth - 1) + ")";
            case 2 -> "not (" + eql(depth - 1) + ")";
            case 3 -> "process.name " + any(List.of("==", "!=", ":", "like", "like~")) + " " + quoted();
            case 4 ->
                "process.args " + any(List.of("in", "not in", "in~", ":", "like~")) + " (" + quoted() + ", \"a*\")";
            case 5 -> "process.pid " + any(List.of("<", ">=", "==", "!=")) + " " + any(List.of("4", "80", "1"));
            case 6 ->
                any(List.of(
                        "cidrMatch(source.ip, \"10.0.0.0/8\", \"fe80::/10\")",
                        "trusted",
                        "trusted == false",
                        "?odd.name != null",
                        "process.name == null"));
            case 7 ->
                any(List.of(
                        "length(process.name) > 1",
                        "endsWith~(process.name, \"EXE\")",
                        "stringContains(process.args, \"c\")",
                        "process.pid % 2 == 0"));
            case 8 -> "process.command_line regex~ (\"cmd.*\", \"[ab]\")";
            default -> any(List.of("true", "?odd.name : \"a\"", "process.args : \"*\""));
        };
    }

    // ---- exceptions ----

    public List<ExceptionItem> exceptions() {
        List<ExceptionItem> items = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            List<ExceptionEntry> entries = new ArrayList<>();
            IntStream.range(0, 1 + random.nextInt(2)).forEach(n -> entries.add(entry()));
            List<String> systems = random.nextInt(4) == 0 ? List.of("windows") : List.of();
            Optional<Instant> expires = switch (random.nextInt(4)) {
                case 0 -> Optional.of(Instant.ofEpochMilli(NOW - 1));
                case 1 -> Optional.of(Instant.ofEpochMilli(NOW + 1));
                default -> Optional.empty();
            };
            items.add(new ExceptionItem("i" + i, "l", "item " + i, entries, systems, expires, PLACE));
        }
        return items;
    }

    private static final Place PLACE = Place.file("e");

    private ExceptionEntry entry() {
        boolean included = random.nextBoolean();
        return switch (random.nextInt(6)) {
            case 0 -> new ExceptionEntry.Equal("process.name", List.of(any(WORDS), any(WORDS)), included, PLACE);
            case 1 -> new ExceptionEntry.Exists(any(FIELDS), included, PLACE);
            case 2 -> new ExceptionEntry.Wildcard("process.command_line", "*cmd*", included, PLACE);
            case 3 -> new ExceptionEntry.InList("process.name", "names", "keyword", included, PLACE);
            case 4 -> new ExceptionEntry.Equal("odd.name", List.of("10.0.0.0/8"), included, PLACE);
            default ->
                new ExceptionEntry.Nested(
                        "n",
                        List.of(
                                new ExceptionEntry.Equal("a", List.of("a"), included, PLACE),
                                new ExceptionEntry.Exists("b", random.nextBoolean(), PLACE)),
                        PLACE);
        };
    }

    // ---- documents ----

    public String document() {
        List<String> members = new ArrayList<>();
        for (String field : FIELDS) {
            if (random.nextInt(4) > 0) {
                members.add("\"" + field + "\":" + values(field));
            }
        }
        if (random.nextBoolean()) {
            members.add("\"@timestamp\":\"2026-02-02T02:40:00Z\"");
        }
        if (random.nextInt(3) == 0) {
            members.add("\"host\":{\"os\":{\"type\":\"windows\"}}");
        }
        if (random.nextBoolean()) {
            members.add("\"n\":["
                    + IntStream.range(0, random.nextInt(3))
                            .mapToObj(i -> "{\"a\":" + values("process.name") + ",\"b\":" + values("process.pid") + "}")
                            .collect(Collectors.joining(","))
                    + "]");
        }
        return "{" + String.join(",", members) + "}";
    }

    private String values(String field) {
        return switch (random.nextInt(8)) {
            case 0 -> "[]";
            case 1, 2 -> "[" + value(field) + "," + value(field) + "]";
            default -> value(field);
        };
    }

    private String value(String field) {
        List<String> fitting = switch (field) {
            case "process.pid" -> List.of("1", "4", "80", "\"80\"", "4.7", "\"x\"");
            case "source.ip" -> List.of("\"10.0.0.1\"", "\"192.168.0.1\"", "\"fe80::1\"", "\"x\"");
            case "trusted" -> List.of("true", "false", "\"true\"", "\"x\"");
            case "odd.name" -> List.of("\"a\"", "\"A\"", "5", "6.5", "true", "\"10.0.0.1\"");
            default -> List.of();
        };
        return fitting.isEmpty() || random.nextInt(10) == 0 ? "\"" + any(WORDS) + "\"" : any(fitting);
    }
}
