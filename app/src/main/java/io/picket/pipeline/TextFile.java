package io.picket.pipeline;

import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files a person wrote, as text. */
public final class TextFile {

    /** Longest file read whole, in bytes; a list of a million blocks has about 20 MB. */
    private static final long FILE_BYTES_MAX = 1L << 30;

    private TextFile() {}

    /** The file's text, or why it cannot be had. */
    public static Read<SourceText> read(Path path) {
        try {
            if (!Files.exists(path)) {
                return failed(path, "There is no such file.", "Check the path.");
            }
            if (Files.isDirectory(path)) {
                return failed(path, "This is a folder; a file is expected.", "");
            }
            if (Files.size(path) > FILE_BYTES_MAX) {
                return failed(path, "The file is larger than " + (FILE_BYTES_MAX >> 20) + " MiB.", "Split it.");
            }
            return Read.ok(SourceText.of(path.toString(), Files.readString(path)));
        } catch (CharacterCodingException e) {
            return failed(path, "The file is not text in UTF-8.", "Save it as UTF-8.");
        } catch (IOException e) {
            return failed(path, "The file cannot be read: " + e.getMessage() + ".", "Check its permissions.");
        }
    }

    private static Read<SourceText> failed(Path path, String message, String mend) {
        return Read.failed(Problem.error("FILE-001", message, mend, Place.file(path.toString())));
    }
}
