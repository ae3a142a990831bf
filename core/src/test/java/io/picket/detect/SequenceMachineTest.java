package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the machine finds. Steps are letters, A the first, a letter after ! a missing one, U until; an event is
 * {@code steps time}, with a key in front ({@code k:A5}); events of one instant that nothing tells apart are joined by
 * {@code &}. A sequence is its events, {@code -} for a missing one.
 */
class SequenceMachineTest {

    private static final long NO_LIMIT = SequenceShape.NO_LIMIT;

    static List<String> run(String steps, long maxspan, String events) {
        List<String> found = new ArrayList<>();
        SequenceMachine<String> machine = machine(steps, maxspan, 1 << 20, found);
        long arrival = 0;
        for (String instant : events.split(" +")) {
            add(machine, steps, instant, ++arrival);
        }
        machine.finish();
        return found;
    }

    private static SequenceMachine<String> machine(String steps, long maxspan, long bytes, List<String> found) {
        List<Boolean> missing = new ArrayList<>();
        for (int i = 0; i < steps.length(); i++) {
            if (steps.charAt(i) == '!') {
                missing.add(true);
                i++;
            } else {
                missing.add(false);
            }
        }
        return machine(SequenceShape.of(missing, maxspan), bytes, new JoinedNotes(), found);
    }

    private static SequenceMachine<String> machine(
            SequenceShape shape, long bytes, JoinedNotes notes, List<String> found) {
        return new SequenceMachine<>(shape, event -> 10, bytes, notes, sequence -> {
            List<String> names = new ArrayList<>();
            sequence.events().forEach(event -> names.add(event == null ? "-" : event));
            String key = sequence.key().values().isEmpty() ? "" : sequence.key().values() + " ";
            found.add(key + String.join(" ", names));
        });
    }

    private static void add(SequenceMachine<String> machine, String steps, String instant, long arrival) {
        List<SequenceMachine.Met<String>> met = new ArrayList<>();
        String order = steps.replace("!", "");
        long time = 0;
        for (String event : instant.split("&")) {
            int colon = event.indexOf(':');
            JoinKey key = colon < 0 ? JoinKey.NONE : JoinKey.of(List.of(event.substring(0, colon)));
            String letters = event.replaceAll(".*:|[0-9]", "");
            time = Long.parseLong(event.replaceAll(".*:|\\D", ""));
            for (int i = 0; i < letters.length(); i++) {
                char letter = letters.charAt(i);
                int step = letter == 'U' ? SequenceMachine.UNTIL : order.indexOf(letter);
                met.add(new SequenceMachine.Met<>(event.substring(colon + 1), step, key));
            }
        }
        machine.advance(time);
        machine.take(new SequenceOrder(time, null, arrival), met);
    }

    @ParameterizedTest(name = "{0} within {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // The newest beginning is taken, the oldest continuation kept.
                "AB  | 0  | A1 A2 B3             | A2 B3",
                "AB  | 0  | A1 B2 B3             | A1 B2",
                "AB  | 0  | A1 B2 A3 B4          | A1 B2, A3 B4",
                "AB  | 0  | B1 A2                | none",
                "ABC | 0  | A1 B2 B3 C4          | A1 B2 C4",
                "ABC | 0  | A1 B2 A3 C4          | A1 B2 C4",
                "ABC | 0  | A1 B2 A3 B4 C5 C6    | A3 B4 C5",
                // One event may serve two sequences, never one sequence twice.
                "AB  | 0  | A1 AB2 AB3 B4        | A1 AB2, AB2 AB3, AB3 B4",
                "ABC | 0  | ABC1 ABC2 ABC3 ABC4  | ABC1 ABC2 ABC3, ABC2 ABC3 ABC4",
                // What nothing tells apart does not follow one another.
                "AB  | 0  | A1&B1 B2             | A1 B2",
                "AB  | 0  | A1 A2&B2             | A1 B2",
                // Exactly the span is within it; what is too old is used up all the same.
                "AB  | 10 | A5 B15               | A5 B15",
                "AB  | 10 | A5 B16               | none",
                "AB  | 10 | A5 A9 B20 B21        | none",
                "ABC | 10 | A0 B4 A7 B8 C12      | A7 B8 C12",
                "ABC | 10 | A0 B4 A7 C12 B13 C14 | A7 B13 C14",
                // Until ends what is unfinished, after the event it stands with.
                "AB  | 0  | A1 U2 B3             | none",
                "AB  | 0  | A1 U2 A3 B4          | A3 B4",
                "AB  | 0  | A1 BU2 B3            | A1 BU2",
                "AB  | 0  | AU1 B2               | none",
                "ABC | 0  | A1 B2 U3 C4          | none",
                // Every key is a machine of its own.
                "AB  | 0  | x:A1 y:A2 y:B3 x:B4  | [y] A2 B3, [x] A1 B4",
                "AB  | 0  | x:A1 y:U2 x:B3       | [x] A1 B3",
                "AB  | 0  | x:A1 y:B2            | none",
            })
    void sequences(String steps, long maxspan, String events, String expected) {
        List<String> wanted = expected == null ? List.of() : List.of(expected.split(", "));
        assertThat(run(steps, maxspan == 0 ? NO_LIMIT : maxspan, events)).containsExactlyElementsOf(wanted);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // Between two events: strictly between.
                "A!MB  | A0 B5              | A0 - B5",
                "A!MB  | A0 M2 B5           | none",
                "A!MB  | M0 A0 B5 M5        | A0 - B5",
                "A!MB  | A0 M5 B5           | A0 - B5",
                "A!MB  | A0 M2 A3 B5        | A3 - B5",
                "A!MB  | A0 M2 B5 B6        | none",
                "A!MB  | x:A0 y:M2 x:B5     | [x] A0 - B5",
                // Before the first: the last one must be more than a span before the end.
                "!MAB  | M0 A4 B10          | none",
                "!MAB  | M0 A4 B11          | - A4 B11",
                "!MAB  | M4 A4 B6           | - A4 B6",
                "!MAB  | M1 M3 A4 B12       | none",
                // After the last: the first one must be more than a span behind the beginning.
                "A!M   | A0                 | A0 -",
                "A!M   | A0 M0              | A0 -",
                "A!M   | A0 M10             | none",
                "A!M   | A0 M11             | A0 -",
                "AB!M  | A0 B9 M10          | none",
                "AB!M  | A0 B9 M9 M11       | A0 B9 -",
                // Both: one clean side is enough, and what is refuted stays refuted.
                "!MA!N | M9 A10 N20         | - A10 -",
                "!MA!N | M9 A10 N19         | none",
                "!MA!N | A10 N11            | - A10 -",
                "!MA!N | M9 A10             | - A10 -",
                "!MA!N | M9 A10 N12 A30     | - A30 -",
            })
    void missingEvents_withASpanOfTen(String steps, String events, String expected) {
        List<String> wanted = expected == null ? List.of() : List.of(expected.split(", "));
        assertThat(run(steps, 10, events)).containsExactlyElementsOf(wanted);
    }

    @Test
    void trailingMissingEvent_isAwaitedUntilItsTimeIsOver_andNoLonger() {
        List<String> found = new ArrayList<>();
        SequenceMachine<String> machine = machine("A!M", 10, 1 << 20, found);
        add(machine, "A!M", "A5", 1);
        machine.advance(15);
        assertThat(found).isEmpty();
        machine.advance(16);
        assertThat(found).containsExactly("A5 -");
        assertThat(machine.bytes()).isZero();
    }

    @Test
    void whatTheSpanHasPassed_isForgotten() {
        List<String> found = new ArrayList<>();
        JoinedNotes notes = new JoinedNotes();
        SequenceMachine<String> machine = machine(SequenceShape.of(List.of(false, false), 10), 1 << 30, notes, found);
        for (int i = 0; i < 100_000; i++) {
            add(machine, "AB", "key" + i + ":A" + i, i);
        }
        machine.finish();
        assertThat(machine.bytes()).isLessThan(2_000_000);
        assertThat(notes.count()).isZero();
    }

    @Test
    void beyondTheBudget_theKeysLongestQuietGoFirst_andAreCounted() {
        List<String> found = new ArrayList<>();
        JoinedNotes notes = new JoinedNotes();
        SequenceMachine<String> machine =
                machine(SequenceShape.of(List.of(false, false), NO_LIMIT), 100_000, notes, found);
        for (int i = 0; i < 10_000; i++) {
            add(machine, "AB", "key" + i + ":A" + i, i);
        }
        add(machine, "AB", "key1:B10000", 10_000);
        add(machine, "AB", "key9999:B10001", 10_001);
        machine.finish();
        assertThat(machine.bytes()).isLessThanOrEqualTo(100_000);
        assertThat(notes.count()).isBetween(9_000L, 10_000L);
        assertThat(notes.warnings().getFirst()).contains("memory budget").contains("key0");
        assertThat(found).containsExactly("[key9999] A9999 B10001");
    }

    @Test
    void beyondTheBudget_keysNearTheEndStayLongest() {
        List<String> found = new ArrayList<>();
        JoinedNotes notes = new JoinedNotes();
        SequenceMachine<String> machine =
                machine(SequenceShape.of(List.of(false, false, false), NO_LIMIT), 100_000, notes, found);
        add(machine, "ABC", "victim:A1", 1);
        add(machine, "ABC", "victim:B2", 2);
        for (int i = 0; i < 10_000; i++) {
            add(machine, "ABC", "flood" + i + ":A" + (i + 3), i + 3);
        }
        add(machine, "ABC", "victim:C20000", 20_000);
        assertThat(found).containsExactly("[victim] A1 B2 C20000");
        assertThat(notes.count()).isGreaterThan(8_000);
    }

    @Test
    void oneKeyFloodedWithMissingEvents_staysSmallAndQuick() {
        List<String> found = new ArrayList<>();
        SequenceMachine<String> machine = machine("!MAB!N", 1_000_000, 1 << 20, found);
        long arrival = 0;
        for (int i = 0; i < 30_000; i++) {
            add(machine, "!MAB!N", "k:M" + i, ++arrival);
            add(machine, "!MAB!N", "k:A" + i, ++arrival);
            add(machine, "!MAB!N", "k:B" + i, ++arrival);
        }
        assertThat(machine.bytes()).isLessThanOrEqualTo(1 << 20);
        machine.finish();
        assertThat(found).isNotEmpty();
    }

    @Test
    void runs_areTheSameStepSoManyTimes() {
        List<String> found = new ArrayList<>();
        SequenceShape shape = new SequenceShape(List.of(false, true, false), List.of(3, 2, 1), 100);
        SequenceMachine<String> machine = machine(shape, 1 << 20, new JoinedNotes(), found);
        for (String event : List.of("A1", "A2", "B3", "A4", "A5", "C6", "A7", "A8", "A9", "A10", "C11", "C12")) {
            add(machine, "ABC", event, Long.parseLong(event.substring(1)));
        }
        assertThat(found).containsExactly("A2 A4 A5 - - C6", "A8 A9 A10 - - C11");
    }

    @Test
    void memory_isGivenBackWhenASequenceIsDone() {
        List<String> found = new ArrayList<>();
        SequenceMachine<String> machine = machine("ABC", NO_LIMIT, 1 << 20, found);
        add(machine, "ABC", "x:A1", 1);
        add(machine, "ABC", "x:B2", 2);
        add(machine, "ABC", "x:U3", 3);
        machine.finish();
        assertThat(machine.bytes()).isZero();
    }

    @Test
    void eventsOutOfOrder_areTheCallersMistake() {
        SequenceMachine<String> machine = machine("AB", NO_LIMIT, 1 << 20, new ArrayList<>());
        add(machine, "AB", "A5", 2);
        assertThatThrownBy(() -> add(machine, "AB", "B4", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void order_isTimeThenTiebreakerThenArrival() {
        SequenceOrder early = new SequenceOrder(1, 5L, 9);
        assertThat(early).isLessThan(new SequenceOrder(2, 1L, 1));
        assertThat(early).isLessThan(new SequenceOrder(1, 6L, 1));
        assertThat(early).isLessThan(new SequenceOrder(1, 10L, 1));
        assertThat(early).isLessThan(new SequenceOrder(1, null, 1));
        assertThat(early).isLessThan(new SequenceOrder(1, 5L, 10));
        assertThat(JoinKey.of(List.of(1.0))).isEqualTo(JoinKey.of(List.of(1L)));
    }
}
