package io.picket.cli;

import io.picket.condition.FieldTypes;
import io.picket.example.ExampleEvent;
import io.picket.example.RuleExamples;
import io.picket.example.Scenario;
import io.picket.explain.Explainer;
import io.picket.rule.ExceptionItem;
import io.picket.rule.Rule;
import io.picket.text.Read;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** {@code picket rules example}: events that a rule matches, and events that it only just does not. */
@Command(
        name = "example",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Makes up events for a rule: some that raise an alert, then near misses, each with one thing not as it should be.",
            "",
            "Each stands so far from the others in time that a hunt through all of them raises the alerts of the matching alone.",
            "Prints search hits, one a line, which hunt, explain and query read; what they are goes to standard error."
        })
final class RulesExampleCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RULE", description = "A rule file, an id, or part of a name.")
    private String wanted = "";

    @Option(
            names = {"-r", "--rules"},
            paramLabel = "RULES",
            description = "Where to look for the rule; may be repeated.")
    private List<String> rules = List.of();

    @Option(names = "--misses", paramLabel = "N", description = "At most so many parts of the condition (default: 8).")
    private int misses = 8;

    @Option(names = "--match-only", description = "No near misses.")
    private boolean matchOnly;

    @Option(names = "--at", paramLabel = "TIME", description = "When the first event happens (default: now-1d).")
    private String at = "now-1d";

    @Mixin
    private Knowledge knowledge = new Knowledge();

    @Override
    public Integer call() throws InputException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RuleChoice choice = RuleChoice.of(wanted, rules);
        Rule rule = choice.rule();
        FieldTypes types = knowledge.types(err);
        List<ExceptionItem> exceptions = Words.usable(choice.files().itemsFor(rule, knowledge.exceptions(err)), err);
        var lists = knowledge.valueLists(err);
        long time = TimeArgument.time("--at", at, System.currentTimeMillis());
        List<Scenario> scenarios = Words.usable(RuleExamples.of(rule, exceptions, lists, types, time, misses), err);
        Optional<Explainer> explainer =
                Explainer.of(rule, exceptions, lists, types, time) instanceof Read.Ok<Explainer> ok
                        ? Optional.of(ok.value())
                        : Optional.empty();
        for (Scenario scenario : scenarios) {
            if (!matchOnly || scenario.alerts()) {
                scenario.events().forEach(event -> out.println(Json.line(event.hit())));
                err.println(Shown.line(
                        scenario.name() + ": " + Words.counted(scenario.events().size(), "event") + ", "
                                + (scenario.alerts() ? "alert" : "no alert") + ": " + why(scenario, explainer)));
            }
        }
        out.flush();
        return Exit.DONE;
    }

    /** What is not as it should be; of an event that does not match, the explainer says it. */
    private static String why(Scenario scenario, Optional<Explainer> explainer) {
        if (!scenario.what().isEmpty()) {
            return scenario.what();
        }
        ExampleEvent last = scenario.events().getLast();
        byte[] document = Json.line(last.document()).getBytes(StandardCharsets.UTF_8);
        return explainer
                .flatMap(knowing -> knowing.of(last.index(), last.id(), document))
                .map(ExplainText::verdict)
                .orElse("");
    }
}
