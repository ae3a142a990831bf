package io.picket.cli;

import io.picket.condition.FieldTypes;
import io.picket.pipeline.RuleFiles;
import io.picket.pipeline.RuleFiles.LoadedRule;
import io.picket.rule.Rule;
import io.picket.rule.RuleSupport;
import io.picket.rule.Support;
import io.picket.rule.SupportTotals;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    @Parameters(paramLabel = "PATH", arity = "0..*", description = "Rule files and folders of them.")
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
        FieldTypes types = knowledge.types();
        RuleFiles files = paths.isEmpty() ? RuleFiles.bundled() : RuleFiles.find(paths);
        files.problems().forEach(problem -> err.println("picket: " + problem));
        if (files.rules().isEmpty()) {
            throw new InputException("no rule in " + String.join(" ", paths));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        SupportTotals totals = new SupportTotals();
        for (LoadedRule loaded : files.rules()) {
            Support support = RuleSupport.of(loaded.read(), types, System.currentTimeMillis());
            Map<String, Object> row = row(loaded, support);
            totals.add(String.valueOf(row.get("type")), support);
            rows.add(row);
        }
        OutputFormat format = OutputFormat.of(output);
        print(rows, format, out);
        PrintWriter words = format == OutputFormat.TABLE ? out : err;
        words.print(totals(totals));
        words.flush();
        return strict && totals.count(Support.State.REFUSED) > 0 ? Exit.RULE_UNUSABLE : Exit.DONE;
    }

    private static String totals(SupportTotals totals) {
        TextTable table = new TextTable("TYPE", "RUNS", "WITH CAVEAT", "REFUSED");
        totals.byType().keySet().forEach(type -> table.row(
                type,
                totals.count(type, Support.State.RUNS),
                totals.count(type, Support.State.RUNS_WITH_CAVEAT),
                totals.count(type, Support.State.REFUSED)));
        table.row(
                "all",
                totals.count(Support.State.RUNS),
                totals.count(Support.State.RUNS_WITH_CAVEAT),
                totals.count(Support.State.REFUSED));
        return table.print();
    }

    private static void print(List<Map<String, Object>> rows, OutputFormat format, PrintWriter out) {
        switch (format) {
            case TABLE -> {
                TextTable table = new TextTable("SUPPORT", "TYPE", "RULE", "REASON");
                rows.forEach(row -> table.row(
                        row.get("support"),
                        row.get("type"),
                        String.valueOf(row.get("name")).isEmpty() ? row.get("file") : row.get("name"),
                        row.get("reason")));
                out.println(table.print());
            }
            case NDJSON -> rows.forEach(row -> out.println(Json.line(row)));
            case JSON -> out.println(Json.pretty(rows));
            case CSV -> {
                out.print(Csv.line(List.copyOf(rows.getFirst().keySet())));
                rows.forEach(row -> out.print(Csv.line(List.copyOf(row.values()))));
            }
        }
        out.flush();
    }

    private static Map<String, Object> row(LoadedRule loaded, Support support) {
        Optional<Rule> rule = loaded.rule();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rule_id", rule.map(Rule::ruleId).orElse(""));
        row.put("name", rule.map(Rule::name).orElse(""));
        row.put("type", rule.map(known -> known.type().word()).orElse(SupportTotals.TYPE_UNKNOWN));
        row.put("language", rule.flatMap(RuleSupport::language).orElse(""));
        row.put("file", loaded.file());
        row.put("support", support.state().word());
        row.put("reason", support.reason());
        return row;
    }
}
