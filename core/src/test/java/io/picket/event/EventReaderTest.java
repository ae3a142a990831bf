package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final FieldTable FIELDS = FieldTable.builder()
            .add("host", 1024)
            .add("host.name", 1024)
            .add("source.port", 1024)
            .add("a.b.c", 5)
            .add("network.interface.name", 1024)
            .build();

    private final EventReader reader = new EventReader(FIELDS);
    private final Event event = new Event(FIELDS);

    private boolean read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length, event);
    }

    private boolean readHit(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return reader.readHit(bytes, 0, bytes.length, event);
    }

    private List<String> texts(String field) {
        return event.texts(FIELDS.slot(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'b':{'c':1}},'a.b.c':2,'a':{'b.c':3,'b':[{'c':[4,null,[]]},{'c':5}]}}",
                "{'a.b':{'c':[1,2,[3]]},'a':[{'b.c':4},{'b':{'c':5}}]}",
                "{'a':{'b':[{'c':1},{'d':0}]},'\\u0061.b':{'c':[2,3]},'a.b.c':4,'a.b':{'c':5}}"
            })
    void nestedAndDottedNamesAreOneField(String json) {
        assertThat(read(json.replace('\'', '"'))).isTrue();
        assertThat(texts("a.b.c")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void fieldMayBeTheBeginningOfAnother() {
        assertThat(read("{\"host\":[\"x\",{\"name\":\"y\"}],\"hostname\":\"z\",\"host.name\":\"w\"}"))
                .isTrue();
        assertThat(texts("host")).containsExactly("x");
        assertThat(texts("host.name")).containsExactly("y", "w");
    }

    @Test
    void emptyAndNullAreNoValueButAnEmptyStringIs() {
        assertThat(read("{\"host\":null,\"source\":{\"port\":[]},\"a\":{\"b\":{\"c\":\"\"}}}"))
                .isTrue();
        assertThat(event.has(FIELDS.slot("host"))).isFalse();
        assertThat(event.has(FIELDS.slot("source.port"))).isFalse();
        assertThat(texts("a.b.c")).containsExactly("");
    }

    @Test
    void kindsAndNumbersAreKeptAsWritten() {
        assertThat(read("{\"host\":[\"1\",-1.50e+3,9223372036854775808,true,false]}"))
                .isTrue();
        assertThat(texts("host")).containsExactly("1", "-1.50e+3", "9223372036854775808", "true", "false");
        assertThat(event.kind(0)).isEqualTo(Kind.STRING);
        assertThat(event.kind(2)).isEqualTo(Kind.NUMBER);
        assertThat(event.kind(3)).isEqualTo(Kind.TRUE);
        assertThat(event.kind(4)).isEqualTo(Kind.FALSE);
    }

    @Test
    void limitCountsUtf16UnitsOfTheDecodedText() {
        assertThat(
                        read(
                                "{\"a.b.c\":[\"12345\",\"123456\",\"ééééé\",\"😀😀1\",\"😀😀12\",\"\\ud83d\\ude00123\",\"\\n\\n\\n\\n\\n\",123456]}"))
                .isTrue();
        assertThat(texts("a.b.c")).containsExactly("12345", "ééééé", "😀😀1", "😀123", "\n\n\n\n\n", "123456");
    }

    @Test
    void halfASurrogatePairBecomesTheReplacementCharacter() {
        assertThat(read("{\"host\":\"a\\ud83db\\ude00\"}")).isTrue();
        assertThat(texts("host")).containsExactly("a\ufffdb\ufffd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                | 0  | there is no document",
                "`  `              | 2  | there is no document",
                "[1]               | 0  | expected {",
                "{\"a\":1          | 6  | ends in the middle",
                "{\"a\":\"x        | 7  | a string is not closed",
                "{\"a\":1}x        | 7  | something follows",
                "{a:1}             | 1  | expected a key in double quotes, found a",
                "{\"a\" 1}         | 5  | expected :",
                "{\"a\":1 \"b\":2} | 7  | expected , or }",
                "{\"a\":[1 2]}     | 8  | expected , or ]",
                "{\"a\":1,}        | 7  | expected a key",
                "{\"a\":tru}       | 5  | expected a value",
                "{\"a\":01}        | 5  | starts with a 0",
                "{\"a\":-}         | 6  | expected a digit",
                "{\"a\":1.e3}      | 7  | expected a digit",
                "{\"a\":\"\\x\"}   | 7  | unknown escape",
                "{\"a\":\"\\u12g4\"} | 6 | four hexadecimal digits",
                "{\"\\ude00\":1}   | 2  | half a surrogate pair"
            })
    void failureSaysWhatAndWhere(String json, int offset, String failure) {
        assertThat(read(json)).isFalse();
        assertThat(reader.failure()).contains(failure);
        assertThat(reader.failureOffset()).isEqualTo(offset);
        assertThat(event.valueCount()).isZero();
    }

    @Test
    void controlCharactersAndBadUtf8AreRefused() {
        assertThat(read("{\"a\":\"\t\"}")).isFalse();
        assertThat(reader.failure()).contains("control character");
        byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'};
        assertThat(reader.read(overlong, 0, overlong.length, event)).isFalse();
        assertThat(reader.failure()).contains("UTF-8");
        assertThat(reader.failureOffset()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void depthIsLimited(boolean isKept) {
        String key = isKept ? "host" : "other";
        for (int depth : new int[] {EventReader.DEPTH_MAX, EventReader.DEPTH_MAX + 1, 10_000, 1_000_000}) {
            String arrays = "{\"" + key + "\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
            assertThat(read(arrays)).isEqualTo(depth == EventReader.DEPTH_MAX);
            String objects = ("{\"" + key + "\":").repeat(depth) + "1" + "}".repeat(depth);
            assertThat(read(objects)).isEqualTo(depth == EventReader.DEPTH_MAX);
            if (depth > EventReader.DEPTH_MAX) {
                assertThat(reader.failure()).contains("512 levels");
            }
        }
    }

    @Test
    void longNumbersAreRefused() {
        assertThat(read("{\"host\":" + "1".repeat(EventReader.NUMBER_CHARS_MAX) + "}"))
                .isTrue();
        assertThat(read("{\"host\":" + "1".repeat(EventReader.NUMBER_CHARS_MAX + 1) + "}"))
                .isFalse();
        assertThat(reader.failure()).contains("1000 characters");
    }

    @Test
    void sourceIsTheObjectWithoutBlanksSoThatItsHashDoesNotDependOnLineEnds() {
        assertThat(read("{\"host\":1}")).isTrue();
        String hash = event.idOrHash();
        assertThat(read(" {\"host\":1}\r")).isTrue();
        assertThat(event.sourceTo() - event.sourceFrom()).isEqualTo(10);
        assertThat(event.idOrHash()).isEqualTo(hash);
        assertThat(read("{\"host\":2}")).isTrue();
        assertThat(event.idOrHash()).isNotEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'_index':'logs-x','_id':'7','_score':1,'_source':{'host':{'name':'y'}},'fields':{'host':['no']}}",
                "{'host':'no','_source' : {'host':{'name':'y'}},'_id':'7','_index':'logs-x'}",
                "{'\\u005fsource':{'host.name':'y'},'_id':'7','_index':'logs-x','host':'no'}"
            })
    void hitIsUnwrapped(String json) {
        assertThat(readHit(json.replace('\'', '"'))).isTrue();
        assertThat(event.index()).isEqualTo("logs-x");
        assertThat(event.id()).isEqualTo("7");
        assertThat(texts("host")).isEmpty();
        assertThat(texts("host.name")).containsExactly("y");
        String source = new String(
                event.source(), event.sourceFrom(), event.sourceTo() - event.sourceFrom(), StandardCharsets.UTF_8);
        assertThat(source).startsWith("{\"host").endsWith("}").contains("\"y\"").doesNotContain("logs-x");
    }

    @Test
    void plainDocumentMayCarryItsOrigin() {
        assertThat(readHit("{\"_id\":\"caf\\u00e9\",\"host\":\"x\",\"_index\":\"i\",\"_source\":\"text\"}"))
                .isTrue();
        assertThat(event.index()).isEqualTo("i");
        assertThat(event.id()).isEqualTo("café");
        assertThat(event.idOrHash()).isEqualTo("café");
        assertThat(texts("host")).containsExactly("x");
        assertThat(event.sourceFrom()).isZero();
    }

    @Test
    void emptyIdIsNone() {
        assertThat(readHit("{\"_id\":\"\",\"_index\":\"\",\"host\":1}")).isTrue();
        assertThat(event.id()).isNull();
        assertThat(event.index()).isEmpty();
        assertThat(event.idOrHash()).hasSize(32);
    }

    @Test
    void originIsNoOriginUnlessAskedFor() {
        assertThat(read("{\"_id\":\"x\",\"_source\":{\"host\":1}}")).isTrue();
        assertThat(event.id()).isNull();
        assertThat(event.has(FIELDS.slot("host"))).isFalse();
    }

    @Test
    void nothingOfOneEventIsLeftInTheNext() {
        assertThat(readHit("{\"_id\":\"1\",\"_index\":\"i\",\"_source\":{\"host\":[\"a\\n\",\"b\"]}}"))
                .isTrue();
        assertThat(readHit("{\"source\":{\"port\":1}}")).isTrue();
        assertThat(event.id()).isNull();
        assertThat(event.index()).isEmpty();
        assertThat(event.has(FIELDS.slot("host"))).isFalse();
        assertThat(event.touchedCount()).isEqualTo(1);
        assertThat(read("{\"host\":1")).isFalse();
        assertThat(reader.failure()).isNotEmpty();
        assertThat(read("{}")).isTrue();
        assertThat(reader.failure()).isEmpty();
        assertThat(reader.failureOffset()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void nothingIsAllocatedOnceWarm(boolean hit) {
        byte[] good = ("{\"_index\":\"i\",\"_id\":\"4711\",\"_source\":{\"host\":[\"a\\tb\",\"é\",{\"name\":\""
                        + "n".repeat(300)
                        + "\"}],\"source\":{\"port\":443,\"x\":[1.5,true,null]},\"a.b\":{\"c\":\"\\u00e9\"}}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] bad = "{\"host\":\"a\\tb\",\"x\":[}".getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            read += both(good, bad, hit);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            read += both(good, bad, hit);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(read).isEqualTo(40_000);
        assertThat(allocated).isLessThan(20_000);
    }

    private int both(byte[] good, byte[] bad, boolean hit) {
        boolean one = hit ? reader.readHit(good, 0, good.length, event) : reader.read(good, 0, good.length, event);
        boolean two = hit ? reader.readHit(bad, 0, bad.length, event) : reader.read(bad, 0, bad.length, event);
        return one && !two ? 1 : 0;
    }
}
