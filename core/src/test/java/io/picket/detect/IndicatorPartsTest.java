package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What sets of indicators are made of, each against something plain. */
class IndicatorPartsTest {

    @ParameterizedTest
    @Seeds(20)
    void hashesLeadToTheirNumbers(long seed) {
        Random random = new Random(seed);
        HashRefs refs = new HashRefs();
        Map<Long, List<Integer>> plain = new HashMap<>();
        int kinds = 1 + random.nextInt(2_000);
        for (int i = 0; i < 3_000; i++) {
            long hash = (long) random.nextInt(kinds) << random.nextInt(2) * 40;
            refs.add(hash, i);
            plain.computeIfAbsent(hash, unseen -> new ArrayList<>()).add(i);
        }
        plain.forEach((hash, numbers) -> {
            List<Integer> found = new ArrayList<>();
            for (int place = refs.first(hash); place != HashRefs.NONE; place = refs.next(place)) {
                found.add(refs.number(place));
            }
            assertThat(found).containsExactlyInAnyOrderElementsOf(numbers);
        });
        assertThat(refs.first(Long.MIN_VALUE + seed)).isEqualTo(HashRefs.NONE);
    }

    @ParameterizedTest
    @Seeds(20)
    void recordsComeBackAsTheyWere(long seed) {
        Random random = new Random(seed);
        IndicatorRecords records = new IndicatorRecords();
        List<byte[]> plain = new ArrayList<>();
        for (int i = random.nextInt(300); i >= 0; i--) {
            byte[] record = new byte[random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(40)];
            random.nextBytes(record);
            for (int at = 0; at < record.length; at++) {
                record[at] = random.nextInt(4) == 0 ? (byte) '"' : (byte) (record[at] & 3);
            }
            assertThat(records.add(record)).isEqualTo(plain.size());
            plain.add(record);
            int asked = random.nextInt(plain.size());
            assertThat(records.get(asked)).isEqualTo(plain.get(asked));
        }
        for (int i = 0; i < plain.size(); i++) {
            assertThat(records.get(i)).isEqualTo(plain.get(i));
        }
        assertThat(records.count()).isEqualTo(plain.size());
    }

    @Test
    void documentsThatAreAlikeTakeLittleRoom() {
        IndicatorRecords records = new IndicatorRecords();
        for (int i = 0; i < 10_000; i++) {
            byte[] record = "{\"indicator\":{\"type\":\"ipv4-addr\",\"provider\":\"a provider\",\"ip\":\"192.0.2.%d\"}}"
                    .formatted(i)
                    .getBytes(StandardCharsets.UTF_8);
            records.add(record);
        }
        assertThat(records.bytes()).isLessThan(10_000 * 25);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"threat\":{\"indicator\":{\"ip\":\"1.2.3.4\",\"port\":80}}} | {\"ip\":\"1.2.3.4\",\"port\":80} | ",
                "{\"threat.indicator\":{\"ip\":\"1\"},\"threat\":{\"feed\":{\"name\":\"f\"}}} | {\"ip\":\"1\"} | f",
                "{\"threat.indicator.ip\":\"1\",\"threat\":{\"indicator.port\":2}} | {\"ip\":\"1\",\"port\":2} | ",
                "{\"threat\":{\"indicator\":[{\"a\":[1,{\"b\":null}]},{\"c\":2}]}} | {\"a\":[1,{\"b\":null}]} | ",
                "{\"threat\":{\"indicator\":[7,{\"a\":1}],\"feed.name\":\"f\"}} | {\"a\":1} | f",
                "{\"threat\":{\"indicator\":\"x\"}} | {} | ",
                "{\"threat\":{\"indicators\":{\"a\":1}},\"threatened\":{\"indicator\":2}} | {} | ",
                "{} | {} | ",
                "{\"threat\":{\"indicator\":{\"a\":1e400,\"b\":1.50}}} | {\"a\":1E+400,\"b\":1.50} | ",
            })
    void theObjectIsCutOutOfItsDocument(String document, String indicator, String feed) {
        byte[] bytes = ("  " + document + " ").getBytes(StandardCharsets.UTF_8);
        String expected = "{\"indicator\":" + indicator + (feed == null ? "" : ",\"feed\":\"" + feed + "\"") + "}";
        assertThat(read(new IndicatorObject("threat.indicator").of(bytes, 2, bytes.length)))
                .isEqualTo(JsonMapper.shared().readTree(expected));
    }

    private static JsonNode read(byte[] json) {
        return JsonMapper.shared().readTree(json);
    }

    /** What is cut is what the parser says, wherever there is a cut. */
    @ParameterizedTest
    @Seeds(400)
    void theCutIsWhatTheParserSays(long seed) {
        Random random = new Random(seed);
        String path = random.nextBoolean() ? "a.b" : random.nextBoolean() ? "a" : "b.a.c";
        byte[] document = object(random, 4).getBytes(StandardCharsets.UTF_8);
        byte[] cut = new IndicatorSlice(path, "threat.feed.name").of(document, 0, document.length);
        if (cut != null) {
            assertThat(read(cut)).isEqualTo(read(new IndicatorObject(path).parsed(document, 0, document.length)));
        }
    }

    private static String object(Random random, int depth) {
        List<String> names = List.of("a", "b", "c", "x\\\"y", "a.b", "é", "threat", "feed", "name");
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            members.add('"' + name + '"' + " ".repeat(random.nextInt(2)) + ":" + value(random, depth));
        }
        return " {" + String.join(" ,", members) + "}" + "\n".repeat(random.nextInt(2));
    }

    private static String value(Random random, int depth) {
        List<String> scalars =
                List.of("7", " 12 ", "true", "null", "-1.5e3", "\"}\"", "\"a\\\\\"", "\"\\\"{\"", "\"ü\"", "[]");
        return switch (random.nextInt(depth > 0 ? 6 : 2)) {
            case 0, 1 -> scalars.get(random.nextInt(scalars.size()));
            case 2 -> "[ " + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            default -> object(random, depth - 1);
        };
    }

    @Test
    void whatIsTooLargeIsLeftOut() {
        String large = "{\"ti\":{\"a\":\"" + "x".repeat(IndicatorObject.BYTES_MAX) + "\"},\"threat.feed.name\":\"f\"}";
        byte[] bytes = large.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(new IndicatorObject("ti").of(bytes, 0, bytes.length), StandardCharsets.UTF_8))
                .isEqualTo("{\"indicator\":{},\"feed\":\"f\"}");
    }

    @ParameterizedTest
    @CsvSource({"100, true", "101, false", "505, false"})
    void whatIsTooDeepIsLeftOut(int depth, boolean kept) {
        String object = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        for (String key : List.of("ti", "t\\u0069")) {
            byte[] bytes = ("{\"" + key + "\":" + object + "}").getBytes(StandardCharsets.UTF_8);
            assertThat(new String(new IndicatorObject("ti").of(bytes, 0, bytes.length), StandardCharsets.UTF_8))
                    .isEqualTo("{\"indicator\":" + (kept ? object : "{}") + "}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 104",
        "10.0.0.1/32, 128",
        "0.0.0.0/0, 96",
        "2001:db8::/32, 32",
        "::ffff:10.0.0.0/104, 104",
        "::/0, 0",
        "10.0.0.0/33, -1",
        "10.0.0.0/, -1",
        "10.0.0/8, -1",
        "http://10.0.0.1/8, -1",
        "10.0.0.1, -1",
        "::/129, -1",
    })
    void blocksAreReadAsSuch(String text, int prefix) {
        assertThat(ThreatKeys.prefix(text)).isEqualTo(prefix);
    }
}
