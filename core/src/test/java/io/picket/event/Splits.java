package io.picket.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a splitter finds, a line of text each, for tests to compare. */
final class Splits implements DocumentSplitter.Sink {

    final List<String> found = new ArrayList<>();
    final DocumentSplitter splitter;

    Splits(Shape shape) {
        this.splitter = new DocumentSplitter(this, shape);
    }

    /** Splits a text that comes in one piece, put amid other bytes. */
    static Splits whole(String text) {
        return whole(text, Shape.UNKNOWN);
    }

    static Splits whole(String text, Shape shape) {
        byte[] bytes = ("]}\"\n" + text + "{[\"\n").getBytes(StandardCharsets.UTF_8);
        Splits splits = new Splits(shape);
        splits.splitter.push(bytes, 4, bytes.length - 4);
        splits.splitter.finish();
        return splits;
    }

    /** Splits a text that comes in random pieces, each in an array that is overwritten afterwards. */
    static Splits pieces(String text, Random random, int lengthMax) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Splits splits = new Splits(Shape.UNKNOWN);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + random.nextInt(lengthMax + 1));
            byte[] chunk = new byte[to - from + 6];
            System.arraycopy(bytes, from, chunk, 3, to - from);
            splits.splitter.push(chunk, 3, 3 + to - from);
            Arrays.fill(chunk, (byte) '#');
            from = to;
        }
        splits.splitter.finish();
        return splits;
    }

    @Override
    public void document(byte[] buffer, int from, int to, long line, @Nullable String index, @Nullable String id) {
        String origin = index == null && id == null ? "" : " " + splitter.action() + " " + index + "/" + id;
        found.add(line + " " + text(buffer, from, to) + origin);
    }

    @Override
    public void rejected(long line, int column, String reason, byte[] buffer, int from, int to) {
        found.add(line + ":" + column + " rejected (" + reason.split("[;,( ]", 4)[0] + " "
                + reason.split("[;,( ]", 4)[1] + ") " + text(buffer, from, to));
    }

    @Override
    public void deleted(long line, @Nullable String index, @Nullable String id) {
        found.add(line + " deleted " + index + "/" + id);
    }

    private static String text(byte[] buffer, int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8)
                .replace("\n", "~")
                .trim();
    }
}
