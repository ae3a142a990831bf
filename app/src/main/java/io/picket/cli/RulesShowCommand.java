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
        description = "Shows a rule as it was read: its query, its schedule, what it needs, its ATT&CK mapping.")
final class RulesShowCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "The rule's id, or part of its name.")
    private String wanted = "";

    @Parameters(index = "1..*", paramLabel = "PATH", arity = "0..*", description = "Rule files and folders of them.")
    private List<String> paths = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|ndjson|json",
            description = "json and ndjson print the rule's keys; default: text.")
    private OutputFormat output = OutputFormat.TABLE;

    @Mixin
    private Knowledge knowledge = new Knowledge();

    @Override
    public Integer call() throws IOException, InputException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        RuleFiles files = paths.isEmpty() ? RuleFiles.bundled() : RuleFiles.find(paths);
        List<RuleFiles.LoadedRule> found = files.rules().stream()
                .filter(loaded -> loaded.rule().filter(this::isWanted).isPresent())
                .toList();
        if (found.isEmpty()) {
            throw new InputException("no rule with this id or name: " + wanted + "; picket rules list shows them");
        }
        FieldTypes types = knowledge.types(spec.commandLine().getErr());
        for (RuleFiles.LoadedRule loaded : found) {
            Rule rule = loaded.rule().orElseThrow();
            switch (output) {
                case JSON -> out.println(Json.pretty(rule.parameters()));
                case NDJSON -> out.println(Json.line(rule.parameters()));
                case TABLE, CSV -> {
                    Support support = RuleSupport.of(loaded.read(), loaded.file(), types, System.currentTimeMillis());
                    String state =
                            support.state().words() + (support.reason().isEmpty() ? "" : ": " + support.reason());
                    out.println(RuleText.of(rule, loaded.file(), needs(rule, types), state));
                }
            }
        }
        return Exit.DONE;
    }

    private boolean isWanted(Rule rule) {
        String name = rule.name().toLowerCase(java.util.Locale.ROOT);
        return rule.ruleId().equals(wanted) || name.contains(wanted.toLowerCase(java.util.Locale.ROOT));
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
