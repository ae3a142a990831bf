package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.Alert;
import io.picket.condition.BundledFieldTypes;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.condition.MovingConditions;
import io.picket.detect.Clock;
import io.picket.detect.StateBudget;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.example.ExampleEvent;
import io.picket.example.RuleExamples;
import io.picket.example.Scenario;
import io.picket.match.Evaluator;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.rule.Rule;
import io.picket.testkit.Shared;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every rule meets events made up from itself: some it matches, some that one part of it keeps out. The fast matcher, the
 * plain evaluator and both clocks of the hunt must say the same of them all.
 */
class RulesMeetDataTest {

    /** 2026-01-15T12:01:07Z: not when any rule's run is due, which between two events would see the first alone. */
    private static final long AT = 1_768_478_467_000L;

    private static final int MISSES = 6;
    private static final int OTHER_RULES = 12;
    private static final FieldTypes TYPES = BundledFieldTypes.get();

    @TempDir
    private Path folder;

    private final Map<String, String> gaps = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int scenarios;
    private int missing;

    @Test
    void bundledRules() throws IOException {
        meet(RuleFiles.bundled());
        assertThat(wrong).isEmpty();
        assertThat(gaps).isEmpty();
    }

    @Test
    void publicRules() throws IOException {
        int rules = meet(RuleFiles.find(List.of(Shared.path("corpus").toString())));
        System.out.println("RULES MEET DATA: " + rules + " rules, " + scenarios + " scenarios, " + missing
                + " of them near misses");
        assertThat(wrong).isEmpty();
        assertThat(gaps).isEmpty();
    }

    /** What the public rules that join have little of: other types of fields, several entries, negation, lacking keys. */
    @Test
    void joiningRules() throws IOException {
        int rules = meet(RuleFiles.of(SourceText.of(
                "joining.ndjson",
                String.join(
                                "\n",
                                threat("addresses", entry("source.ip", "threat.indicator.ip", false)),
                                threat("numbers", entry("destination.port", "threat.indicator.port", false)),
                                threat("times", entry("file.mtime", "threat.indicator.first_seen", false)),
                                threat("texts", entry("message", "threat.indicator.description", false)),
                                threat("same field", entry("user.name", "user.name", false)),
                                threat(
                                        "several",
                                        entry("host.name", "host.name", false) + ", "
                                                + entry("file.hash.md5", "threat.indicator.file.hash.md5", false)),
                                threat(
                                        "negated",
                                        entry("host.name", "host.name", true) + ", "
                                                + entry("url.full", "threat.indicator.url.full", false)),
                                eql(
                                        "sample",
                                        "sample by user.name [any where process.pid > 4] [any where file.name : \\\"a*\\\"]"),
                                eql(
                                        "sample of the same",
                                        "sample by host.id [file where true] [file where file.size < 5] [any where true]"),
                                eql(
                                        "sample by different fields",
                                        "sample [file where true] by source.ip [network where true] by destination.ip"))
                        + "\n")));
        assertThat(rules).isEqualTo(10);
        assertThat(wrong).isEmpty();
        assertThat(gaps).isEmpty();
    }

    private static String entry(String field, String value, boolean negate) {
        return "{\"field\": \"%s\", \"type\": \"mapping\", \"value\": \"%s\", \"negate\": %s}"
                .formatted(field, value, negate);
    }

    private static String threat(String name, String entries) {
        return rule(name, "threat_match", "kuery", "event.action: (bad or worse)", """
                , "threat_index": ["ti-*", "logs-ti_*"], "threat_language": "kuery",
                "threat_query": "event.kind: enrichment and @timestamp >= \\"now-7d/d\\"",
                "threat_mapping": [{"entries": [%s]}]""".formatted(entries));
    }

    private static String eql(String name, String query) {
        return rule(name, "eql", "eql", query, "");
    }

    private static String rule(String name, String type, String language, String query, String more) {
        return """
                {"type": "%s", "language": "%s", "rule_id": "%s", "name": "%s", "risk_score": 21, "severity": "low",
                 "description": "d", "index": ["logs-*"], "from": "now-9m", "interval": "5m", "query": "%s"%s}""".formatted(type, language, name, name, query, more).replaceAll("\\R", " ");
    }

    private int meet(RuleFiles files) throws IOException {
        PreparedRules prepared = PreparedRules.of(files, List.of(), Map.of(), TYPES);
        List<HuntPlan.Compiled> now = prepared.rules().stream()
                .map(one -> new HuntPlan.Compiled(
                        one.rule(), List.of(MovingConditions.at(Condition.or(one.conditions()), AT)), one.indicators()))
                .toList();
        Asking asking = new Asking(now);
        for (int number = 0; number < prepared.rules().size(); number++) {
            HuntPlan.Compiled compiled = prepared.rules().get(number);
            Rule rule = compiled.rule();
            switch (RuleExamples.of(rule, List.of(), Map.of(), TYPES, AT, MISSES)) {
                case Read.Failed<List<Scenario>> failed ->
                    gaps.put(rule.name(), failed.problems().getFirst().message());
                case Read.Ok<List<Scenario>> ok -> {
                    for (Scenario scenario : ok.value()) {
                        scenarios++;
                        missing += scenario.alerts() ? 0 : 1;
                        asking.ask(number, scenario);
                    }
                    hunt(compiled, ok.value());
                }
            }
        }
        return prepared.rules().size();
    }

    // ---- both clocks ----

    /** All scenarios together raise the alerts that the alerting ones raise alone; they stand that far apart. */
    private void hunt(HuntPlan.Compiled rule, List<Scenario> all) throws IOException {
        for (Clock clock : Clock.values()) {
            Set<String> expected = new TreeSet<>();
            for (Scenario scenario : all) {
                if (scenario.alerts()) {
                    Set<String> alone = ids(hunted(rule, clock, scenario.events()));
                    if (alone.isEmpty()) {
                        wrong(rule, scenario, clock + " raises no alert");
                    }
                    expected.addAll(alone);
                }
            }
            List<ExampleEvent> events =
                    all.stream().flatMap(one -> one.events().stream()).toList();
            if (!ids(hunted(rule, clock, events)).equals(expected)) {
                blame(rule, clock, all);
            }
        }
    }

    private void blame(HuntPlan.Compiled rule, Clock clock, List<Scenario> all) throws IOException {
        int before = wrong.size();
        for (Scenario scenario : all) {
            if (!scenario.alerts() && !hunted(rule, clock, scenario.events()).isEmpty()) {
                wrong(rule, scenario, clock + " raises an alert");
            }
        }
        if (wrong.size() == before) {
            wrong(rule, all.getFirst(), clock + " raises other alerts when the near misses are there");
        }
    }

    private static Set<String> ids(List<Alert> alerts) {
        return alerts.stream().map(Alert::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Alert> hunted(HuntPlan.Compiled rule, Clock clock, List<ExampleEvent> events) throws IOException {
        if (events.isEmpty()) {
            return List.of();
        }
        Path file = folder.resolve("events.ndjson");
        Files.writeString(
                file,
                String.join("\n", events.stream().map(RulesMeetDataTest::json).toList()));
        List<Alert> alerts = new ArrayList<>();
        HuntPlan plan = HuntPlan.of(List.of(rule), clock, TYPES, true, StateBudget.DEFAULT, alerts::add);
        try (Hunt hunt = new Hunt(plan, HuntOptions.defaults())) {
            hunt.run(List.of(EventFile.of(file)), HuntProgress.SILENT);
        }
        return alerts;
    }

    private void wrong(HuntPlan.Compiled rule, Scenario scenario, String what) {
        wrong.add(rule.rule().name() + ": " + scenario.name() + ": " + what + ": "
                + scenario.events().stream()
                        .limit(3)
                        .map(RulesMeetDataTest::json)
                        .toList());
    }

    private static String json(ExampleEvent event) {
        return JsonMapper.shared().writeValueAsString(event.hit());
    }

    // ---- matcher and evaluator ----

    /** What is asked of single events, and where. */
    private record Asked(HuntPlan.Compiled rule, Condition condition, IndexPatterns index) {}

    /** All rules in one plan, by number, and after them what those with indicators ask of these. */
    private final class Asking {
        private final List<Asked> rules = new ArrayList<>();
        private final Matcher matcher;
        private final Evaluator evaluator = new Evaluator(TYPES);
        private final EventReader reader;
        private final Event event;
        private final Provenance provenance;
        private final Random random = new Random(1);

        Asking(List<HuntPlan.Compiled> rules) {
            rules.forEach(rule -> this.rules.add(
                    new Asked(rule, rule.conditions().getFirst(), rule.rule().index())));
            rules.forEach(rule ->
                    rule.indicators().ifPresent(query -> this.rules.add(new Asked(rule, query.ever(), query.index()))));
            FieldTable.Builder table = FieldTable.builder();
            Provenance.FIELDS.forEach(name -> table.add(name, FieldTypes.IGNORE_ABOVE_DEFAULT));
            MatchPlan.fields(this.rules.stream().map(Asked::condition).toList())
                    .forEach(field -> table.add(field.name(), TYPES.ignoreAbove(field.name())));
            FieldTable fields = table.build();
            MatchPlan.Builder plan = MatchPlan.builder(TYPES);
            this.rules.forEach(asked -> plan.add(asked.condition(), asked.index()));
            this.matcher = new Matcher(plan.build(fields));
            this.reader = new EventReader(fields);
            this.event = new Event(fields);
            this.provenance = new Provenance(fields);
        }

        /** The rule itself, every rule that the matcher names, and some others. */
        void ask(int own, Scenario scenario) {
            for (ExampleEvent example : scenario.events()) {
                byte[] bytes = json(example).getBytes(StandardCharsets.UTF_8);
                if (!reader.readHit(bytes, 0, bytes.length, event)) {
                    wrong(rules.get(own).rule(), scenario, "not read: " + reader.failure());
                    return;
                }
                event.origin(provenance.indexOf(event), event.id());
                BitSet matched = new BitSet();
                for (int i = matcher.match(event) - 1; i >= 0; i--) {
                    matched.set(matcher.matched(i));
                }
                BitSet asked = (BitSet) matched.clone();
                asked.set(own);
                for (int i = 0; i < OTHER_RULES; i++) {
                    asked.set(random.nextInt(rules.size()));
                }
                asked.stream().forEach(number -> {
                    Asked rule = rules.get(number);
                    boolean offered = event.index().isEmpty() || rule.index().matches(event.index());
                    boolean meets = offered && evaluator.meets(rule.condition(), event);
                    if (meets != matched.get(number)) {
                        wrong(rule.rule(), scenario, "matcher and evaluator differ: " + meets + " is right");
                    }
                });
                boolean aboutOne = scenario.alerts() || scenario.what().isEmpty();
                boolean single = scenario.events().size() == 1 && aboutOne;
                if (single && matched.get(own) != scenario.alerts()) {
                    wrong(rules.get(own).rule(), scenario, "is made up to be otherwise");
                }
            }
        }
    }
}
