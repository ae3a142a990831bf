package io.picket.cli;

import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.pipeline.PreparedRules;
import io.picket.pipeline.RuleFiles;
import io.picket.pipeline.RuleFiles.LoadedRule;
import io.picket.rule.ExceptionList;
import io.picket.rule.RuleSupport;
import io.picket.rule.Support;
import io.picket.rule.SupportTotals;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code picket rules support}: which rules run, and why others do not. */
@Command(
        name = "support",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Says for each rule whether it runs, runs with a caveat, or is refused, and why.")
final class RulesSupportCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Rule files and folders of them; without: the bundled rules.")
    private List<String> paths = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|ndjson|json|csv",
            description = "Default: table on a terminal, ndjson elsewhere.")
    private @Nullable OutputFormat output;

    @Option(names = "--strict", description = "Exit with 2 if a rule is refused.")
    private boolean strict;

    @Mixin
    private Knowledge knowledge = new Knowledge();

    @Override
    public Integer call() throws IOException, InputException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        FieldTypes types = knowledge.types(err);
        List<ExceptionList> exceptions = knowledge.exceptions(err);
        Map<String, ValueList> lists = knowledge.valueLists(err);
        RuleFiles files = paths.isEmpty() ? RuleFiles.bundled() : RuleFiles.find(paths);
        Words.problems(files.problems(), err);
        if (files.rules().isEmpty()) {
            throw new InputException("no rule in " + String.join(" ", paths));
        }
        List<Support> supports = files.rules().parallelStream()
                .map(loaded -> support(loaded, files, exceptions, lists, types))
                .toList();
        OutputFormat format = OutputFormat.of(output);
        print(supports, format, out);
        String totals = SupportTotals.of(supports).toString();
        (format == OutputFormat.TABLE ? out : err).println(totals);
        return strict && supports.stream().anyMatch(support -> support.state() == Support.State.REFUSED)
                ? Exit.RULE_UNUSABLE
                : Exit.DONE;
    }

    /** What is said to run is compiled as a hunt compiles it. */
    private static Support support(
            LoadedRule loaded,
            RuleFiles files,
            List<ExceptionList> exceptions,
            Map<String, ValueList> lists,
            FieldTypes types) {
        boolean hasItsLists = loaded.rule()
                .map(rule -> files.itemsFor(rule, exceptions).problems().isEmpty())
                .orElse(false);
        return RuleSupport.of(
                loaded.read(),
                loaded.file(),
                hasItsLists,
                rule -> PreparedRules.compile(loaded, files, exceptions, lists, types));
    }

    private static void print(List<Support> supports, OutputFormat format, PrintWriter out) {
        switch (format) {
            case TABLE -> {
                TextTable table = new TextTable("SUPPORT", "TYPE", "RULE", "REASON");
                supports.forEach(support ->
                        table.row(support.state().words(), support.type(), support.name(), support.reason()));
                out.println(table.print());
            }
            case NDJSON -> supports.forEach(support -> out.println(Json.line(row(support))));
            case JSON ->
                out.println(Json.pretty(
                        supports.stream().map(RulesSupportCommand::row).toList()));
            case CSV -> {
                out.print(Csv.header(List.of("rule_id", "name", "type", "language", "file", "support", "reason")));
                supports.forEach(
                        support -> out.print(Csv.line(List.copyOf(row(support).values()))));
            }
        }
    }

    private static Map<String, Object> row(Support support) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rule_id", support.ruleId());
        row.put("name", support.name());
        row.put("type", support.type());
        row.put("language", support.language());
        row.put("file", support.file());
        row.put("support", support.state().words());
        row.put("reason", support.reason());
        return row;
    }
}
