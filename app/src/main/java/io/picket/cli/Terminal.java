package io.picket.cli;

/**
 * What is known of where the output goes. The launcher asks the shell ({@code test -t}) and passes the answer on as
 * {@code picket.stdout.terminal} and {@code picket.stderr.terminal}; without it nothing is a terminal.
 */
final class Terminal {

    private Terminal() {}

    static boolean stdout() {
        return ask("picket.stdout.terminal");
    }

    static boolean stderr() {
        return ask("picket.stderr.terminal");
    }

    /** Whether to write colours: on a terminal, unless NO_COLOR is set (no-color.org). */
    static boolean colours() {
        String no = System.getenv("NO_COLOR");
        return stdout() && (no == null || no.isEmpty());
    }

    private static boolean ask(String property) {
        return Boolean.getBoolean(property);
    }
}
