package io.picket.detect;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How near each group of a threshold rule came to an alert on the stream clock, for explaining. Takes events as the
 * rule's detector does, keeps for each group the window it looks at and the best one it had, and raises nothing.
 *
 * <p>Plain, not fast, and without the rule's state budget: what it holds is bounded by {@link #GROUPS_MAX} and
 * {@link #ENTRIES_MAX}, and what goes beyond is counted.
 */
public final class ThresholdStandings implements Detector {

    /** Most groups that are followed. */
    static final int GROUPS_MAX = 500_000;

    /** Most events in all groups' windows at one time, each counted once for every value it brings. */
    static final int ENTRIES_MAX = 5_000_000;

    private static final long SWEEP_ENTRIES = 500_000;

    /**
     * One group's best window.
     *
     * @param group values in the order of the rule's fields
     * @param events of the window
     * @param distinct values of the counted field in the window; 0 if the rule counts none
     * @param from time of the window's first event, epoch milliseconds
     * @param to time of its last event
     * @param alerts whether some window of the group meets the threshold; the best window is then the first that did
     * @param all events of the group altogether
     */
    public record Standing(
            List<Object> group, long events, long distinct, long from, long to, boolean alerts, long all) {
        public Standing {
            group = List.copyOf(group);
        }
    }

    /**
     * What came of it.
     *
     * @param standings nearest first
     * @param added events that met the rule's condition and came in time
     * @param lacking by field grouped by: events that belong to no group since it is missing
     * @param uncounted events of groups that bring no value of the counted field
     * @param left events and groups left out since there were too many
     */
    public record Result(List<Standing> standings, long added, Map<String, Long> lacking, long uncounted, long left) {}

    /** A group's window and its best one so far. */
    private static final class Tally {
        final ArrayDeque<Entry> window = new ArrayDeque<>();
        final Map<GroupKey, Integer> values = new HashMap<>();
        long all;
        long events;
        long distinct;
        long from;
        long to;
        boolean alerts;
    }

    private record Entry(long time, List<GroupKey> values) {}

    private final ThresholdPlan plan;
    private final Map<GroupKey, Tally> tallies = new HashMap<>();
    private final Map<String, Long> lacking = new LinkedHashMap<>();
    private final KeyBytes bytes = new KeyBytes();
    private long now = Long.MIN_VALUE;
    private long added;
    private long uncounted;
    private long left;
    private long entries;
    private long sweepAt = SWEEP_ENTRIES;

    /** @param fields must hold those of {@link ThresholdDetectors#fields} */
    public ThresholdStandings(Rule rule, FieldTable fields, FieldTypes types) {
        this.plan = new ThresholdPlan(rule, fields, types);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (primary == NO_TIME) {
            return;
        }
        added++;
        now = Math.max(now, primary);
        List<GroupKey> groups = groups(event);
        if (groups.isEmpty()) {
            return;
        }
        List<GroupKey> values = keys(event, plan.countedSlot, plan.countedType);
        uncounted += values.isEmpty() && plan.countedField.isPresent() ? 1 : 0;
        if (entries > sweepAt) {
            tallies.values().forEach(this::expire);
            sweepAt = Math.max(SWEEP_ENTRIES, 2 * entries);
        }
        for (GroupKey group : groups) {
            Tally tally = tallies.get(group);
            if (tally == null && tallies.size() < GROUPS_MAX) {
                tally = new Tally();
                tallies.put(group, tally);
            }
            if (tally == null || entries >= ENTRIES_MAX) {
                left++;
            } else {
                count(tally, new Entry(now, values));
            }
        }
    }

    private void expire(Tally tally) {
        while (!tally.window.isEmpty() && tally.window.getFirst().time() < now - plan.lookBack()) {
            Entry old = tally.window.removeFirst();
            entries -= 1 + old.values().size();
            old.values().forEach(value -> tally.values.computeIfPresent(value, (key, n) -> n == 1 ? null : n - 1));
        }
    }

    private void count(Tally tally, Entry entry) {
        expire(tally);
        tally.window.add(entry);
        entries += 1 + entry.values().size();
        entry.values().forEach(value -> tally.values.merge(value, 1, Integer::sum));
        tally.all++;
        long events = tally.window.size();
        long distinct = tally.values.size();
        if (!tally.alerts && nearness(events, distinct) > nearness(tally.events, tally.distinct)) {
            tally.events = events;
            tally.distinct = distinct;
            tally.from = tally.window.getFirst().time();
            tally.to = now;
            tally.alerts = events >= plan.value && distinct >= plan.distinct;
        }
    }

    /** How much of the threshold is met, the part that is furthest from it first; less than nothing without events. */
    private double nearness(long events, long distinct) {
        double ofValue = share(events, plan.value);
        double ofDistinct = share(distinct, plan.distinct);
        return events == 0 ? -1 : Math.min(ofValue, ofDistinct) + (ofValue + ofDistinct) / 1e6;
    }

    private static double share(long had, long asked) {
        return asked <= 0 ? 1 : Math.min(1, (double) had / asked);
    }

    private List<GroupKey> groups(Event event) {
        List<GroupKey> groups = List.of(new GroupKey(new byte[0]));
        for (int field = 0; field < plan.groupSlots.length; field++) {
            List<GroupKey> values = keys(event, plan.groupSlots[field], plan.groupTypes[field]);
            if (values.isEmpty()) {
                lacking.merge(plan.groupFields.get(field), 1L, Long::sum);
                return List.of();
            }
            List<GroupKey> longer = new ArrayList<>();
            for (GroupKey group : groups) {
                for (GroupKey value : values) {
                    if (longer.size() < ThresholdEvent.GROUPS_MAX) {
                        longer.add(joined(group, value));
                    } else {
                        left++;
                    }
                }
            }
            groups = longer;
        }
        return groups;
    }

    private static GroupKey joined(GroupKey group, GroupKey value) {
        byte[] both = Arrays.copyOf(group.bytes(), group.bytes().length + value.bytes().length);
        System.arraycopy(value.bytes(), 0, both, group.bytes().length, value.bytes().length);
        return new GroupKey(both);
    }

    /** The distinct values of a field. */
    private List<GroupKey> keys(Event event, int slot, FieldType type) {
        Set<GroupKey> keys = new LinkedHashSet<>();
        for (int value = slot == FieldTable.NONE ? Event.NONE : event.first(slot);
                value != Event.NONE && keys.size() < ThresholdEvent.VALUES_MAX;
                value = event.next(value)) {
            bytes.length = 0;
            if (bytes.append(event, value, type)) {
                keys.add(new GroupKey(Arrays.copyOf(bytes.bytes, bytes.length)));
            }
        }
        return List.copyOf(keys);
    }

    @Override
    public void advance(long time) {
        now = Math.max(now, time);
    }

    @Override
    public void finish() {}

    @Override
    public DetectorStatus status() {
        return DetectorStatus.QUIET;
    }

    /** How the groups stand after all that was added. */
    public Result result() {
        Comparator<Map.Entry<GroupKey, Tally>> nearest = Comparator.comparing(
                (Map.Entry<GroupKey, Tally> entry) -> nearness(entry.getValue().events, entry.getValue().distinct),
                Comparator.reverseOrder());
        List<Standing> standings = tallies.entrySet().stream()
                .sorted(nearest.thenComparing(
                                entry -> entry.getValue().events + entry.getValue().distinct, Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> standing(entry.getKey(), entry.getValue()))
                .toList();
        return new Result(standings, added, new LinkedHashMap<>(lacking), uncounted, left);
    }

    private static Standing standing(GroupKey group, Tally tally) {
        return new Standing(
                group.values(), tally.events, tally.distinct, tally.from, tally.to, tally.alerts, tally.all);
    }
}
