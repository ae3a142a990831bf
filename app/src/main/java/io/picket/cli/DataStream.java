package io.picket.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where data goes. A {@link java.io.PrintWriter} swallows what goes wrong with its stream, and a command would go on for
 * nobody, or end well with half its alerts lost; this one ends the command.
 */
final class DataStream extends FilterOutputStream {

    /** Data could not be written; ends the command. */
    static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostException(IOException cause) {
            super(cause.getMessage(), cause);
        }

        /** Whether the reader has had enough, as {@code head} has, which is no fault. */
        boolean isEnough() {
            String message = String.valueOf(getMessage());
            return message.contains("Broken pipe") || message.contains("pipe is being closed");
        }
    }

    DataStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw new LostException(e);
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new LostException(e);
        }
    }
}
