package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Documents that are read before anybody looked for the end of their line are found and read as any others. */
class LineEndLawTest {

    private static final FieldTable FIELDS = FieldTable.builder()
            .add("a", 100)
            .add("b.c", 100)
            .add("list", 100)
            .add("_id", 100)
            .build();

    @ParameterizedTest
    @Seeds(100)
    void linesReadAheadAreAsLinesLookedFor(long seed) {
        Random random = new Random(seed);
        byte[] stream = stream(random);
        boolean learnsLineEnds = random.nextInt(4) == 0;
        Lines ahead = new Lines(true);
        Lines after = new Lines(false);
        for (Lines lines : List.of(ahead, after)) {
            if (learnsLineEnds) {
                lines.read("{\"a\":1,\n\"list\":2}\n");
                lines.read("{\"a\":3,\n\"list\":2}\n");
            }
            lines.push(stream, new Random(seed));
        }
        assertThat(ahead.found).isEqualTo(after.found);
        assertThat(learnsLineEnds && ahead.told > 0).isFalse();
    }

    @Test
    void nearlyAllLinesOfOneShapeAreReadAhead() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append("{\"a\":")
                    .append(i)
                    .append(",\"b\":{\"c\":\"x")
                    .append(i)
                    .append("\"}}\n");
        }
        Lines lines = new Lines(true);
        lines.push(text.toString().getBytes(StandardCharsets.UTF_8), new Random(1));
        assertThat(lines.found).hasSize(1_000);
        assertThat(lines.told).isGreaterThan(900);
    }

    private static byte[] stream(Random random) {
        StringBuilder text = new StringBuilder();
        String end = random.nextBoolean() ? "\n" : "\r\n";
        for (int i = 0; i < 400; i++) {
            String line = switch (random.nextInt(6)) {
                case 0 -> "{\"a\":\"" + word(random) + "\",\"list\":[" + random.nextInt(99) + ",\"p\"]}";
                case 1 -> "{\"_index\":\"i\",\"_id\":\"" + i + "\",\"_source\":{\"a\":\"" + word(random) + "\"}}";
                default -> "{\"_id\":\"" + word(random) + "\",\"b\":{\"c\":" + random.nextInt() + ",\"d\":true}}";
            };
            text.append(random.nextInt(12) == 0 ? spoilt(line, random) : line).append(end);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String word(Random random) {
        return List.of("x", "yy", "é", "q\\n", "", "w".repeat(120)).get(random.nextInt(6));
    }

    private static String spoilt(String line, Random random) {
        int at = random.nextInt(line.length());
        return switch (random.nextInt(7)) {
            case 0 -> line.replace("[", "[\n");
            case 1 -> line.replace(",", ",\n");
            case 2 -> line.substring(0, at);
            case 3 -> line.substring(0, at) + "\n" + line.substring(at);
            case 4 -> line + " ";
            case 5 -> " " + line;
            default -> line + line;
        };
    }

    /** What comes out of a stream: a line a document, with its values. */
    private static final class Lines implements DocumentSplitter.Sink {

        final List<String> found = new ArrayList<>();
        int told;
        private final boolean readsAhead;
        private final EventReader reader = new EventReader(FIELDS);
        private final Event event = new Event(FIELDS);

        Lines(boolean readsAhead) {
            this.readsAhead = readsAhead;
        }

        void read(String document) {
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            assertThat(reader.readHit(bytes, 0, bytes.length, event)).isTrue();
        }

        /** Random pieces, each in the same array as the one before. */
        void push(byte[] stream, Random random) {
            DocumentSplitter splitter = new DocumentSplitter(this);
            byte[] piece = new byte[8_000 + Long.BYTES];
            for (int from = 0; from < stream.length; ) {
                int length = Math.min(stream.length - from, 1 + random.nextInt(8_000));
                System.arraycopy(stream, from, piece, 0, length);
                splitter.push(piece, 0, length);
                Arrays.fill(piece, (byte) '#');
                from += length;
            }
            splitter.finish();
        }

        @Override
        public int lineEnd(byte[] buffer, int from, int to) {
            int end = readsAhead ? reader.readLine(buffer, from, to, event) : -1;
            told += end < 0 ? 0 : 1;
            return end;
        }

        @Override
        public void document(byte[] buffer, int from, int to, long line, @Nullable String index, @Nullable String id) {
            boolean isRead = reader.readHit(buffer, from, to, event);
            String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
            found.add(line + " " + text + " "
                    + (isRead
                            ? Readers.values(event)
                                    + event.index()
                                    + event.id()
                                    + event.document().toMap()
                            : reader.failureOffset() + reader.failure()));
        }

        @Override
        public void rejected(long line, int column, String reason, byte[] buffer, int from, int to) {
            found.add(line + ":" + column + reason);
        }
    }
}
