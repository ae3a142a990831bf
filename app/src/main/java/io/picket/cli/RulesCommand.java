package io.picket.cli;

import java.util.List;
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
        description = "Reads, checks and shows rules. Without PATH: the bundled ones.")
final class RulesCommand implements Runnable {

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    /** The command of this name, or all where it is none of them, as {@link Main} has them. */
    static List<Class<?>> subcommands(String name) {
        return switch (name) {
            case "check" -> List.of(RulesCheckCommand.class);
            case "support" -> List.of(RulesSupportCommand.class);
            case "list" -> List.of(RulesListCommand.class);
            case "show" -> List.of(RulesShowCommand.class);
            case "example" -> List.of(RulesExampleCommand.class);
            default ->
                List.of(
                        RulesCheckCommand.class,
                        RulesSupportCommand.class,
                        RulesListCommand.class,
                        RulesShowCommand.class,
                        RulesExampleCommand.class);
        };
    }

    @Override
    public void run() {
        CommandLine command = java.util.Objects.requireNonNull(spec).commandLine();
        command.usage(command.getOut());
    }
}
