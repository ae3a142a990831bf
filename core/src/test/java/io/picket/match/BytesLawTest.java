package io.picket.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.DateText;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.NumberText;
import io.picket.condition.WildcardPattern;
import io.picket.condition.Words;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import io.picket.testkit.Seeds;
import io.picket.testkit.Shared;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is done to bytes is what is done to texts. */
class BytesLawTest {

    private static String text(Random random, String letters, int most) {
        int[] codePoints = letters.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
        }
        return text.toString();
    }

    private static byte[] framed(String text) {
        return ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @Seeds(20)
    void folding(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 15; i++) {
            folding(random, i);
        }
    }

    private static void folding(Random random, int seed) {
        String text = text(random, "abcXYZ@[`{09 ÄäßẞſK\u0130\u0131ΣσςȺⱥ日😀𐐀𐐨", 40);
        byte[] bytes = framed(text);
        byte[] out = new byte[Bytes.foldedMax(bytes.length) + 3];
        int end = Bytes.fold(bytes, 1, bytes.length - 2, out, 3);
        assertThat(new String(out, 3, end - 3, StandardCharsets.UTF_8)).isEqualTo(Fold.of(text));
        boolean plain = text.chars().allMatch(c -> c < 128 && !(c >= 'A' && c <= 'Z'));
        assertThat(Bytes.isFolded(bytes, 1, bytes.length - 2)).isEqualTo(plain);
        assertThat(Bytes.of(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Fold.of(Fold.of(text))).isEqualTo(Fold.of(text));
    }

    @Test
    void folding_neverGrowsBeyondItsBound() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (Character.getType(codePoint) != Character.SURROGATE) {
                int before = Bytes.of(Character.toString(codePoint)).length;
                assertThat(Bytes.of(Character.toString(Fold.of(codePoint))).length)
                        .isLessThanOrEqualTo(Bytes.foldedMax(before));
            }
        }
        String growing = "Ⱥ".repeat(1000);
        byte[] bytes = Bytes.of(growing);
        assertThat(Bytes.foldedMax(bytes.length)).isGreaterThanOrEqualTo(Bytes.of(Fold.of(growing)).length);
    }

    @ParameterizedTest
    @Seeds(20)
    void wildcards(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            wildcards(random, i);
        }
    }

    private static void wildcards(Random random, int seed) {
        WildcardPattern pattern = WildcardPattern.escaped(text(random, "ab**??é😀\\", 8));
        String value = text(random, "aabé😀*?", 10);
        byte[] bytes = framed(value);
        assertThat(BytePattern.of(pattern).matches(bytes, 1, bytes.length - 2))
                .as("%s ~ %s", pattern, value)
                .isEqualTo(pattern.matches(value, Case.SENSITIVE));
    }

    /** The facts are about stars only; a question mark in them is itself. */
    @Test
    void wildcards_agreeWithQuaminasFacts() throws Exception {
        Path facts = Shared.path("suites/wildcard-quamina/facts.json");
        int count = 0;
        for (JsonNode fact :
                JsonMapper.builder().build().readTree(Files.readAllBytes(facts)).get("cases")) {
            String text = fact.get("pattern").asString().replaceAll("(?<!\\\\)\\?", "\\\\?");
            String value = fact.get("value").asString();
            boolean matches = fact.get("matches").asBoolean();
            byte[] bytes = framed(value);
            WildcardPattern pattern = WildcardPattern.escaped(text);
            assertThat(pattern.matches(value, Case.SENSITIVE)).as("%s", fact).isEqualTo(matches);
            assertThat(BytePattern.of(pattern).matches(bytes, 1, bytes.length - 2))
                    .as("%s", fact)
                    .isEqualTo(matches);
            count++;
        }
        assertThat(count).isPositive();
    }

    @ParameterizedTest
    @Seeds(20)
    void numbers(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            numbers(random, i);
        }
    }

    private static void numbers(Random random, int seed) {
        String text =
                text(random, random.nextBoolean() ? "0123456789" : "00123456789.-+eE x", random.nextBoolean() ? 6 : 25);
        byte kind = seed % 3 == 0 ? Kind.NUMBER : Kind.STRING;
        Value value = new Value(kind, text);
        NumberBytes reader = new NumberBytes();
        byte[] bytes = framed(text);
        for (FieldType type : List.of(FieldType.LONG, FieldType.DOUBLE, FieldType.UNKNOWN, FieldType.DATE)) {
            byte read = reader.read(type, kind, bytes, 1, bytes.length - 2);
            NumberText number = value.number();
            boolean counts = type == FieldType.UNKNOWN ? kind == Kind.NUMBER && number != null : value.readsAs(type);
            assertThat(read != NumberBytes.NONE).as("%s as %s", text, type).isEqualTo(counts);
            if (counts && type == FieldType.LONG) {
                assertThat(reader.number).as(text).isEqualTo(value.whole());
            } else if (counts && type == FieldType.DOUBLE) {
                assertThat(Double.longBitsToDouble(reader.number)).as(text).isEqualTo(value.decimal());
            } else if (counts && type == FieldType.DATE) {
                assertThat(reader.number).as(text).isEqualTo(DateText.millis(text));
            } else if (counts && number != null) {
                assertThat(read == NumberBytes.WHOLE).as(text).isEqualTo(number.whole());
                assertThat(reader.number)
                        .as(text)
                        .isEqualTo(number.whole() ? number.truncated() : NumberBytes.bits(number.nearest()));
            }
        }
    }

    @ParameterizedTest
    @Seeds(20)
    void addresses(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            addresses(random, i);
        }
    }

    private static void addresses(Random random, int seed) {
        StringBuilder text = new StringBuilder(text(random, "0123456789abcdefF:::...g%", 12));
        if (seed % 3 == 0) {
            text = new StringBuilder(
                    new IpAddress(random.nextLong() >>> random.nextInt(64), random.nextLong()).toString());
        } else if (seed % 3 == 1) {
            text = new StringBuilder(
                    random.nextBoolean() ? IpAddress.v4(random.nextInt()).toString() : quad(random));
        }
        if (random.nextInt(3) == 0 && !text.isEmpty()) {
            text.setCharAt(random.nextInt(text.length()), "0123456789:.a".charAt(random.nextInt(13)));
        }
        IpAddress plain = IpAddress.parse(text.toString());
        String after = random.nextBoolean() ? "" : "1.2.3.4:5,1.2.3.4.5.6";
        byte[] bytes = framed(text + after);
        Event event = new Event(FieldTable.builder().add("source.ip", 100).build());
        event.add(0, Kind.STRING, bytes, 1, bytes.length - 2 - after.length());
        for (int asked = 0; asked < 2; asked++) {
            assertThat(event.isAddress(0)).as(text.toString()).isEqualTo(plain != null);
            if (plain != null) {
                assertThat(new IpAddress(event.addressHigh(0), event.addressLow(0)))
                        .isEqualTo(plain);
            }
        }
        assertThat(event.slotOf(0)).isZero();
        assertThat(event.kind(0)).isEqualTo(Kind.STRING);
    }

    /** Three to five numbers with dots between, mostly near the limits of what an address has. */
    private static String quad(Random random) {
        String[] numbers = {"0", "7", "00", "09", "10", "99", "001", "099", "100", "255", "256", "300", "1000", ""};
        int count = random.nextInt(8) == 0 ? 3 + random.nextInt(3) : 4;
        StringJoiner joined = new StringJoiner(".");
        for (int i = 0; i < count; i++) {
            joined.add(random.nextInt(3) == 0 ? numbers[random.nextInt(numbers.length)] : "" + random.nextInt(256));
        }
        return joined.toString();
    }

    // stand for the bytes of these names, which are none of a text
    private static final String BEGIN = "<";
    private static final String END = ">";

    private static byte[] marked(String literal) {
        byte[] bytes = Bytes.of(literal);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '<' ? LiteralAutomaton.BEGIN : bytes[i] == '>' ? LiteralAutomaton.END : bytes[i];
        }
        return bytes;
    }

    @ParameterizedTest
    @Seeds(200)
    void literals(long seed) {
        Random random = new Random(seed);
        LiteralAutomaton.Builder builder = new LiteralAutomaton.Builder();
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String literal = Fold.of(text(random, "abcÄ😀", 5));
            literal = random.nextInt(4) == 0 ? BEGIN + literal : literal;
            literal = random.nextInt(4) == 0 ? literal + END : literal;
            if (!literal.isEmpty() && !literal.equals(BEGIN) && !literals.contains(literal)) {
                builder.add(marked(literal), literals.size());
                literals.add(literal);
            }
        }
        LiteralAutomaton automaton = builder.build();
        String ascii = text(random, "aAbBcCx", 30);
        assertThat(found(automaton, Bytes.of(ascii))).isEqualTo(contained(literals, Fold.of(ascii)));
        String any = Fold.of(text(random, "aAbBcCxÄä😀", 30));
        assertThat(found(automaton, Bytes.of(any))).isEqualTo(contained(literals, any));
    }

    private static Set<Integer> found(LiteralAutomaton automaton, byte[] bytes) {
        Set<Integer> found = new HashSet<>();
        int state = automaton.begin();
        byte[] ended = Arrays.copyOf(bytes, bytes.length + 1);
        ended[bytes.length] = LiteralAutomaton.END;
        for (byte b : ended) {
            state = automaton.step(state, b);
            if (state < 0) {
                state = ~state;
                for (int out = automaton.outputsFrom(state); out < automaton.outputsTo(state); out++) {
                    found.add(automaton.output(out));
                }
            }
        }
        return found;
    }

    private static Set<Integer> contained(List<String> literals, String text) {
        Set<Integer> contained = new HashSet<>();
        IntStream.range(0, literals.size())
                .filter(i -> (BEGIN + text + END).contains(literals.get(i)))
                .forEach(contained::add);
        return contained;
    }

    @ParameterizedTest
    @Seeds(100)
    void intervals(long seed) {
        Random random = new Random(seed);
        IntervalTable.Builder builder = new IntervalTable.Builder();
        List<Cidr> ranges = new ArrayList<>();
        for (int key = 0; key < 15; key++) {
            IpAddress a = point(random);
            IpAddress b = point(random);
            ranges.add(a.compareTo(b) <= 0 ? new Cidr(a, b) : new Cidr(b, a));
            builder.add(ranges.getLast().first(), ranges.getLast().last(), key);
        }
        IntervalTable table = builder.build();
        for (int i = 0; i < 200; i++) {
            IpAddress at = point(random);
            int stretch = table.find(at.high(), at.low());
            int[] keys = stretch < 0
                    ? new int[0]
                    : IntStream.range(table.from(stretch), table.to(stretch))
                            .map(table::key)
                            .toArray();
            assertThat(Arrays.stream(keys).sorted().toArray())
                    .isEqualTo(IntStream.range(0, 15)
                            .filter(key -> ranges.get(key).contains(at))
                            .toArray());
        }
    }

    private static IpAddress point(Random random) {
        long[] some = {0, 1, 2, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, 7};
        return new IpAddress(some[random.nextInt(8)], some[random.nextInt(8)]);
    }

    @ParameterizedTest
    @Seeds(20)
    void words(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 15; i++) {
            words(random, i);
        }
    }

    private static void words(Random random, int seed) {
        String text = text(random, "abcDE'._:,3 -ÄΣ漢カ😀𐐀א\"\u0301\u200Dส", 60);
        ByteTable table = new ByteTable();
        WordScan scan = new WordScan();
        scan.begin();
        byte[] bytes = framed(text);
        scan.add(bytes, 1, bytes.length - 2, table);
        List<String> words = new ArrayList<>();
        for (int word = 0; word < scan.count() - 1; word++) {
            words.add(new String(scan.bytes(), scan.from(word), scan.length(word), StandardCharsets.UTF_8));
        }
        assertThat(words).isEqualTo(Words.of(text));
        assertThat(scan.key(scan.count() - 1)).isEqualTo(WordScan.GAP);
    }

    @ParameterizedTest
    @Seeds(20)
    void tables(long seed) {
        Random random = new Random(seed);
        ByteTable texts = new ByteTable();
        LongTable numbers = new LongTable();
        Map<String, Integer> known = new HashMap<>();
        Map<Long, Integer> knownNumbers = new HashMap<>();
        for (int i = 0; i < 2000; i++) {
            String text = text(random, "ab", 12);
            long number = random.nextInt(1000) - 500L;
            int next = i;
            assertThat(texts.put(Bytes.of(text), () -> next)).isEqualTo(known.computeIfAbsent(text, t -> next));
            assertThat(numbers.put(number, () -> next)).isEqualTo(knownNumbers.computeIfAbsent(number, t -> next));
        }
        for (int i = 0; i < 2000; i++) {
            String text = text(random, "abc", 12);
            byte[] bytes = framed(text);
            assertThat(texts.find(bytes, 1, bytes.length - 2)).isEqualTo(known.getOrDefault(text, Column.NO_KEY));
            long number = random.nextInt(2000) - 1000L;
            assertThat(numbers.find(number)).isEqualTo(knownNumbers.getOrDefault(number, Column.NO_KEY));
        }
    }

    @ParameterizedTest
    @Seeds(200)
    void names(long seed) {
        RandomAsking asking = new RandomAsking(seed);
        Event event = new Event(FieldTable.builder().build());
        for (String prefix : List.of("", "unknown.n.", "keyword", "none")) {
            NameScan scan = new NameScan(List.of(Bytes.of(prefix)));
            for (int i = 0; i < 5; i++) {
                String json = asking.document().replace("\"unknown\":", " \"unknown\" :\t");
                Filling.fill(event, json);
                assertThat(scan.scan(event.source(), event.sourceFrom(), event.sourceTo()))
                        .as(json)
                        .isTrue();
                Set<String> found = IntStream.range(0, scan.foundCount())
                        .mapToObj(n -> scan.name(scan.found(n)))
                        .collect(Collectors.toSet());
                Set<String> expected = event.document().byPath().keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .collect(Collectors.toSet());
                assertThat(found).as(json).containsAll(expected);
                assertThat(event.document().byPath().keySet()).as(json).containsAll(found);
                assertThat(scan.foundCount()).isEqualTo(found.size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":[1",
                "{\"a\":[1,",
                "{\"a\":\"x",
                "{\"a\":\"x\\\"}",
                "{\"\\u0061\":1}",
                "{\"a\":}",
                "{a:1}",
                "{\"a\":{\"b\":}}",
                "{\"a\" 1}",
                "{\"a\":[1}"
            })
    void names_areNotGuessed(String json) {
        byte[] bytes = Bytes.of(json);
        assertThat(new NameScan(List.of(new byte[0])).scan(bytes, 0, bytes.length))
                .isFalse();
    }

    @Test
    void names_haveLimits() {
        NameScan scan = new NameScan(List.of(new byte[0]));
        byte[] deep = Bytes.of("{\"a\":".repeat(400) + "1" + "}".repeat(400));
        assertThat(scan.scan(deep, 0, deep.length)).isFalse();
        byte[] rows = Bytes.of("{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}");
        assertThat(scan.scan(rows, 0, rows.length)).isFalse();
        byte[] longName = Bytes.of("{\"" + "a".repeat(600) + "\":1}");
        assertThat(scan.scan(longName, 0, longName.length)).isFalse();
        int known = 0;
        while (known <= NameScan.NAMES_MAX) {
            byte[] next = Bytes.of("{\"n" + known + "\":1}");
            if (!scan.scan(next, 0, next.length)) {
                break;
            }
            known++;
        }
        assertThat(known).isEqualTo(NameScan.NAMES_MAX);
    }
}
