package io.picket.cli;

import io.picket.condition.FieldTypes;
import io.picket.detect.Detectors;
import io.picket.detect.SequenceStanding;
import io.picket.detect.ThresholdStandings.Standing;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.explain.Explainer;
import io.picket.explain.Explanation;
import io.picket.pipeline.EventFiles;
import io.picket.pipeline.EventPass;
import io.picket.pipeline.GroupStudy;
import io.picket.pipeline.HuntOptions;
import io.picket.pipeline.HuntSummary;
import io.picket.rule.EqlQueries;
import io.picket.rule.ExceptionItem;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody;
import io.picket.rule.Threshold;
import io.picket.text.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
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

/** {@code picket explain}: why an event meets a rule, or does not. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Says of each event whether a rule matches it, and which of the rule's words decide that.",
            "",
            "With --group: how near the groups of a threshold rule, or the keys of a sequence, come to an alert over all the"
                    + " events together.",
            "",
            "RULE: a rule file, an id, or part of a name; ids and names are looked up in -r, else among the bundled rules."
        })
final class ExplainCommand implements Callable<Integer> {

    private static final int TABLE_EVENTS = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RULE", description = "The rule.")
    private String wanted = "";

    @Option(
            names = {"-e", "--event"},
            paramLabel = "FILE",
            arity = "1..*",
            required = true,
            description = "Event files and folders; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = {"-r", "--rules"},
            paramLabel = "RULES",
            description = "Where to look for the rule; may be repeated.")
    private List<String> rules = List.of();

    @Option(names = "--index", paramLabel = "NAME", description = "The index of events that do not say theirs.")
    private String index = "";

    @Option(names = "--all", description = "Show every part of the rule, also what decides nothing.")
    private boolean all;

    @Option(names = "--group", description = "Tell of groups of events instead of single ones.")
    private boolean group;

    @Option(
            names = "--entity",
            paramLabel = "VALUE",
            description = "With --group: only groups or keys that have this value, such as an address or a user.")
    private @Nullable String entity;

    @Option(names = "--no-derive", description = "With --group: do not derive fields that a source leaves out.")
    private boolean noDerive;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "At most so many events or groups (default: " + TABLE_EVENTS + " in a table, else all).")
    private @Nullable Integer size;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|ndjson|json",
            description = "Default: table on a terminal, ndjson elsewhere.")
    private @Nullable OutputFormat output;

    @Mixin
    private Knowledge knowledge = new Knowledge();

    @Override
    public Integer call() throws IOException, InputException {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        OutputFormat format = OutputFormat.ofDocuments(output);
        if (size != null && size < 1) {
            throw new InputException("--size: " + size + " is less than one event");
        }
        RuleChoice choice = RuleChoice.of(wanted, rules);
        FieldTypes types = knowledge.types(err);
        EventFiles found = EventArguments.find(files, err);
        List<ExceptionItem> exceptions =
                Words.usable(choice.files().itemsFor(choice.rule(), knowledge.exceptions(err)), err);
        Explainer explainer = Words.usable(
                Explainer.of(choice.rule(), exceptions, knowledge.valueLists(err), types, System.currentTimeMillis()),
                err);
        if (group) {
            return groups(choice.rule(), explainer, types, found);
        }
        Printing printing = new Printing(choice.rule(), explainer, format);
        EventPass.Outcome outcome = new EventPass(explainer.table(), index).over(found.files(), printing);
        printing.end();
        Words.unread(outcome, err);
        err.println("events=" + outcome.events() + " rejected=" + outcome.rejected() + " matched=" + printing.matched);
        return outcome.faults().isEmpty() ? Exit.DONE : Exit.USAGE;
    }

    private int groups(Rule rule, Explainer explainer, FieldTypes types, EventFiles found)
            throws IOException, InputException {
        List<Problem> unfit = Detectors.problems(rule, types);
        if (!unfit.isEmpty()) {
            throw new InputException(unfit.getFirst().toString());
        }
        HuntOptions options = HuntOptions.defaults().withIndex(index);
        GroupStudy study = new GroupStudy(rule, explainer.parts(), types, options, !noDerive);
        HuntSummary summary;
        if (rule.body() instanceof RuleBody.ThresholdBody(var query, Threshold threshold)) {
            summary = threshold(rule, threshold, study, found);
        } else if (rule.body() instanceof RuleBody.EqlBody body
                && EqlQueries.of(body, types).orThrow() instanceof EqlQuery.Sequence sequence) {
            summary = sequence(rule, sequence, study, explainer, found);
        } else {
            throw new InputException("--group: " + rule.name() + " neither counts events nor is a sequence of them");
        }
        Objects.requireNonNull(spec).commandLine().getOut().flush();
        Words.summary(summary, options, spec.commandLine().getErr());
        return summary.faults().isEmpty() ? Exit.DONE : Exit.USAGE;
    }

    private HuntSummary threshold(Rule rule, Threshold threshold, GroupStudy study, EventFiles found)
            throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        var outcome = study.threshold(found.files());
        List<Standing> asked = outcome.result().standings().stream()
                .filter(one -> isAskedFor(one.group()))
                .toList();
        OutputFormat format = OutputFormat.of(output);
        List<Standing> told = asked.stream().limit(most(format)).toList();
        ThresholdText text = new ThresholdText(rule, threshold, outcome, told, asked.size());
        switch (format) {
            case TABLE, CSV -> out.print(text.table());
            case NDJSON -> told.forEach(one -> out.println(Json.line(text.group(one))));
            case JSON -> out.println(Json.pretty(text.whole()));
        }
        return outcome.summary();
    }

    private HuntSummary sequence(
            Rule rule, EqlQuery.Sequence sequence, GroupStudy study, Explainer explainer, EventFiles found)
            throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        var outcome = study.sequence(found.files(), explainer::lacking, key -> entity != null && isAskedFor(key));
        List<SequenceStanding> asked = outcome.result().standings().stream()
                .filter(one -> isAskedFor(one.key()))
                .toList();
        OutputFormat format = OutputFormat.of(output);
        List<SequenceStanding> told = asked.stream().limit(most(format)).toList();
        List<String> fields = sequence.steps().getFirst().keys().stream()
                .map(key -> key.field().name())
                .toList();
        ExplainText lines = new ExplainText(rule.index().patterns(), all, Terminal.colours());
        SequenceText text = new SequenceText(rule, fields, outcome, explainer, lines);
        switch (format) {
            case TABLE, CSV -> out.print(text.table(told, asked.size()));
            case NDJSON -> told.forEach(one -> out.println(Json.line(text.key(one))));
            case JSON -> out.println(Json.pretty(text.whole(told)));
        }
        return outcome.summary();
    }

    private boolean isAskedFor(List<? extends @Nullable Object> values) {
        return entity == null
                || values.stream().anyMatch(value -> String.valueOf(value).equals(entity));
    }

    private int most(OutputFormat format) {
        return size != null ? size : format == OutputFormat.TABLE ? TABLE_EVENTS : Integer.MAX_VALUE;
    }

    /** Explains each event as it comes. */
    private final class Printing implements EventPass.Visitor {
        private final Rule rule;
        private final Explainer explainer;
        private final OutputFormat format;
        private final int most;
        private final PrintWriter out;
        private final ExplainText text;
        private final List<Map<String, Object>> collected = new ArrayList<>();
        private int explained;
        private int matched;

        Printing(Rule rule, Explainer explainer, OutputFormat format) {
            this.rule = rule;
            this.text = new ExplainText(rule.index().patterns(), all, Terminal.colours());
            this.explainer = explainer;
            this.format = format;
            this.most = most(format);
            this.out = Objects.requireNonNull(spec).commandLine().getOut();
        }

        @Override
        public boolean event(Event event, String file, long line) {
            Explanation explanation = explainer.of(event);
            matched += explanation.matches() ? 1 : 0;
            switch (format) {
                case TABLE, CSV -> out.print(text.of(explanation, file + ":" + line));
                case NDJSON -> out.println(Json.line(ExplainJson.of(rule, explanation, file, line, event.idOrHash())));
                case JSON -> collected.add(ExplainJson.of(rule, explanation, file, line, event.idOrHash()));
            }
            return ++explained < most;
        }

        void end() {
            if (format == OutputFormat.JSON) {
                out.println(Json.pretty(collected));
            }
            if (explained == most) {
                out.flush();
                Objects.requireNonNull(spec)
                        .commandLine()
                        .getErr()
                        .println("picket: stopped after " + Words.counted(most, "event") + "; --size N goes on");
            }
            out.flush();
        }
    }
}
