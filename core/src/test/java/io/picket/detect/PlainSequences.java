package io.picket.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The second program for sequences: has all events before it and looks at one key at a time. */
final class PlainSequences {

    /**
     * That an event meets a step.
     *
     * @param instant where it stands among all; the same for what nothing tells apart
     */
    record Occasion(int instant, long time, int step, String key, String name) {}

    /** @param last the instant of its last event */
    record Found(String key, List<@Nullable String> names, int last, List<Occasion> events) {}

    private PlainSequences() {}

    static List<Found> of(SequenceShape shape, List<Occasion> occasions) {
        Map<String, List<Occasion>> byKey = new TreeMap<>();
        occasions.forEach(one ->
                byKey.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one));
        List<Found> found = new ArrayList<>();
        byKey.forEach((key, own) -> {
            for (List<Occasion> complete : complete(shape, own)) {
                if (stands(shape, own, complete)) {
                    List<@Nullable String> names = new ArrayList<>();
                    int at = 0;
                    for (boolean absent : shape.missing()) {
                        names.add(absent ? null : complete.get(at++).name());
                    }
                    found.add(new Found(key, names, complete.getLast().instant(), complete));
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
