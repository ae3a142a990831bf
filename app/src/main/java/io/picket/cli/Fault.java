package io.picket.cli;

import io.picket.pipeline.FileFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** What ended a command before its time, said to a person. */
final class Fault {

    private Fault() {}

    /** Says it, and returns the exit code. */
    static int say(Throwable fault, PrintWriter err) {
        switch (fault) {
            case InputException input -> Words.say(err, input.getMessage());
            case DataStream.LostException lost
            when lost.isEnough() -> {
                return Exit.READER_GONE;
            }
            case DataStream.LostException lost ->
                Words.say(err, "the standard output cannot be written: " + lost.getMessage());
            case UncheckedIOException io when io.getCause() != null -> say(io.getCause(), err);
            case IOException io -> Words.say(err, file(io) + FileFault.reason(io));
            case OutOfMemoryError memory ->
                Words.say(
                        err,
                        "out of memory: there are "
                                + (Runtime.getRuntime().maxMemory() >> 20)
                                + " MiB; give more with PICKET_JAVA_OPTS=-Xmx8g, or less to do at once");
            default -> {
                Words.say(err, "this is an error in Picket itself, not in what you gave it:");
                fault.printStackTrace(err);
            }
        }
        return Exit.USAGE;
    }

    private static String file(IOException io) {
        return io instanceof FileSystemException of && of.getFile() != null ? of.getFile() + ": " : "";
    }
}
