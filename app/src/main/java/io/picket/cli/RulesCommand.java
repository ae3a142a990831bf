package io.picket.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code picket rules …}: what there is to say of rules without events. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Reads, checks and shows rules. Without PATH: the bundled ones.",
        subcommands = {
            RulesCheckCommand.class,
            RulesSupportCommand.class,
            RulesListCommand.class,
            RulesShowCommand.class,
            RulesExampleCommand.class
        })
final class RulesCommand implements Runnable {

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine command = java.util.Objects.requireNonNull(spec).commandLine();
        command.usage(command.getOut());
    }
}
