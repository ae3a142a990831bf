package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.FieldTypes;
import io.picket.detect.EqlAnswer;
import io.picket.detect.EqlRequest;
import io.picket.detect.EqlSearch;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.testkit.Seeds;
import io.picket.text.SourceText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** EQL over files finds what it finds in events that are all in memory, however little memory there is. */
class EqlFilesTest {

    private static final FieldTypes TYPES = BundledFieldTypes.get();
    private static final long LITTLE_BYTES = 2_000;

    @TempDir
    private Path folder;

    private static EqlQuery query(String text) {
        return Eql.read(SourceText.of("query", text), TYPES, EqlOptions.DEFAULT).orThrow();
    }

    private static List<String> events(Random random) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String time = Instant.ofEpochMilli(1_770_000_000_000L + 500L * random.nextInt(200))
                    .toString();
            events.add("{\"@timestamp\":\"" + time + "\",\"host\":{\"id\":\"h" + random.nextInt(5)
                    + "\"},\"event\":{\"category\":\"" + (random.nextBoolean() ? "process" : "network")
                    + "\",\"sequence\":" + random.nextInt(3) + "},\"n\":" + i + "}");
        }
        return events;
    }

    private static List<List<Long>> numbers(EqlAnswer answer) {
        return switch (answer) {
            case EqlAnswer.Events events ->
                events.events().stream().map(List::of).toList();
            case EqlAnswer.Sequences sequences ->
                sequences.sequences().stream().map(EqlAnswer.Joined::events).toList();
        };
    }

    @ParameterizedTest
    @Seeds(40)
    void littleMemoryFindsTheSame(long seed) throws IOException {
        Random random = new Random(seed);
        String size = "| head " + (1 + random.nextInt(40));
        String text = List.of(
                        "sequence by host.id with maxspan=5s [process where true] [network where true]",
                        "sequence [process where true] with runs=3 [network where n > 100] until [any where n == 7]",
                        "sequence by host.id with maxspan=3s [process where true] ![network where n > 250]",
                        "process where n > 20",
                        "sample by host.id [process where true] [network where true]")
                .get(random.nextInt(5));
        EqlQuery query = query(text + (random.nextBoolean() ? size : ""));
        EqlRequest request = new EqlRequest(
                "@timestamp",
                random.nextBoolean() ? Optional.of("event.sequence") : Optional.empty(),
                random.nextInt(60),
                random.nextBoolean(),
                1,
                EqlRequest.BYTES_DEFAULT);
        List<String> events = events(random);
        EqlSearch search = new EqlSearch(query, request, TYPES);
        EventReader reader = new EventReader(search.table());
        Event event = new Event(search.table());
        for (String json : events) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            assertThat(reader.read(bytes, 0, bytes.length, event)).isTrue();
            search.add(event);
        }
        Path one = Files.writeString(folder.resolve("1.ndjson"), String.join("\n", events.subList(0, 120)));
        Path two = Files.writeString(folder.resolve("2.ndjson"), String.join("\n", events.subList(120, 300)));
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        EqlFiles.Outcome outcome = new EqlFiles(query, request, TYPES, "logs-x", temporary, LITTLE_BYTES)
                .over(List.of(EventFile.of(one), EventFile.of(two)));
        List<List<Long>> found = numbers(outcome.answer()).stream()
                .map(names -> names.stream()
                        .map(name -> name == EqlAnswer.MISSING ? name : number(outcome, name))
                        .toList())
                .toList();
        assertThat(found).as(text).isEqualTo(numbers(search.answer()));
        assertThat(outcome.read().events()).isEqualTo(300);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    private static Long number(EqlFiles.Outcome outcome, Long name) {
        EqlFiles.Found found = Objects.requireNonNull(outcome.documents().get(name));
        assertThat(found.index()).isEqualTo("logs-x");
        return found.document().get("n") instanceof Number number ? (Long) number.longValue() : -2L;
    }

    @Test
    void readsWhatCanBeReadOnlyOnce() throws IOException {
        String lines = String.join("\n", events(new Random(1)));
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
            EqlQuery query = query("sequence by host.id [process where true] [network where true]");
            EqlFiles.Outcome outcome =
                    new EqlFiles(query, EqlRequest.DEFAULT, TYPES, "").over(List.of(EventFile.STANDARD_INPUT));
            assertThat(numbers(outcome.answer())).hasSize(10);
            assertThat(outcome.documents()).hasSizeGreaterThan(10);
        } finally {
            System.setIn(before);
        }
    }
}
