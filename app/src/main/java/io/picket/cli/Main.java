package io.picket.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The way in: {@code picket COMMAND}. */
@Command(
        name = "picket",
        description = "Runs detection rules in Elastic's rule format over security events in ECS, on this machine.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes:",
            "    0  done",
            "    1  findings where asked for (--fail-on-alert, problems in rules check)",
            "    2  a rule could not be used, with --strict",
            "    3  wrong usage, configuration or input, or a part of the input could not be read",
            "  130  interrupted",
            "  141  whoever read the output has left"
        })
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        OutputStream out = new DataStream(new FileOutputStream(FileDescriptor.out));
        System.exit(run(
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    /** Runs a command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commands = new CommandLine(new Main());
        String first = arguments.length > 0 ? arguments[0] : "";
        subcommands(first).forEach(commands::addSubcommand);
        CommandLine rules = commands.getSubcommands().get("rules");
        if (rules != null) {
            String second = first.equals("rules") && arguments.length > 1 ? arguments[1] : "";
            RulesCommand.subcommands(second).forEach(rules::addSubcommand);
        }
        commands.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        Terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(usage())
                .setExecutionStrategy(parsed -> command(parsed, err))
                .setExecutionExceptionHandler((fault, command, parsed) -> Fault.say(fault, err));
        try {
            int exit = commands.execute(arguments);
            out.flush();
            return exit;
        } catch (DataStream.LostException | Error fault) {
            return Fault.say(fault, err);
        }
    }

    /**
     * The command of this name, or all where it is none of them. Picocli reads the annotations of every command that it
     * knows, which takes longer than many a command does.
     */
    private static List<Class<?>> subcommands(String name) {
        return switch (name) {
            case "hunt" -> List.of(HuntCommand.class);
            case "query" -> List.of(QueryCommand.class);
            case "explain" -> List.of(ExplainCommand.class);
            case "rules" -> List.of(RulesCommand.class);
            default ->
                List.of(
                        HuntCommand.class,
                        QueryCommand.class,
                        ExplainCommand.class,
                        RulesCommand.class,
                        HelpCommand.class);
        };
    }

    /** Help is written outside the commands, where nobody else would ask whether it was lost. */
    private static int command(ParseResult parsed, PrintWriter err) {
        try {
            return new RunLast().execute(parsed);
        } catch (DataStream.LostException lost) {
            return Fault.say(lost, err);
        }
    }

    private static IParameterExceptionHandler usage() {
        return (thrown, arguments) -> {
            CommandLine command = thrown.getCommandLine();
            ParameterException exception = unknownFirst(thrown, command);
            PrintWriter err = command.getErr();
            Words.say(err, exception.getMessage());
            if (!UnmatchedArgumentException.printSuggestions(exception, err)) {
                err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
            }
            return Exit.USAGE;
        };
    }

    /** What is not known is said before what is missing, which it may have been meant for. */
    private static ParameterException unknownFirst(ParameterException thrown, CommandLine command) {
        List<String> unknown = command.getUnmatchedArguments();
        return thrown instanceof MissingParameterException && !unknown.isEmpty()
                ? new UnmatchedArgumentException(command, unknown)
                : thrown;
    }

    @Override
    public void run() {
        CommandLine command = java.util.Objects.requireNonNull(spec).commandLine();
        command.usage(command.getOut());
    }
}
