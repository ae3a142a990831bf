package io.picket.pipeline;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was no event: counted, the first ones remembered for a person, and all of them written to a file if asked. */
final class Rejections implements Closeable {

    private static final int REMEMBERED_MAX = 10;

    private final @Nullable OutputStream out;
    private final List<String> first = new ArrayList<>();
    private long count;

    Rejections(Optional<Path> file) throws IOException {
        this.out = file.isPresent() ? new BufferedOutputStream(Files.newOutputStream(file.get())) : null;
    }

    /** Takes one: where it stands, why it is none, and its bytes, perhaps cut short. */
    void add(String file, long line, String reason, byte[] bytes, int from, int to) throws IOException {
        count++;
        if (first.size() < REMEMBERED_MAX) {
            first.add(file + ":" + line + ": " + reason);
        }
        if (out != null) {
            out.write(bytes, from, to - from);
            if (to == from || bytes[to - 1] != '\n') {
                out.write('\n');
            }
        }
    }

    long count() {
        return count;
    }

    /** The first ones as {@code file:line: reason}, and how many more there were. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>(first);
        if (count > first.size()) {
            sentences.add("… and " + (count - first.size()) + " more rejected");
        }
        return sentences;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
