package io.picket.pipeline;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.condition.BundledFieldTypes;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.detect.Clock;
import io.picket.detect.StateBudget;
import io.picket.rule.ExceptionList;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hunts as a test wants them: rules and files in, alerts and summary out. */
final class Hunting {

    static final long NOW = 1_795_000_000_000L;

    private RuleFiles rules = RuleFiles.bundled();
    private List<ExceptionList> exceptions = List.of();
    private Map<String, ValueList> valueLists = Map.of();
    private FieldTypes types = BundledFieldTypes.get();
    private Clock clock = Clock.STREAM;
    private boolean derive = true;
    private HuntOptions options = HuntOptions.defaults();
    private StateBudget budget = StateBudget.DEFAULT;
    private final List<IndicatorFiles.Given> indicators = new ArrayList<>();

    /** What came of it; a later alert of an id stands for the earlier one. */
    record Outcome(
            Map<String, Alert> byId, List<Alert> alerts, HuntSummary summary, IndicatorFiles.Outcome indicators) {

        List<Alert> of(String ruleName) {
            return alerts.stream()
                    .filter(alert -> ruleName.equals(alert.fields().get("kibana.alert.rule.name")))
                    .toList();
        }
    }

    /** What a threshold alert says was counted: its group's values, events, distinct values (0 if none are counted). */
    record Counted(List<String> group, long events, long distinct) {

        static Counted of(Alert alert) {
            JsonNode result =
                    JsonMapper.shared().readTree(AlertJson.text(alert)).path("kibana.alert.threshold_result");
            List<String> group = new ArrayList<>();
            result.path("terms").forEach(term -> group.add(term.path("value").asString()));
            return new Counted(
                    group,
                    result.path("count").asLong(),
                    result.path("cardinality").path(0).path("value").asLong(0));
        }
    }

    Hunting rules(String... paths) {
        rules = RuleFiles.find(List.of(paths));
        return this;
    }

    Hunting ruleText(String name, String text) {
        rules = RuleFiles.of(SourceText.of(name, text));
        return this;
    }

    Hunting exceptions(List<ExceptionList> lists) {
        exceptions = lists;
        return this;
    }

    Hunting types(FieldTypes known) {
        types = known;
        return this;
    }

    Hunting clock(Clock by) {
        clock = by;
        return this;
    }

    Hunting withoutDeriving() {
        derive = false;
        return this;
    }

    Hunting lateness(Duration lateness) {
        options = new HuntOptions(
                options.from(), options.to(), options.index(), lateness, options.rejected(), options.temporary());
        return this;
    }

    Hunting rejected(Path file) {
        options = new HuntOptions(
                options.from(),
                options.to(),
                options.index(),
                options.lateness(),
                Optional.of(file),
                options.temporary());
        return this;
    }

    Hunting index(String name) {
        options = new HuntOptions(
                options.from(), options.to(), name, options.lateness(), options.rejected(), options.temporary());
        return this;
    }

    /** Indicators from a file; the index may be empty. */
    Hunting indicators(String index, Path file) {
        indicators.add(new IndicatorFiles.Given(index, EventFile.of(file)));
        return this;
    }

    Hunting budget(StateBudget most) {
        budget = most;
        return this;
    }

    Hunting between(long from, long to) {
        options =
                new HuntOptions(from, to, options.index(), options.lateness(), options.rejected(), options.temporary());
        return this;
    }

    Outcome over(Path... files) throws IOException {
        List<EventFile> found = new ArrayList<>();
        for (Path file : files) {
            found.add(EventFile.of(file));
        }
        return over(found);
    }

    Outcome over(List<EventFile> files) throws IOException {
        PreparedRules prepared = PreparedRules.of(rules, exceptions, valueLists, types);
        if (!prepared.refused().isEmpty()) {
            throw new IllegalStateException(prepared.refused().toString());
        }
        List<Alert> alerts = new ArrayList<>();
        Map<String, Alert> byId = new TreeMap<>();
        HuntPlan plan = HuntPlan.of(prepared.rules(), clock, types, derive, budget, alert -> {
            alerts.add(alert);
            byId.put(alert.id(), alert);
        });
        IndicatorFiles.Outcome given = IndicatorFiles.read(plan, indicators);
        try (Hunt hunt = new Hunt(plan, options)) {
            HuntSummary summary = hunt.run(files, HuntProgress.SILENT);
            return new Outcome(byId, List.copyOf(alerts), summary, given);
        }
    }
}
