package io.picket.cli;

import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.detect.Detectors;
import io.picket.match.MatchPlan;
import io.picket.pipeline.RuleFiles;
import io.picket.rule.ExecutedTypes;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.rule.RuleSupport;
import io.picket.rule.Support;
import io.picket.text.Read;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code picket rules show}: one rule, whole. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Shows a rule as it was read: its query, its schedule, what it needs, its ATT&CK mapping.")
final class RulesShowCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "The rule's id, or part of its name.")
    private String wanted = "";

    @Parameters(
            index = "1..*",
            paramLabel = "PATH",
            arity = "0..*",
            description = "Rule files and folders of them; without: the bundled rules.")
    private List<String> paths = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|ndjson|json",
            description = "json and ndjson print the rule's keys; default: text.")
    private OutputFormat output = OutputFormat.TABLE;

    @Mixin
    private Mappings mappings = new Mappings();

    @Override
    public Integer call() throws IOException, InputException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        RuleFiles files = paths.isEmpty() ? RuleFiles.bundled() : RuleFiles.find(paths);
        Words.problems(files.problems(), spec.commandLine().getErr());
        List<RuleFiles.LoadedRule> found = RuleChoice.named(files.rules(), wanted);
        if (found.isEmpty()) {
            throw new InputException("no rule with this id or name: " + wanted + "; picket rules list shows them");
        }
        FieldTypes types = mappings.types(spec.commandLine().getErr());
        List<Map<String, Object>> keys = found.stream()
                .map(loaded -> loaded.rule().orElseThrow().parameters())
                .toList();
        switch (output == OutputFormat.TABLE ? output : OutputFormat.ofDocuments(output)) {
            case JSON -> out.println(Json.pretty(keys.size() == 1 ? keys.getFirst() : keys));
            case NDJSON -> keys.forEach(each -> out.println(Json.line(each)));
            case TABLE, CSV -> found.forEach(loaded -> out.println(text(loaded, types)));
        }
        return Exit.DONE;
    }

    private static String text(RuleFiles.LoadedRule loaded, FieldTypes types) {
        Rule rule = loaded.rule().orElseThrow();
        Support support = RuleSupport.of(loaded.read(), loaded.file(), types);
        String state = support.state().words() + (support.reason().isEmpty() ? "" : ": " + support.reason());
        return Shown.lines(RuleText.of(rule, loaded.file(), needs(rule, types), state));
    }

    private static Set<Field> needs(Rule rule, FieldTypes types) {
        Set<Field> needs = new LinkedHashSet<>();
        if (ExecutedTypes.contains(rule.type())) {
            Read<Condition> condition = RuleConditions.of(rule, List.of(), Map.of(), types);
            if (condition instanceof Read.Ok<Condition> ok) {
                needs.addAll(MatchPlan.fields(List.of(ok.value())));
                Detectors.fields(rule).forEach(name -> needs.add(types.field(name)));
            }
        }
        return needs;
    }
}
