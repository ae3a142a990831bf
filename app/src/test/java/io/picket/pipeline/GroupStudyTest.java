package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.detect.ThresholdStandings;
import io.picket.detect.ThresholdStandings.Standing;
import io.picket.explain.Explainer;
import io.picket.explain.Explanation.Kind;
import io.picket.rule.ExceptionEntry;
import io.picket.rule.ExceptionItem;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.ThresholdBody;
import io.picket.text.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupStudyTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    static Stream<Rule> thresholdRules() {
        return RuleFiles.bundled().rules().stream()
                .flatMap(loaded -> loaded.rule().stream())
                .filter(rule -> rule.body() instanceof ThresholdBody);
    }

    private static GroupStudy.Outcome<ThresholdStandings.Result> study(Rule rule, List<ExceptionItem> items)
            throws IOException {
        Explainer explainer = Explainer.of(rule, items, Map.of(), BundledFieldTypes.get(), Hunting.NOW)
                .orThrow();
        return new GroupStudy(rule, explainer.parts(), BundledFieldTypes.get(), HuntOptions.defaults(), true)
                .threshold(files());
    }

    private static List<EventFile> files() {
        return EventFiles.find(List.of(SAMPLES.toString())).files();
    }

    @ParameterizedTest
    @MethodSource("thresholdRules")
    void groupsThatMeetTheThresholdAreThoseAHuntRaises(Rule rule) throws IOException {
        GroupStudy.Outcome<ThresholdStandings.Result> outcome = study(rule, List.of());
        List<String> raised = new Hunting()
                .over(files()).of(rule.name()).stream()
                        .map(alert -> Hunting.Counted.of(alert).group().toString())
                        .toList();
        assertThat(outcome.result().standings().stream()
                        .filter(Standing::alerts)
                        .map(standing -> standing.group().stream()
                                .map(String::valueOf)
                                .toList()
                                .toString()))
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(raised));
        assertThat(outcome.matched()).isEqualTo(outcome.query());
        assertThat(outcome.result().added()).isEqualTo(outcome.matched());
    }

    @Test
    void tellsWhatAnExceptionTakesOut() throws IOException {
        Rule rule = thresholdRules()
                .filter(one -> one.name().equals("Port Scan of One Host"))
                .findFirst()
                .orElseThrow();
        Place place = Place.file("exceptions");
        ExceptionItem scanner = new ExceptionItem(
                "i",
                "l",
                "our scanner",
                List.of(new ExceptionEntry.Equal("source.ip", List.of("10.77.0.66"), true, place)),
                List.of(),
                Optional.empty(),
                place);
        GroupStudy.Outcome<ThresholdStandings.Result> without = study(rule, List.of());
        GroupStudy.Outcome<ThresholdStandings.Result> with = study(rule, List.of(scanner));
        long ofScanner = without.result().standings().stream()
                .filter(standing -> standing.group().getFirst().equals("10.77.0.66"))
                .mapToLong(Standing::all)
                .sum();
        assertThat(ofScanner).isPositive();
        assertThat(with.removed()).containsExactly(new GroupStudy.Removed(Kind.EXCEPTION, "our scanner", ofScanner));
        assertThat(with.query()).isEqualTo(without.query());
        assertThat(with.matched()).isEqualTo(without.matched() - ofScanner);
        assertThat(with.result().standings())
                .noneMatch(standing -> standing.group().getFirst().equals("10.77.0.66"));
    }
}
