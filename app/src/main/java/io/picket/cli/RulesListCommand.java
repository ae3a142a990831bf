package io.picket.cli;

import io.picket.pipeline.RuleFiles;
import io.picket.rule.Rule;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code picket rules list}: a line a rule. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Lists rules, a line each.")
final class RulesListCommand implements Callable<Integer> {

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

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RuleFiles files = paths.isEmpty() ? RuleFiles.bundled() : RuleFiles.find(paths);
        Words.problems(files.problems(), err);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RuleFiles.LoadedRule loaded : files.rules()) {
            loaded.rule()
                    .ifPresentOrElse(
                            rule -> rows.add(row(rule, loaded.file())),
                            () -> Words.say(
                                    err,
                                    "cannot be read: "
                                            + loaded.read().problems().getFirst()));
        }
        switch (OutputFormat.of(output)) {
            case TABLE -> {
                TextTable table = new TextTable("TYPE", "SEVERITY", "RISK", "EVERY", "FROM", "NAME", "RULE ID");
                rows.forEach(row -> table.row(
                        text(row, "type"),
                        text(row, "severity"),
                        text(row, "risk_score"),
                        text(row, "interval"),
                        text(row, "from"),
                        text(row, "name"),
                        text(row, "rule_id")));
                out.print(table.print());
                out.flush();
            }
            case NDJSON -> rows.forEach(row -> out.println(Json.line(row)));
            case JSON -> out.println(Json.pretty(rows));
            case CSV -> {
                if (!rows.isEmpty()) {
                    out.print(Csv.header(List.copyOf(rows.getFirst().keySet())));
                }
                rows.forEach(row -> out.print(Csv.line(List.copyOf(row.values()))));
                out.flush();
            }
        }
        return files.rules().isEmpty() ? Exit.USAGE : Exit.DONE;
    }

    private static String text(Map<String, Object> row, String key) {
        return String.valueOf(row.get(key));
    }

    private static Map<String, Object> row(Rule rule, String file) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rule_id", rule.ruleId());
        row.put("name", rule.name());
        row.put("type", rule.type().word());
        row.put("severity", rule.severity().word());
        row.put("risk_score", rule.riskScore());
        row.put("interval", RuleText.spoken(rule.schedule().interval()));
        row.put("from", rule.schedule().from());
        row.put("index", String.join(" ", rule.index().patterns()));
        row.put("file", file);
        return row;
    }
}
