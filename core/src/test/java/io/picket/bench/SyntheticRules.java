package io.picket.bench;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Range;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.Literal;
import io.picket.condition.WildcardPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Any number of rules shaped like the public ones: half compare lists of exact values, a fifth a prefix or suffix less
 * some values, 15 % what a command line contains, a tenth addresses and ports, a twentieth what exists; each behind the
 * category and the operating system. Every rule is also written for AWS Event Ruler, field by field.
 */
public final class SyntheticRules implements FieldTypes {

    static final List<String> SYSTEMS = List.of("windows", "linux", "macos");

    private final Random random = new Random(7);
    final List<Condition> conditions = new ArrayList<>();
    final List<String> rulerRules = new ArrayList<>();

    public static SyntheticRules of(int count) {
        SyntheticRules rules = new SyntheticRules();
        for (int i = 0; i < count; i++) {
            rules.add(i);
        }
        return rules;
    }

    public List<Condition> conditions() {
        return conditions;
    }

    private void add(int i) {
        List<Condition> parts = new ArrayList<>();
        Map<String, String> ruler = new TreeMap<>();
        String system = SYSTEMS.get(random.nextInt(3));
        int kind = i % 20;
        equal(parts, ruler, "event.category", List.of(kind >= 17 && kind < 19 ? "network" : "process"));
        equal(parts, ruler, "host.os.type", List.of(system));
        if (kind < 10) {
            equal(parts, ruler, "event.type", List.of("start"));
            equal(parts, ruler, "process.name", words("proc", 1 + random.nextInt(6)));
            if (random.nextBoolean()) {
                equal(parts, ruler, "process.args", words("-opt", 1 + random.nextInt(8)));
            }
        } else if (kind < 14) {
            boolean suffix = random.nextBoolean();
            String literal = (suffix ? "\\tool" : "C:\\Staging\\d") + random.nextInt(500) + (suffix ? ".exe" : "\\");
            like(parts, ruler, "process.executable", suffix ? "*" : "", literal, suffix ? "" : "*");
            List<String> parents = words("parent", 3);
            parts.add(new Condition.Not(in("process.parent.name", parents)));
            ruler.put("process.parent.name", "[{\"anything-but\":" + json(parents) + "}]");
        } else if (kind < 17) {
            like(parts, ruler, "process.command_line", "*", "--flag" + random.nextInt(2000) + "=", "*");
        } else if (kind < 19) {
            String block = "10." + random.nextInt(256) + "." + random.nextInt(256) + ".0/24";
            parts.add(new InBlocks(field("source.ip"), CidrSet.of(List.of(Objects.requireNonNull(Cidr.parse(block))))));
            ruler.put("source.ip", "[{\"cidr\":\"" + block + "\"}]");
            long port = random.nextInt(60_000);
            parts.add(new Range(field("destination.port"), Bound.of(port, true), Bound.of(port + 50, true)));
            ruler.put("destination.port", "[{\"numeric\":[\">=\"," + port + ",\"<=\"," + (port + 50) + "]}]");
        } else {
            parts.add(new Exists(field("dll.hash.sha256")));
            ruler.put("dll.hash.sha256", "[{\"exists\":true}]");
            equal(parts, ruler, "user.id", words("user", 2));
        }
        conditions.add(Condition.and(parts));
        rulerRules.add(nested(ruler));
    }

    private List<String> words(String stem, int count) {
        return Stream.generate(() -> stem + random.nextInt(600)).limit(count).toList();
    }

    private Condition in(String name, List<String> values) {
        return new In(
                field(name), values.stream().<Literal>map(Literal.Text::new).toList(), Case.SENSITIVE);
    }

    private void equal(List<Condition> parts, Map<String, String> ruler, String name, List<String> values) {
        parts.add(in(name, values));
        ruler.put(name, json(values));
    }

    private void like(
            List<Condition> parts,
            Map<String, String> ruler,
            String name,
            String before,
            String literal,
            String after) {
        WildcardPattern pattern = WildcardPattern.starsAndMarks(before + literal + after);
        parts.add(new Like(field(name), List.of(pattern), Case.SENSITIVE));
        String escaped = literal.replace("\\", "\\\\");
        String operator = before.isEmpty() ? "prefix" : after.isEmpty() ? "suffix" : "wildcard";
        String text = operator.equals("wildcard") ? before + escaped + after : escaped;
        ruler.put(name, "[{\"" + operator + "\":\"" + text + "\"}]");
    }

    private static String json(List<String> values) {
        return values.stream().distinct().map(value -> "\"" + value + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    /** Event Ruler wants the fields nested as the event nests them. */
    private static String nested(Map<String, String> fields) {
        StringBuilder json = new StringBuilder("{");
        String open = "";
        Map<String, Map<String, String>> groups = new TreeMap<>();
        Map<String, String> leaves = new TreeMap<>();
        fields.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 0) {
                leaves.put(name, value);
            } else {
                groups.computeIfAbsent(name.substring(0, dot), group -> new TreeMap<>())
                        .put(name.substring(dot + 1), value);
            }
        });
        for (Map.Entry<String, String> leaf : leaves.entrySet()) {
            json.append(open).append('"').append(leaf.getKey()).append("\":").append(leaf.getValue());
            open = ",";
        }
        for (Map.Entry<String, Map<String, String>> group : groups.entrySet()) {
            json.append(open).append('"').append(group.getKey()).append("\":").append(nested(group.getValue()));
            open = ",";
        }
        return json.append('}').toString();
    }

    @Override
    public FieldType typeOf(String name) {
        return switch (name) {
            case "source.ip", "destination.ip" -> FieldType.IP;
            case "destination.port", "source.port", "process.pid" -> FieldType.LONG;
            case "process.command_line", "process.executable" -> FieldType.WILDCARD;
            default -> FieldType.KEYWORD;
        };
    }

    @Override
    public Collection<String> names() {
        return List.of();
    }

    /** @return events as endpoints write them, about a kilobyte each; nine tenths about processes or all about flows */
    public static List<String> events(int count, boolean process) {
        Random random = new Random(11);
        return Stream.generate(() -> process && random.nextInt(10) > 0 ? processEvent(random) : flowEvent(random))
                .limit(count)
                .toList();
    }

    private static String head(Random random, String category, String type, String action) {
        String system = SYSTEMS.get(random.nextInt(3));
        return ("{\"@timestamp\":\"2026-01-31T10:%02d:%02d.123Z\",\"agent\":{\"id\":\"4c9c9cb3-f80f-44d8-%04x\",\"type\":"
                        + "\"endpoint\",\"version\":\"9.1.0\"},\"ecs\":{\"version\":\"8.11.0\"},\"data_stream\":{\"namespace\":"
                        + "\"default\",\"type\":\"logs\",\"dataset\":\"endpoint.events.%s\"},\"host\":{\"hostname\":\"host-%d\","
                        + "\"name\":\"host-%d\",\"os\":{\"type\":\"%s\",\"family\":\"%s\",\"kernel\":\"6.1.0\",\"platform\":\"%s\"},"
                        + "\"ip\":[\"10.0.%d.%d\",\"fe80::%x\"],\"architecture\":\"x86_64\",\"id\":\"%016x\"},\"event\":{"
                        + "\"category\":[\"%s\"],\"type\":[\"%s\"],\"action\":\"%s\",\"kind\":\"event\",\"module\":\"endpoint\","
                        + "\"dataset\":\"endpoint.events.%s\",\"outcome\":\"success\",\"sequence\":%d},")
                .formatted(
                        random.nextInt(60),
                        random.nextInt(60),
                        random.nextInt(65536),
                        category,
                        random.nextInt(300),
                        random.nextInt(300),
                        system,
                        system,
                        system,
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(65536),
                        random.nextLong(),
                        category,
                        type,
                        action,
                        category,
                        random.nextInt(1_000_000));
    }

    private static String processEvent(Random random) {
        String[] usual = {"bash", "sh", "cmd.exe", "svchost.exe", "java", "python3", "chrome.exe", "sshd"};
        String name = random.nextInt(50) == 0 ? "proc" + random.nextInt(600) : usual[random.nextInt(usual.length)];
        String parent = random.nextInt(20) == 0 ? "parent" + random.nextInt(600) : usual[random.nextInt(usual.length)];
        String flag = random.nextInt(50) == 0 ? " --flag" + random.nextInt(2000) + "=1" : "";
        boolean start = random.nextInt(3) > 0;
        return head(random, "process", start ? "start" : "end", start ? "exec" : "end")
                + ("\"process\":{\"pid\":%d,\"entity_id\":\"%016x\",\"name\":\"%s\",\"executable\":\"C:\\\\Program Files\\\\Vendor"
                                + "\\\\%s\",\"command_line\":\"%s -c run job %d%s\",\"args\":[\"%s\",\"-c\",\"job\",\"-opt%d\"],"
                                + "\"args_count\":4,\"working_directory\":\"/srv/app/%d\",\"hash\":{\"sha256\":\"%064x\"},"
                                + "\"parent\":{\"pid\":%d,\"name\":\"%s\",\"executable\":\"/usr/bin/%s\",\"command_line\":\"%s "
                                + "--login\",\"entity_id\":\"%016x\"}},\"user\":{\"id\":\"%s\",\"name\":\"user%d\",\"domain\":\"CORP\"}}")
                        .formatted(
                                random.nextInt(65536),
                                random.nextLong(),
                                name,
                                name,
                                name,
                                random.nextInt(1000),
                                flag,
                                name,
                                random.nextInt(60_000),
                                random.nextInt(50),
                                random.nextLong(),
                                random.nextInt(65536),
                                parent,
                                parent,
                                parent,
                                random.nextLong(),
                                random.nextInt(4) == 0 ? "0" : "user" + random.nextInt(600),
                                random.nextInt(500));
    }

    private static String flowEvent(Random random) {
        return head(random, "network", "connection", "network_flow")
                + ("\"source\":{\"ip\":\"10.%d.%d.%d\",\"port\":%d,\"bytes\":%d,\"packets\":%d,\"mac\":\"02-42-AC-11-00-02\"},"
                                + "\"destination\":{\"ip\":\"10.%d.%d.%d\",\"port\":%d,\"bytes\":%d,\"packets\":%d},\"network\":{"
                                + "\"transport\":\"tcp\",\"type\":\"ipv4\",\"direction\":\"outbound\",\"bytes\":%d,\"community_id\":"
                                + "\"1:%016x\"},\"process\":{\"pid\":%d,\"name\":\"java\"}}")
                        .formatted(
                                random.nextInt(256),
                                random.nextInt(256),
                                random.nextInt(256),
                                random.nextInt(65536),
                                random.nextInt(100_000),
                                random.nextInt(100),
                                random.nextInt(256),
                                random.nextInt(256),
                                random.nextInt(256),
                                random.nextInt(65536),
                                random.nextInt(100_000),
                                random.nextInt(100),
                                random.nextInt(200_000),
                                random.nextLong(),
                                random.nextInt(65536));
    }
}
