package io.picket.pipeline;

import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Files a person wrote, as text. */
public final class TextFile {

    /** Longest file read whole, in bytes; a list of a million blocks has about 20 MB. */
    private static final int FILE_BYTES_MAX = 1 << 30;

    private TextFile() {}

    /** The file's text, or why it cannot be had. */
    public static Read<SourceText> read(Path path) {
        try {
            BasicFileAttributes file = attributes(path);
            if (file == null) {
                return failed(path, "There is no such file.", "Check the path.");
            }
            if (file.isDirectory()) {
                return failed(path, "This is a folder; a file is expected.", "");
            }
            String text = file.isRegularFile() ? ofFile(path, file.size()) : ofPipe(path);
            if (text == null) {
                return failed(path, "The file is larger than " + (FILE_BYTES_MAX >> 20) + " MiB.", "Split it.");
            }
            if (text.indexOf('\0') >= 0) {
                return failed(path, "The file is not text in UTF-8: there are null bytes in it.", "Save it as UTF-8.");
            }
            return Read.ok(SourceText.of(path.toString(), text));
        } catch (CharacterCodingException e) {
            return failed(path, "The file is not text in UTF-8.", "Save it as UTF-8.");
        } catch (IOException e) {
            return failed(path, "The file cannot be read: " + FileFault.reason(e) + ".", "");
        }
    }

    private static @Nullable BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException notThere) {
            return null;
        }
    }

    private static @Nullable String ofFile(Path path, long bytes) throws IOException {
        return bytes > FILE_BYTES_MAX ? null : Files.readString(path);
    }

    /** A pipe does not say how much will come. */
    private static @Nullable String ofPipe(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            return bytes.length > FILE_BYTES_MAX
                    ? null
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
        }
    }

    private static Read<SourceText> failed(Path path, String message, String mend) {
        return Read.failed(Problem.error("FILE-001", message, mend, Place.file(path.toString())));
    }
}
