package io.picket.eql;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Shared;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every EQL query of the public rules, held against what the reference parser made of it. */
class EqlRulesConformanceTest {

    @Test
    void everyRuleParses_toTheKindStagesKeysAndSpansOfTheReference() {
        JsonNode rules = JsonMapper.shared().readTree(Shared.path("suites/eql-rules/rules-parsed.json"));
        List<String> wrong = new ArrayList<>();
        for (JsonNode rule : rules) {
            String name = rule.get("rule_file").asString();
            switch (Eql.parse(SourceText.of(name, rule.get("query").asString()))) {
                case Read.Failed<EqlTree> failed -> wrong.add(failed.problems().toString());
                case Read.Ok<EqlTree> ok -> {
                    String ours = described(ok.value());
                    String theirs = expected(rule);
                    if (!ours.equals(theirs)) {
                        wrong.add(name + "\n  ours   " + ours + "\n  theirs " + theirs);
                    }
                }
            }
        }
        assertThat(rules.size()).isGreaterThan(600);
        assertThat(wrong).isEmpty();
    }

    private static String described(EqlTree tree) {
        return switch (tree) {
            case EqlTree.EventQuery query ->
                "event [" + query.filter().category().orElse("any") + " []]";
            case EqlTree.Sample sample -> "sample " + steps(sample.steps());
            case EqlTree.Sequence sequence ->
                "sequence "
                        + steps(sequence.steps())
                        + sequence.maxspan().map(EqlRulesConformanceTest::span).orElse("")
                        + sequence.until().map(step -> " until " + step(step)).orElse("");
        };
    }

    private static String expected(JsonNode rule) {
        StringBuilder out = new StringBuilder(rule.get("kind").asString()).append(' ');
        if (!rule.has("stages")) {
            return out + "[" + rule.get("event_category").asString() + " []]";
        }
        List<String> stages = new ArrayList<>();
        rule.get("stages").forEach(stage -> stages.add(stage(stage)));
        out.append(stages);
        if (rule.has("maxspan") && !rule.get("maxspan").isNull()) {
            out.append(span(Duration.parse("PT" + seconds(rule.get("maxspan").asString()) + "S")));
        }
        if (rule.has("until") && !rule.get("until").isNull()) {
            out.append(" until ").append(stage(rule.get("until")));
        }
        return out.toString();
    }

    private static String stage(JsonNode stage) {
        List<String> keys = new ArrayList<>();
        if (stage.has("keys")) {
            stage.get("keys")
                    .forEach(key -> keys.add(key.asString().replace("?", "").replace("`", "")));
        }
        return (stage.path("missing").asBoolean(false) ? "!" : "")
                + stage.get("event_category").asString() + " " + keys;
    }

    private static String steps(List<EqlTree.Step> steps) {
        return steps.stream().map(EqlRulesConformanceTest::step).toList().toString();
    }

    private static String step(EqlTree.Step step) {
        return (step.missing() ? "!" : "") + step.filter().category().orElse("any") + " "
                + step.keys().stream().map(Expression.FieldName::name).toList();
    }

    private static String span(Duration span) {
        return " " + span.toMillis() + "ms";
    }

    private static String seconds(String text) {
        String unit = text.replaceAll("[0-9.]", "");
        double count = Double.parseDouble(text.replaceAll("[^0-9.]", ""));
        double factor = switch (unit) {
            case "ms" -> 0.001;
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86400;
            default -> throw new IllegalArgumentException(text);
        };
        return String.format(Locale.ROOT, "%.3f", count * factor);
    }
}
