package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.detect.PlainSequences.Occasion;
import io.picket.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;

/** The machine, event by event, against a second program that has all events before it and looks at one key at a time. */
class SequenceLawTest {

    @ParameterizedTest
    @Seeds(300)
    void machineFindsWhatTheWholeViewFinds(long seed) {
        Random random = new Random(seed);
        int steps = 1 + random.nextInt(4);
        List<Boolean> missing = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            missing.add(random.nextInt(3) == 0);
        }
        missing.set(random.nextInt(steps), false);
        if (steps == 1) {
            missing.add(true);
        }
        boolean limited = missing.contains(true) || random.nextBoolean();
        SequenceShape shape = SequenceShape.of(missing, limited ? 1 + random.nextInt(12) : SequenceShape.NO_LIMIT);
        List<Occasion> occasions = occasions(random, missing.size());

        List<String> found = new ArrayList<>();
        SequenceMachine<String> machine = new SequenceMachine<>(
                shape,
                name -> 8,
                1 << 30,
                new JoinedNotes(),
                one -> found.add(one.key().values() + text(one.events())));
        Map<Integer, List<Occasion>> byInstant = new TreeMap<>();
        occasions.forEach(one -> byInstant
                .computeIfAbsent(one.instant(), instant -> new ArrayList<>())
                .add(one));
        byInstant.forEach((instant, together) -> {
            long time = together.getFirst().time();
            if (random.nextBoolean()) {
                machine.advance(time);
            }
            machine.take(
                    new SequenceOrder(time, null, instant),
                    together.stream()
                            .map(one ->
                                    new SequenceMachine.Met<>(one.name(), one.step(), JoinKey.of(List.of(one.key()))))
                            .toList());
        });
        machine.finish();
        assertThat(found)
                .as("%s %s", shape, occasions)
                .containsExactlyInAnyOrderElementsOf(PlainSequences.of(shape, occasions).stream()
                        .map(one -> "[" + one.key() + "]" + one.names())
                        .toList());
        assertThat(machine.bytes()).isGreaterThanOrEqualTo(0);
    }

    private static String text(List<@Nullable String> events) {
        return events.toString();
    }

    private static List<Occasion> occasions(Random random, int steps) {
        List<Occasion> occasions = new ArrayList<>();
        long time = 0;
        for (int instant = 0; instant < 25; instant++) {
            time += random.nextInt(3);
            for (int same = random.nextInt(8) == 0 ? 2 : 1; same > 0; same--) {
                String name = "e" + instant + "." + same;
                String key = random.nextInt(3) == 0 ? "x" : "y";
                for (int step = SequenceMachine.UNTIL; step < steps; step++) {
                    int share = step == SequenceMachine.UNTIL ? 20 : 3;
                    if (random.nextInt(share) == 0) {
                        occasions.add(new Occasion(instant, time, step, key, name));
                    }
                }
            }
        }
        return occasions;
    }
}
