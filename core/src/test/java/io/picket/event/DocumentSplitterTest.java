package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentSplitterTest {

    private static final String RESPONSE = """
            {"took":3,"timed_out":false,"_shards":{"total":1},"hits":{"total":{"value":2},"max_score":null,"hits":[\
            {"_index":"a","_id":"1","_source":{"x":1}},{"_index":"a","_id":"2","_source":{"hits":{"hits":[{}]}}}]}}
            """;

    static Stream<Arguments> streams() {
        return Stream.of(
                arguments("one a line", Shape.NDJSON, "{\"a\":1}\n{\"b\":2}\n", List.of("1 {\"a\":1}", "2 {\"b\":2}")),
                arguments(
                        "no end of line at the end",
                        Shape.NDJSON,
                        "{\"a\":1}\n{\"b\":2}",
                        List.of("1 {\"a\":1}", "2 {\"b\":2}")),
                arguments("one document alone", Shape.NDJSON, "{\"a\":1}", List.of("1 {\"a\":1}")),
                arguments(
                        "empty lines, \\r\\n and a byte order mark",
                        Shape.NDJSON,
                        "\ufeff\r\n{\"a\":1}\r\n\r\n  \t\r\n{\"b\":2}\r\n",
                        List.of("2 {\"a\":1}", "5 {\"b\":2}")),
                arguments(
                        "brackets and escapes in strings",
                        Shape.NDJSON,
                        "{\"a\":\"}]\\\"{\\\\\"}\n{\"b\":\"{\"}\n",
                        List.of("1 {\"a\":\"}]\\\"{\\\\\"}", "2 {\"b\":\"{\"}")),
                arguments(
                        "a bad line is its reader's affair",
                        Shape.NDJSON,
                        "{\"a\":1}\noops\n[2]\n{\"b\":",
                        List.of("1 {\"a\":1}", "2 oops", "3 [2]", "4 {\"b\":")),
                arguments("nothing", Shape.UNKNOWN, "", List.of()),
                arguments("blanks", Shape.UNKNOWN, " \n\r\n", List.of()),
                arguments(
                        "garbage, then documents",
                        Shape.NDJSON,
                        "# dump\nend}\n {\"a\":1}\n{\"b\":2}\n",
                        List.of(
                                "1:1 rejected (expected a) # dump",
                                "2:1 rejected (expected a) end}",
                                "3 {\"a\":1}",
                                "4 {\"b\":2}")),
                arguments(
                        "garbage only",
                        Shape.UNKNOWN,
                        "x\n  y",
                        List.of("1:1 rejected (expected a) x", "2:3 rejected (expected a) y")),
                arguments(
                        "bulk",
                        Shape.BULK,
                        "{\"create\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"a\":1}\n\n{ \"index\" : { \"_id\":\"\",\"_type\":\"_doc\" } }\n{\"b\":2}\n",
                        List.of("2 {\"a\":1} create i/1", "5 {\"b\":2}")),
                arguments(
                        "bulk with an empty line between",
                        Shape.BULK,
                        "{\"index\":{\"_index\":\"i\"}}\n\n{\"a\":1}\n",
                        List.of("3 {\"a\":1} index i/null")),
                arguments(
                        "bulk with delete and update",
                        Shape.BULK,
                        "{\"delete\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"update\":{\"_id\":\"2\"}}\n{\"doc_as_upsert\":true, \"doc\" : {\"a\":{\"b\":\"}\"}} }\n",
                        List.of("1 deleted i/1", "3 {\"a\":{\"b\":\"}\"}} update null/2")),
                arguments(
                        "updates without a document",
                        Shape.BULK,
                        "{\"update\":{\"_id\":\"2\"}}\n{\"script\":\"x\"}\n{\"update\":{\"_id\":\"3\"}}\n{\"doc\":{]}\n",
                        List.of(
                                "2:1 rejected (an update) {\"script\":\"x\"}",
                                "4:9 rejected (expected a) {\"doc\":{]}")),
                arguments(
                        "bulk with a line that is no action",
                        Shape.BULK,
                        "{\"create\":{}}\n{\"a\":1}\n{\"b\":2}\n{\"create\":{\"_id\":7}}\n{\"c\":3}\n",
                        List.of("2 {\"a\":1}", "3:1 rejected (expected an) {\"b\":2}", "5 {\"c\":3} create null/7")),
                arguments(
                        "an action without its document",
                        Shape.BULK,
                        "{\"create\":{}}\n{\"a\":1}\n{\"create\":{}}\n\n",
                        List.of("2 {\"a\":1}", "3:1 rejected (an action) ")),
                arguments("one action alone", Shape.BULK, "{\"create\":{}}", List.of("1:1 rejected (an action) ")),
                arguments(
                        "documents that look like actions",
                        Shape.NDJSON,
                        "{\"index\":{\"a\":1}}\n{\"index\":{\"a\":2}}\n",
                        List.of("1 {\"index\":{\"a\":1}}", "2 {\"index\":{\"a\":2}}")),
                arguments(
                        "almost actions",
                        Shape.NDJSON,
                        "{\"index\":{},\"x\":1}\n{\"a\":2}\n",
                        List.of("1 {\"index\":{},\"x\":1}", "2 {\"a\":2}")),
                arguments(
                        "no object in the action",
                        Shape.NDJSON,
                        "{\"index\":3}\n{\"a\":2}\n",
                        List.of("1 {\"index\":3}", "2 {\"a\":2}")),
                arguments(
                        "hits",
                        Shape.HITS,
                        "{\"_index\":\"i\",\"_source\":{\"a\":1}}\n{\"_source\":{}}\n",
                        List.of("1 {\"_index\":\"i\",\"_source\":{\"a\":1}}", "2 {\"_source\":{}}")),
                arguments(
                        "array",
                        Shape.ARRAY,
                        "[\n {\"a\":[{}]},\n {\"b\":\"],\"}\n]\n",
                        List.of("2 {\"a\":[{}]}", "3 {\"b\":\"],\"}")),
                arguments("empty array", Shape.ARRAY, "[]", List.of()),
                arguments(
                        "arrays after each other",
                        Shape.ARRAY,
                        "[{\"a\":1}]\n[{\"b\":2}]{\"c\":3}",
                        List.of("1 {\"a\":1}", "2 {\"b\":2}", "2 {\"c\":3}")),
                arguments(
                        "other elements",
                        Shape.ARRAY,
                        "[1,{\"a\":1},\"x\",[{\"b\":2}],\n null,{\"c\":3},tru]",
                        List.of(
                                "1:2 rejected (expected an) 1",
                                "1 {\"a\":1}",
                                "2:2 rejected (expected an) null",
                                "2 {\"c\":3}")),
                arguments(
                        "commas",
                        Shape.ARRAY,
                        "[,{\"a\":1} {\"b\":2}\n,,]",
                        List.of(
                                "1:2 rejected (expected an) ",
                                "1 {\"a\":1}",
                                "1 {\"b\":2}",
                                "2:2 rejected (expected an) ")),
                arguments(
                        "open array",
                        Shape.ARRAY,
                        "[{\"a\":1},\n{\"b\":2}",
                        List.of("1 {\"a\":1}", "2 {\"b\":2}", "2:1 rejected (the array) ")),
                arguments(
                        "cut off in an array",
                        Shape.ARRAY,
                        "[{\"a\":1},\n {\"b\":",
                        List.of("1 {\"a\":1}", "2:2 rejected (the document) {\"b\":")),
                arguments(
                        "over several lines",
                        Shape.OBJECTS,
                        "{\n \"a\":1\n}\n{\n}\n",
                        List.of("1 {~ \"a\":1~}", "4 {~}")),
                arguments(
                        "several a line",
                        Shape.OBJECTS,
                        "{\"a\":1} {\"b\":2}{\"c\":3}\n{\"d\":4}",
                        List.of("1 {\"a\":1}", "1 {\"b\":2}", "1 {\"c\":3}", "2 {\"d\":4}")),
                arguments(
                        "an action look-alike before others on its line",
                        Shape.OBJECTS,
                        "{\"index\":{}} {\"b\":2}\n",
                        List.of("1 {\"index\":{}}", "1 {\"b\":2}")),
                arguments(
                        "the first line cut off",
                        Shape.NDJSON,
                        "{\"a\":{\"x\":1\n{\"b\":2}\n{\"c\":3}\n",
                        List.of("1:1 rejected (the document) {\"a\":{\"x\":1~", "2 {\"b\":2}", "3 {\"c\":3}")),
                arguments(
                        "the first line cut off in a string",
                        Shape.NDJSON,
                        "{\"a\":\"x\n{\"b\":2}\n",
                        List.of("1:1 rejected (the document) {\"a\":\"x~", "2 {\"b\":2}")),
                arguments(
                        "cut off at the end",
                        Shape.OBJECTS,
                        "{\n\"a\":1}\n{\"b\":\n",
                        List.of("1 {~\"a\":1}", "3:1 rejected (the document) {\"b\":~")),
                arguments(
                        "answer to a search",
                        Shape.SEARCH_RESPONSE,
                        RESPONSE,
                        List.of(
                                "1 {\"_index\":\"a\",\"_id\":\"1\",\"_source\":{\"x\":1}}",
                                "1 {\"_index\":\"a\",\"_id\":\"2\",\"_source\":{\"hits\":{\"hits\":[{}]}}}")),
                arguments(
                        "answers after each other",
                        Shape.SEARCH_RESPONSE,
                        RESPONSE + "\n" + RESPONSE.replace("{\"x\":1}", "{\n}"),
                        List.of(
                                "1 {\"_index\":\"a\",\"_id\":\"1\",\"_source\":{\"x\":1}}",
                                "1 {\"_index\":\"a\",\"_id\":\"2\",\"_source\":{\"hits\":{\"hits\":[{}]}}}",
                                "3 {\"_index\":\"a\",\"_id\":\"1\",\"_source\":{~}}",
                                "4 {\"_index\":\"a\",\"_id\":\"2\",\"_source\":{\"hits\":{\"hits\":[{}]}}}")),
                arguments("an answer without hits", Shape.SEARCH_RESPONSE, "{\"hits\":{\"hits\":[]}}", List.of()),
                arguments(
                        "an answer cut off",
                        Shape.SEARCH_RESPONSE,
                        "{\"took\":1,\n\"hits\":{\"hits\":[{\"a\":1}],",
                        List.of("2 {\"a\":1}", "2:1 rejected (the answer) ")),
                arguments(
                        "an event with hits of its own",
                        Shape.NDJSON,
                        "{\"web\":1,\"hits\":{\"hits\":[{\"a\":1}]}}\n",
                        List.of("1 {\"web\":1,\"hits\":{\"hits\":[{\"a\":1}]}}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void finds(String name, Shape shape, String stream, List<String> expected) {
        Splits splits = Splits.whole(stream);
        assertThat(splits.found).containsExactlyElementsOf(expected);
        assertThat(splits.splitter.shape()).isEqualTo(shape);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void findsTheSameInAnyPieces(String name, Shape shape, String stream, List<String> expected) {
        for (int seed = 0; seed < 60; seed++) {
            Splits splits = Splits.pieces(stream, new Random(seed), 1 + seed / 4);
            assertThat(splits.found).as("seed " + seed).containsExactlyElementsOf(expected);
            assertThat(splits.splitter.shape()).isEqualTo(shape);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @Seeds(100)
    void piecesMakeNoDifferenceToAnyStream(long seed) {
        Random random = new Random(seed);
        RandomJson json = new RandomJson(random);
        StringBuilder stream = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            byte[] bytes = random.nextInt(3) == 0 ? json.damaged() : json.document();
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            stream.append(random.nextInt(8) == 0 ? "[" : "").append(text);
            stream.append(List.of("\n", "\n", "\r\n", ",", "", "]\n").get(random.nextInt(6)));
        }
        Splits whole = Splits.whole(stream.toString());
        Splits pieces = Splits.pieces(stream.toString(), random, 1 + random.nextInt(100));
        assertThat(pieces.found).isEqualTo(whole.found);
        assertThat(pieces.splitter.shape()).isEqualTo(whole.splitter.shape());
    }

    @Test
    void knowsABulkBodyThatItIsToldOf() {
        assertThat(Splits.whole("{\"create\":{}}\n{\"create\":{}}\n{\"a\":1}", Shape.BULK).found)
                .containsExactly("2 {\"create\":{}}", "3:1 rejected (expected an) {\"a\":1}");
    }

    @Test
    void handsOutWhereItLiesWhatLiesInOneChunk() {
        byte[] chunk = "{\"a\":1}\n{\"b\":2}\n".getBytes(StandardCharsets.UTF_8);
        DocumentSplitter splitter = new DocumentSplitter(new DocumentSplitter.Sink() {
            @Override
            public void document(
                    byte[] buffer, int from, int to, long line, @Nullable String index, @Nullable String id) {
                assertThat(buffer).isSameAs(chunk);
                assertThat(from).isEqualTo(line == 1 ? 0 : 8);
            }

            @Override
            public void rejected(long line, int column, String reason, byte[] buffer, int from, int to) {
                throw new AssertionError(reason);
            }
        });
        splitter.push(chunk, 0, chunk.length);
        splitter.finish();
        assertThat(splitter.shape()).isEqualTo(Shape.NDJSON);
    }

    @ParameterizedTest
    @MethodSource("longShapes")
    void rejectsWhatIsLongerThanTheLimitAndGoesOn(String before, String after, int line) {
        int room = DocumentSplitter.DOCUMENT_BYTES_MAX - "{\"a\":\"\"}".length();
        for (int more = 0; more <= 1; more++) {
            Splits splits = new Splits(Shape.UNKNOWN);
            push(splits, before + "{\"a\":\"");
            byte[] filler = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int left = room + more; left > 0; left -= filler.length) {
                splits.splitter.push(filler, 0, Math.min(left, filler.length));
            }
            push(splits, "\"}" + after);
            splits.splitter.finish();
            String document = splits.found.stream()
                    .filter(found -> found.startsWith(line + (found.contains("rejected") ? ":1 " : " ")))
                    .findFirst()
                    .orElseThrow();
            assertThat(document.contains("rejected (longer than)")).isEqualTo(more == 1);
            assertThat(document.length() > 2000).isEqualTo(more == 0);
            assertThat(splits.found.getLast()).endsWith("{\"z\":1}");
        }
    }

    static Stream<Arguments> longShapes() {
        return Stream.of(
                arguments("", "\n{\"z\":1}\n", 1),
                arguments("{\"y\":1}\n", "\n{\"z\":1}\n", 2),
                arguments("[\n", ",\n{\"z\":1}]\n", 2));
    }

    private static void push(Splits splits, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        splits.splitter.push(bytes, 0, bytes.length);
    }
}
