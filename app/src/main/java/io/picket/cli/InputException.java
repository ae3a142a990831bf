package io.picket.cli;

/** What a person gave cannot be used; the message says what and what to do. Ends the command with {@link Exit#USAGE}. */
final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
