package io.picket.pipeline;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written, as words: of many faults the system names only the file. */
public final class FileFault {

    private FileFault() {}

    /** The reason without the file's name. */
    public static String reason(IOException fault) {
        return switch (fault) {
            case NoSuchFileException gone -> "there is no such file";
            case AccessDeniedException denied -> "its permissions do not allow it";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        };
    }
}
