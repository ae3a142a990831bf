package io.picket.detect;

import io.picket.detect.EqlWindow.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a run of an EQL rule finds among the events in its range; each find is its events, in their order. */
sealed interface EqlRunSearch {

    /**
     * Searches.
     *
     * @param inRange in any order
     * @return in the order in which limits cut
     */
    List<List<Entry>> in(List<Entry> inRange);

    /** Single events, oldest first. */
    record Events() implements EqlRunSearch {
        @Override
        public List<List<Entry>> in(List<Entry> inRange) {
            return inRange.stream()
                    .sorted(Comparator.comparing(Entry::event))
                    .map(List::of)
                    .toList();
        }
    }

    /** Sequences by their last event. */
    record Sequences(SequenceShape shape, long bytesMax, JoinedNotes notes) implements EqlRunSearch {
        @Override
        public List<List<Entry>> in(List<Entry> inRange) {
            List<SequenceFound<Entry>> found = new ArrayList<>();
            SequenceMachine<Entry> machine = new SequenceMachine<>(shape, entry -> 0, bytesMax, notes, found::add);
            List<Entry> ordered = new ArrayList<>(inRange);
            ordered.sort(Comparator.comparing(Entry::event));
            long number = 0;
            for (Entry entry : ordered) {
                machine.advance(entry.event().place().time());
                entry.event().into(machine, entry, number++);
            }
            machine.finish();
            found.sort(null);
            return found.stream().map(SequenceFound::present).toList();
        }
    }

    /** One sample a key, made of the events that came first; by key. */
    record Samples(int steps) implements EqlRunSearch {
        @Override
        public List<List<Entry>> in(List<Entry> inRange) {
            SortedMap<JoinKey, List<List<Entry>>> byKey = new TreeMap<>();
            List<Entry> asTheyCame = new ArrayList<>(inRange);
            asTheyCame.sort(Comparator.comparingLong(Entry::number));
            for (Entry entry : asTheyCame) {
                for (SequenceSteps.Hit hit : entry.event().hits()) {
                    List<Entry> known =
                            byKey.computeIfAbsent(hit.key(), key -> none()).get(hit.step());
                    if (known.size() < steps) {
                        known.add(entry);
                    }
                }
            }
            return byKey.values().stream()
                    .flatMap(candidates -> SampleChoice.of(candidates, 1).stream())
                    .toList();
        }

        private List<List<Entry>> none() {
            List<List<Entry>> none = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                none.add(new ArrayList<>());
            }
            return none;
        }
    }
}
