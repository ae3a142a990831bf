package io.picket.match;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.AnyWord;
import io.picket.condition.Condition.Computed;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.InList;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Matches;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Phrase;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.WordLike;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.Formula;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.condition.Refusal;
import io.picket.condition.RegexPattern;
import io.picket.condition.RegexPattern.Syntax;
import io.picket.condition.RegexReading;
import io.picket.condition.TextSet;
import io.picket.condition.ValueList;
import io.picket.condition.WildcardPattern;
import io.picket.condition.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random conditions and random events that have a good chance of meeting each other. */
final class RandomAsking {

    static final List<String> FIELDS = List.of(
            "keyword.a",
            "keyword.b",
            "event.category",
            "event.action",
            "host.os.type",
            "wildcard.a",
            "text.a",
            "long.a",
            "long.b",
            "double.a",
            "boolean.a",
            "ip.a",
            "date.a",
            "version.a",
            "flattened.a",
            "object.a",
            "unknown.a",
            "unknown.n.a",
            "unknown.n.b",
            "unknown.n.m.c");

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "b",
            "ab",
            "aB",
            "process",
            "PROCESS",
            "start",
            "windows",
            "C:\\Windows\\System32\\cmd.exe",
            "c:\\windows\\system32\\CMD.EXE",
            "powershell -enc AAAA; whoami /all",
            "curl http://example.com/x.sh | sh",
            "straße",
            "STRASSE",
            "Ärger",
            "ärger",
            "\u212Aelvin",
            "kelvin",
            "ſ",
            "s",
            "日本語",
            "a😀b",
            "😀",
            "don't stop",
            "line\nbreak",
            "80",
            "80.0",
            "8e1",
            "-1",
            "0",
            "true",
            "false",
            "10.1.2.3",
            "::ffff:10.1.2.3",
            "fe80::1",
            "2026-01-31",
            "2026-01-31T10:00:00.5Z",
            "1.2.3",
            "1.2.3-rc.1",
            "1.10.0",
            "x".repeat(1100));

    private static final List<String> NUMBERS = List.of(
            "80",
            "80.0",
            "80.7",
            "8e1",
            "-1",
            "0",
            "-0.0",
            "1",
            "1.5",
            "9223372036854775807",
            "9223372036854775808",
            "9007199254740993",
            "1e300",
            "1e400",
            "0.1",
            "1769853600000",
            "1769853600",
            "123456789012345678901234567890");

    private static final List<String> PATTERNS = List.of(
            "*",
            "?",
            "a*",
            "*b",
            "*a*",
            "a?b",
            "a??b",
            "??",
            "*\\\\cmd.exe",
            "c:\\\\windows\\\\*",
            "?:\\\\win*\\\\*.exe",
            "*power*enc*",
            "*whoami*",
            "*sh",
            "*s*e*",
            "str*",
            "*ß*",
            "*k*",
            "kel?in",
            "*語",
            "*?",
            "80*",
            "*.*",
            "**a",
            "a",
            "A",
            "",
            "straße",
            "*ärger",
            "\\*",
            "*\\?*",
            "*line*break*",
            "tr?e",
            "10.1.*");

    private final Random random;

    RandomAsking(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 12345);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> List<T> some(int most, Supplier<T> each) {
        List<T> made = new ArrayList<>();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            made.add(each.get());
        }
        return made;
    }

    Condition condition(int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        return switch (kind) {
            case 0, 1, 2 -> new Condition.And(some(4, () -> condition(depth - 1)));
            case 3, 4 -> new Condition.Or(some(4, () -> condition(depth - 1)));
            case 5 -> new Condition.Not(condition(depth - 1));
            case 6 -> random.nextInt(8) == 0 ? pick(List.of(Condition.ALWAYS, Condition.NEVER)) : leaf();
            default -> leaf();
        };
    }

    private Condition leaf() {
        int kind = random.nextInt(30);
        if (kind == 0) {
            return new Nested("unknown.n", inside(random.nextInt(3)));
        }
        if (kind == 1) {
            return new AnyField(
                    WildcardPattern.stars(pick(List.of("*", "keyword.*", "*.a", "unknown.n.*"))),
                    field -> new In(field, List.of(new Literal.Text("a"), new Literal.Text("80")), Case.INSENSITIVE));
        }
        if (kind == 3) {
            return computed();
        }
        if (kind == 2) {
            return new Exists(TestTypes.TYPES.field(pick(List.of("_id", "_index"))));
        }
        return leafOn(TestTypes.TYPES.field(pick(FIELDS)));
    }

    private Condition inside(int depth) {
        if (depth == 0) {
            return leafOn(TestTypes.TYPES.field(pick(List.of("unknown.n.a", "unknown.n.b"))));
        }
        return random.nextBoolean()
                ? new Condition.And(some(3, () -> inside(depth - 1)))
                : new Condition.Not(inside(depth - 1));
    }

    Condition leafOn(Field given) {
        // Now and then somebody takes a field for another type than the rest do.
        Field field = random.nextInt(30) == 0 ? new Field(given.name(), pick(List.of(FieldType.values()))) : given;
        Case letters = random.nextBoolean() ? Case.SENSITIVE : Case.INSENSITIVE;
        return switch (random.nextInt(13)) {
            case 11 -> new Matches(field, regex(letters));
            case 0, 1, 2, 3 -> new In(field, some(4, this::literal), letters);
            case 4, 5, 6 -> new Like(field, some(3, () -> WildcardPattern.escaped(pick(PATTERNS))), letters);
            case 7 -> new Exists(field);
            case 8 -> range(field);
            case 9 -> new InBlocks(field, blocks());
            case 10 -> words(field);
            default -> new InList(field, list());
        };
    }

    private ValueList list() {
        return switch (random.nextInt(3)) {
            case 0 -> new ValueList.Words("w", Set.copyOf(new LinkedHashSet<>(some(5, this::text))));
            case 1 -> new ValueList.Addresses("a", blocks());
            default -> new ValueList.Texts("t", TextSet.of(some(5, this::text)));
        };
    }

    private RegexPattern regex(Case letters) {
        String text = pick(List.of("a.*", ".*[0-9]{1,2}.*", "a|b|", "[a-z]+", ".*\\.exe", ".", "@sh", "str[^s]+e"));
        return switch (RegexPattern.read(text, Syntax.LUCENE, letters)) {
            case RegexReading.Understood(RegexPattern pattern) -> pattern;
            case RegexReading.Unreadable unreadable -> throw new IllegalStateException(unreadable.message());
        };
    }

    /** Some hold for events without any of the fields, some do not. */
    private Condition computed() {
        List<Field> fields = some(3, () -> TestTypes.TYPES.field(pick(FIELDS)));
        Formula formula = pick(List.<Formula>of(
                values -> values[0] == null,
                values -> Arrays.asList(values).contains("a"),
                values -> values[0] instanceof Long whole && whole == 80,
                values -> values[0] != null && values[0].equals(values[values.length - 1]),
                values -> values[0] instanceof Instant || values[0] instanceof IpAddress,
                values -> Boolean.TRUE.equals(values[0])));
        return new Computed(fields, formula);
    }

    private Condition words(Field field) {
        return switch (random.nextInt(3)) {
            case 0 -> new AnyWord(field, some(3, this::word));
            case 1 -> new Phrase(field, random.nextInt(9) == 0 ? List.of() : phrase());
            default -> new WordLike(field, WildcardPattern.escaped(pick(PATTERNS)));
        };
    }

    private String word() {
        List<String> words = Words.of(text());
        return words.isEmpty() ? "none" : pick(words);
    }

    private List<String> phrase() {
        List<String> words = Words.of(text());
        if (words.isEmpty()) {
            return List.of("none");
        }
        int from = random.nextInt(words.size());
        return words.subList(from, from + 1 + random.nextInt(words.size() - from));
    }

    private CidrSet blocks() {
        return CidrSet.of(some(
                3,
                () -> Objects.requireNonNull(Cidr.parse(
                        pick(List.of("10.0.0.0/8", "10.1.2.3", "fe80::/10", "::/0", "0.0.0.0/0", "192.168.0.0/16"))))));
    }

    private Condition range(Field field) {
        while (true) {
            Condition range = new Range(field, bound(field.type()), bound(field.type()));
            if (Refusal.of(range).isEmpty()) {
                return range;
            }
            field = TestTypes.TYPES.field(pick(FIELDS));
        }
    }

    private @Nullable Bound bound(FieldType type) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        Object value = switch (type) {
            case LONG, DOUBLE -> random.nextBoolean() ? (Object) whole() : real();
            case DATE -> pick(List.of(0L, 1769853600000L, 1769853600500L, 1769817600000L));
            case IP -> IpAddress.v4(0x0A010203 + random.nextInt(3) - 1);
            case UNKNOWN -> pick(List.<Object>of(text(), whole(), real()));
            default -> text();
        };
        return new Bound(value, random.nextBoolean());
    }

    private long whole() {
        return pick(List.of(80L, 0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 9007199254740993L));
    }

    private double real() {
        return pick(List.of(80.0, 80.7, 0.1, -0.0, 1e300, -1e300, 9.223372036854776E18, Double.POSITIVE_INFINITY));
    }

    private Literal literal() {
        return switch (random.nextInt(8)) {
            case 0 -> new Literal.Whole(whole());
            case 1 -> new Literal.Decimal(real());
            case 2 -> new Literal.Bool(random.nextBoolean());
            case 3 -> new Literal.Ip(IpAddress.v4(0x0A010203));
            default -> new Literal.Text(random.nextInt(4) == 0 ? pick(NUMBERS) : text());
        };
    }

    private String text() {
        return pick(TEXTS);
    }

    /** A document in which every field has none, one or some values, in nested or dotted form. */
    String document() {
        StringBuilder json = new StringBuilder("{");
        for (String field : FIELDS) {
            if (random.nextInt(3) != 0) {
                json.append(json.length() > 1 ? "," : "");
                boolean below = field.startsWith("flattened") || field.startsWith("object");
                put(json, below ? field + ".x" : field, random.nextBoolean());
            }
        }
        if (random.nextInt(3) == 0) {
            json.append(json.length() > 1 ? "," : "");
            json.append("\"unknown\":{\"n\":[{\"a\":").append(value());
            json.append(",\"b\":")
                    .append(value())
                    .append("},{\"b\":")
                    .append(value())
                    .append("},7]}");
        }
        return json.append("}").toString();
    }

    private void put(StringBuilder json, String path, boolean dotted) {
        int dot = dotted ? -1 : path.indexOf('.');
        if (dot < 0) {
            json.append('"').append(path).append("\":").append(value());
        } else {
            json.append('"').append(path, 0, dot).append("\":{");
            put(json, path.substring(dot + 1), random.nextBoolean());
            json.append('}');
        }
    }

    private String value() {
        return switch (random.nextInt(9)) {
            case 0 -> "[" + String.join(",", some(3, this::scalar)) + "]";
            case 1 -> pick(List.of("null", "[]", "[null]", "[[\"a\"],80]"));
            default -> scalar();
        };
    }

    private String scalar() {
        return switch (random.nextInt(6)) {
            case 0 -> pick(NUMBERS);
            case 1 -> random.nextBoolean() ? "true" : "false";
            default -> "\"" + text().replace("\\", "\\\\").replace("\n", "\\n") + "\"";
        };
    }

    String index() {
        return pick(List.of("", "logs-a", "logs-b", ".ds-logs-a-2026.01.31-000001", "other"));
    }

    List<String> patterns() {
        return some(3, () -> pick(List.of("logs-*", "logs-a", "-logs-b", "other", "*", "remote:logs-b")));
    }
}
