package io.picket.cli;

import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.detect.Clock;
import io.picket.detect.StateBudget;
import io.picket.pipeline.EventFile;
import io.picket.pipeline.EventFiles;
import io.picket.pipeline.Hunt;
import io.picket.pipeline.HuntOptions;
import io.picket.pipeline.HuntPlan;
import io.picket.pipeline.HuntSummary;
import io.picket.pipeline.IndicatorFiles;
import io.picket.pipeline.PreparedRules;
import io.picket.pipeline.RuleFiles;
import io.picket.rule.ExceptionList;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code picket hunt}: event files through rules. */
@Command(
        name = "hunt",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Replays event files through rules and prints the alerts.",
            "",
            "Files: NDJSON, JSON arrays, _bulk bodies, search hits, plain or .gz or .zst; folders; - is standard input.",
            "Without -r: the bundled rules."
        })
final class HuntCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Event files and folders.")
    private List<String> files = List.of();

    @Option(
            names = {"-r", "--rules"},
            paramLabel = "RULES",
            description = "A rule file or a folder of them; may be repeated.")
    private List<String> rules = List.of();

    @Option(
            names = "--clock",
            paramLabel = "stream|schedule",
            description =
                    "stream: judge each event as it comes (default). schedule: run rules every interval over their"
                            + " look-back, as Elastic does.")
    private Clock clock = Clock.STREAM;

    @Option(names = "--from", paramLabel = "TIME", description = "Leave out events before this time (ISO, or now-9m).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Leave out events after this time; alerts of earlier ones stay.")
    private @Nullable String to;

    @Option(names = "--index", paramLabel = "NAME", description = "The index of events that do not say theirs.")
    private String index = "";

    @Option(
            names = "--lateness",
            paramLabel = "SPAN",
            description = "How far behind the latest event one may come and still be put in order (default: 15m).")
    private String lateness = "15m";

    @Option(
            names = "--indicators",
            paramLabel = "[INDEX=]FILE",
            description = "Indicators for rules of type threat_match, known from the start: a file or folder like those"
                    + " of events; may be repeated. INDEX is the index of documents that do not say theirs; without it"
                    + " they are offered to every such rule.")
    private List<String> indicators = List.of();

    @Option(
            names = "--indicator-budget",
            paramLabel = "MIB",
            description = "Memory for each rule's indicators, in MiB (default: 512).")
    private int indicatorBudget = 512;

    @Option(names = "--rejected", paramLabel = "FILE", description = "Write lines that are no events to this file.")
    private @Nullable Path rejected;

    @Option(names = "--no-derive", description = "Do not derive fields that a source leaves out.")
    private boolean noDerive;

    @Option(
            names = "--state-budget",
            paramLabel = "MIB",
            description = "Memory for each rule's state, in MiB (default: 64).")
    private int stateBudget = 64;

    @Option(names = "--strict", description = "Exit with 2 if a rule cannot be used.")
    private boolean strict;

    @Option(names = "--fail-on-alert", description = "Exit with 1 if there is an alert.")
    private boolean failOnAlert;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|ndjson|json|csv",
            description = "Default: table on a terminal, ndjson elsewhere.")
    private @Nullable OutputFormat output;

    @Mixin
    private Knowledge knowledge = new Knowledge();

    @Override
    public Integer call() throws IOException, InputException {
        long began = System.nanoTime();
        long now = System.currentTimeMillis();
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        HuntOptions options = options(now);
        EventFiles found = EventArguments.find(files, err);
        keepInput(found);
        FieldTypes types = knowledge.types(err);
        RuleFiles loaded = rules.isEmpty() ? RuleFiles.bundled() : RuleFiles.find(rules);
        List<ExceptionList> exceptions = knowledge.exceptions(err);
        Map<String, ValueList> lists = knowledge.valueLists(err);
        PreparedRules prepared = PreparedRules.of(loaded, exceptions, lists, types);
        Words.problems(new LinkedHashSet<>(loaded.problems()), err);
        Words.refused(prepared, err);
        Words.doubts(prepared, err);
        if (strict && (!prepared.refused().isEmpty() || !loaded.errors().isEmpty())) {
            return Exit.RULE_UNUSABLE;
        }
        if (prepared.rules().isEmpty()) {
            throw new InputException(
                    "no rule can be used; picket rules support " + String.join(" ", rules) + " says why");
        }
        List<IndicatorFiles.Given> given = IndicatorArguments.files(indicators);
        AlertPrinter printer = AlertPrinter.of(OutputFormat.of(output), out, Terminal.colours());
        StateBudget budget = StateBudget.of((long) stateBudget << 20).withIndicatorBytes((long) indicatorBudget << 20);
        HuntPlan plan = HuntPlan.of(prepared.rules(), clock, types, !noDerive, budget, printer);
        boolean isWhole = given.isEmpty() || IndicatorArguments.read(plan, given, err);
        HuntSummary summary;
        try (Hunt hunt = new Hunt(plan, options)) {
            summary = hunt.run(found.files(), Progress.on(err));
        }
        printer.end();
        Words.summary(summary, options, err);
        if (rejected == null && summary.rejected() > summary.rejections().size()) {
            Words.say(err, "--rejected FILE keeps all that is rejected");
        }
        err.printf(
                Locale.ROOT,
                "events=%d rejected=%d rules=%d alerts=%d seconds=%.2f%n",
                summary.events(),
                summary.rejected(),
                prepared.rules().size(),
                printer.count(),
                (System.nanoTime() - began) / 1e9);
        if (!isWhole || !summary.faults().isEmpty()) {
            return Exit.USAGE;
        }
        return failOnAlert && printer.count() > 0 ? Exit.FINDINGS : Exit.DONE;
    }

    /** What is no event is written over a file that was there; that must not be one that is read. */
    private void keepInput(EventFiles found) throws IOException, InputException {
        Path file = rejected;
        if (file == null || !Files.exists(file)) {
            return;
        }
        for (EventFile input : found.files()) {
            if (input.path().isPresent() && Files.isSameFile(input.path().get(), file)) {
                throw new InputException("--rejected: " + file + " is one of the files to be read; name another");
            }
        }
    }

    private HuntOptions options(long now) throws InputException {
        budget("--state-budget", stateBudget);
        budget("--indicator-budget", indicatorBudget);
        return new HuntOptions(
                from == null ? Long.MIN_VALUE : TimeArgument.time("--from", from, now),
                to == null ? Long.MAX_VALUE : TimeArgument.time("--to", to, now),
                index,
                TimeArgument.span("--lateness", lateness),
                Optional.ofNullable(rejected),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static void budget(String option, int mebibytes) throws InputException {
        if (mebibytes < 1 || mebibytes > 1 << 20) {
            throw new InputException(option + ": " + mebibytes + " is not between 1 and 1048576 MiB");
        }
    }
}
