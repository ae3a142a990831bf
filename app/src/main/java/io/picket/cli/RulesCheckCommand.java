package io.picket.cli;

import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.pipeline.DataSurvey;
import io.picket.pipeline.RuleFiles;
import io.picket.pipeline.RuleFiles.LoadedRule;
import io.picket.rule.ExceptionItem;
import io.picket.rule.ExceptionList;
import io.picket.rule.ExecutedTypes;
import io.picket.rule.Rule;
import io.picket.rule.RuleCheck;
import io.picket.rule.RuleConditions;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code picket rules check}: reads and lints rules, and says why one can never match some data. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Reads rules and looks for what is wrong or doubtful in them.",
            "Exits with 1 if something should be mended (errors and warnings; notes are only worth knowing)."
        })
final class RulesCheckCommand implements Callable<Integer> {

    /** How findings are written. */
    enum Form {
        TABLE,
        JSON,
        NDJSON,
        SARIF,
        JUNIT
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Rule files and folders of them; without: the bundled rules.")
    private List<String> paths = List.of();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Event files: say also why a rule can never match them. May be repeated.")
    private List<String> data = List.of();

    @Option(names = "--index", paramLabel = "NAME", description = "The index of events that do not say theirs.")
    private String index = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|ndjson|sarif|junit",
            description = "Default: table on a terminal, ndjson elsewhere.")
    private @Nullable Form output;

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
        Set<Problem> problems = new LinkedHashSet<>(files.problems());
        Set<String> names = new LinkedHashSet<>();
        List<Rule> rules = new ArrayList<>();
        for (LoadedRule loaded : files.rules()) {
            names.add(loaded.file());
            problems.addAll(loaded.read().problems());
            loaded.rule().ifPresent(rules::add);
        }
        problems.forEach(problem -> names.add(problem.place().file()));
        for (Rule rule : rules) {
            if (ExecutedTypes.contains(rule.type())) {
                Read<List<ExceptionItem>> items = files.itemsFor(rule, exceptions);
                problems.addAll(items.problems());
                problems.addAll(
                        RuleConditions.of(rule, items.orThrow(), lists, types).problems());
            }
        }
        problems.addAll(RuleCheck.check(rules, types));
        boolean isDataWhole = true;
        if (!data.isEmpty()) {
            DataSurvey.Outcome survey =
                    DataSurvey.of(rules, types, EventArguments.find(data, err).files(), index);
            rules.forEach(rule -> problems.addAll(RuleCheck.against(rule, types, survey.profile())));
            Words.unread(survey.read(), err);
            isDataWhole = survey.read().faults().isEmpty();
        }
        Findings findings = new Findings(List.copyOf(names), List.copyOf(problems));
        write(findings, out);
        out.flush();
        return !isDataWhole ? Exit.USAGE : findings.isFault() ? Exit.FINDINGS : Exit.DONE;
    }

    private void write(Findings findings, PrintWriter out) throws IOException {
        Form form = output != null ? output : Terminal.stdout() ? Form.TABLE : Form.NDJSON;
        switch (form) {
            case TABLE -> FindingsTable.write(findings, Terminal.colours(), out);
            case JSON -> FindingsJson.writeArray(findings, out);
            case NDJSON -> FindingsJson.writeLines(findings, out);
            case SARIF ->
                FindingsSarif.write(findings, Version.number(), Path.of("").toAbsolutePath(), out);
            case JUNIT -> FindingsJunit.write(findings, out);
        }
    }
}
