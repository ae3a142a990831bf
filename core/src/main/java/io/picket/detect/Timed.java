package io.picket.detect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A text and when it came; ordered by that, then by itself. */
record Timed(long time, String text) implements Comparable<Timed> {

    @Override
    public int compareTo(Timed other) {
        return time != other.time ? Long.compare(time, other.time) : text.compareTo(other.text);
    }

    static void write(Set<Timed> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (Timed text : texts) {
            byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
            out.writeLong(text.time());
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /** Adds what {@link #write} wrote. */
    static void read(Set<Timed> texts, DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            long time = in.readLong();
            texts.add(new Timed(time, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8)));
        }
    }
}
