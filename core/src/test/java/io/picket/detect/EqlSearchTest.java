package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.text.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EqlSearchTest {

    private static final FieldTypes TYPES = new FieldTypes() {
        @Override
        public FieldType typeOf(String name) {
            return switch (name) {
                case "@timestamp", "day" -> FieldType.DATE;
                case "n", "order" -> FieldType.LONG;
                case "user", "tags" -> FieldType.KEYWORD;
                default -> FieldType.UNKNOWN;
            };
        }

        @Override
        public Collection<String> names() {
            return List.of();
        }
    };

    private static final String TEN =
            "{t:0,n:0} {t:1,n:1} {t:2,n:2} {t:3,n:3} {t:4,n:4} {t:5,n:5} {t:6,n:6} {t:7,n:7} " + "{t:8,n:8} {t:9,n:9}";

    private static EqlAnswer ask(String query, EqlRequest request, String events) {
        EqlQuery read = Eql.read(SourceText.of("query", query), TYPES, EqlOptions.DEFAULT)
                .orThrow();
        EqlSearch search = new EqlSearch(read, request, TYPES);
        EventReader reader = new EventReader(search.table());
        Event event = new Event(search.table());
        for (String one : events.split(" ")) {
            String json = one.replaceAll("t:(\\d)", "\"@timestamp\":\"2026-01-01T00:00:0$1Z\"")
                    .replaceAll("([{,])(\\w+):", "$1\"$2\":")
                    .replaceAll(":([a-z]+)", ":\"$1\"")
                    .replaceAll("([\\[,])([a-z]+)(?=[,\\]])", "$1\"$2\"");
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            assertThat(reader.read(bytes, 0, bytes.length, event)).as(json).isTrue();
            search.add(event);
        }
        return search.answer();
    }

    private static List<Long> events(String query, EqlRequest request, String events) {
        return ((EqlAnswer.Events) ask(query, request, events)).events();
    }

    private static List<EqlAnswer.Joined> joined(String query, EqlRequest request, String events) {
        return ((EqlAnswer.Sequences) ask(query, request, events)).sequences();
    }

    private static EqlRequest request(int size, boolean newest) {
        return new EqlRequest("@timestamp", Optional.of("order"), size, newest, 1, EqlRequest.BYTES_DEFAULT);
    }

    @ParameterizedTest(name = "{0} of size {1}, newest {2}")
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            value = {
                "'';3;true;7 8 9",
                "'';3;false;0 1 2",
                "'';0;true;none",
                "'';50;true;0 1 2 3 4 5 6 7 8 9",
                "| head 2;3;true;0 1",
                "| tail 2;3;false;8 9",
                // The size cuts first, from the same end as the first pipe.
                "| head 8;3;true;0 1 2",
                "| tail 8;3;false;7 8 9",
                "| head 4 | tail 2;50;true;2 3",
                "| tail 4 | head 2;50;true;6 7",
                "| head 4 | tail 9;50;true;0 1 2 3",
                "| head 0;50;true;none",
                "| head 2 + 1;50;true;0 1 2",
            })
    void sizeAndPipes_cutFromTheirEnd_andTheOrderStaysAscending(String pipes, int size, boolean newest, String kept) {
        List<Long> expected = kept == null
                ? List.of()
                : Arrays.stream(kept.split(" ")).map(Long::valueOf).toList();
        assertThat(events("any where true " + pipes, request(size, newest), TEN))
                .isEqualTo(expected);
        List<Long> ends =
                joined("sequence [any where n >= 0] [any where n >= 0] " + pipes, request(size, newest), TEN).stream()
                        .map(one -> one.events().getLast())
                        .toList();
        if (size == 50 && pipes.isEmpty()) {
            assertThat(ends).isEqualTo(expected.subList(1, 10));
        } else if (pipes.isEmpty()) {
            assertThat(ends).hasSameSizeAs(expected);
        }
    }

    @Test
    void events_areOrderedByTimeThenTiebreakerThenAsTheyCame() {
        String events = "{t:5,order:2} {t:5} {t:5,order:1} {n:1} {t:1,order:9} {t:5,order:1}";
        assertThat(events("any where true", request(10, true), events)).containsExactly(4L, 2L, 5L, 0L, 1L, 3L);
    }

    @Test
    void sequences_areFoundInEventsOfAnyOrder() {
        String events = "{t:3,user:a,n:2} {t:1,user:a,n:1} {t:2,user:b,n:1}";
        assertThat(joined("sequence by user [any where n == 1] [any where n == 2]", EqlRequest.DEFAULT, events))
                .containsExactly(new EqlAnswer.Joined(List.of("a"), List.of(1L, 0L)));
    }

    @Test
    void eventsWithoutATime_areNoPartOfSequences_andThatIsSaid() {
        EqlAnswer answer = ask("sequence [any where n == 1] [any where n == 2]", EqlRequest.DEFAULT, "{n:1} {t:2,n:2}");
        assertThat(((EqlAnswer.Sequences) answer).sequences()).isEmpty();
        assertThat(answer.warnings()).singleElement().asString().contains("@timestamp");
    }

    @Test
    void keys_lackingValuesCountOnlyWhereOptional() {
        String events = "{t:1,n:1} {t:2,n:2}";
        String steps = "[any where n == 1] [any where n == 2]";
        assertThat(joined("sequence by user " + steps, EqlRequest.DEFAULT, events))
                .isEmpty();
        assertThat(joined("sequence by ?user " + steps, EqlRequest.DEFAULT, events))
                .containsExactly(new EqlAnswer.Joined(Arrays.asList((Object) null), List.of(0L, 1L)));
    }

    @Test
    void keys_everyValueJoins_andDatesAreWrittenOut() {
        String events = "{t:1,n:1,tags:[a,b],day:1767225600000} {t:2,n:2,tags:[b,a,b],day:1767225600000}";
        assertThat(joined("sequence by tags, day [any where n == 1] [any where n == 2]", EqlRequest.DEFAULT, events))
                .containsExactly(
                        new EqlAnswer.Joined(List.of("a", "2026-01-01T00:00:00.000Z"), List.of(0L, 1L)),
                        new EqlAnswer.Joined(List.of("b", "2026-01-01T00:00:00.000Z"), List.of(0L, 1L)));
        assertThat(joined("sample by day [any where n == 1] [any where n == 2]", EqlRequest.DEFAULT, events))
                .containsExactly(new EqlAnswer.Joined(List.of(1767225600000L), List.of(0L, 1L)));
    }

    @Test
    void missingEvents_areMarked() {
        String query = "sequence with maxspan=5s [any where n == 1] ![any where n == 7] [any where n == 2]";
        assertThat(joined(query, EqlRequest.DEFAULT, "{t:1,n:1} {t:2,n:3} {t:3,n:2}"))
                .containsExactly(new EqlAnswer.Joined(List.of(), List.of(0L, EqlAnswer.MISSING, 2L)));
        assertThat(joined(query, EqlRequest.DEFAULT, "{t:1,n:1} {t:2,n:7} {t:3,n:2}"))
                .isEmpty();
    }

    @Test
    void runs_areTheSameStepAgainAndAgain() {
        String query = "sequence by user [any where n == 1] with runs=3";
        assertThat(joined(
                        query,
                        EqlRequest.DEFAULT,
                        "{t:1,n:1,user:a} {t:2,n:1,user:a} {t:3,n:1,user:a} {t:4,n:1,user:a}"))
                .extracting(EqlAnswer.Joined::events)
                .containsExactly(List.of(0L, 1L, 2L), List.of(1L, 2L, 3L));
    }

    @Test
    void samples_takeDifferentEvents_ofEachKeyInOrder() {
        String events = "{n:1,user:b} {n:1,user:a} {n:1,user:a} {n:2,user:a} {n:2,user:b}";
        EqlRequest two = new EqlRequest("@timestamp", Optional.empty(), 10, true, 2, EqlRequest.BYTES_DEFAULT);
        assertThat(joined("sample by user [any where n == 1] [any where n == 2]", two, events))
                .extracting(EqlAnswer.Joined::events)
                .containsExactly(List.of(1L, 3L), List.of(2L, 3L), List.of(0L, 4L));
        assertThat(joined("sample by user [any where n == 2] [any where n == 2]", two, events))
                .isEmpty();
        assertThat(joined("sample by user [any where n == 1] [any where n == 2]", two.withSize(1), events))
                .hasSize(1);
        // More steps than events, all candidates of all: must not take forever.
        assertThat(joined("sample by user " + "[any where n > 0] ".repeat(30), two, events))
                .isEmpty();
    }

    @Test
    void memory_isLimited_andThatIsSaid() {
        EqlRequest tiny = new EqlRequest("@timestamp", Optional.empty(), 10, true, 1, 100);
        assertThat(ask("sequence [any where n >= 0] [any where n >= 0]", tiny, TEN)
                        .warnings())
                .singleElement()
                .asString()
                .contains("memory");
        assertThat(ask("sample by n [any where n >= 0] [any where n >= 0]", tiny, TEN)
                        .warnings())
                .hasSize(1);
    }

    @Test
    void samplesOfAKey_areAsManyAsAreAskedForAndFit() {
        String query = "sample by user [any where n == 1] [any where n == 2]";
        String events = "{user:a,n:1} {user:a,n:1} {user:a,n:1} {user:a,n:2}";
        EqlRequest many =
                new EqlRequest("@timestamp", Optional.empty(), 10, true, Integer.MAX_VALUE, EqlRequest.BYTES_DEFAULT);
        assertThat(joined(query, many, events)).hasSize(3);
        EqlRequest tiny = new EqlRequest("@timestamp", Optional.empty(), 10, true, Integer.MAX_VALUE, 0);
        assertThat(joined(query, tiny, events)).hasSize(2);
        assertThat(ask(query, tiny, events).warnings())
                .singleElement()
                .asString()
                .contains("not enough memory");
    }
}
