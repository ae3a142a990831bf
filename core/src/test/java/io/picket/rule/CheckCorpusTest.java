package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.FieldTypes;
import io.picket.testkit.Shared;
import io.picket.text.Level;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public corpus, as far as it is at hand: the linter finds the flaws that are known to be there and drowns nobody.
 * Counts are pinned in {@code corpus-counts.txt}; a change there is a change of what people are told.
 */
class CheckCorpusTest {

    private static final List<Read<Rule>> READ = new ArrayList<>();
    private static final List<String> FILES = new ArrayList<>();

    private static synchronized List<Rule> rules() {
        if (READ.isEmpty()) {
            Path root = Shared.path("corpus");
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.filter(p -> p.toString().endsWith(".toml"))
                        .sorted()
                        .toList()) {
                    String name = root.relativize(path).toString();
                    for (Read<Rule> read : RuleReader.read(SourceText.of(name, Files.readString(path)))
                            .rules()) {
                        READ.add(read);
                        FILES.add(name);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return READ.stream()
                .filter(read -> read instanceof Read.Ok<Rule>)
                .map(Read::orThrow)
                .toList();
    }

    private static FieldTypes types() {
        return BundledFieldTypes.get();
    }

    private static List<String> golden(String name) throws IOException {
        try (var in = Objects.requireNonNull(CheckCorpusTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void counts() throws IOException {
        List<Problem> problems = RuleCheck.check(rules(), types());
        Map<String, Long> counts = problems.stream()
                .collect(Collectors.groupingBy(
                        problem -> problem.code() + " " + problem.level(), TreeMap::new, Collectors.counting()));
        List<String> lines = counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        assertThat(lines).isEqualTo(golden("corpus-counts.txt"));
    }

    /** An error says that a rule cannot work: only the two kept old versions of rules repeat an id. */
    @Test
    void errorsOnlyWhereARuleCannotWork() {
        List<Problem> errors = RuleCheck.check(rules(), types()).stream()
                .filter(problem -> problem.level() == Level.ERROR)
                .toList();
        assertThat(errors).extracting(Problem::code).containsOnly(CheckKind.REPEATED_ID.code());
        assertThat(errors).allMatch(problem -> problem.place().file().startsWith("seed-versions"));
    }

    @Test
    void everyFindingPointsIntoItsFile() {
        for (Problem problem : RuleCheck.check(rules(), types())) {
            assertThat(problem.place().line()).as("%s", problem).isPositive();
            assertThat(problem.place().column()).as("%s", problem).isPositive();
            assertThat(problem.message()).as("%s", problem).isNotBlank();
        }
    }

    /** The version of the port scan rule that says 20, counts 250, and cannot match half of its indices. */
    @Test
    void theSeedRule() {
        List<Rule> seed = rules().stream()
                .filter(rule -> rule.place().file().endsWith("potential_network_scan_detected.v8.toml"))
                .toList();
        assertThat(RuleCheck.check(seed, types()))
                .extracting(Problem::code)
                .contains(
                        CheckKind.PROSE_NUMBER.code(),
                        CheckKind.VACUOUS_COUNT.code(),
                        CheckKind.PAIR_GROUPING.code(),
                        CheckKind.INDEX_WITHOUT_ACTION.code());
    }

    @Test
    void support() throws IOException {
        rules();
        FieldTypes types = types();
        List<Support> supports = new ArrayList<>();
        for (int i = 0; i < READ.size(); i++) {
            supports.add(RuleSupport.of(READ.get(i), FILES.get(i), types));
        }
        assertThat(supports).allMatch(support -> support.reason().isEmpty() == (support.state() == Support.State.RUNS));
        assertThat(SupportTotals.of(supports)
                        .toString()
                        .lines()
                        .map(String::strip)
                        .toList())
                .isEqualTo(golden("corpus-support.txt"));
    }
}
