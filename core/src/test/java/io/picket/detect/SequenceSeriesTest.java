package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Elasticsearch's series of steps: a letter is a step, its number the time; {@code r|A1} has a key. */
class SequenceSeriesTest {

    private static final Pattern EVENT = Pattern.compile("(?:(\\w+)\\|)?([A-Z])(\\d+)");

    private record Happening(String key, int step, long time, String name) {}

    @TestFactory
    List<DynamicTest> everySeries_givesItsSequences() throws IOException {
        String text = Files.readString(Shared.path("suites/eql-elasticsearch/sequences.series-spec"));
        List<DynamicTest> tests = new ArrayList<>();
        List<String> block = new ArrayList<>();
        List<List<String>> blocks = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.strip().equals(";")) {
                blocks.add(block);
                block = new ArrayList<>();
            } else if (!line.isBlank() && !line.startsWith("//") && !line.startsWith("#")) {
                block.add(line);
            }
        }
        for (int i = 0; i + 1 < blocks.size(); i += 2) {
            String name = blocks.get(i).getFirst();
            List<String> series = blocks.get(i).subList(1, blocks.get(i).size());
            List<String> expected = blocks.get(i + 1);
            tests.add(DynamicTest.dynamicTest(name, () -> check(series, expected)));
        }
        assertThat(tests.size()).isGreaterThan(10);
        return tests;
    }

    private static void check(List<String> series, List<String> expected) {
        List<Happening> happenings = new ArrayList<>();
        for (int step = 0; step < series.size(); step++) {
            for (Happening one : read(series.get(step), step)) {
                happenings.add(one);
            }
        }
        List<String> found = new ArrayList<>();
        SequenceShape shape =
                SequenceShape.of(series.stream().map(line -> false).toList(), SequenceShape.NO_LIMIT);
        SequenceMachine<String> machine = new SequenceMachine<>(
                shape,
                name -> 0,
                1 << 20,
                new JoinedNotes(),
                one -> found.add(String.join(
                        " ", one.events().stream().map(Objects::requireNonNull).toList())));
        TreeMap<Long, List<SequenceMachine.Met<String>>> byTime = new TreeMap<>();
        for (Happening one : happenings) {
            JoinKey key = one.key().isEmpty() ? JoinKey.NONE : JoinKey.of(List.of(one.key()));
            byTime.computeIfAbsent(one.time(), time -> new ArrayList<>())
                    .add(new SequenceMachine.Met<>(one.name(), one.step(), key));
        }
        byTime.forEach((time, together) -> machine.take(new SequenceOrder(time, null, 0), together));
        machine.finish();
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(expected.stream()
                        .map(line -> String.join(
                                " ", read(line, 0).stream().map(Happening::name).toList()))
                        .toList());
    }

    private static List<Happening> read(String line, int step) {
        List<Happening> happenings = new ArrayList<>();
        Matcher matcher = EVENT.matcher(line);
        while (matcher.find()) {
            String key = matcher.group(1) == null ? "" : matcher.group(1);
            happenings.add(new Happening(key, step, Long.parseLong(matcher.group(3)), matcher.group()));
        }
        return happenings;
    }
}
