package io.picket.detect;

import io.picket.detect.ThreatKit.Doc;
import io.picket.rule.RuleBody.MappingEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * An indicator match rule by the letter: every event is compared with every indicator, field by field, out of a small
 * stock of values for which a table says what is equal to what.
 */
record PlainThreat(List<List<MappingEntry>> mapping) {

    /** Spellings of addresses and which address each is. */
    private static final Map<String, String> ADDRESSES = Map.of(
            "10.0.0.1", "A",
            "::ffff:10.0.0.1", "A",
            "10.0.0.2", "C",
            "2001:DB8::1", "B",
            "2001:db8:0:0:0:0:0:1", "B");

    private static final Map<String, String> CANONICAL = Map.of("A", "10.0.0.1", "B", "2001:db8::1", "C", "10.0.0.2");

    /** Blocks and the addresses in them. */
    private static final Map<String, String> BLOCKS =
            Map.of("10.0.0.0/31", "A", "10.9.9.9/8", "AC", "2001:db8::/32", "B", "10.0.0.2/32", "C", "::/0", "ABC");

    private static final List<MappingEntry> PAIRS = List.of(
            ThreatKit.equal("source.ip", "ti.ip"),
            ThreatKit.equal("source.ip", "ti.net"),
            ThreatKit.equal("name", "ti.name"),
            ThreatKit.equal("port", "ti.port"),
            ThreatKit.equal("msg", "ti.name"),
            ThreatKit.equal("odd", "ti.name"),
            ThreatKit.equal("odd", "ti.port"),
            ThreatKit.equal("name", "ti.ip"));

    private static final Map<String, List<Object>> STOCK = Map.of(
            "source.ip", List.of("10.0.0.1", "::ffff:10.0.0.1", "10.0.0.2", "2001:DB8::1", "x"),
            "name", List.of("alpha", "Alpha", "10.0.0.1", "2001:db8::1", "443"),
            "port", List.of(443L, 80L, "443"),
            "msg", List.of("Alpha came by", "nothing", "a door, 443 times"),
            "odd", List.of("alpha", "443", 443L, 443.0, true, 443.5),
            "ti.ip", List.of("10.0.0.1", "2001:db8:0:0:0:0:0:1", "10.0.0.2", "x"),
            "ti.net", List.of("10.0.0.0/31", "10.9.9.9/8", "2001:db8::/32", "10.0.0.2/32", "::/0", "10.0.0.1", "y"),
            "ti.name", List.of("alpha", "443", "443.5", "true", "by Nothing"),
            "ti.port", List.of(443L, 80L, "80.7"));

    static PlainThreat random(Random random) {
        List<List<MappingEntry>> groups = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<MappingEntry> group = new ArrayList<>();
            group.add(pick(random, PAIRS));
            while (random.nextInt(3) == 0 && group.size() < 3) {
                MappingEntry more = pick(random, PAIRS);
                group.add(new MappingEntry(more.field(), more.value(), random.nextInt(3) == 0));
            }
            groups.add(group);
        }
        return new PlainThreat(groups);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    static Map<String, List<Object>> values(Random random, boolean indicator) {
        Map<String, List<Object>> fields = new java.util.TreeMap<>();
        STOCK.keySet().stream()
                .sorted()
                .filter(name -> name.startsWith("ti.") == indicator)
                .forEach(name -> {
                    List<Object> values = new ArrayList<>();
                    for (int i = random.nextInt(6) == 0 ? 2 : random.nextInt(4) == 0 ? 0 : 1; i > 0; i--) {
                        values.add(pick(random, STOCK.getOrDefault(name, List.of())));
                    }
                    if (!values.isEmpty()) {
                        fields.put(name, values);
                    }
                });
        return fields;
    }

    /** What an alert would say matched, in its order; empty if nothing does. */
    List<String> matches(Doc event, List<Doc> indicators) {
        Set<String> found = new TreeSet<>();
        List<String> pairs = mapping.stream()
                .flatMap(List::stream)
                .map(entry -> entry.field() + " " + entry.value())
                .distinct()
                .toList();
        for (List<MappingEntry> group : mapping) {
            for (Doc indicator : indicators) {
                List<String> told = new ArrayList<>();
                boolean holds = true;
                for (int i = 0; i < group.size(); i++) {
                    MappingEntry entry = group.get(i);
                    if (entry.negate()) {
                        List<Object> all = present(indicator, entry.value());
                        holds &= event.values(entry.field()).stream()
                                .noneMatch(value -> all.stream().anyMatch(other -> equal(entry, value, other)));
                    } else {
                        List<Object> one = taken(indicator, entry, group.size() == 1);
                        Object hit = event.values(entry.field()).stream()
                                .filter(value -> one.stream().anyMatch(other -> equal(entry, value, other)))
                                .findFirst()
                                .orElse(null);
                        holds &= hit != null;
                        told.add(String.format(
                                Locale.ROOT,
                                "%03d %s %s=%s<%2$s",
                                pairs.indexOf(entry.field() + " " + entry.value()),
                                indicator.id(),
                                entry.field(),
                                hit));
                    }
                }
                if (holds) {
                    found.addAll(told);
                }
            }
        }
        return found.stream().map(line -> line.split(" ", 3)[2]).toList();
    }

    private static List<Object> present(Doc indicator, String field) {
        return indicator.values(field).stream()
                .filter(value -> !field.equals("ti.ip") || ADDRESSES.containsKey(value))
                .toList();
    }

    private static List<Object> taken(Doc indicator, MappingEntry entry, boolean alone) {
        List<Object> present = present(indicator, entry.value());
        boolean exact =
                !Set.of("port", "msg").contains(entry.field()) && !entry.value().equals("ti.port");
        return present.size() > 1 && !(alone && exact)
                ? List.of()
                : present.stream().limit(1).toList();
    }

    /** Whether the indicator has something to compare in a field. */
    boolean compares(Doc indicator, MappingEntry entry, boolean alone) {
        List<Object> taken = taken(indicator, entry, alone);
        boolean address = entry.field().equals("source.ip");
        return taken.stream()
                .map(String::valueOf)
                .anyMatch(value -> !address || ADDRESSES.containsKey(value) || BLOCKS.containsKey(value));
    }

    static boolean equal(MappingEntry entry, Object value, Object other) {
        String pair = entry.field() + " " + entry.value();
        String left = String.valueOf(value);
        String right = String.valueOf(other);
        return switch (pair) {
            case "source.ip ti.ip" ->
                ADDRESSES.containsKey(left) && ADDRESSES.get(left).equals(ADDRESSES.get(right));
            case "source.ip ti.net" ->
                ADDRESSES.containsKey(left)
                        && (ADDRESSES.get(left).equals(ADDRESSES.get(right))
                                || BLOCKS.getOrDefault(right, "").contains(ADDRESSES.get(left)));
            case "name ti.name" -> left.equals(right);
            case "port ti.port" -> left.equals(right.equals("80.7") ? "80" : right);
            case "msg ti.name" -> {
                Set<String> words = new HashSet<>(
                        Arrays.asList(left.toLowerCase(Locale.ROOT).split("[ ,]+", -1)));
                yield Arrays.stream(right.toLowerCase(Locale.ROOT).split(" ", -1))
                        .anyMatch(words::contains);
            }
            case "odd ti.name" -> left.equals(right) || left.equals("443.0") && right.equals("443");
            case "odd ti.port" -> left.equals(right) || left.equals("443.0") && right.equals("443");
            case "name ti.ip" -> left.equals(CANONICAL.get(ADDRESSES.get(right)));
            default -> throw new IllegalArgumentException(pair);
        };
    }
}
