package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;

/** The machine, event by event, against a second program that has all events before it and looks at one key at a time. */
class SequenceLawTest {

    private record Occasion(int instant, long time, int step, String key, String name) {}

    @ParameterizedTest
    @Seeds(2_000)
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
        SequenceShape shape = new SequenceShape(missing, limited ? 1 + random.nextInt(12) : SequenceShape.NO_LIMIT);
        List<Occasion> occasions = occasions(random, missing.size());

        List<String> found = new ArrayList<>();
        SequenceMachine<String> machine = new SequenceMachine<>(
                shape, name -> 8, 1 << 30, one -> found.add(one.key().values() + text(one.events())));
        long before = Long.MIN_VALUE;
        for (Occasion one : occasions) {
            if (random.nextInt(3) == 0 && one.time() > before) {
                machine.advance(one.time());
            }
            before = one.time();
            machine.add(
                    new SequenceOrder(one.time(), null, one.instant()),
                    one.name(),
                    one.step(),
                    new JoinKey(List.of(one.key())));
        }
        machine.finish();
        assertThat(found).as("%s %s", shape, occasions).containsExactlyInAnyOrderElementsOf(whole(shape, occasions));
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

    /** The second program. */
    private static List<String> whole(SequenceShape shape, List<Occasion> occasions) {
        Map<String, List<Occasion>> byKey = new TreeMap<>();
        occasions.forEach(one -> byKey.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one));
        List<String> found = new ArrayList<>();
        byKey.forEach((key, own) -> {
            for (List<Occasion> complete : complete(shape, own)) {
                if (stands(shape, own, complete)) {
                    List<@Nullable String> names = new ArrayList<>();
                    int at = 0;
                    for (boolean absent : shape.missing()) {
                        names.add(absent ? null : complete.get(at++).name());
                    }
                    found.add("[" + key + "]" + names);
                }
            }
        });
        return found;
    }

    /** Positive steps alone; what waits is a list, and an until event is looked for when it matters. */
    private static List<List<Occasion>> complete(SequenceShape shape, List<Occasion> own) {
        List<Integer> steps = Stream.iterate(0, i -> i + 1)
                .limit(shape.missing().size())
                .filter(i -> !shape.missing().get(i))
                .toList();
        List<Occasion> ordered = own.stream()
                .filter(one -> steps.contains(one.step()))
                .sorted(Comparator.comparingInt(Occasion::instant)
                        .thenComparing(Occasion::step, Comparator.reverseOrder()))
                .toList();
        Map<Integer, List<Occasion>> waiting = new HashMap<>();
        List<List<Occasion>> complete = new ArrayList<>();
        for (Occasion one : ordered) {
            int position = steps.indexOf(one.step());
            List<Occasion> grown = new ArrayList<>();
            if (position > 0) {
                List<Occasion> before = waiting.get(position - 1);
                if (before == null || before.getLast().instant() == one.instant()) {
                    continue;
                }
                waiting.remove(position - 1);
                boolean late = shape.maxspan() != SequenceShape.NO_LIMIT
                        && one.time() - before.getFirst().time() > shape.maxspan();
                boolean ended = own.stream()
                        .anyMatch(until -> until.step() == SequenceMachine.UNTIL
                                && until.instant() >= before.getLast().instant()
                                && until.instant() < one.instant());
                if (late || ended) {
                    continue;
                }
                grown.addAll(before);
            }
            grown.add(one);
            if (position == steps.size() - 1) {
                complete.add(grown);
            } else {
                waiting.put(position, grown);
            }
        }
        return complete;
    }

    private static boolean stands(SequenceShape shape, List<Occasion> own, List<Occasion> complete) {
        long first = complete.getFirst().time();
        long last = complete.getLast().time();
        Long latest = null;
        Long earliest = null;
        boolean leading = false;
        boolean trailing = false;
        for (int step = 0; step < shape.missing().size(); step++) {
            if (!shape.missing().get(step)) {
                continue;
            }
            int asked = step;
            int before = shape.positivesBefore(step);
            List<Long> times = own.stream()
                    .filter(one -> one.step() == asked)
                    .map(Occasion::time)
                    .toList();
            if (before == 0) {
                leading = true;
                for (long time : times) {
                    latest = time < first && (latest == null || time > latest) ? (Long) time : latest;
                }
            } else if (before == complete.size()) {
                trailing = true;
                for (long time : times) {
                    earliest = time > last && (earliest == null || time < earliest) ? (Long) time : earliest;
                }
            } else {
                long from = complete.get(before - 1).time();
                long to = complete.get(before).time();
                if (times.stream().anyMatch(time -> time > from && time < to)) {
                    return false;
                }
            }
        }
        if (leading && trailing) {
            return latest == null || earliest == null || earliest - latest > shape.maxspan();
        }
        if (leading) {
            return latest == null || last - latest > shape.maxspan();
        }
        return !trailing || earliest == null || earliest - first > shape.maxspan();
    }
}
