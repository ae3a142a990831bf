package io.picket.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "picket",
        mixinStandardHelpOptions = true,
        version = "picket 0.1.0",
        description = "Runs detection rules over security events and raises alerts.")
public final class Main implements Runnable {

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }

    public static void main(String... args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
